"""The schema that front ends rely on."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLNamedType,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
)

from service.api import scalars
from service.api.schema import open_operations, print_sdl
from service.domain import claims, values
from service.planner.limits import Limits

PRINTED = Path(__file__).parents[2] / "schema.graphql"


def types() -> list[GraphQLNamedType]:
    return [
        type_
        for type_ in build_schema(print_sdl()).type_map.values()
        if not is_introspection_type(type_) and not is_specified_scalar_type(type_)
    ]


def test_schema_graphql_is_what_the_code_says() -> None:
    assert PRINTED.read_text(encoding="utf-8") == print_sdl()


@pytest.mark.parametrize("type_", types(), ids=lambda type_: type_.name)
def test_everything_is_described(type_: GraphQLNamedType) -> None:
    assert type_.description
    for name, field in getattr(type_, "fields", {}).items():
        assert field.description, name
        undescribed = [
            arg for arg, each in getattr(field, "args", {}).items() if not each.description
        ]
        assert undescribed == [], name
    if isinstance(type_, GraphQLEnumType):
        assert [name for name, value in type_.values.items() if not value.description] == []


def test_every_field_of_an_object_is_read_from_somewhere() -> None:
    operations = open_operations(Limits())
    schema = operations.schema
    unread = {
        f"{type_.name}.{name}"
        for type_ in schema.type_map.values()
        if hasattr(type_, "interfaces") and not is_introspection_type(type_)
        for name in type_.fields  # type: ignore[attr-defined]
        if operations.declared.reads(type_, name) is None  # type: ignore[arg-type]
    }
    # What Relay's connections are made of, the planner reads.
    relay = r"PageInfo\.\w+|\w+Edge\.(cursor|node)|\w+Connection\.(edges|nodes|pageInfo|totalCount)"
    assert {each for each in unread if not re.fullmatch(relay, each)} == set()


@pytest.mark.parametrize(
    ("shown", "known"),
    [
        (scalars.Support, values.Support),
        (scalars.FactStatus, values.Status),
        (scalars.DatePrecision, values.DatePrecision),
        (scalars.RelationKind, claims.RelationKind),
    ],
)
def test_the_api_shows_the_domains_enumerations(shown: type[Enum], known: type[Enum]) -> None:
    assert [value.name for value in shown] == [value.name for value in known]
