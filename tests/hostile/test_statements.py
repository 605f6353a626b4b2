"""Values never become SQL: they are bound, whether a document or its variables bring them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from graphql import (
    GraphQLInputObjectType,
    get_named_type,
    is_enum_type,
    is_list_type,
    is_non_null_type,
)

from service.api.schema import open_operations
from service.planner.limits import Limits
from service.planner.operations import RequestRefused
from service.planner.plan import PlannedStatement
from tests.hostile.arguments import Asked
from tests.hostile.test_values import ARGUMENTS, cursor

MARKS: Mapping[str, Any] = {
    "String": "wombat's",
    "ID": "Model:8675309",
    "Int": 17,
    "BigInt": 8675309,
    "Date": "1987-06-05",
    "DateTime": "1987-06-05T00:00:00Z",
}
"""Values that stand in no statement by chance."""

TRACES = re.compile(r"wombat|8675309|(?<![$\w])17(?!\w)|1987")

_COUNTRY = "DE"
"""Of texts only countries are taken where one belongs."""

IN_PYTHON = ("LicenseName.", "LicenseVerdict.", "Query.licenseName(")
"""The fields whose arguments the statement has no part in."""

BOUND = [
    place
    for place, asked in ARGUMENTS.items()
    if asked.kind in MARKS and not place.startswith(IN_PYTHON)
]

OPERATIONS = open_operations(Limits())


def marked(type_: Any) -> Any:
    """A value of a type with a mark wherever a client writes freely."""
    if is_non_null_type(type_):
        return marked(type_.of_type)
    if is_list_type(type_):
        return [marked(type_.of_type)]
    if is_enum_type(type_):
        return next(iter(type_.values))
    if isinstance(type_, GraphQLInputObjectType):
        return {
            name: _COUNTRY if name == "territory" else marked(field.type)
            for name, field in type_.fields.items()
            if _stops(field.type)
        }
    return MARKS.get(type_.name, True)


def _stops(type_: Any) -> bool:
    """Whether a type does not lead back to itself, as a filter's filters do."""
    return not isinstance(get_named_type(type_), GraphQLInputObjectType)


def mark_for(asked: Asked) -> Any:
    """A mark that the argument takes."""
    if asked.name == "models":
        return ["wombat", "wombat-2"]
    if asked.name not in ("after", "before"):
        return marked(asked.argument.type)
    return next(each for each in cursors(asked.item) if _is_taken(asked, each))


def cursors(item: str) -> Sequence[str]:
    """Of the orders that pages have unless another is asked for."""
    return [
        cursor(f"{item}.NAME", "wombat", 8675309),
        cursor(f"{item}.RANK", 1, "wombat", 8675309),
        cursor(f"{item}.MODEL", "wombat", 8675309, 1, "wombat"),
        cursor(f"{item}.imports", 8675309),
    ]


def _is_taken(asked: Asked, value: Any) -> bool:
    try:
        OPERATIONS.prepare(asked.by_variable, {"value": value}).statement()
    except RequestRefused:
        return False
    return True


def statements(asked: Asked) -> Iterator[PlannedStatement]:
    """What is run for a mark, given by a variable and then by a literal."""
    value = mark_for(asked)
    for query, variables in [(asked.by_variable, {"value": value}), (asked.by_literal(value), {})]:
        statement = OPERATIONS.prepare(query, variables).statement()
        assert statement is not None
        yield statement


@pytest.mark.parametrize("place", ARGUMENTS)
def test_no_value_of_a_client_stands_in_a_statement(place: str) -> None:
    for statement in statements(ARGUMENTS[place]):
        assert TRACES.findall(statement.sql) == []


@pytest.mark.parametrize("place", BOUND)
def test_the_values_are_bound_instead(place: str) -> None:
    for statement in statements(ARGUMENTS[place]):
        assert TRACES.search(repr(statement.parameters))
