"""Conflicts: the facts of all models on which sources disagree, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from service.ingest.run import import_documents
from service.ingest.submission import Submission
from service.tables import metadata
from tests.api.asking import Asker, asking
from tests.api.graph import write_graph
from tests.reading import SEED
from tests.scratch import ScratchDatabase, ScratchServer

MORE = """
    INSERT INTO facts (model_id, property, position, section, label, text, status, reason)
    SELECT model, 'p' || place, place, 'PROPERTY', 'P', 'x', 'CONFLICTED', 'Sources disagree.'
    FROM unnest(ARRAY[1, 2, 3, 4]) AS model, generate_series(11, 13) AS place
"""
PAGE = """
query ($property: String, $model: String, $first: Int, $after: String, $last: Int,
       $before: String) {
  conflicts(property: $property, model: $model, first: $first, after: $after, last: $last,
            before: $before) {
    totalCount
    edges { cursor node { property model { name } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
"""
ALL = [
    *((name, f"p{place}") for name in ("Four",) for place in (11, 12, 13)),
    ("One", "release_date"),
    *((name, f"p{place}") for name in ("One", "Three", "Two") for place in (11, 12, 13)),
]


@pytest.fixture(scope="module")
def disputed(server: ScratchServer) -> Iterator[Asker]:
    """The registry of tests.api.graph with three more conflicts for each model."""
    with server.scratch("template0") as database:
        with database.begin() as connection:
            metadata.create_all(connection)
            write_graph(connection)
            connection.exec_driver_sql(MORE)
        with asking(database) as asker:
            yield asker


def page(disputed: Asker, **arguments: Any) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    found = disputed.data(PAGE, arguments)["conflicts"]
    facts = [(edge["node"]["model"]["name"], edge["node"]["property"]) for edge in found["edges"]]
    return facts, found


def test_conflicts_come_by_model_and_position(disputed: Asker) -> None:
    facts, found = page(disputed)
    assert facts == ALL
    assert found["totalCount"] == len(ALL)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 13, 14])
def test_paging_visits_each_conflict_once_both_ways(disputed: Asker, size: int) -> None:
    forwards: list[tuple[str, str]] = []
    after, more = None, True
    while more:
        facts, found = page(disputed, first=size, after=after)
        forwards += facts
        after, more = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
    backwards: list[tuple[str, str]] = []
    before, more = None, True
    while more:
        facts, found = page(disputed, last=size, before=before)
        backwards = facts + backwards
        before, more = found["pageInfo"]["startCursor"], found["pageInfo"]["hasPreviousPage"]
    assert forwards == backwards == ALL


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"property": "p12"}, [(name, "p12") for name in ("Four", "One", "Three", "Two")]),
        ({"model": "three"}, [("Three", f"p{place}") for place in (11, 12, 13)]),
        ({"model": "uno", "property": "release_date"}, [("One", "release_date")]),
        ({"model": "nobody"}, []),
        ({"property": "homepage"}, []),
    ],
)
def test_conflicts_of_a_property_or_a_model(
    disputed: Asker, arguments: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    facts, found = page(disputed, **arguments)
    assert (facts, found["totalCount"]) == (expected, len(expected))


def test_the_seed_has_as_many_conflicts_as_the_registry_says(database: ScratchDatabase) -> None:
    files = sorted((SEED / "documents").glob("*.txt"))
    with database.begin() as connection:
        import_documents(connection, [Submission.of(f.name, f.read_bytes()) for f in files])
    with asking(database) as ask:
        asked = """
        { registry { conflicts } conflicts { totalCount
          nodes { property text status rivals { text } model { slug } } } }
        """
        answer = ask.data(asked)
    assert answer["conflicts"]["totalCount"] == answer["registry"]["conflicts"] > 0
    assert {fact["status"] for fact in answer["conflicts"]["nodes"]} == {"CONFLICTED"}
