"""What is known is at hand; what is not is planned aside, and there is room for so much only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from threading import current_thread
from typing import Any

import pytest
from graphql import GraphQLObjectType
from sqlalchemy import literal

from service.planner.limits import Limits
from service.planner.mapping import Reads
from service.planner.operations import Operations, Prepared, RequestRefused
from tests.planner.shelf import SCHEMA, Declared, open_shelf


class Recording(Declared):
    """Reads one field, and remembers which thread planned it."""

    def __init__(self) -> None:
        self.threads: list[str] = []

    def reads(self, parent: GraphQLObjectType, field: str) -> Reads | None:
        return self if field == "shelves" else super().reads(parent, field)

    def sql(self, place: Any) -> Any:
        self.threads.append(current_thread().name)
        place.given(place.input("colour"))
        return literal(1)


def test_another_thread_plans_what_is_not_known() -> None:
    recording = Recording()
    operations = Operations(SCHEMA, recording, Limits())
    query = "query ($c: Colour) { shelves(colour: $c) }"

    async def scenario() -> Sequence[Prepared]:
        return [
            await operations.prepare_aside(query, variables)
            for variables in ({}, {}, {"c": "RED"}, {"c": "GREEN"}, {})
        ]

    first, second, third, fourth, fifth = asyncio.run(scenario())
    assert first.plan is second.plan is fifth.plan
    assert third.plan is fourth.plan
    assert recording.threads == ["planner_0"] * 2


def test_a_refusal_comes_back_from_the_other_thread() -> None:
    operations = open_shelf()
    for query in ("{", "{ unknown }", "{ a: __typename }" * 21):
        with pytest.raises(RequestRefused):
            asyncio.run(operations.prepare_aside(query, None))
    assert asyncio.run(operations.prepare_aside("{ __typename }", None)).cost == 0


def is_kept(operations: Operations, query: str) -> bool:
    """Whether an operation is still known; asking makes it the latest used."""
    return operations.prepare(query, None).operation is operations.prepare(query, None).operation


def test_texts_and_statements_have_limited_room() -> None:
    query = "{ author(id: 1) { id } }"
    room = len(query) + len(open_shelf().prepare(query, None).plan.sql or "")
    assert is_kept(open_shelf(Limits(kept_text=room)), query)
    assert not is_kept(open_shelf(Limits(kept_text=room - 1)), query)


def test_what_cannot_be_planned_takes_no_room_for_long() -> None:
    operations = open_shelf(Limits(documents=2))
    kept = operations.prepare("{ author(id: 1) { id } }", None).operation
    for number in range(5):
        with pytest.raises(RequestRefused):
            operations.prepare(
                f"query ($n{number}: Int!) {{ author(id: $n{number}) {{ id }} }}", {}
            )
    assert operations.prepare("{ author(id: 1) { id } }", None).operation is not kept
