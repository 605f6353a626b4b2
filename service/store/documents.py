"""Documents and their revisions. One revision of each (source, key) is current.

A revision is known by its content: when an older content returns, its row becomes current again.
Which import made which revision current is kept beside, so that a revert finds the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from service.tables.sources import documents, import_documents, sources


@dataclass(frozen=True, slots=True)
class Revision:
    """One content of a document.

    Attributes:
        id: hash of source, key and content.
        key: tells the source's documents apart.
        name: of the file, as the importer gave it.
        source, source_name, closed_world: from the source's manifest.
    """

    id: int
    source: str
    source_name: str
    key: str
    name: str
    title: str
    uri: str | None
    sha256: str
    text: str
    closed_world: bool


def read_current(
    connection: Connection, keys: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], int]:
    """The ids of the current revisions of those documents that the registry has.

    Args:
        keys: pairs of a source's key and a document's key.
    """
    statement = (
        select(sources.c.key, documents.c.key, documents.c.id)
        .join(sources)
        .where(documents.c.superseded_by.is_(None))
        .where(tuple_(sources.c.key, documents.c.key).in_(keys))
    )
    return {(source, key): i for source, key, i in connection.execute(statement)}


def has_documents(connection: Connection, *, besides: str) -> bool:
    """Whether there is a current document of another source than this one."""
    found = (
        select(documents.c.id)
        .join(sources)
        .where(documents.c.superseded_by.is_(None), sources.c.key != besides)
        .exists()
    )
    return bool(connection.scalar(select(found)))


def supersede(connection: Connection, import_id: int, ids: Collection[int]) -> None:
    """End these revisions, by an import that brings later ones."""
    connection.execute(
        update(documents)
        .where(documents.c.id.in_(ids))
        .values(superseded_by=import_id, superseded_at=func.now())
    )


def write_revisions(
    connection: Connection, import_id: int, revisions: Collection[Revision]
) -> None:
    """Make these revisions current, as the import's; earlier ones must be superseded already."""
    source_ids = _write_sources(connection, revisions)
    given = insert(documents)
    statement = given.on_conflict_do_update(
        index_elements=[documents.c.id],
        set_={
            **{name: given.excluded[name] for name in ("name", "title", "uri")},
            "superseded_by": None,
            "superseded_at": None,
        },
    )
    rows = [_row(revision, source_ids[revision.source], import_id) for revision in revisions]
    if rows:
        connection.execute(statement, rows)
        connection.execute(insert(import_documents), [_brought(row) for row in rows])


def _row(revision: Revision, source_id: int, import_id: int) -> dict[str, object]:
    return {
        "id": revision.id,
        "source_id": source_id,
        "key": revision.key,
        "name": revision.name,
        "title": revision.title,
        "uri": revision.uri,
        "sha256": revision.sha256,
        "text": revision.text,
        "length": len(revision.text),
        "import_id": import_id,
    }


def _brought(row: Mapping[str, object]) -> dict[str, object]:
    given = {column: row[column] for column in ("import_id", "name", "title", "uri")}
    return {"document_id": row["id"], **given}


def _write_sources(connection: Connection, revisions: Iterable[Revision]) -> Mapping[str, int]:
    """Add or correct the revisions' sources; their ids by key."""
    manifests = {revision.source: revision for revision in revisions}
    for key, manifest in manifests.items():
        said = {"name": manifest.source_name, "closed_world": manifest.closed_world}
        connection.execute(
            insert(sources)
            .values(key=key, **said)
            .on_conflict_do_update(index_elements=[sources.c.key], set_=said)
        )
    return {row.key: row.id for row in connection.execute(select(sources.c.key, sources.c.id))}
