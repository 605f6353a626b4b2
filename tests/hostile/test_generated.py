"""Schemathesis asks the live service whatever the schema allows, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import schemathesis
from graphql import (
    ArgumentNode,
    ObjectFieldNode,
    Visitor,
    build_schema,
    parse,
    parse_value,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.hostile.conformance import asking_for_types, misfits
from tests.hostile.target import Target

PATH = Path(__file__).parents[2] / "schema.graphql"
SCHEMA = build_schema(PATH.read_text(encoding="utf-8"))
API = schemathesis.graphql.from_path(PATH)
QUERIES: Mapping[str, Any] = dict(API["Query"])

REFUSALS = {
    "BAD_ARGUMENT",
    "INVALID_DOCUMENT",
    "SYNTAX_ERROR",
    "TOO_DEEP",
    "TOO_MANY_ALIASES",
    "TOO_MANY_FIELDS",
    "TOO_MANY_LIST_ELEMENTS",
    "TOO_MANY_NODES",
    "TOO_MANY_TOKENS",
}
"""What a client is told that asks for too much, or with values that are none."""

KNOWN = {
    "slug": '"sam-clip"',
    "models": '["sam-clip", "mask-r-cnn"]',
    "asOf": '"9999-12-31T00:00:00Z"',
}
"""Values of arguments to which there is an answer."""

bounded = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


Named: TypeAlias = ArgumentNode | ObjectFieldNode


class Naming(Visitor):
    """Names what the registry knows, where generated words would lead nowhere."""

    def leave_argument(self, node: Named, *_: Any) -> Named | None:
        known = KNOWN.get(node.name.value)
        return type(node)(name=node.name, value=parse_value(known)) if known else None

    leave_object_field = leave_argument


def codes(answer: Any) -> set[str]:
    return {error["extensions"]["code"] for error in answer.get("errors", [])}


@pytest.mark.parametrize("name", QUERIES)
@bounded
@given(data=st.data())
def test_what_the_schema_allows_is_answered_as_it_promises(
    target: Target, name: str, data: st.DataObject
) -> None:
    case = data.draw(QUERIES[name].as_strategy())
    document = asking_for_types(SCHEMA, visit(parse(case.body), Naming()))
    received = target.ask(print_ast(document))
    if received.status == 200:
        assert "errors" not in received.json
        assert misfits(SCHEMA, document, received.json["data"]) == []
    else:
        assert (received.status, codes(received.json) <= REFUSALS) == (400, True)


@pytest.mark.parametrize("name", QUERIES)
@bounded
@given(data=st.data())
def test_what_the_schema_forbids_is_refused(target: Target, name: str, data: st.DataObject) -> None:
    case = data.draw(QUERIES[name].as_strategy(GenerationMode.NEGATIVE))
    received = target.ask(case.body)
    if case.meta.generation.mode is GenerationMode.NEGATIVE:
        assert (received.status, codes(received.json) <= REFUSALS) == (400, True)


def test_the_service_still_answers(target: Target) -> None:
    assert target.still_answers()
