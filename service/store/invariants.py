"""What always holds in a registry. Each invariant is a statement that finds what breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, select, text

from service.domain.identity import document_id
from service.store.history import find_broken_periods
from service.store.registry import read_counts
from service.tables.sources import documents, sources

_PERIODS = "one row of a key holds in each version, and none holds before its version comes"

_SHOWN = 3
"""How many offenders against one invariant are named."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule about the tables.

    Attributes:
        rule: what holds, as a sentence without its full stop.
        offenders: a query for what breaks it; one column that names the offender.
    """

    rule: str
    offenders: str


INVARIANTS = (
    Invariant(
        "a quote is its document's text from start to end",
        """
        SELECT concat('document ', document_id, ' at ', start)
        FROM (
            SELECT document_id, start, "end", quote FROM claims
            UNION ALL SELECT document_id, start, "end", quote FROM clauses
            UNION ALL SELECT document_id, start, "end", quote FROM listings
            UNION ALL SELECT document_id, start, "end", quote FROM fact_evidence
            UNION ALL SELECT document_id, start, "end", quote FROM relation_evidence
        ) AS quoted
        JOIN documents ON documents.id = document_id
        WHERE substr(text, start + 1, "end" - start) <> quote OR "end" > length
        """,
    ),
    Invariant(
        "only current documents are read, cited and named",
        """
        SELECT concat('document ', document_id)
        FROM (
            SELECT document_id FROM claims WHERE retracted_by IS NULL
            UNION SELECT document_id FROM clauses WHERE retracted_by IS NULL
            UNION SELECT document_id FROM listings WHERE retracted_by IS NULL
            UNION SELECT document_id FROM fact_evidence
            UNION SELECT document_id FROM relation_evidence
            UNION SELECT document_id FROM aliases
        ) AS cited
        JOIN documents ON documents.id = document_id
        WHERE superseded_by IS NOT NULL
        """,
    ),
    Invariant(
        "the current revision of each document is what the last import that stands brought",
        """
        SELECT DISTINCT concat('document ', key)
        FROM (
            SELECT source_id, key, id FROM documents WHERE superseded_by IS NULL
        ) AS held
        FULL JOIN (
            SELECT DISTINCT ON (source_id, key) source_id, key, documents.id
            FROM import_documents
            JOIN documents ON documents.id = document_id
            JOIN imports ON imports.id = import_documents.import_id
            WHERE imports.status = 'SUCCEEDED'
            ORDER BY source_id, key, imports.id DESC
        ) AS brought USING (source_id, key, id)
        WHERE held.id IS NULL OR brought.id IS NULL
        """,
    ),
    Invariant(
        "a known value has evidence",
        """
        SELECT concat(model_id, ' ', property)
        FROM facts
        WHERE status <> 'UNKNOWN' AND NOT EXISTS (
            SELECT FROM fact_evidence AS e
            WHERE (e.model_id, e.property, e.rival) = (facts.model_id, facts.property, 0)
        )
        """,
    ),
    Invariant(
        "a rival has evidence",
        """
        SELECT concat(model_id, ' ', property)
        FROM fact_rivals AS r
        WHERE NOT EXISTS (
            SELECT FROM fact_evidence AS e
            WHERE (e.model_id, e.property, e.rival) = (r.model_id, r.property, r.rival)
        )
        """,
    ),
    Invariant(
        "a relation has evidence",
        """
        SELECT concat(source_id, ' ', kind, ' ', target_id)
        FROM relations AS r
        WHERE NOT EXISTS (
            SELECT FROM relation_evidence AS e
            WHERE (e.source_id, e.kind, e.target_id) = (r.source_id, r.kind, r.target_id)
        )
        """,
    ),
    Invariant(
        "a row of a kind's table is an entity of that kind, and its slug leads to it",
        """
        SELECT concat(kinds.kind, ' ', entities.slug)
        FROM (
            SELECT id, 'model' AS kind FROM models
            UNION ALL SELECT id, 'organization' FROM organizations
            UNION ALL SELECT id, 'license' FROM licenses
            UNION ALL SELECT id, 'task' FROM tasks
            UNION ALL SELECT id, 'feature' FROM features
            UNION ALL SELECT id, 'dataset' FROM datasets
            UNION ALL SELECT id, 'benchmark' FROM benchmarks
            UNION ALL SELECT id, 'framework' FROM frameworks
        ) AS kinds
        JOIN entities USING (id)
        LEFT JOIN entity_slugs AS s
            ON (s.kind, s.slug, s.entity_id) = (kinds.kind, entities.slug, entities.id)
        WHERE entities.kind <> kinds.kind OR s.former IS NOT FALSE
        """,
    ),
    Invariant(
        "support for tasks and features is what their facts say",
        """
        SELECT concat(model_id, ' ', property)
        FROM (
            SELECT model_id, property, support FROM model_tasks
            UNION ALL SELECT model_id, property, support FROM model_features
        ) AS supported
        FULL JOIN (SELECT * FROM facts WHERE section <> 'PROPERTY') AS said
            USING (model_id, property)
        WHERE supported.support IS DISTINCT FROM said.support
        """,
    ),
    Invariant(
        "imports added and retracted the claims that are current",
        """
        SELECT concat('imports say ', said, ', there are ', held)
        FROM (
            SELECT
                (SELECT coalesce(sum(claims_added - claims_retracted), 0) FROM imports) AS said,
                (SELECT count(*) FROM claims WHERE retracted_by IS NULL) AS held
        ) AS counts
        WHERE said <> held
        """,
    ),
)


def find_violations(connection: Connection) -> Iterator[str]:
    """What breaks an invariant of the tables, in a sentence each; nothing where all hold."""
    for invariant in INVARIANTS:
        offenders = connection.scalars(text(invariant.offenders)).all()
        if offenders:
            yield f"{invariant.rule}: not so for {_listed(offenders)}"
    yield from _misnamed(connection)
    broken = list(find_broken_periods(connection))
    if broken:
        yield f"{_PERIODS}: not so for {_listed(broken)}"
    for name, (said, held) in read_counts(connection).items():
        if said != held:
            yield f"the registry counts its {name}: it says {said}, there are {held}"


def _misnamed(connection: Connection) -> Iterator[str]:
    """Documents whose text was changed under their hash, or whose id is not of their hash."""
    columns = documents.c.id, sources.c.key, documents.c.key, documents.c.sha256, documents.c.text
    for row_id, source, key, digest, content in connection.execute(select(*columns).join(sources)):
        if sha256(content.encode()).hexdigest() != digest:
            yield f"a document's text is the one that was imported: not so for {key!r}"
        if document_id(source, key, digest) != row_id:
            yield f"a document's id is of its source, key and content: not so for {key!r}"


def _listed(offenders: Sequence[str]) -> str:
    shown = ", ".join(sorted(offenders)[:_SHOWN])
    more = len(offenders) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
