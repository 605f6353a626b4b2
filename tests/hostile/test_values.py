"""Values that no argument takes, or takes for something else, given to every argument there is."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from service.api.schema import open_operations
from service.planner.limits import Limits
from tests.hostile.arguments import Asked, every_argument
from tests.hostile.target import Target, posted

SCHEMA = open_operations(Limits()).schema
ARGUMENTS = {asked.place: asked for asked in every_argument(SCHEMA)}

BATCH = 10
CODES = {
    "BAD_ARGUMENT",
    "BAD_VARIABLES",
    "TOO_MANY_LIST_ELEMENTS",
    "TOO_MANY_NODES",
    # Of a time before the registry knew any.
    "UNKNOWN_MODEL",
}
"""What a client is told of a value; all other codes are of other faults."""


def nested(key: str, levels: int) -> Any:
    value: Any = {}
    for _ in range(levels):
        value = {key: value}
    return value


def cursor(*values: Any) -> str:
    return base64.b64encode(json.dumps(values).encode()).decode()


WRONG: Sequence[Any] = [
    None,
    True,
    -1,
    2**31,
    2**63,
    10**300,
    1.5,
    "",
    "\0",
    [],
    [None],
    {},
    nested("not", 900),
]
"""Of this and that kind."""

TEXTS: Sequence[Any] = [
    "%",
    "_",
    "\\",
    "'",
    '"',
    "';--",
    "$1",
    "{}",
    "{a,b}",
    "null",
    "a & b",
    "a:*",
    "<->",
    "((",
    "!",
    "😀",
    "\u202e",
    "ﷺ" * 100,
    "a" * 10_000,
    "a " * 250,
    ["\0"],
    ["a"] * 11,
    ["a"] * 101,
    ["a"] * 1_001,
]

IDS: Sequence[Any] = [
    "Model:0",
    "Model:-1",
    f"Model:{2**63}",
    "Model:" + "9" * 5_000,
    "Model:٣",
    "model:1",
    "Model: 1",
    "Query:1",
    "Node:1",
    "Model:1;",
    "Model",
    "1",
]


def cursors(item: str) -> Sequence[Any]:
    """Cursors of pages of a type's objects, each wrong in another way; and some of none."""
    return [
        "====",
        "A",
        "/w==",
        "bnVsbA==",
        "e30=",
        "W10=",
        cursor(f"{item}.NAME"),
        cursor(f"{item}.NAME", "a"),
        cursor(f"{item}.NAME", None, None),
        cursor(f"{item}.NAME", "\0", 1),
        cursor(f"{item}.NAME", "a", 2**63),
        cursor(f"{item}.NAME", "a", 1.5),
        cursor(f"{item}.NAME", "a", "1"),
        cursor(f"{item}.NAME", ["a"], 1),
        cursor(f"{item}.RANK", 1, "a", 1),
        cursor(f"{item}.NEWEST", "infinity", "a", 1),
        cursor(f"{item}.NEWEST", "0000-00-00", "a", 1),
        cursor(f"{item}.LARGEST", 2**64, "a", 1),
        cursor(*[1] * 100),
        "W" * 10_000,
    ]


TIMES: Sequence[Any] = [
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2024-02-30",
    "infinity",
    "now",
    "epoch",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "9999-12-31T23:59:59.999999999Z",
    "2024-01-01T00:00:00+99:99",
    "2024-01-01T24:00:00Z",
    "2024-01-01T23:59:60Z",
    "2024-W01-1",
]

FILTERS: Sequence[Any] = [
    {"text": "\0"},
    {"text": "%"},
    {"text": "a " * 30},
    {"tasks": [None]},
    {"tasks": ["\0"]},
    {"tasks": ["a"] * 11},
    {"tasksUnknown": ["\0"]},
    {"organization": ["\0"]},
    {"modality": ["\0"]},
    {"dataset": ["\0"]},
    {"minParameters": 2**53 + 1},
    {"minParameters": -(2**53)},
    {"releasedAfter": "infinity"},
    {"releasedAfter": "0001-01-01", "releasedBefore": "9999-12-31"},
    {"or": []},
    {"or": [None]},
    {"and": [{}] * 60},
    {"not": {"includeStubs": True}},
    {"not": {"not": {"tasks": ["a"]}}},
    nested("not", 4),
    nested("not", 5),
]

BY_KIND: Mapping[str, Sequence[Any]] = {
    "String": TEXTS,
    "ID": IDS,
    "Date": TIMES,
    "DateTime": TIMES,
    "ModelFilter": FILTERS,
}


def values(asked: Asked) -> Sequence[Any]:
    is_cursor = asked.name in ("after", "before")
    return [*WRONG, *(cursors(asked.item) if is_cursor else BY_KIND.get(asked.kind, ()))]


def batches(asked: Asked) -> Iterator[bytes]:
    given = values(asked)
    for start in range(0, len(given), BATCH):
        yield json.dumps(
            [
                {"query": asked.by_variable, "variables": {"value": value}}
                for value in given[start : start + BATCH]
            ]
        ).encode()


@pytest.mark.parametrize("place", ARGUMENTS)
def test_an_argument_takes_a_value_or_says_why_not(target: Target, place: str) -> None:
    for batch in batches(ARGUMENTS[place]):
        received = target.hit(posted(batch))
        assert received.status == 200, received.body
        assert [each for each in received.json if not is_answer(each)] == []
    assert target.still_answers()


def is_answer(each: Any) -> bool:
    """Whether it holds data, or errors about the value."""
    codes = {error["extensions"]["code"] for error in each.get("errors", [])}
    return codes <= CODES and (bool(codes) or each["data"] is not None)
