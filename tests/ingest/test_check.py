"""A check finds what breaks an invariant, and says what."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from service.ingest.check import check
from tests.ingest.pages import pages, put
from tests.scratch import ScratchDatabase

QUOTE = "a quote is its document's text from start to end"
CURRENT = "only current documents are read, cited and named"
ONE_CURRENT = "the current revision of each document is what the last import that stands brought"
EVIDENCE = "a known value has evidence"
RIVAL = "a rival has evidence"
RELATION = "a relation has evidence"
KIND = "a row of a kind's table is an entity of that kind, and its slug leads to it"
SUPPORT = "support for tasks and features is what their facts say"
IMPORTS = "imports added and retracted the claims that are current"
TEXT = "a document's text is the one that was imported"
ID = "a document's id is of its source, key and content"
PERIODS = "one row of a key holds in each version, and none holds before its version comes"
RESOLVED = "mentions are resolved as the claims say"


def stale(*tables: str) -> list[str]:
    return [f"{table} holds what the claims add up to" for table in tables]


class Damage(NamedTuple):
    statement: str
    broken: list[str]


DAMAGES = {
    "an edited quote": Damage(
        "UPDATE clauses SET quote = reverse(quote) WHERE quote = 'LicenseCustomAGPL 3.0'",
        [QUOTE],
    ),
    "evidence of words that are elsewhere": Damage(
        'UPDATE fact_evidence SET start = start + 1, "end" = "end" + 1'
        " WHERE property = 'license' AND position = 0",
        [QUOTE, *stale("fact_evidence")],
    ),
    "two revisions at once": Damage(
        "INSERT INTO documents (id, source_id, key, name, title, sha256, text, length, import_id)"
        " SELECT 7, source_id, key, name, title, sha256, text, length, import_id"
        " FROM documents WHERE key = 'tasks'",
        [ONE_CURRENT, ID],
    ),
    "a fact without evidence": Damage(
        "DELETE FROM fact_evidence WHERE property = 'license' AND rival = 0",
        [EVIDENCE, *stale("fact_evidence")],
    ),
    "a rival without evidence": Damage(
        "DELETE FROM fact_evidence WHERE rival = 1", [RIVAL, *stale("fact_evidence")]
    ),
    "a relation without evidence": Damage(
        "DELETE FROM relation_evidence WHERE kind = 'EXTENDS'",
        [RELATION, *stale("relation_evidence")],
    ),
    "an entity of another kind": Damage(
        "UPDATE entities SET kind = 'dataset' WHERE slug = 'detectron2'",
        [KIND, *stale("entities")],
    ),
    "an entity that its slug does not find": Damage(
        "DELETE FROM entity_slugs WHERE slug = 'sam-clip'", [KIND, *stale("entity_slugs")]
    ),
    "a task that is not what its fact says": Damage(
        "UPDATE model_tasks SET support = 'NO' WHERE support = 'UNKNOWN'",
        [SUPPORT, *stale("model_tasks")],
    ),
    "a feature that a fact has alone": Damage(
        "DELETE FROM model_features WHERE property = 'feature:foundation-vision'",
        [SUPPORT, *stale("model_features")],
    ),
    "a wrong count": Damage(
        "UPDATE registry_state SET models = 7", ["the registry counts its models"]
    ),
    "a claim that no import brought": Damage(
        "UPDATE imports SET claims_added = claims_added - 1 WHERE id = 1", [IMPORTS]
    ),
    "an edited text": Damage(
        "UPDATE documents SET text = text || '.', length = length + 1 WHERE key = 'tasks'", [TEXT]
    ),
    "an edited key": Damage("UPDATE documents SET key = 'x' WHERE key = 'tasks'", [ID]),
    "an edited mention": Damage(
        "UPDATE mentions SET entity_id = NULL WHERE name = 'SAM-CLIP'", [RESOLVED]
    ),
    "a row of a version that is to come": Damage(
        "UPDATE facts SET since = 99 WHERE text = 'AGPL 3.0'", [PERIODS]
    ),
    "an edited fact": Damage("UPDATE facts SET text = 'GPL' WHERE text = 'MIT'", stale("facts")),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_found(database: ScratchDatabase, damage: Damage) -> None:
    put(database, pages())
    with database.begin() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql("DROP INDEX documents_current_idx")
        connection.exec_driver_sql("ALTER TABLE clauses DROP CONSTRAINT clauses_quote_check")
        assert connection.exec_driver_sql(damage.statement).rowcount > 0
        found = check(connection)
        connection.rollback()
    assert [violation.partition(": ")[0] for violation in found] == damage.broken


def test_a_superseded_document_that_is_still_cited_is_found(database: ScratchDatabase) -> None:
    put(database, pages())
    with database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE documents SET superseded_by = 1, superseded_at = now()"
            " WHERE key = 'CLIP vs SAM-CLIP'"
        )
        found = [violation.partition(": ")[0] for violation in check(connection)]
        connection.rollback()
    assert found[:2] == [CURRENT, ONE_CURRENT]


def test_offenders_are_named(database: ScratchDatabase) -> None:
    put(database, pages())
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE registry_state SET models = 7")
        connection.exec_driver_sql("UPDATE documents SET key = 'x' WHERE key = 'tasks'")
        connection.exec_driver_sql("UPDATE facts SET reason = 'x' WHERE text = 'AGPL 3.0'")
        assert check(connection) == [
            "a document's id is of its source, key and content: not so for 'x'",
            "the registry counts its models: it says 7, there are 4",
            "facts holds what the claims add up to: not so for 1 row",
        ]
        connection.rollback()


def test_a_sound_registry_has_no_violations(database: ScratchDatabase) -> None:
    with database.begin() as connection:
        assert check(connection) == []
    put(database, pages())
    with database.begin() as connection:
        assert check(connection) == []
