"""Mutations act field by field and then read their payloads; subscriptions read for each event."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import orjson
import pytest
from psycopg_pool import AsyncConnectionPool

from service.planner.execute import configure_session, run
from service.planner.mutations import encode_outcome
from tests.planner.desk import Desk, open_desk


def test_a_payload_is_read_after_the_field_acted(desk: Desk) -> None:
    response = desk.respond(
        """mutation ($note: NoteInput!) { __typename done: write(note: $note) {
        by words { length text } note { number text } } }""",
        {"note": {"text": "a word"}},
    )
    written = {
        "by": "Ann",
        "words": [{"length": 1, "text": "a"}, {"length": 4, "text": "word"}],
        "note": {"number": 1, "text": "a word"},
    }
    assert orjson.loads(response.body) == {"data": {"__typename": "Mutation", "done": written}}
    assert response.stamp == 1
    assert desk.author.acts == [("write", {"note": {"text": "a word", "times": 1}})]


def test_fields_act_one_after_the_other_and_each_reads_its_own_outcome(desk: Desk) -> None:
    response = desk.respond(
        """mutation ($text: String!) {
        b: write(note: {text: $text, times: 2}) { note { text } }
        a: write(note: {text: "one"}) { words { text } note { number } }
        wipe { note { number } words { text } } }""",
        {"text": "go"},
    )
    data = {
        "b": {"note": {"text": "gogo"}},
        "a": {"words": [{"text": "one"}], "note": {"number": 2}},
        "wipe": {"note": None, "words": []},
    }
    assert json.dumps(orjson.loads(response.body)) == json.dumps({"data": data})
    assert [name for name, _ in desk.author.acts] == ["write", "write", "wipe"]
    assert response.stamp == 2


def test_a_refusal_of_a_field_that_is_never_null_ends_the_mutation(desk: Desk) -> None:
    assert desk(
        """mutation { write(note: {text: "refuse"}) { by }
        later: write(note: {text: "x"}) { by } }"""
    ) == {
        "data": None,
        "errors": [
            {
                "message": "Nobody can read it.",
                "locations": [{"line": 1, "column": 12}],
                "path": ["write"],
                "extensions": {"code": "UNREADABLE"},
            }
        ],
    }
    assert len(desk.author.acts) == 1


def test_a_refusal_of_a_field_that_may_be_null_leaves_the_others(desk: Desk) -> None:
    response = desk("mutation { a: wipe(least: 1) { by } b: wipe { words { text } } }")
    assert response["data"] == {"a": None, "b": {"words": []}}
    assert [(error["path"], error["extensions"]) for error in response["errors"]] == [
        (["a"], {"code": "UNREADABLE"})
    ]


def test_a_fault_of_a_field_is_logged_and_not_told(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    response = desk('mutation { write(note: {text: "break"}) { by } }')
    (error,) = response["errors"]
    assert (error["path"], error["extensions"]) == (["write"], {"code": "INTERNAL_ERROR"})
    assert error["message"] == "The operation failed; the service's log says why."
    assert "the pencil broke" in caplog.text


def test_a_mutation_says_which_scopes_it_takes() -> None:
    operations = open_desk()
    both = operations.prepare('mutation { wipe { by } write(note: {text: "x"}) { by } }', None)
    assert (both.is_mutation, both.scopes) == (True, frozenset({"pen"}))
    assert operations.prepare("mutation { wipe { by } }", None).scopes == frozenset()
    assert operations.prepare("{ desk { notes { text } } }", None).scopes == frozenset()


def test_an_outcome_may_hold_what_the_database_cannot(desk: Desk) -> None:
    response = desk(
        "mutation ($note: NoteInput!) { write(note: $note) { words { text } } }",
        {"note": {"text": "a\0b \\u0000"}},
    )
    assert response["data"]["write"]["words"] == [{"text": "a\ufffdb"}, {"text": "\\u0000"}]


def test_null_characters_of_an_outcome_become_replacement_characters() -> None:
    assert encode_outcome({"a": "\0\\\0", "b": "\\u0000"}) == (
        '{"a":"\\ufffd\\\\\\ufffd","b":"\\\\u0000"}'
    )


def test_a_subscription_is_read_anew_for_each_event(desk: Desk) -> None:
    async def scenario() -> list[Any]:
        operations = open_desk()
        prepared = operations.prepare("subscription { changed { notes { text } } }", None)
        assert prepared.is_subscription
        pool = AsyncConnectionPool[Any](
            desk.database.url, min_size=1, max_size=1, open=False, configure=configure_session
        )
        async with pool:
            before = await run(operations, pool, prepared)
            write = operations.prepare('mutation { write(note: {text: "new"}) { by } }', None)
            await run(operations, pool, write, desk.author)
            after = await run(operations, pool, prepared)
        return [(orjson.loads(each.body)["data"], each.stamp) for each in (before, after)]

    assert asyncio.run(scenario()) == [
        ({"changed": {"notes": []}}, 0),
        ({"changed": {"notes": [{"text": "new"}]}}, 1),
    ]
