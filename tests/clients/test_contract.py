"""What front ends rely on stays in schema.graphql; what is beyond it may grow."""

from __future__ import annotations

import pytest
from graphql import (
    DangerousChangeType,
    GraphQLEnumType,
    GraphQLSchema,
    SafeChangeType,
    build_schema,
    find_schema_changes,
    get_named_type,
    is_object_type,
)

from tests.clients.packages import CLIENTS, SCHEMA

CONTRACT = (CLIENTS / "contract.graphql").read_text(encoding="utf-8")

ALLOWED = {
    DangerousChangeType.OPTIONAL_ARG_ADDED,
    DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED,
    DangerousChangeType.VALUE_ADDED_TO_ENUM,
    SafeChangeType.DESCRIPTION_CHANGED,
    SafeChangeType.DIRECTIVE_ADDED,
    SafeChangeType.FIELD_ADDED,
    SafeChangeType.FIELD_CHANGED_KIND_SAFE,
    SafeChangeType.TYPE_ADDED,
}
"""A non-null output may replace a nullable one, and what is added is optional."""


def departures(schema: str) -> list[str]:
    """Where a schema is not what the contract says."""
    changes = find_schema_changes(build_schema(CONTRACT), build_schema(schema))
    return [change.description for change in changes if change.type not in ALLOWED]


def answered(schema: GraphQLSchema) -> dict[str, set[str]]:
    """The enumerated values that a client may find in an answer, by their types."""
    fields = [
        field
        for type_ in schema.type_map.values()
        if is_object_type(type_) and not type_.name.startswith("__")
        for field in type_.fields.values()
    ]
    named = {get_named_type(field.type) for field in fields}
    return {enum.name: set(enum.values) for enum in named if isinstance(enum, GraphQLEnumType)}


def test_the_schema_keeps_the_contract() -> None:
    assert departures(SCHEMA.read_text(encoding="utf-8")) == []


def test_answers_hold_no_enumerated_value_that_the_contract_does_not_name() -> None:
    named = answered(build_schema(CONTRACT))
    answers = answered(build_schema(SCHEMA.read_text(encoding="utf-8")))
    assert {name: answers[name] for name in named} == named


@pytest.mark.parametrize(
    ("agreed", "instead", "departure"),
    [
        ("  isStub: Boolean!\n", "", "Field Model.isStub was removed."),
        (
            "  isStub: Boolean!",
            "  isStub: Boolean",
            "Field Model.isStub changed type from Boolean! to Boolean.",
        ),
        (
            "node(id: ID!)",
            "node(id: ID)",
            "Argument Query.node(id:) has changed type from ID! to ID.",
        ),
        (
            "first: Int = 10)",
            "first: Int = 11)",
            "Query.alternatives(first:) has changed defaultValue from 10 to 11.",
        ),
        (
            "fact(property: String!)",
            "fact(property: String!, at: Date!)",
            "A required argument Model.fact(at:) was added.",
        ),
        (
            "  territory: String\n",
            "  territory: String!\n",
            "Field LicenseContext.territory changed type from String to String!.",
        ),
        ("DISTILL\n", "", "Enum value LicenseUse.DISTILL was removed."),
    ],
)
def test_a_departure_is_noticed(agreed: str, instead: str, departure: str) -> None:
    assert agreed in CONTRACT
    assert departures(CONTRACT.replace(agreed, instead, 1)) == [departure]
