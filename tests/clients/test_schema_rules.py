"""What a linter of schemas, and Relay, ask of schema.graphql."""

from __future__ import annotations

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    build_schema,
    is_specified_scalar_type,
)

from tests.clients.packages import SCHEMA, Runtime

SDL = build_schema(SCHEMA.read_text(encoding="utf-8"))
OBJECTS = [type_ for type_ in SDL.type_map.values() if isinstance(type_, GraphQLObjectType)]
PAGING = {"first": "Int", "after": "String", "last": "Int", "before": "String"}


def test_the_linter_objects_to_one_thing_that_decision_36_explains(node: Runtime) -> None:
    assert node.ask("schema-rules.mjs", SCHEMA) == [
        {
            "rule": "@graphql-eslint/relay-edge-types",
            "source": "type FactEdge {",
            "message": "Edge type's field `node` must implement `Node` interface.",
        }
    ]


def test_what_has_an_id_can_be_fetched_by_it() -> None:
    node = SDL.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert [each for each in OBJECTS if "id" in each.fields] == [
        each for each in OBJECTS if node in each.interfaces
    ]


def test_every_connection_pages_both_ways() -> None:
    arguments = {
        f"{type_.name}.{name}": {
            argument: str(field.args[argument].type)
            for argument in PAGING
            if argument in field.args
        }
        for type_ in OBJECTS
        for name, field in type_.fields.items()
        if str(field.type).endswith("Connection!")
    }
    assert len(arguments) > 10
    assert {field: taken for field, taken in arguments.items() if taken != PAGING} == {}


def test_dates_and_times_name_their_specification() -> None:
    specified = {
        type_.name: type_.specified_by_url
        for type_ in SDL.type_map.values()
        if isinstance(type_, GraphQLScalarType) and not is_specified_scalar_type(type_)
    }
    rfc_3339 = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"
    assert specified == {"BigInt": None, "Date": rfc_3339, "DateTime": rfc_3339}
