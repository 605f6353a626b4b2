"""Plans: which requests share one, what becomes a parameter, and what is refused."""

from __future__ import annotations

import datetime
import re
from base64 import b64encode
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

import service.planner
from service.planner.limits import Limits
from service.planner.operations import RequestRefused
from service.planner.problems import CODES
from service.planner.sql import encode
from tests.planner.shelf import open_shelf, prepare

BOOKS = "query ($title: String) { author(id: 1) { books(title: $title) { name } } }"


def test_requests_of_the_same_shape_share_a_plan() -> None:
    operations = open_shelf()
    first = operations.prepare(BOOKS, {"title": "First"})
    second = operations.prepare(BOOKS, {"title": "Second"})
    other = operations.prepare(BOOKS, {"title": None})
    absent = operations.prepare(BOOKS, {})
    assert first.plan is second.plan
    assert other.plan is absent.plan
    assert first.plan is not other.plan
    assert [each.statement().parameters for each in (first, second, other)] == [  # type: ignore[union-attr]
        ("First", "1"),
        ("Second", "1"),
        ("1",),
    ]


def test_what_the_statement_does_not_read_is_checked_and_not_sent() -> None:
    asked = "query ($after: String, $id: Int!) { books(after: $after) { totalCount } "
    asked += "author(id: $id) { id } }"
    after = b64encode(b'["Book.TITLE", "First", 3]').decode()
    statement = prepare(asked, {"after": after, "id": 1}).statement()
    assert statement is not None
    assert statement.parameters == ("1",)
    with pytest.raises(RequestRefused, match="Argument 'after': 'x' is not a cursor"):
        prepare(asked, {"after": "x", "id": 1}).statement()


def test_plans_of_one_operation_are_limited() -> None:
    operations = open_shelf(Limits(plans=2))
    query = "query (" + ", ".join(f"$s{n}: Boolean!" for n in range(3)) + ") { author(id: 1) { id "
    query += " ".join(f"a{n}: name @skip(if: $s{n})" for n in range(3)) + " } }"
    for number in range(8):
        operations.prepare(query, {f"s{n}": bool(number >> n & 1) for n in range(3)})
    operation = operations.prepare(query, dict.fromkeys(("s0", "s1", "s2"), True)).operation
    assert len(operation.plans) == 2


def test_documents_are_limited_and_the_latest_used_are_kept() -> None:
    operations = open_shelf(Limits(documents=2))
    queries = [f"{{ a{n}: author(id: 1) {{ id }} }}" for n in range(3)]
    first, second, _ = (operations.prepare(query, None).operation for query in queries)
    assert operations.prepare(queries[1], None).operation is second
    assert operations.prepare(queries[0], None).operation is not first


def test_defaults_are_values_like_any_other() -> None:
    query = "query ($number: Int = 4) { maker(number: $number) { id } }"
    given = [prepare(query, variables).statement() for variables in ({}, {"number": 3})]
    assert [statement.parameters for statement in given if statement] == [("4",), ("3",)]
    statement = prepare("query ($n: Int) { maker(number: $n) { id } }", {}).statement()
    assert statement is not None
    assert statement.parameters == ("1",)


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        (
            "{ author(id: 1) " + "{ books { maker " * 3 + "{ id }" + "} }" * 3 + " }",
            "TOO_MANY_NODES",
            "The answer could hold 1010100 nodes; at most 500000 are answered.",
        ),
        (
            "{ author(id: 1) { ...F } } fragment F on Author { maker { ...F } }",
            "INVALID_DOCUMENT",
            "Cannot spread fragment 'F' within itself.",
        ),
        (
            "query ($first: Int) { books(first: $first) { totalCount } }",
            "BAD_ARGUMENT",
            "Argument 'first': -3 is not between 0 and 100.",
        ),
    ],
)
def test_an_operation_beyond_the_limits_is_refused(query: str, code: str, message: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        open_shelf().prepare(query, {"first": -3} if "$first" in query else None)
    (error,) = refused.value.errors
    assert (error.extensions, error.message) == ({"code": code}, message)


class Colour(Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (True, "true"),
        (7, "7"),
        (0.5, "0.5"),
        ("it's", "it's"),
        (Colour.RED, "red"),
        (datetime.date(2023, 1, 2), "2023-01-02"),
        (['a"b', "c\\d", None, Colour.RED, 1], '{"a\\"b","c\\\\d",NULL,"red","1"}'),
        ((), "{}"),
    ],
)
def test_values_have_postgresqls_text_format(value: Any, text: str | None) -> None:
    assert encode(value) == text


def test_every_code_of_the_planner_has_a_meaning() -> None:
    modules = Path(service.planner.__file__).parent.glob("*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in modules if path.stem != "problems")
    assert set(re.findall(r'"([A-Z][A-Z_]{6,})"', text)) == set(CODES)
