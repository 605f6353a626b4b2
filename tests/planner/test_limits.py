"""The limits on documents and variables: what is just small enough, and what is just too large."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import get_introspection_query

from service.planner.limits import Limits
from service.planner.operations import RequestRefused
from tests.planner.desk import open_desk
from tests.planner.shelf import open_shelf

LIMITS = Limits()


def refusals(query: str, variables: dict[str, Any] | None = None, **limits: Any) -> list[str]:
    """The codes that the shelf refuses a request with; none if it is answered."""
    return _codes(open_shelf(Limits(**limits)), query, variables)


def _codes(operations: Any, query: str, variables: dict[str, Any] | None = None) -> list[str]:
    try:
        operations.prepare(query, variables)
    except RequestRefused as refused:
        return [(error.extensions or {})["code"] for error in refused.errors]
    return []


def author(selection: str) -> str:
    return f"{{ author(id: 1) {{ {selection} }} }}"


def deep(levels: int) -> str:
    """An operation of so many levels."""
    inner = levels - 2
    return author("maker { " * inner + "id" + " }" * inner)


def aliases(count: int) -> str:
    return author(" ".join(f"a{number}: name" for number in range(count)))


def in_fragments(count: int, field: str) -> str:
    """Twice so many fields, and once more, half of them by another use of a fragment."""
    return author("...F b: maker { ...F }") + f" fragment F on Author {{ {field * count} }}"


def directives(count: int) -> str:
    """So many directives, two in each place."""
    pair = "@include(if: true) @skip(if: false)"
    return author(f"id {pair} " * (count // 2) + ("name @include(if: true)" if count % 2 else ""))


def operations(count: int) -> str:
    first = "query Q0 { author(id: 1) { id } }"
    return " ".join([first, *(f"query Q{n} {{ __typename }}" for n in range(1, count))])


def listed(elements: int) -> str:
    """A field that takes a list of lists with so many elements, inner lists counted."""
    outer = 2
    inner = (elements - outer) // outer
    return f"{{ shelves(numbers: [[{'1 ' * inner}], [{'1 ' * (elements - outer - inner)}]]) }}"


@pytest.mark.parametrize(
    ("limit", "write", "code"),
    [
        ("depth", deep, "TOO_DEEP"),
        ("fields", lambda count: author("id " * (count - 1)), "TOO_MANY_FIELDS"),
        ("aliases", aliases, "TOO_MANY_ALIASES"),
        ("directives", directives, "TOO_MANY_DIRECTIVES"),
        ("tokens", lambda count: author("id " * (count - 10)), "TOO_MANY_TOKENS"),
        ("list_elements", listed, "TOO_MANY_LIST_ELEMENTS"),
        ("source", lambda count: "{ __typename }".ljust(count), "DOCUMENT_TOO_LONG"),
    ],
)
def test_a_document_may_be_as_large_as_a_limit_says(limit: str, write: Any, code: str) -> None:
    most = getattr(LIMITS, limit)
    # Of a document with as many tokens as it may have, no other limit is to be met.
    fields = 1_000 if limit == "fields" else 10_000
    assert refusals(write(most), fields=fields) == []
    assert refusals(write(most + 1), fields=fields) == [code]


def test_a_document_may_have_so_many_operations() -> None:
    shelf = open_shelf()
    assert shelf.prepare(operations(20), None, "Q0").cost == 0
    with pytest.raises(RequestRefused, match="more than 20 operations"):
        shelf.prepare(operations(21), None, "Q0")


def test_every_operation_of_a_document_is_limited() -> None:
    hostile = "query Small { __typename } query Large " + deep(16)
    with pytest.raises(RequestRefused) as refused:
        open_shelf().prepare(hostile, None, "Small")
    (error,) = refused.value.errors
    assert error.extensions == {"code": "TOO_DEEP"}
    assert error.formatted["locations"] == [{"line": 1, "column": 28}]


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        ("name {}", ["TOO_MANY_DIRECTIVES"]),
        ("... {} {{ name }}", ["TOO_MANY_DIRECTIVES"]),
        ("...F {}", ["TOO_MANY_DIRECTIVES"]),
    ],
)
def test_a_place_has_at_most_four_directives(place: str, codes: list[str]) -> None:
    def codes_of(count: int) -> list[str]:
        selection = place.format("@include(if: true)" * count)
        return refusals(author(selection + " ...F") + " fragment F on Author { id }")

    assert codes_of(4) == ["INVALID_DOCUMENT"] * 3
    assert codes_of(5) == codes


def test_a_mutation_has_at_most_ten_root_fields() -> None:
    def wipes(count: int) -> str:
        fields = " ".join(f"w{number}: wipe {{ by }}" for number in range(count))
        return f"mutation {{ ...F }} fragment F on Mutation {{ {fields} }}"

    assert _codes(open_desk(), wipes(10)) == []
    assert _codes(open_desk(), wipes(11)) == ["TOO_MANY_MUTATION_FIELDS"]


def test_fragments_count_once_for_each_use() -> None:
    assert refusals(in_fragments(499, "id ")) == []
    assert refusals(in_fragments(500, "id ")) == ["TOO_MANY_FIELDS"]
    assert refusals(in_fragments(39, "a: id ")) == []
    assert refusals(in_fragments(40, "a: id ")) == ["TOO_MANY_ALIASES"]


def test_fragments_that_spread_exponentially_are_refused() -> None:
    doubled = [f"fragment F{n} on Author {{ ...F{n + 1} ...F{n + 1} }}" for n in range(300)]
    hostile = " ".join([author("...F0"), *doubled, "fragment F300 on Author { id }"])
    assert refusals(hostile) == ["TOO_MANY_FIELDS"]


def test_fragments_in_a_circle_are_invalid() -> None:
    circle = author("...F") + " fragment F on Author { maker { ...G } } fragment G on Author { ...F"
    assert refusals(circle + " }") == ["INVALID_DOCUMENT"]


@pytest.mark.parametrize("everything", [False, True])
def test_the_standard_introspection_query_passes_and_one_level_more_does_not(
    everything: bool,
) -> None:
    options = dict.fromkeys(
        (
            "specified_by_url",
            "directive_is_repeatable",
            "schema_description",
            "input_value_deprecation",
            "one_of",
        ),
        everything,
    )
    query = get_introspection_query(**options)
    assert refusals(query) == []
    assert refusals(query, depth=14) == ["TOO_DEEP"]


def test_introspection_can_be_switched_off() -> None:
    for field in ("__schema { types { name } }", '__type(name: "Book") { name }'):
        hostile = f"{{ ...F }} fragment F on Query {{ other: {field} }}"
        assert refusals(hostile) == []
        assert refusals(hostile, introspection=False) == ["INTROSPECTION_DISABLED"]
    assert refusals("{ __typename author(id: 1) { __typename } }", introspection=False) == []


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (author("nmae"), None),
        ("query ($c: Colour) { shelves(colour: $c) }", {"c": "REDD"}),
    ],
)
def test_suggestions_can_be_switched_off(query: str, variables: dict[str, Any] | None) -> None:
    def message(**limits: Any) -> str:
        with pytest.raises(RequestRefused) as refused:
            open_shelf(Limits(**limits)).prepare(query, variables)
        return refused.value.errors[0].message

    assert "Did you mean" in message()
    assert "Did you mean" not in message(suggestions=False)


def test_few_errors_are_told_of_a_document() -> None:
    unknown = author(" ".join(f"x{number}" for number in range(900)))
    assert refusals(unknown, errors=3) == ["INVALID_DOCUMENT"] * 4


LISTS = "query ($a: [[Int]], $b: [[Int]]) { shelves(numbers: $a) other: shelves(numbers: $b) }"


def test_elements_of_lists_in_variables_count_together_with_those_in_arguments() -> None:
    most = {"a": [[1] * 500], "b": [[1] * 496, [], []]}
    assert refusals(LISTS, most) == []
    assert refusals(LISTS, {**most, "b": [[1] * 497]}) == []
    assert refusals(LISTS, {**most, "b": [[1] * 498, []]}) == ["TOO_MANY_LIST_ELEMENTS"]
    literal = LISTS.replace("$a)", "$a) third: shelves(numbers: [[7]])")
    assert refusals(literal, {**most, "b": [[1] * 496]}) == []
    assert refusals(literal, {**most, "b": [[1] * 496]}, list_elements=1_000 - 1) == [
        "TOO_MANY_LIST_ELEMENTS"
    ]


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{ shelves(numbers: " + "[" * 190 + "]" * 190 + ") }", None, "INVALID_DOCUMENT"),
        ("{ shelves(numbers: " + "[" * 1900 + "]" * 1900 + ") }", None, "SYNTAX_ERROR"),
        ("{ a " * 900, None, "SYNTAX_ERROR"),
        (LISTS, {"a": nested(999)}, "BAD_VARIABLES"),
        (LISTS, {"a": nested(20_000)}, "TOO_MANY_LIST_ELEMENTS"),
        (f"{{ shelves(numbers: [[{'9' * 5000}]]) }}", None, "BAD_ARGUMENT"),
        (f"{{ author(id: -{'9' * 5000}) {{ id }} }}", None, "BAD_ARGUMENT"),
        (LISTS, {"a": [[10**5000]]}, "BAD_VARIABLES"),
        (LISTS, {"a": [[10**300]]}, "BAD_VARIABLES"),
        (
            "query ($t: String) { author(id: 1) { books(title: $t) { id } } }",
            {"t": "\ud800"},
            "BAD_VARIABLES",
        ),
        ('{ author(id: 1) { books(title: "\ud800") { id } } }', None, "SYNTAX_ERROR"),
        ('{ author(id: 1) { books(title: "\\uD800") { id } } }', None, "SYNTAX_ERROR"),
        (LISTS, {"a": {"\ud800": 1}}, "BAD_VARIABLES"),
    ],
)
def test_values_that_nothing_can_hold_are_refused(
    query: str, variables: dict[str, Any] | None, code: str
) -> None:
    with pytest.raises(RequestRefused) as refused:
        open_shelf().prepare(query, variables)
    assert {(error.extensions or {})["code"] for error in refused.value.errors} == {code}
    told = " ".join(error.message for error in refused.value.errors)
    assert "codec" not in told
    assert "limit" not in told
