"""A projection goes into the tables by difference, and what people read of it is reported."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from service.domain.projection import Fact, Projection
from service.domain.values import Status, Support
from service.store.projection import (
    FactChange,
    compare_projection,
    fact_changes,
    write_projection,
)
from tests.scratch import ScratchDatabase
from tests.store.projected import (
    DATASET,
    DOCUMENT,
    FACTS,
    FEATURE,
    IMAGES,
    LICENSE,
    LICENSE_FACT,
    MODEL,
    ORGANIZATION,
    PROJECTION,
    STUB,
    TASK,
    TASK_FACT,
    UNKNOWN_FACT,
    evidence,
)
from tests.store.writing import FOO, LABS, TAGGING, claim, dump, write


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


def put(database: ScratchDatabase, projection: Projection) -> tuple[FactChange, ...]:
    with database.begin() as connection:
        pending = compare_projection(connection, projection)
        write_projection(connection, pending)
        return fact_changes(connection, pending)


class Held(NamedTuple):
    query: str
    rows: list[tuple[object, ...]]


HELD = [
    Held(
        "SELECT kind, slug, name, name_key, scope, sort_name FROM entities ORDER BY 1, 2",
        [
            ("dataset", "coco", "COCO", "coco", "", "coco"),
            ("feature", "fast", "Fast", "fast", "", "fast"),
            ("license", "apache-2-0", "Apache 2.0", "apache 2.0", "", "apache 2.0"),
            ("model", "bar-2-5", "Bar 2.5", "bar 2.5", "", "bar 2.5"),
            ("model", "foo-1", "Foo-1", "foo 1", "", "foo-1"),
            (
                "organization",
                "angstrom-labs",
                "Ångström Labs",
                "ångström labs",
                "",
                "ångström labs",
            ),
            ("task", "images", "Images", "images", "", "images"),
            ("task", "tagging", "Tagging", "tagging", "", "tagging"),
        ],
    ),
    Held(
        "SELECT sort_name, is_stub, organization_id, license_id, release_date, released_on::text,"
        " parameters_text, parameters_min, parameters_max, context_window, search_text"
        " FROM models ORDER BY 1",
        [
            ("bar 2.5", True, *[None] * 8, "bar 2 5 bar25"),
            (
                "foo-1",
                False,
                ORGANIZATION.id,
                LICENSE.id,
                "2023-01",
                "2023-01-01",
                "1.5B-3B",
                1_500_000_000,
                3_000_000_000,
                None,
                "foo 1 one foo1 fooone",
            ),
        ],
    ),
    Held(
        "SELECT kind, is_stub, model_count, key, alias_keys, name_words, alias_words"
        " FROM entity_index WHERE kind NOT IN ('license', 'feature') ORDER BY kind, key",
        [
            ("dataset", False, 1, "coco", [], ["coco"], []),
            ("model", True, 0, "bar25", [], ["bar", "2", "5", "bar25"], []),
            (
                *("model", False, 0, "foo1", ["fooone"]),
                *(["foo", "1", "foo1"], ["foo", "one", "fooone"]),
            ),
            (
                *("organization", False, 1, "angstromlabs", []),
                *(["angstrom", "labs", "angstromlabs"], []),
            ),
            ("task", False, 0, "images", [], ["images"], []),
            ("task", False, 1, "tagging", [], ["tagging"], []),
        ],
    ),
    Held("SELECT id, spdx_expression FROM licenses", [(LICENSE.id, "Apache-2.0")]),
    Held("SELECT task_id, parent_id FROM task_parents", [(TASK.id, IMAGES.id)]),
    Held(
        "SELECT slug, entity_id, former FROM entity_slugs WHERE kind = 'model' ORDER BY 1",
        [("bar-2-5", STUB.id, False), ("foo-1", MODEL.id, False), ("foo-one", MODEL.id, False)],
    ),
    Held("SELECT entity_id, name, document_id FROM aliases", [(MODEL.id, "Foo One", DOCUMENT)]),
    Held(
        "SELECT property, position, section, label, text, support, status, notes"
        " FROM facts ORDER BY position DESC LIMIT 3",
        [
            ("feature:fast", 7, "FEATURE", "Feature:fast", None, "UNKNOWN", "UNKNOWN", []),
            ("task:tagging", 6, "TASK", "Tagging", "Yes", "YES", "INFERRED", ["Demo (COCO)"]),
            ("context_window", 5, "PROPERTY", "Context_window", None, None, "UNKNOWN", []),
        ],
    ),
    Held("SELECT property, rival, text FROM fact_rivals", [("release_date", 1, "2023")]),
    Held(
        "SELECT property, rival, position, quote FROM fact_evidence"
        " WHERE property IN ('organization', 'release_date') ORDER BY 1, 2, 3",
        [
            ("organization", 0, 0, "made by Ångström Labs"),
            ("organization", 0, 1, "Ångström"),
            ("release_date", 0, 0, "2023-01"),
            ("release_date", 1, 0, "2023"),
        ],
    ),
    Held(
        "SELECT task_id, sort_name, object_sort_name, support, property FROM model_tasks",
        [(TASK.id, "foo-1", "tagging", "YES", "task:tagging")],
    ),
    Held(
        "SELECT feature_id, sort_name, object_sort_name, support, property FROM model_features",
        [(FEATURE.id, "foo-1", "fast", "UNKNOWN", "feature:fast")],
    ),
    Held(
        "SELECT kind, target_id, position, quote"
        " FROM relations JOIN relation_evidence USING (source_id, kind, target_id) ORDER BY 1, 3",
        [
            ("TRAINED_ON", DATASET.id, 0, "COCO"),
            ("TRAINED_ON", DATASET.id, 1, "Demo"),
            ("VARIANT_OF", STUB.id, 0, "Foo-1"),
        ],
    ),
    Held(
        "SELECT name, entity_id FROM mentions ORDER BY 1",
        [("Foo-1", MODEL.id), ("Tagging", TASK.id), ("Ångström Labs", ORGANIZATION.id)],
    ),
]


def test_every_table_holds_what_the_projection_says(registry: ScratchDatabase) -> None:
    put(registry, PROJECTION)
    for held in HELD:
        assert registry.rows(held.query) == held.rows


def test_the_same_projection_writes_nothing(registry: ScratchDatabase) -> None:
    put(registry, PROJECTION)
    before = dump(registry)
    with registry.begin() as connection:
        assert not compare_projection(connection, PROJECTION)
    assert put(registry, PROJECTION) == ()
    assert dump(registry) == before


def test_nothing_known_leaves_the_entities_alone(registry: ScratchDatabase) -> None:
    put(registry, PROJECTION)
    put(registry, Projection({}, (), (), frozenset(), ()))
    held = {table for table, rows in dump(registry).items() if rows}
    read = {"documents", "sources", "imports", "import_documents", "claims", "mentions"}
    written = {*read, "alembic_version"}
    assert held == written | {"entities", "entity_slugs"}
    assert registry.rows("SELECT DISTINCT former FROM entity_slugs") == [(True,)]
    put(registry, PROJECTION)
    for expected in HELD:
        assert registry.rows(expected.query) == expected.rows


def change(key: str, before: str | None, after: str | None) -> FactChange:
    label = {"task:tagging": "Tagging"}.get(key, key.capitalize())
    return FactChange("foo-1", "Foo-1", key, label, before, after)


def test_new_facts_are_reported_in_their_order_but_unknown_ones(registry: ScratchDatabase) -> None:
    assert put(registry, PROJECTION) == (
        change("organization", None, "Ångström Labs"),
        change("release_date", None, "2023-01"),
        change("parameters", None, "1.5B-3B"),
        change("license", None, "Apache 2.0"),
        change("task:tagging", None, "Yes"),
    )


class Edit(NamedTuple):
    before: Fact
    after: Fact | None
    told: tuple[FactChange, ...]


EDITS = [
    Edit(
        LICENSE_FACT,
        replace(LICENSE_FACT, text="MIT"),
        (change("license", "Apache 2.0", "MIT"),),
    ),
    Edit(
        LICENSE_FACT,
        replace(LICENSE_FACT, status=Status.CONFLICTED),
        (change("license", "Apache 2.0 (STATED)", "Apache 2.0 (CONFLICTED)"),),
    ),
    Edit(
        LICENSE_FACT,
        replace(LICENSE_FACT, text=None, status=Status.UNKNOWN),
        (change("license", "Apache 2.0", None),),
    ),
    Edit(LICENSE_FACT, None, (change("license", "Apache 2.0", None),)),
    Edit(LICENSE_FACT, replace(LICENSE_FACT, reason="Another reason."), ()),
    Edit(LICENSE_FACT, replace(LICENSE_FACT, evidence=(evidence("COCO"),)), ()),
    Edit(UNKNOWN_FACT, None, ()),
    Edit(
        TASK_FACT,
        replace(TASK_FACT, text="No", support=Support.NO),
        (change("task:tagging", "Yes", "No"),),
    ),
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_fact_that_reads_otherwise_is_reported(registry: ScratchDatabase, edit: Edit) -> None:
    put(registry, PROJECTION)
    others = tuple(fact for fact in FACTS if fact is not edit.before)
    facts = (*others, edit.after) if edit.after else others
    edited = replace(PROJECTION, facts=tuple(sorted(facts, key=lambda fact: fact.position)))
    assert put(registry, edited) == edit.told
    with registry.begin() as connection:
        assert not compare_projection(connection, edited)


def test_a_renamed_entity_is_still_found_by_its_former_slug(registry: ScratchDatabase) -> None:
    put(registry, PROJECTION)
    renamed = replace(STUB, name="Baz", slug="baz")
    entities = tuple(renamed if one is STUB else one for one in PROJECTION.entities)
    projection = replace(PROJECTION, entities=entities)
    put(registry, projection)
    slugs = "SELECT slug, former FROM entity_slugs WHERE entity_id = %s ORDER BY slug"
    assert registry.rows(slugs, STUB.id) == [("bar-2-5", True), ("baz", False)]
    with registry.begin() as connection:
        assert not compare_projection(connection, projection)


def test_two_entities_may_change_places(registry: ScratchDatabase) -> None:
    put(registry, PROJECTION)
    swapped = {MODEL: replace(MODEL, slug="bar-2-5"), STUB: replace(STUB, slug="foo-1")}
    entities = tuple(swapped.get(one, one) for one in PROJECTION.entities)
    put(registry, replace(PROJECTION, entities=entities))
    assert registry.rows("SELECT slug, id FROM entities WHERE kind = 'model' ORDER BY 1") == [
        ("bar-2-5", MODEL.id),
        ("foo-1", STUB.id),
    ]


def test_a_new_entity_takes_the_slug_of_one_that_nothing_names(registry: ScratchDatabase) -> None:
    put(registry, PROJECTION)
    new = replace(STUB, id=7, name_key="bar 2 5", name="Bar 2 5")
    without = tuple(one for one in PROJECTION.entities if one is not STUB)
    projection = replace(PROJECTION, entities=(*without, new), stubs=frozenset({7}), edges=())
    put(registry, projection)
    assert registry.rows("SELECT entity_id, former FROM entity_slugs WHERE slug = 'bar-2-5'") == [
        (7, False)
    ]
    assert registry.rows("SELECT slug FROM entities WHERE id = %s", STUB.id) == [
        (f"bar-2-5-{STUB.id:x}",)
    ]
    with registry.begin() as connection:
        assert not compare_projection(connection, projection)
