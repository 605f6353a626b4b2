"""A registry that holds something is migrated with what it holds."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from service.cli.opening import migrate_registry
from service.ingest.check import check
from service.ingest.report import Report, Status
from service.ingest.reverting import revert_import
from service.postgres import Database
from service.store.migrate import downgrade
from tests.ingest.pages import NAMES, page, pages, put
from tests.scratch import ScratchDatabase

_AS_IT_WAS_WRITTEN = text(
    "UPDATE models SET search_text = entities.name || E'\\n' || coalesce(summary, '') || '  end. '"
    " FROM entities WHERE entities.id = models.id"
)
"""Texts to search as they were before 0007: as the documents write them, spaces and all."""


def remigrated(database: ScratchDatabase, revision: str) -> Report:
    """Go down to a revision, and up again as a start does."""
    downgrade(database.url, revision)
    return migrate_registry(Database(database.url))


def violations(database: ScratchDatabase) -> list[str]:
    with database.begin() as connection:
        return check(connection)


@pytest.mark.parametrize("revision", ["0007", "0006", "0005", "0004"])
def test_a_registry_that_was_migrated_anew_holds_what_its_claims_add_up_to(
    database: ScratchDatabase, revision: str
) -> None:
    put(database, pages(*NAMES))
    remigrated(database, revision)
    assert violations(database) == []


def test_texts_to_search_become_words_however_they_were_written(
    database: ScratchDatabase,
) -> None:
    put(database, pages(*NAMES))
    before = database.rows("SELECT id, search_text, search FROM models ORDER BY id")
    downgrade(database.url, "0006")
    with database.begin() as connection:
        connection.execute(_AS_IT_WAS_WRITTEN)
    assert migrate_registry(Database(database.url)).status is Status.CHANGED
    assert database.rows("SELECT id, search_text, search FROM models ORDER BY id") == before


def test_a_registry_that_is_current_is_left_alone(database: ScratchDatabase) -> None:
    put(database, pages(*NAMES))
    assert migrate_registry(Database(database.url)).status is Status.UNCHANGED


def test_an_import_before_a_revert_can_still_be_reverted(database: ScratchDatabase) -> None:
    first = put(database, [page(NAMES[0])]).import_id
    assert first is not None
    second = put(database, [page(NAMES[0], ("MIT", "Apache 2.0"))]).import_id
    assert second is not None
    with database.begin() as connection:
        revert_import(connection, second)
    brought = database.rows("SELECT import_id, document_id FROM import_documents ORDER BY 1, 2")
    remigrated(database, "0007")
    found = database.rows("SELECT import_id, document_id FROM import_documents ORDER BY 1, 2")
    assert found == brought
    with database.begin() as connection:
        assert revert_import(connection, first).status is Status.CHANGED
    assert violations(database) == []
