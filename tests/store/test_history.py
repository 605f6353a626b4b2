"""Rows that end with a version go to the history, each with the versions that it held in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.claims import Kind
from service.domain.projection import Projection
from service.store.history import find_broken_periods
from service.store.projection import compare_projection, write_projection
from service.store.registry import advance_version, next_version
from service.tables.history import PAST
from tests.scratch import ScratchDatabase
from tests.store.projected import FACTS, LICENSE_FACT, MODEL, PROJECTION, STUB, entity
from tests.store.writing import FOO, LABS, TAGGING, claim, write

EMPTY = Projection({}, (), (), frozenset(), ())
GPL = replace(LICENSE_FACT, text="GPL")
OTHER = replace(PROJECTION, facts=tuple(GPL if one is LICENSE_FACT else one for one in FACTS))
SWAPPED = {MODEL: replace(MODEL, slug="bar-2-5"), STUB: replace(STUB, slug="foo-1")}
PLACES_CHANGED = replace(
    PROJECTION, entities=tuple(SWAPPED.get(one, one) for one in PROJECTION.entities)
)

LICENSES_NOW = "SELECT text, since FROM facts WHERE property = 'license'"
LICENSES_THEN = "SELECT text, since, until FROM past_facts WHERE property = 'license' ORDER BY 2"


@pytest.fixture
def registry(bare: ScratchDatabase) -> ScratchDatabase:
    """A registry with one document and no projection."""
    with bare.begin() as connection:
        write(
            connection,
            claim(FOO, "organization", LABS, "Ångström Labs"),
            claim(FOO, "TASK", TAGGING, "Tagging"),
        )
    return bare


def believe(database: ScratchDatabase, *projections: Projection) -> int:
    """Write projections after each other in one version; its number."""
    with database.begin() as connection:
        for projection in projections:
            write_projection(connection, compare_projection(connection, projection))
        return advance_version(connection)


def kept(database: ScratchDatabase) -> dict[str, int]:
    """How many rows each table's history has, where it has any."""
    counts = {table.name: database.rows(f"SELECT 1 FROM past_{table.name}") for table in PAST}
    return {name: len(rows) for name, rows in counts.items() if rows}


def broken(database: ScratchDatabase) -> list[str]:
    with database.begin() as connection:
        return list(find_broken_periods(connection))


def test_the_first_projection_ends_nothing(registry: ScratchDatabase) -> None:
    first = believe(registry, PROJECTION)
    assert kept(registry) == {}
    for table in PAST:
        held = registry.rows(f"SELECT DISTINCT since FROM {table.name}")
        assert held in ([(first,)], [])


def test_the_same_projection_leaves_all_rows_as_they_are(registry: ScratchDatabase) -> None:
    first = believe(registry, PROJECTION)
    believe(registry, PROJECTION)
    assert kept(registry) == {}
    assert registry.rows(LICENSES_NOW) == [(LICENSE_FACT.text, first)]


def test_a_changed_row_is_kept_as_it_was(registry: ScratchDatabase) -> None:
    first = believe(registry, PROJECTION)
    second = believe(registry, OTHER)
    third = believe(registry, PROJECTION)
    assert registry.rows(LICENSES_NOW) == [(LICENSE_FACT.text, third)]
    assert registry.rows(LICENSES_THEN) == [
        (LICENSE_FACT.text, first, second),
        ("GPL", second, third),
    ]
    assert kept(registry) == {"facts": 2}
    assert broken(registry) == []


def test_what_only_a_part_of_a_version_held_is_not_kept(registry: ScratchDatabase) -> None:
    first = believe(registry, PROJECTION)
    second = believe(registry, OTHER, EMPTY, OTHER, PROJECTION)
    assert registry.rows(LICENSES_NOW) == [(LICENSE_FACT.text, second)]
    assert registry.rows(LICENSES_THEN) == [(LICENSE_FACT.text, first, second)]
    assert broken(registry) == []


def test_removed_rows_are_kept(registry: ScratchDatabase) -> None:
    first = believe(registry, PROJECTION)
    held = {table.name: registry.rows(f"SELECT count(*) FROM {table.name}")[0][0] for table in PAST}
    second = believe(registry, EMPTY)
    untouched = {"properties": 0, "entities": 0}
    expected = {name: count for name, count in {**held, **untouched}.items() if count}
    assert kept(registry) == expected
    ended = registry.rows("SELECT DISTINCT since, until FROM past_fact_evidence")
    assert ended == [(first, second)]
    assert broken(registry) == []


def test_slugs_that_change_places_are_kept_as_they_were(registry: ScratchDatabase) -> None:
    first = believe(registry, PROJECTION)
    second = believe(registry, PLACES_CHANGED)
    moved = "SELECT slug, id, since, until FROM past_entities ORDER BY slug"
    assert registry.rows(moved) == [
        ("bar-2-5", STUB.id, first, second),
        ("foo-1", MODEL.id, first, second),
    ]


def test_a_new_entity_holds_since_its_version(registry: ScratchDatabase) -> None:
    believe(registry, PROJECTION)
    news = entity(Kind.TASK, "News")
    second = believe(registry, replace(PROJECTION, entities=(*PROJECTION.entities, news)))
    assert registry.rows("SELECT since FROM tasks WHERE id = %s", news.id) == [(second,)]
    assert kept(registry) == {}


def test_the_next_version_is_the_one_that_an_advance_brings(registry: ScratchDatabase) -> None:
    believe(registry, PROJECTION)
    with registry.begin() as connection:
        assert next_version(connection) == advance_version(connection)


def test_a_version_is_never_earlier_than_the_one_before(registry: ScratchDatabase) -> None:
    believe(registry, PROJECTION)
    registry.rows("UPDATE registry_versions SET at = '2999-01-01' RETURNING 1")
    believe(registry, OTHER)
    assert registry.rows("SELECT count(DISTINCT at) FROM registry_versions") == [(1,)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE past_facts SET until = until + 1 WHERE property = 'license' RETURNING 1",
        "UPDATE past_facts SET since = 0, until = 9 WHERE property = 'license' RETURNING 1",
        "UPDATE facts SET since = 99 WHERE property = 'license' RETURNING 1",
    ],
)
def test_periods_that_overlap_or_are_to_come_are_found(
    registry: ScratchDatabase, damage: str
) -> None:
    believe(registry, PROJECTION)
    believe(registry, OTHER)
    assert registry.rows(damage) == [(1,)]
    assert broken(registry) == [f"facts {MODEL.id} license"]
