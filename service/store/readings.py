"""Current observations out of the tables of claims, equal to what was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Column, Connection, Row, Select, Table, func, select, type_coerce
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.types import NULLTYPE

from service.domain.claims import Claim, Clause, Kind, Listing, Ref, Rule, Span
from service.domain.projection import Reading
from service.store.typed_values import VALUE_COLUMNS, ValueColumns, from_columns
from service.tables.claims import (
    claims,
    clause_members,
    clauses,
    listing_members,
    listing_objects,
    listings,
    mentions,
)
from service.tables.sources import documents, sources

_Seen = TypeVar("_Seen")
_Refs: TypeAlias = Mapping[int, Ref]
_Only: TypeAlias = Collection[int] | None


def read_readings(connection: Connection, only: _Only = None) -> tuple[Reading, ...]:
    """Current documents with what was seen in them, by document id.

    Args:
        only: ids of the documents to read; None for all.
    """
    refs = _read_refs(connection, only)
    seen_claims = _read_claims(connection, refs, only)
    seen_clauses = _read_clauses(connection, refs, only)
    seen_listings = _read_listings(connection, refs, only)
    return tuple(
        Reading(
            document=row.id,
            source=row.key,
            title=row.title,
            closed_world=row.closed_world,
            claims=seen_claims.get(row.id, ()),
            clauses=seen_clauses.get(row.id, ()),
            listings=seen_listings.get(row.id, ()),
        )
        for row in _read_documents(connection, only)
    )


def _read_documents(connection: Connection, only: _Only) -> Iterable[Row[Any]]:
    statement = (
        select(documents.c.id, sources.c.key, documents.c.title, sources.c.closed_world)
        .join(sources)
        .where(documents.c.superseded_by.is_(None))
        .order_by(documents.c.id)
    )
    return connection.execute(_of(statement, documents.c.id, only))


def _read_refs(connection: Connection, only: _Only) -> _Refs:
    statement = select(mentions.c.id, mentions.c.kind, mentions.c.name)
    rows = connection.execute(_of(statement, mentions.c.document_id, only)).all()
    return {mention: Ref(Kind(kind), name) for mention, kind, name in rows}


def _read_claims(
    connection: Connection, refs: _Refs, only: _Only
) -> Mapping[int, tuple[Claim, ...]]:
    values = [claims.c[name] for name in VALUE_COLUMNS]
    return _by_document(
        (
            row.document_id,
            Claim(
                refs[row.subject_id],
                row.property,
                from_columns(ValueColumns._make(row[: len(values)]), refs),
                *_place(row),
                polarity=row.polarity,
                qualifiers=row.qualifiers,
            ),
        )
        for row in connection.execute(_current(claims, only, *values, *_rest(claims, values))).all()
    )


def _read_clauses(
    connection: Connection, refs: _Refs, only: _Only
) -> Mapping[int, tuple[Clause, ...]]:
    subjects = _read_parts(connection, clause_members.c.subject_id, refs, only)
    return _by_document(
        (
            row.document_id,
            Clause(
                subjects.get(row.id, ()),
                row.property,
                *_place(row),
                text=row.text,
                object=refs.get(row.object_id),
            ),
        )
        for row in connection.execute(_current(clauses, only, *clauses.c)).all()
    )


def _read_listings(
    connection: Connection, refs: _Refs, only: _Only
) -> Mapping[int, tuple[Listing, ...]]:
    subjects = _read_parts(connection, listing_members.c.subject_id, refs, only)
    objects = _read_parts(connection, listing_objects.c.object_id, refs, only)
    return _by_document(
        (
            row.document_id,
            Listing(subjects.get(row.id, ()), row.property, objects.get(row.id, ()), *_place(row)),
        )
        for row in connection.execute(_current(listings, only, *listings.c)).all()
    )


def _read_parts(
    connection: Connection, part: Column[int], refs: _Refs, only: _Only
) -> Mapping[int, tuple[Ref, ...]]:
    """The mentions that a clause or listing has in a table of its parts, in their order."""
    (owner,) = (key.column.table for key in part.table.c[0].foreign_keys)
    in_order = type_coerce(
        func.array_agg(aggregate_order_by(part, part.table.c.position)), NULLTYPE
    )
    statement = _current(owner, only, owner.c.id, in_order).join(part.table).group_by(owner.c.id)
    return {
        row_id: tuple(refs[i] for i in ids) for row_id, ids in connection.execute(statement).all()
    }


def _current(table: Table, only: _Only, *columns: Any) -> Select[Any]:
    statement = select(*columns).where(table.c.retracted_by.is_(None)).order_by(table.c.id)
    return _of(statement, table.c.document_id, only)


def _of(statement: Select[Any], document: Column[int], only: _Only) -> Select[Any]:
    return statement if only is None else statement.where(document.in_(only))


def _rest(table: Table, columns: Collection[Column[Any]]) -> list[Column[Any]]:
    return [column for column in table.c if column.name not in {c.name for c in columns}]


def _place(row: Row[Any]) -> tuple[Span, str, Rule]:
    return Span(row.start, row.end), row.quote, Rule(row.rule, row.rule_version)


def _by_document(seen: Iterable[tuple[int, _Seen]]) -> Mapping[int, tuple[_Seen, ...]]:
    grouped: dict[int, list[_Seen]] = defaultdict(list)
    for document, observation in seen:
        grouped[document].append(observation)
    return {document: tuple(observations) for document, observations in grouped.items()}
