"""Names as one document uses them; which entity each one is, the projection says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, select, update

from service.domain.claims import Kind, Ref
from service.store.bulk import copy_rows, next_ids
from service.tables.claims import mentions
from service.tables.sources import documents

Mention: TypeAlias = tuple[int, Ref]
"""A document's id and a name in it."""


def write_mentions(connection: Connection, names: Collection[Mention]) -> Mapping[Mention, int]:
    """Add the mentions that are not there yet.

    Returns:
        the id of every mention of the documents named.
    """
    known = read_mentions(connection, {document for document, _ in names})
    missing = sorted(set(names) - known.keys())
    ids = next_ids(connection, mentions, len(missing))
    added = dict(zip(missing, ids, strict=True))
    rows = [(i, document, ref.kind.value, ref.name) for (document, ref), i in added.items()]
    copy_rows(connection, mentions, ("id", "document_id", "kind", "name"), rows)
    return {**known, **added}


def read_mentions(connection: Connection, documents: Collection[int]) -> Mapping[Mention, int]:
    """The ids of all mentions of these documents."""
    statement = select(
        mentions.c.id, mentions.c.document_id, mentions.c.kind, mentions.c.name
    ).where(mentions.c.document_id.in_(documents))
    return {
        (document, Ref(Kind(kind), name)): row_id
        for row_id, document, kind, name in connection.execute(statement)
    }


def read_resolutions(connection: Connection) -> Mapping[Mention, tuple[int, int | None]]:
    """The mentions of current documents, each with its id and its entity's."""
    current = documents.c.superseded_by.is_(None)
    statement = select(mentions).join(documents).where(current)
    return {
        (row.document_id, Ref(Kind(row.kind), row.name)): (row.id, row.entity_id)
        for row in connection.execute(statement)
    }


def resolve_mentions(connection: Connection, entities: Mapping[int, int]) -> None:
    """Set which entity each mention is; ids of entities by ids of mentions."""
    if not entities:
        return
    statement = (
        update(mentions)
        .where(mentions.c.id == bindparam("mention"))
        .values(entity_id=bindparam("entity"))
    )
    connection.execute(statement, [{"mention": m, "entity": e} for m, e in entities.items()])
