"""The laws of paging: whatever the order and the size, each row is visited once, both ways."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from service.domain.words import name_words, search_key
from service.tables import graph, metadata, search
from tests.api.asking import Asker, asking
from tests.api.graph import entity, model_row
from tests.scratch import ScratchServer

MODELS = 37
TASK = 1000

QUERY = """
query ($filter: ModelFilter, $order: ModelOrder,
       $first: Int, $after: String, $last: Int, $before: String) {
  models(filter: $filter, orderBy: $order,
         first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
"""

NULLS_LAST = ("NEWEST", "OLDEST", "LARGEST", "SMALLEST", "LONGEST_CONTEXT", "SHORTEST_CONTEXT")
ORDERS = st.sampled_from(["NAME", "NAME_DESCENDING", *NULLS_LAST])
FILTERS = st.sampled_from(
    [
        {},
        {"includeStubs": True},
        {"tasks": ["task"]},
        {"tasksUnknown": ["task"]},
        {"text": "m"},
        {"or": [{"text": "3"}, {"not": {"maxParameters": 3}}]},
    ]
)
RELEVANT = st.sampled_from([{"text": "m"}, {"text": "3", "includeStubs": True}])
CHOSEN = st.one_of(st.tuples(ORDERS, FILTERS), st.tuples(st.just("RELEVANCE"), RELEVANT))
"""An order with a filter."""


@dataclass(frozen=True)
class Page:
    """A page as the API gave it."""

    ids: list[str]
    cursors: list[str]
    info: dict[str, Any]


def _dated(day: int) -> dict[str, Any]:
    date = datetime.date(2020, 1, day)
    return {"released_on": date, "release_date": date.isoformat()}


def _sized(size: int) -> dict[str, Any]:
    return {"parameters_text": str(size), "parameters_min": size, "parameters_max": size}


def _index_row(row: dict[str, Any]) -> dict[str, Any]:
    words = name_words([row["name"]])
    known = {"kind": "model", "sort_name": row["name"], "model_count": 0, "name_words": words}
    none: dict[str, list[str]] = {
        key: [] for key in ("alias_names", "alias_keys", "alias_words", "summary_words")
    }
    named = {"id": row["id"], "is_stub": row["is_stub"], "key": search_key(row["name"])}
    return known | none | named


def _write(connection: Connection) -> None:
    """Models with equal names, equal and missing dates and sizes."""
    task = entity(TASK, "task", "task", "Task")
    models: list[dict[str, Any]] = [
        {
            "id": number,
            "name": f"m {number % 5}",
            "is_stub": number % 7 == 0,
            **(_dated(1 + number % 4) if number % 3 else {}),
            **(_sized(1 + number % 6) if number % 4 else {}),
            **({"context_window": 1 + number % 3} if number % 5 else {}),
        }
        for number in range(1, MODELS + 1)
    ]
    entities = [entity(row["id"], "model", f"m-{row['id']}", row["name"]) for row in models]
    for row in entities:
        row["scope"] = str(row["id"])
    connection.execute(graph.entities.insert(), [*entities, task | {"scope": ""}])
    connection.execute(graph.tasks.insert(), [{"id": TASK}])
    slug = {"kind": "task", "slug": "task", "entity_id": TASK}
    connection.execute(graph.entity_slugs.insert(), [slug])
    connection.execute(graph.models.insert(), [model_row(row) for row in models])
    connection.execute(search.entity_index.insert(), [_index_row(row) for row in models])
    able = [row for row in models if row["id"] % 2]
    fact = {"property": "task:task", "position": 1, "section": "TASK", "label": "Task"}
    fact |= {"support": "YES", "status": "STATED", "reason": "Stated."}
    connection.execute(graph.facts.insert(), [fact | {"model_id": row["id"]} for row in able])
    support = {"task_id": TASK, "object_sort_name": "task", "support": "YES"}
    support |= {"property": "task:task"}
    supports = [support | {"model_id": row["id"], "sort_name": row["name"]} for row in able]
    connection.execute(graph.model_tasks.insert(), supports)


@pytest.fixture(scope="module")
def crowd(server: ScratchServer) -> Iterator[Asker]:
    with server.scratch("template0") as database:
        with database.begin() as connection:
            metadata.create_all(connection)
            _write(connection)
        with asking(database) as asker:
            yield asker


def page(crowd: Asker, **arguments: Any) -> Page:
    found = crowd.data(QUERY, arguments)["models"]
    return Page(
        [edge["node"]["id"] for edge in found["edges"]],
        [edge["cursor"] for edge in found["edges"]],
        found["pageInfo"],
    )


def everything(crowd: Asker, **chosen: Any) -> Page:
    return page(crowd, first=100, **chosen)


@settings(max_examples=60, deadline=None)
@given(asked=CHOSEN, size=st.integers(1, 40))
def test_forwards_each_row_is_visited_once(
    crowd: Asker, asked: tuple[str, dict[str, Any]], size: int
) -> None:
    chosen = dict(zip(("order", "filter"), asked, strict=True))
    visited: list[str] = []
    after = None
    while True:
        here = page(crowd, first=size, after=after, **chosen)
        assert here.info["hasPreviousPage"] is (after is not None)
        visited += here.ids
        if not here.info["hasNextPage"]:
            break
        assert len(here.ids) == size
        after = here.info["endCursor"]
        assert after == here.cursors[-1]
    assert visited == everything(crowd, **chosen).ids
    assert len(set(visited)) == len(visited) > 0


@settings(max_examples=60, deadline=None)
@given(asked=CHOSEN, size=st.integers(1, 40))
def test_backwards_each_row_is_visited_once(
    crowd: Asker, asked: tuple[str, dict[str, Any]], size: int
) -> None:
    chosen = dict(zip(("order", "filter"), asked, strict=True))
    visited: list[str] = []
    before = None
    while True:
        here = page(crowd, last=size, before=before, **chosen)
        assert here.info["hasNextPage"] is (before is not None)
        visited = here.ids + visited
        if not here.info["hasPreviousPage"]:
            break
        assert len(here.ids) == size
        before = here.info["startCursor"]
        assert before == here.cursors[0]
    assert visited == everything(crowd, **chosen).ids


@settings(max_examples=60, deadline=None)
@given(order=ORDERS, at=st.integers(0, 30), to=st.integers(0, 30), size=st.integers(0, 40))
def test_between_two_cursors_lie_the_rows_between(
    crowd: Asker, order: str, at: int, to: int, size: int
) -> None:
    whole = everything(crowd, order=order)
    asked = {"order": order, "after": whole.cursors[at], "before": whole.cursors[to]}
    between = whole.ids[at + 1 : to]
    assert page(crowd, first=size, **asked).ids == between[:size]
    assert page(crowd, last=size, **asked).ids == between[max(len(between) - size, 0) :]


@pytest.mark.parametrize("order", NULLS_LAST)
def test_models_without_the_value_come_last(crowd: Asker, order: str) -> None:
    whole = everything(crowd, order=order)
    numbers = [int(id_.removeprefix("Model:")) for id_ in whole.ids]
    divisor = {"NEWEST": 3, "OLDEST": 3, "LARGEST": 4, "SMALLEST": 4}.get(order, 5)
    missing = [number % divisor == 0 for number in numbers]
    assert missing == sorted(missing)
    assert any(missing)
