"""What an answer can hold: counted before it is read, and never more is read."""

from __future__ import annotations

from typing import Any, cast

import pytest
from graphql import GraphQLObjectType

from service.planner.limits import Limits
from service.planner.operations import RequestRefused
from tests.planner.shelf import Shelf, open_shelf


def cost(query: str, variables: dict[str, Any] | None = None) -> int:
    return open_shelf().prepare(query, variables).cost


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ("{ __typename }", 0),
        ("{ author(id: 1) { maker { name maker { id } } } }", 0),
        ("{ author(id: 1) { books { name } } }", 100),
        ("{ author(id: 1) { books(first: 7) { name maker { books { id } } } } }", 7 + 7 * 100),
        ("{ author(id: 1) { a: books { id } b: books(first: 5) { id } } }", 105),
        ("{ author(id: 1) { books { id } books { name } } }", 100),
        ("{ books { totalCount } }", 10),
        ("{ books(first: 3) { nodes { id } edges { cursor node { maker { id } } } } }", 3),
        ("{ books(first: 3) { nodes { maker { books(first: 2) { id } } } } }", 3 + 3 * 2),
        ('{ thing(id: "Book:3") { name ... on Author { books { id } } } }', 100),
        (
            "{ maker { ... on Author { a: books(first: 4) { id } }"
            " ... on Book { maker { books(first: 9) { id } } } } }",
            9,
        ),
        ('{ things(ids: ["Book:3", "Author:1"]) { name } }', 2),
        ('{ things(ids: ["Book:3"]) { ... on Author { books(first: 6) { id } } } }', 1 + 6),
    ],
)
def test_items_of_lists_and_pages_count_and_nothing_else(query: str, nodes: int) -> None:
    assert cost(query) == nodes


def test_variables_decide_how_much_a_list_counts() -> None:
    query = "query ($n: Int, $m: Int) { books(first: $n) { nodes { maker {"
    query += " books(first: $m) { id } } } } }"
    operations = open_shelf()
    costs = [
        operations.prepare(query, variables).cost
        for variables in ({}, {"n": 3}, {"n": 4, "m": 5}, {"n": 0, "m": 5}, {"n": 4, "m": None})
    ]
    assert costs == [10 + 10 * 100, 3 + 300, 4 + 20, 0, 4 + 400]


def test_an_answer_that_could_hold_too_much_is_refused() -> None:
    query = "query ($n: Int) { books(first: $n) { nodes { maker { books(first: 9) { id } } } } }"
    operations = open_shelf(Limits(nodes=100))
    assert operations.prepare(query, {"n": 10}).cost == 100
    with pytest.raises(RequestRefused) as refused:
        operations.prepare(query, {"n": 11})
    (error,) = refused.value.errors
    assert (error.extensions, error.message) == (
        {"code": "TOO_MANY_NODES"},
        "The answer could hold 110 nodes; at most 100 are answered.",
    )


def test_introspection_counts_its_lists_by_the_schema() -> None:
    assert cost("{ __schema { queryType { name } } }") == 0
    schema = open_shelf().schema
    types = len(schema.type_map)
    most_fields = len(cast(GraphQLObjectType, schema.type_map["__Type"]).fields)
    assert cost("{ __schema { types { name } } }") == types
    assert cost('{ __type(name: "Author") { fields { type { name } } } }') == most_fields
    assert cost("{ a: __schema { types { name } } b: __schema { types { name } } }") == 2 * types


@pytest.mark.parametrize(
    ("arguments", "names"),
    [("", ["First", "Second"]), ("(first: 1)", ["First"]), ("(first: 0)", [])],
)
def test_a_list_is_cut_where_it_is_counted(shelf: Shelf, arguments: str, names: list[str]) -> None:
    found = shelf(f"{{ author(id: 1) {{ books{arguments} {{ name }} }} }}")
    assert [each["name"] for each in found["author"]["books"]] == names


def test_scalars_are_cut_and_counted_too(shelf: Shelf) -> None:
    query = "{ author(id: 1) { titles } }"
    assert cost(query) == 1
    assert shelf(query) == {"author": {"titles": ["First"]}}


@pytest.mark.parametrize("first", [-1, 201])
def test_a_list_takes_no_other_length(first: int) -> None:
    query = "query ($first: Int) { author(id: 1) { books(first: $first) { id } } }"
    with pytest.raises(RequestRefused) as refused:
        open_shelf().prepare(query, {"first": first}).statement()
    (error,) = refused.value.errors
    assert error.formatted == {
        "message": f"Argument 'first': {first} is not between 0 and 200.",
        "locations": [{"line": 1, "column": 39}],
        "path": ["author", "books"],
        "extensions": {"code": "BAD_ARGUMENT"},
    }
