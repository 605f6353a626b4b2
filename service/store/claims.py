"""Observations into the tables of claims.

Rows are added by one import and retracted by another, never edited; the current ones are those
that nobody retracted. `service.store.readings` reads back exactly what was written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, Table, func, update

from service.domain.claims import Claim, Clause, Listing, Observation, Ref, refs_of
from service.store.bulk import copy_rows, next_ids
from service.store.mentions import write_mentions
from service.store.typed_values import VALUE_COLUMNS, to_columns
from service.tables.claims import (
    claims,
    clause_members,
    clauses,
    listing_members,
    listing_objects,
    listings,
)

_PROVENANCE = (
    "document_id",
    "document_length",
    "start",
    "end",
    "quote",
    "rule",
    "rule_version",
    "import_id",
)
_COLUMNS: Mapping[Table, tuple[str, ...]] = {
    claims: (
        "id",
        "subject_id",
        "property",
        "polarity",
        "qualifiers",
        *VALUE_COLUMNS,
        *_PROVENANCE,
    ),
    clauses: ("id", "property", "object_id", "text", *_PROVENANCE),
    clause_members: ("clause_id", "position", "subject_id"),
    listings: ("id", "property", *_PROVENANCE),
    listing_members: ("listing_id", "position", "subject_id"),
    listing_objects: ("listing_id", "position", "object_id"),
}
"""What is written, in an order that suits the foreign keys."""

_TABLES: Mapping[type, Table] = {Claim: claims, Clause: clauses, Listing: listings}


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen in one document.

    Attributes:
        document: its id.
        length: of its text, in code points.
    """

    document: int
    length: int
    observations: tuple[Observation, ...]


def write_observations(
    connection: Connection, import_id: int, observed: Sequence[Observed]
) -> None:
    """Add, as the import's, what was seen in documents that the registry has."""
    rows = _Rows(import_id, _mentions(connection, observed), _ids(connection, observed))
    for seen in observed:
        for observation in seen.observations:
            rows.add(seen, observation)
    for table, columns in _COLUMNS.items():
        copy_rows(connection, table, columns, rows.of[table])


def retract_observations(
    connection: Connection, import_id: int, documents: Collection[int]
) -> None:
    """Retract, as the import's, all that is current of these documents."""
    for table in _TABLES.values():
        connection.execute(
            update(table)
            .where(table.c.document_id.in_(documents), table.c.retracted_by.is_(None))
            .values(retracted_by=import_id, retracted_at=func.now())
        )


def _mentions(
    connection: Connection, observed: Sequence[Observed]
) -> Mapping[int, Mapping[Ref, int]]:
    names = {
        (seen.document, ref)
        for seen in observed
        for observation in seen.observations
        for ref in refs_of(observation)
    }
    ids: dict[int, dict[Ref, int]] = {seen.document: {} for seen in observed}
    for (document, ref), mention in write_mentions(connection, names).items():
        ids[document][ref] = mention
    return ids


def _ids(connection: Connection, observed: Sequence[Observed]) -> Mapping[type, Iterator[int]]:
    counts = Counter(type(observation) for seen in observed for observation in seen.observations)
    return {
        kind: iter(next_ids(connection, table, counts[kind])) for kind, table in _TABLES.items()
    }


def _no_rows() -> dict[Table, list[tuple[object, ...]]]:
    return {table: [] for table in _COLUMNS}


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows for each table, as `_COLUMNS` names their columns.

    Attributes:
        mentions: ids of mentions, by document and name.
        ids: of the rows to come, by the kind of observation.
    """

    import_id: int
    mentions: Mapping[int, Mapping[Ref, int]]
    ids: Mapping[type, Iterator[int]]
    of: dict[Table, list[tuple[object, ...]]] = field(default_factory=_no_rows)

    def add(self, seen: Observed, observation: Observation) -> None:
        row_id = next(self.ids[type(observation)])
        match observation:
            case Claim():
                self._add_claim(row_id, seen, observation)
            case Clause():
                self._add_clause(row_id, seen, observation)
            case Listing():
                self._add_listing(row_id, seen, observation)

    def _add_claim(self, row_id: int, seen: Observed, claim: Claim) -> None:
        mentions = self.mentions[seen.document]
        self.of[claims].append(
            (
                row_id,
                mentions[claim.subject],
                claim.property,
                claim.polarity,
                Jsonb(dict(claim.qualifiers)),
                *to_columns(claim.value, mentions),
                *self._provenance(seen, claim),
            )
        )

    def _add_clause(self, row_id: int, seen: Observed, clause: Clause) -> None:
        mentions = self.mentions[seen.document]
        row = mentions[clause.object] if clause.object else None
        self.of[clauses].append(
            (row_id, clause.property, row, clause.text, *self._provenance(seen, clause))
        )
        self._add_parts(clause_members, row_id, clause.subjects, mentions)

    def _add_listing(self, row_id: int, seen: Observed, listing: Listing) -> None:
        mentions = self.mentions[seen.document]
        self.of[listings].append((row_id, listing.property, *self._provenance(seen, listing)))
        self._add_parts(listing_members, row_id, listing.subjects, mentions)
        self._add_parts(listing_objects, row_id, listing.objects, mentions)

    def _add_parts(
        self, table: Table, row_id: int, refs: Sequence[Ref], mentions: Mapping[Ref, int]
    ) -> None:
        self.of[table].extend(
            (row_id, position, mentions[ref]) for position, ref in enumerate(refs)
        )

    def _provenance(self, seen: Observed, observation: Observation) -> tuple[object, ...]:
        span, rule = observation.span, observation.rule
        return (
            seen.document,
            seen.length,
            span.start,
            span.end,
            observation.quote,
            rule.name,
            rule.version,
            self.import_id,
        )
