"""The database itself refuses what the design says cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Table, insert
from sqlalchemy.exc import IntegrityError

from service.store.migrate import migrate
from service.tables import claims as c
from service.tables import graph as g
from service.tables import sources as s
from tests.scratch import ScratchDatabase, ScratchServer

TEXT = "CLIP is an MIT model."
PROVENANCE: dict[str, Any] = {
    "document_id": 1,
    "document_length": len(TEXT),
    "start": 0,
    "end": 4,
    "quote": "CLIP",
    "rule": "test",
    "rule_version": 1,
    "import_id": 1,
}
CLAIM = {"subject_id": 1, "property": "license", "polarity": True, **PROVENANCE}
MODEL = {"id": 1, "sort_name": "clip", "is_stub": False, "search_text": "CLIP"}
FACT = {
    "model_id": 1,
    "property": "license",
    "position": 1,
    "section": "PROPERTY",
    "label": "License",
    "text": "MIT",
    "status": "STATED",
    "reason": "A table says so.",
}
EVIDENCE = {
    "model_id": 1,
    "property": "license",
    "rival": 0,
    "position": 0,
    "document_id": 1,
    "start": 11,
    "end": 14,
    "quote": "MIT",
}
ENTITY = {"kind": "model", "slug": "clip", "name": "CLIP", "name_key": "clip", "sort_name": "clip"}
DOCUMENT = {
    "source_id": 1,
    "key": "clip",
    "name": "clip.txt",
    "title": "CLIP",
    "sha256": "0" * 64,
    "text": TEXT,
    "length": len(TEXT),
    "import_id": 1,
}


@dataclass(frozen=True)
class Refused:
    """A row of `table` that is like the accepted one but for `change`."""

    table: Table
    row: dict[str, Any]
    change: dict[str, Any]
    constraint: str


REFUSED = [
    Refused(c.claims, CLAIM, {}, "claims_one_value_check"),
    Refused(
        c.claims, CLAIM, {"value_text": "MIT", "value_boolean": True}, "claims_one_value_check"
    ),
    Refused(
        c.claims, CLAIM, {"value_text": "MIT", "value_mention_id": 1}, "claims_one_value_check"
    ),
    Refused(c.claims, CLAIM, {"value_date": "Jan 2021"}, "claims_value_date_check"),
    Refused(c.claims, CLAIM, {"value_text": "MIT", "start": -1, "end": 3}, "claims_span_check"),
    Refused(
        c.claims,
        CLAIM,
        {"value_text": "MIT", "start": 4, "end": 4, "quote": ""},
        "claims_span_check",
    ),
    Refused(
        c.claims,
        CLAIM,
        {"value_text": "MIT", "start": 18, "end": 22, "quote": "el.?"},
        "claims_span_check",
    ),
    Refused(
        c.claims,
        CLAIM,
        {"value_text": "MIT", "document_length": 100, "start": 50, "end": 54},
        "claims_document_id_document_length_fkey",
    ),
    Refused(c.claims, CLAIM, {"value_text": "MIT", "quote": "CLIP is"}, "claims_quote_check"),
    Refused(c.claims, CLAIM, {"value_text": "MIT", "basis": "guessed"}, "claims_basis_check"),
    Refused(c.claims, CLAIM, {"value_text": "MIT", "retracted_by": 1}, "claims_retracted_check"),
    Refused(c.clauses, PROVENANCE, {"property": "task", "text": ""}, "clauses_object_check"),
    Refused(
        c.clauses,
        PROVENANCE,
        {"property": "license", "text": "MIT", "object_id": 1},
        "clauses_object_check",
    ),
    Refused(c.listings, PROVENANCE, {"property": "license"}, "listings_property_check"),
    Refused(
        c.judgements,
        {"kind": "model", "same": True, "reason": "test", "judge": "test"},
        {"left_name": "a", "right_name": "B"},
        "judgements_ordered_check",
    ),
    Refused(s.documents, DOCUMENT, {"id": 2}, "documents_current_idx"),
    Refused(s.documents, DOCUMENT, {"id": 2, "length": 3}, "documents_length_check"),
    Refused(s.documents, DOCUMENT, {"id": 2, "sha256": "0"}, "documents_sha256_check"),
    Refused(s.registry_state, {}, {"singleton": False}, "registry_state_singleton_check"),
    Refused(g.entities, ENTITY, {"id": 3, "name_key": "x"}, "entities_kind_slug_key"),
    Refused(g.entities, ENTITY, {"id": 3, "slug": "x"}, "entities_kind_name_key_scope_key"),
    Refused(g.entities, ENTITY, {"id": 3, "slug": "Clip"}, "entities_slug_check"),
    Refused(g.entities, ENTITY, {"id": 3, "kind": "paper"}, "entities_kind_check"),
    Refused(g.models, MODEL, {"id": 2, "release_date": "2021"}, "models_release_date_check"),
    Refused(g.models, MODEL, {"id": 2, "parameters_text": "1M"}, "models_parameters_check"),
    Refused(
        g.models,
        MODEL,
        {"id": 2, "parameters_text": "2M-1M", "parameters_min": 2, "parameters_max": 1},
        "models_parameters_check",
    ),
    Refused(g.models, MODEL, {"id": 2, "context_window": 0}, "models_context_window_check"),
    Refused(g.facts, FACT, {"property": "x", "status": "SURE"}, "facts_status_check"),
    Refused(g.facts, FACT, {"property": "x", "support": "YES"}, "facts_support_section_check"),
    Refused(g.facts, FACT, {"property": "x", "section": "TASK"}, "facts_support_section_check"),
    Refused(g.fact_evidence, EVIDENCE, {"quote": "MIT!"}, "fact_evidence_quote_check"),
    Refused(g.fact_evidence, EVIDENCE, {"property": "x"}, "fact_evidence_model_id_property_fkey"),
    Refused(
        g.relations,
        {"kind": "EXTENDS"},
        {"source_id": 1, "target_id": 1},
        "relations_not_itself_check",
    ),
    Refused(
        g.relations,
        {"source_id": 1, "target_id": 2},
        {"kind": "LIKES"},
        "relations_kind_check",
    ),
]


@pytest.fixture(scope="module")
def migrated(server: ScratchServer) -> Iterator[ScratchDatabase]:
    """Tables without a row."""
    with server.scratch("template0") as database:
        migrate(database.url)
        yield database


@pytest.fixture
def clip(migrated: ScratchDatabase) -> Iterator[Connection]:
    """A database in which one document makes one claim and one fact about CLIP."""
    with migrated.begin() as connection:
        _write_clip(connection)
        yield connection
        connection.rollback()


def _write_clip(connection: Connection) -> None:
    for table, row in (
        (s.sources, {"id": 1, "key": "test", "name": "Test", "closed_world": False}),
        (s.imports, {"id": 1, "status": "SUCCEEDED"}),
        (s.documents, {"id": 1, **DOCUMENT}),
        (s.registry_state, {}),
        (g.entities, {"id": 1, **ENTITY}),
        (g.entities, {"id": 2, **ENTITY, "slug": "siglip", "name_key": "siglip"}),
        (g.models, MODEL),
        (g.facts, FACT),
        (g.fact_evidence, EVIDENCE),
        (g.relations, {"source_id": 1, "kind": "EXTENDS", "target_id": 2}),
        (c.mentions, {"id": 1, "document_id": 1, "kind": "model", "name": "CLIP"}),
        (c.claims, {**CLAIM, "value_text": "MIT"}),
        (c.clauses, {**PROVENANCE, "property": "license", "text": "MIT"}),
        (c.listings, {**PROVENANCE, "property": "task"}),
    ):
        connection.execute(insert(table).values(row))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case.constraint} {case.change}")
def test_the_database_refuses(clip: Connection, case: Refused) -> None:
    with pytest.raises(IntegrityError) as refusal:
        clip.execute(insert(case.table).values(case.row | case.change))
    cause = refusal.value.orig
    assert isinstance(cause, psycopg.Error)
    assert cause.diag.constraint_name == case.constraint
