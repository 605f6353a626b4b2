"""Small documents, observations and projections, put together by hand."""

from __future__ import annotations

from hashlib import sha256

from psycopg import sql
from sqlalchemy import Connection

from service.domain.claims import Claim, Clause, Kind, Listing, Observation, Ref, Rule, Span, Value
from service.domain.identity import document_id
from service.store.claims import Observed, write_observations
from service.store.documents import Revision, write_revisions
from service.store.imports import begin_import
from tests.scratch import ScratchDatabase

_ROWS = sql.SQL("SELECT t::text FROM {} AS t ORDER BY 1")

RULE = Rule("by-hand", 2)
FOO = Ref(Kind.MODEL, "Foo-1")
BAR = Ref(Kind.MODEL, "Bar 2.5")
LABS = Ref(Kind.ORGANIZATION, "Ångström Labs")
TAGGING = Ref(Kind.TASK, "Tagging")
TEXT = "Foo-1 🦙 was made by Ångström Labs in 2023-01.\nTagging Demo (COCO)\n1.5B-3B"


def place(text: str, quote: str) -> tuple[Span, str, Rule]:
    """Where a quote first stands in a text."""
    start = text.index(quote)
    return Span(start, start + len(quote)), quote, RULE


def claim(subject: Ref, key: str, value: Value, quote: str, text: str = TEXT) -> Claim:
    return Claim(subject, key, value, *place(text, quote))


def clause(quote: str, *, row: Ref | None = TAGGING, key: str = "task", rest: str = "") -> Clause:
    return Clause((FOO, BAR), key, *place(TEXT, quote), text=rest, object=row)


def listing(*rows: Ref) -> Listing:
    return Listing((FOO, BAR), "task", rows, *place(TEXT, "Tagging Demo (COCO)\n"))


def revision(text: str = TEXT, key: str = "Foo-1 vs Bar 2.5", source: str = "pages") -> Revision:
    digest = sha256(text.encode()).hexdigest()
    return Revision(
        id=document_id(source, key, digest),
        source=source,
        source_name=source.capitalize(),
        key=key,
        name=f"{key}.txt",
        title=key,
        uri=None,
        sha256=digest,
        text=text,
        closed_world=True,
    )


def write(
    connection: Connection, *observations: Observation, document: Revision | None = None
) -> Revision:
    """Write one document with what was seen in it, by an import of its own."""
    written = document or revision()
    import_id = begin_import(connection)
    write_revisions(connection, import_id, [written])
    observed = Observed(written.id, len(written.text), observations)
    write_observations(connection, import_id, [observed])
    return written


def dump(database: ScratchDatabase) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the registry, as text."""
    with database.connect() as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        return {
            name: connection.execute(_ROWS.format(sql.Identifier(name))).fetchall()
            for (name,) in tables
        }
