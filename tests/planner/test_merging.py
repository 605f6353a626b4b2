"""Merging of fields: the same documents are valid as by graphql-core's rule, in linear time."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from graphql import GraphQLError, build_schema, parse, validate
from graphql.validation import OverlappingFieldsCanBeMergedRule
from hypothesis import given
from hypothesis import strategies as st

from service.planner.merging import check_merging
from service.planner.operations import RequestRefused
from tests.planner.shelf import open_shelf

SCHEMA = build_schema("""
interface Thing {
  name(of: [Int], in: In): String! other: String size: Int! one: Thing many: [Thing]
}
input In { a: Int b: Int }
type Cat implements Thing {
  name(of: [Int], in: In): String! other: String size: Int! one: Cat many: [Thing] purr: Int
}
type Dog implements Thing {
  name(of: [Int], in: In): String! other: String size: Int! one: Dog many: [Thing] purr: String
}
type Query { thing: Thing cat: Cat dog: Dog }
""")


def conflicts(query: str) -> bool:
    """Whether a document is refused; both rules agree."""
    document = parse(query)
    refused = bool(validate(SCHEMA, document, [OverlappingFieldsCanBeMergedRule]))
    with pytest.raises(GraphQLError, match="conflict") if refused else nullcontext():
        check_merging(SCHEMA, document)
    return refused


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("{ cat { name name } }", False),
        ("{ cat { a: name a: other } }", True),
        ("{ cat { name(of: [1]) name(of: [1]) } }", False),
        ("{ cat { name(of: [1]) name(of: [2]) } }", True),
        ("{ cat { name(of: [1]) name } }", True),
        ("{ cat { name(in: {a: 1, b: 2}) name(in: {b: 2, a: 1}) } }", False),
        ('{ cat { name(of: [1]) name(of: ["1"]) } }', True),
        ("query ($a: [Int], $b: [Int]) { cat { name(of: $a) name(of: $b) } }", True),
        ("query ($a: [Int]) { cat { name(of: $a) name(of: $a) } }", False),
        ("{ cat { a: name @skip(if: true) a: other } }", True),
        ("{ thing { ... on Cat { a: name } ... on Dog { a: name(of: [1]) } } }", False),
        ("{ thing { ... on Cat { a: name } ... on Dog { a: size } } }", True),
        ("{ thing { ... on Cat { a: name } ... on Dog { a: other } } }", True),
        ("{ thing { ... on Cat { purr } ... on Dog { purr } } }", True),
        ("{ thing { a: name ... on Dog { a: name(of: [1]) } } }", True),
        ("{ thing { ... on Thing { a: name } ... on Dog { a: size } } }", True),
        ("{ thing { ... on Cat { a: one { b: name } } ... on Dog { a: one { b: size } } } }", True),
        (
            "{ thing { ... on Cat { a: one { id: name } } ... on Dog { a: many { id: name } } } }",
            True,
        ),
        ("{ thing { one { a: name } one { a: other } } }", True),
        (
            "{ thing { one { ...F } ...G } } fragment F on Thing { a: name }"
            " fragment G on Thing { one { a: other } }",
            True,
        ),
        ("{ thing { ...F ...F } } fragment F on Thing { a: name }", False),
        ("query A { cat { a: name } } query B { cat { a: name a: other } }", True),
    ],
)
def test_fields_of_one_key_must_be_the_same(query: str, refused: bool) -> None:
    assert conflicts(query) is refused


_LEAVES = st.sampled_from(["name", "a: name", "a: other", "b: size", "a: name(of: [1])", "...F"])
_SELECTIONS = st.recursive(
    st.lists(_LEAVES, min_size=1, max_size=4).map(" ".join),
    lambda inner: st.lists(
        st.tuples(
            st.sampled_from(
                ["one", "a: one", "x: many", "x: one", "... on Cat", "... on Dog", "... on Thing"]
            ),
            inner,
        ).map(lambda pair: f"{pair[0]} {{ {pair[1]} }}"),
        min_size=1,
        max_size=4,
    ).map(" ".join),
    max_leaves=12,
)


@given(first=_SELECTIONS, second=_SELECTIONS)
def test_both_rules_find_the_same_documents_at_fault(first: str, second: str) -> None:
    fragment = "fragment F on Thing { b: size many { a: name } }"
    conflicts(f"{{ thing {{ {first} }} thing {{ {second} }} }} {fragment}")


def test_a_conflict_is_told_with_both_places() -> None:
    with pytest.raises(RequestRefused) as refused:
        open_shelf().prepare("{ author(id: 1) { a: name a: id } }", None)
    (error,) = refused.value.errors
    assert error.formatted == {
        "message": "Fields 'a' conflict because 'name' and 'id' are different fields. Use "
        "different aliases on the fields to fetch both if this was intentional.",
        "locations": [{"line": 1, "column": 19}, {"line": 1, "column": 27}],
        "extensions": {"code": "INVALID_DOCUMENT"},
    }


def growing(levels: int) -> str:
    """Selections in which, at each level, two types add to what both have.

    An object could be of either type at each level, so there are groups for each way down.
    """
    if not levels:
        return "name"
    below = "many { " * (levels - 1) + "name" + " }" * (levels - 1)
    both = [f"... on {name} {{ many {{ {below} }} }}" for name in ("Cat", "Dog")]
    return f"many {{ {growing(levels - 1)} }} {' '.join(both)}"


def test_types_in_types_that_multiply_without_end_are_refused() -> None:
    check_merging(SCHEMA, parse(f"{{ thing {{ {growing(8)} }} }}"))
    with pytest.raises(GraphQLError, match="too many fields") as refused:
        check_merging(SCHEMA, parse(f"{{ thing {{ {growing(12)} }} }}"))
    assert refused.value.extensions == {"code": "TOO_MANY_FIELDS"}
