"""Taking an import back: what it brought is retracted, what it retracted is there again.

Claims are never edited, so whatever returns is copied: the copies are the revert's own. What was
current before an import is what the last import before it brought that still stands; a revert of a
document's latest import can therefore always be made, and of no other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Connection,
    Table,
    bindparam,
    column,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from service.store.bulk import next_ids
from service.store.claims import retract_observations
from service.store.documents import supersede
from service.tables.claims import (
    claims,
    clause_members,
    clauses,
    listing_members,
    listing_objects,
    listings,
)
from service.tables.sources import documents, import_documents, imports, sources

_PARTS: Mapping[Table, tuple[Table, ...]] = {
    claims: (),
    clauses: (clause_members,),
    listings: (listing_members, listing_objects),
}
"""What is retracted, each with the tables of its parts."""

_LIFE = frozenset({"id", "import_id", "asserted_at", "retracted_by", "retracted_at"})
"""The columns in which a copy differs from what it copies."""

_SUCCEEDED = "SUCCEEDED"
_REVERTED = "REVERTED"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is known of an import.

    Attributes:
        reverts: the import that it took back; None for one that brought documents.
        sources: keys of the sources whose documents it brought.
    """

    status: str
    reverts: int | None
    sources: frozenset[str]


class Brought(NamedTuple):
    """A revision that an import brought, as the import named it."""

    document: int
    name: str
    title: str
    uri: str | None


class Later(NamedTuple):
    """A document that an import brought, and the last import that brought another revision."""

    name: str
    import_id: int


def read_import(connection: Connection, import_id: int) -> Recorded | None:
    """What is known of an import; None where there is no such."""
    columns = imports.c.status, imports.c.reverts
    row = connection.execute(select(*columns).where(imports.c.id == import_id)).one_or_none()
    if row is None:
        return None
    keys = (
        select(sources.c.key)
        .select_from(sources.join(documents).join(import_documents))
        .where(import_documents.c.import_id == import_id)
    )
    return Recorded(row.status, row.reverts, frozenset(connection.scalars(keys)))


def read_brought(connection: Connection, import_id: int) -> Collection[int]:
    """The ids of the revisions that an import brought."""
    own = import_documents.c
    return connection.scalars(select(own.document_id).where(own.import_id == import_id)).all()


def read_later(connection: Connection, import_id: int) -> Sequence[Later]:
    """The documents of an import that later ones, which stand, brought again; by name."""
    own, other = import_documents.alias(), import_documents.alias()
    mine, theirs = documents.alias(), documents.alias()
    statement = (
        select(own.c.name, func.max(other.c.import_id))
        .select_from(own)
        .join(mine, mine.c.id == own.c.document_id)
        .join(theirs, (theirs.c.source_id == mine.c.source_id) & (theirs.c.key == mine.c.key))
        .join(other, other.c.document_id == theirs.c.id)
        .join(imports, imports.c.id == other.c.import_id)
        .where(own.c.import_id == import_id, other.c.import_id > import_id)
        .where(imports.c.status == _SUCCEEDED)
        .group_by(own.c.document_id, own.c.name)
        .order_by(own.c.name)
    )
    return [Later._make(row) for row in connection.execute(statement)]


def take_back(connection: Connection, import_id: int, revert: int) -> Collection[int]:
    """Undo an import, as the work of another one.

    Args:
        import_id: of an import that stands and that `read_later` finds nothing for.

    Returns:
        the ids of the revisions that are current again.
    """
    ended = read_brought(connection, import_id)
    returning = _read_before(connection, import_id)
    retract_observations(connection, revert, ended)
    supersede(connection, revert, ended)
    _mark_reverted(connection, import_id)
    _make_current(connection, returning)
    for table, parts in _PARTS.items():
        _copy_retracted(connection, table, parts, import_id, revert)
    return [revision.document for revision in returning]


def _read_before(connection: Connection, import_id: int) -> Sequence[Brought]:
    """What was current before an import of the documents that it brought."""
    mine = (
        select(documents.c.source_id, documents.c.key)
        .select_from(documents.join(import_documents))
        .where(import_documents.c.import_id == import_id)
        .subquery()
    )
    was = import_documents.c
    key = documents.c.source_id, documents.c.key
    statement = (
        select(was.document_id, was.name, was.title, was.uri)
        .select_from(import_documents.join(documents).join(imports, imports.c.id == was.import_id))
        .join(mine, (mine.c.source_id == key[0]) & (mine.c.key == key[1]))
        .where(was.import_id < import_id, imports.c.status == _SUCCEEDED)
        .ext(distinct_on(*key))
        .order_by(*key, was.import_id.desc())
    )
    return [Brought._make(row) for row in connection.execute(statement)]


def _mark_reverted(connection: Connection, import_id: int) -> None:
    connection.execute(update(imports).where(imports.c.id == import_id).values(status=_REVERTED))


def _make_current(connection: Connection, revisions: Sequence[Brought]) -> None:
    statement = (
        update(documents)
        .where(documents.c.id == bindparam("document"))
        .values(
            name=bindparam("name"),
            title=bindparam("title"),
            uri=bindparam("uri"),
            superseded_by=None,
            superseded_at=None,
        )
    )
    if revisions:
        connection.execute(statement, [revision._asdict() for revision in revisions])


def _copy_retracted(
    connection: Connection, table: Table, parts: Collection[Table], import_id: int, revert: int
) -> None:
    """Add copies, in their order, of what an import retracted."""
    retracted = select(table.c.id).where(table.c.retracted_by == import_id).order_by(table.c.id)
    old = connection.scalars(retracted).all()
    pairs = _pairs(old, next_ids(connection, table, len(old)))
    same = [each for each in table.c if each.name not in _LIFE]
    copies = select(pairs.c.new, literal(revert), *same).join(table, table.c.id == pairs.c.old)
    names = ["id", "import_id", *(each.name for each in same)]
    connection.execute(insert(table).from_select(names, copies))
    for part in parts:
        owner, *others = part.c
        members = select(pairs.c.new, *others).join(part, owner == pairs.c.old)
        connection.execute(insert(part).from_select(part.c.keys(), members))


def _pairs(old: Sequence[int], new: Sequence[int]) -> Any:
    """Two lists of ids side by side, as a table."""
    numbers = ARRAY(BigInteger)
    columns = column("old", BigInteger), column("new", BigInteger)
    listed = func.unnest(literal(list(old), numbers), literal(list(new), numbers))
    return listed.table_valued(*columns, name="pairs").render_derived()
