"""Documents, their sources and their revisions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from service.store.documents import (
    Revision,
    has_documents,
    read_current,
    supersede,
    write_revisions,
)
from service.store.imports import begin_import
from tests.scratch import ScratchDatabase
from tests.store.writing import revision

FIRST, SECOND = revision("one 🦙"), revision("two")
KEY = (FIRST.source, FIRST.key)


def put(connection: Connection, *revisions: Revision) -> int:
    import_id = begin_import(connection)
    write_revisions(connection, import_id, revisions)
    return import_id


def test_a_document_is_kept_whole(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        import_id = put(connection, FIRST)
        assert read_current(connection, [KEY, ("pages", "another")]) == {KEY: FIRST.id}
    columns = "id, key, name, title, uri, sha256, text, length, import_id, superseded_by"
    assert bare.rows(f"SELECT {columns} FROM documents") == [
        (
            FIRST.id,
            FIRST.key,
            FIRST.name,
            FIRST.title,
            None,
            FIRST.sha256,
            "one 🦙",
            5,
            import_id,
            None,
        )
    ]
    assert bare.rows("SELECT key, name, closed_world FROM sources") == [("pages", "Pages", True)]


def test_one_revision_is_current(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        put(connection, FIRST)
        with pytest.raises(IntegrityError, match="documents_current_idx"):
            put(connection, SECOND)
        connection.rollback()


def test_an_older_revision_returns(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        put(connection, FIRST)
        for later, earlier in ((SECOND, FIRST), (FIRST, SECOND)):
            supersede(connection, begin_import(connection), [earlier.id])
            put(connection, later)
        assert read_current(connection, [KEY]) == {KEY: FIRST.id}
    assert bare.rows("SELECT id, import_id, superseded_by FROM documents ORDER BY 2") == [
        (FIRST.id, 1, None),
        (SECOND.id, 3, 4),
    ]
    assert bare.rows("SELECT import_id, document_id FROM import_documents ORDER BY 1") == [
        (1, FIRST.id),
        (3, SECOND.id),
        (5, FIRST.id),
    ]


def test_a_source_follows_its_manifest(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        put(connection, FIRST)
        put(connection, replace(revision("x", key="another"), closed_world=False))
    assert bare.rows("SELECT key, closed_world FROM sources") == [("pages", False)]


def test_has_documents_of_another_source(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        put(connection, revision(source="vocabulary"))
        assert not has_documents(connection, besides="vocabulary")
        put(connection, FIRST)
        assert has_documents(connection, besides="vocabulary")
        supersede(connection, begin_import(connection), [FIRST.id])
        assert not has_documents(connection, besides="vocabulary")
