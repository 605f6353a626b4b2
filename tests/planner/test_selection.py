"""What a selection means: fragments, aliases, merging and order, as the specification says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.planner.shelf import Shelf

ANN = {"__typename": "Author", "name": "Ann"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ author(id: 1) { name } }", {"author": {"name": "Ann"}}),
        ("{ author(id: 9) { name } }", {"author": None}),
        ("{ author(id: 1) { __typename } }", {"author": {"__typename": "Author"}}),
        (
            "{ b: author(id: 2) { n: name } a: author(id: 1) { m: name name } }",
            {"b": {"n": "Bob"}, "a": {"m": "Ann", "name": "Ann"}},
        ),
        (
            "{ author(id: 1) { id books { name } id books { pages name } } }",
            {
                "author": {
                    "id": "Author:1",
                    "books": [
                        {"name": "First", "pages": 10},
                        {"name": "Second", "pages": None},
                    ],
                }
            },
        ),
        (
            '{ author(id: 1) { a: books(title: "First") { name } b: books(title: "x") { name } } }',
            {"author": {"a": [{"name": "First"}], "b": []}},
        ),
        (
            "{ author(id: 1) { ...A name } } fragment A on Author { books { ...B } ...T }"
            " fragment B on Book { pages } fragment T on Thing { name books: id }",
            None,
        ),
        (
            "{ author(id: 2) { ...A name } } fragment A on Author { books { ...B } ...T }"
            " fragment B on Book { pages ...T } fragment T on Thing { id }",
            {
                "author": {
                    "books": [{"pages": 30, "id": "Book:5"}],
                    "id": "Author:2",
                    "name": "Bob",
                }
            },
        ),
        (
            '{ thing(id: "Book:3") { name ... on Book { pages } ... on Author { books { id } } } }',
            {"thing": {"name": "First", "pages": 10}},
        ),
        (
            '{ thing(id: "Book:4") { maker { __typename name ...{ id } } } }',
            {"thing": {"maker": ANN | {"id": "Author:1"}}},
        ),
        (
            '{ either(id: "Author:1") { __typename ... on Thing { name } ... on Book { pages } } }',
            {"either": ANN},
        ),
        (
            "{ maker { __typename name ... on Author { books { name } } } m: maker(number: 4)"
            " { name ... on Book { pages maker { name } } } none: maker(number: 9) { name } }",
            {
                "maker": ANN | {"books": [{"name": "First"}, {"name": "Second"}]},
                "m": {"name": "Second", "pages": None, "maker": {"name": "Ann"}},
                "none": None,
            },
        ),
    ],
)
def test_a_selection_gives_the_fields_in_their_order(
    shelf: Shelf, query: str, expected: dict[str, Any] | None
) -> None:
    if expected is None:
        with pytest.raises(Exception, match="conflict"):
            shelf(query)
    else:
        assert json.dumps(shelf(query)) == json.dumps(expected)


def test_an_object_may_have_more_fields_than_a_function_takes_arguments(shelf: Shelf) -> None:
    names = [f"a{'x' * 80}{number}" for number in range(80)]
    found = shelf("{ author(id: 1) { " + " ".join(f"{name}: name" for name in names) + " } }")
    assert found == {"author": dict.fromkeys(names, "Ann")}


@pytest.mark.parametrize("directive", ["include", "skip"])
@pytest.mark.parametrize("asked", [True, False])
def test_directives_depend_on_variables(shelf: Shelf, directive: str, asked: bool) -> None:
    query = f"""
    query ($if: Boolean!) {{ author(id: 1) {{
      name @{directive}(if: $if) ... @{directive}(if: $if) {{ id }} ...F @{directive}(if: $if)
      __typename }} }}
    fragment F on Author {{ books(title: "First") {{ name }} }}
    """
    shown = asked is (directive == "include")
    whole = {"name": "Ann", "id": "Author:1", "books": [{"name": "First"}]} if shown else {}
    assert shelf(query, {"if": asked}) == {"author": whole | {"__typename": "Author"}}


@pytest.mark.parametrize(
    ("directives", "shown"),
    [
        ("@include(if: true)", True),
        ("@include(if: false)", False),
        ("@skip(if: true)", False),
        ("@skip(if: false) @include(if: true)", True),
        ("@skip(if: true) @include(if: true)", False),
    ],
)
def test_directives_with_constants(shelf: Shelf, directives: str, shown: bool) -> None:
    found = shelf(f"{{ author(id: 1) {{ id name {directives} }} }}")
    assert ("name" in found["author"]) is shown


def test_a_table_is_joined_only_if_a_field_reads_it(shelf: Shelf) -> None:
    prepared = shelf.operations.prepare("{ author(id: 1) { books { pages } } }", None)
    statement = prepared.statement()
    assert statement is not None
    assert "things" not in statement.sql
