"""Imports: what each of them brought, noticed and took back."""

from __future__ import annotations

import datetime
from enum import Enum

import strawberry
from sqlalchemy import select
from strawberry import enum_value

from service.api.connections import Connection
from service.api.entities import Node
from service.api.facts import Document
from service.api.fields import field, listed, read_from
from service.planner import connection
from service.planner.cursors import Order
from service.planner.lists import Bound
from service.planner.mapping import (
    Expression,
    Place,
    Through,
    ToMany,
    ToOne,
    Value,
    read_by_key,
)
from service.planner.matching import Narrowed
from service.planner.relay import GlobalId
from service.planner.sql import correlated
from service.tables import sources
from service.tables.access import tokens
from service.tables.sources import import_documents, import_problems, imports

_imports = imports.c
_problems = import_problems.c
_brought = import_documents.c

PROBLEMS = Bound(1_000, most=10_000)
"""How many problems are told at once."""


@strawberry.enum(description="How an import ended, or that it runs.")
class ImportStatus(Enum):
    RUNNING = enum_value("RUNNING", description="It is not done yet.")
    SUCCEEDED = enum_value("SUCCEEDED", description="It stands.")
    FAILED = enum_value("FAILED", description="It came to nothing.")
    REVERTED = enum_value("REVERTED", description="Another import took it back.")


@strawberry.enum(description="How bad a problem is.")
class ProblemLevel(Enum):
    ERROR = enum_value("ERROR", description="What the problem is about was refused.")
    WARNING = enum_value("WARNING", description="It was taken; a person should have a look.")


@strawberry.type(description="Something that a person should know about a document.")
@read_from(import_problems, key=("import_id", "position"))
class ImportProblem:
    level: ProblemLevel = field(Value(_problems.level), "How bad it is.")
    document: str = field(
        Value(_problems.document),
        "The document's name, as the importer gave it; or the id of the import that the problem is "
        "about.",
    )
    line: int | None = field(
        Value(_problems.line), "Counted from 1; null where it is about the whole document."
    )
    message: str = field(Value(_problems.message), "What is wrong, in a sentence.")


class _TokenName:
    """The name of the token that an import was made with."""

    def sql(self, place: Place) -> Expression:
        token = place.table(tokens)
        name = correlated(select(token.c.name), [token])
        return name.where(token.c.id == place.row[_imports.token_id]).scalar_subquery()


class _Revert:
    """The import that took this one back."""

    def sql(self, place: Place) -> Expression:
        later = place.table(imports)
        found = correlated(select(later.c.id), [later])
        key = found.where(later.c.reverts == place.row[_imports.id]).scalar_subquery()
        return read_by_key(place, key)


@strawberry.type(
    description="A run over a set of documents, or one that took such a run back: all of it "
    "happened, or nothing."
)
@read_from(imports)
class Import(Node):
    id: strawberry.ID = field(GlobalId(), "Names the import among all objects.")
    status: ImportStatus = field(Value(_imports.status), "How it ended, or that it runs.")
    started_at: datetime.datetime = field(Value(_imports.started_at), "When it began.")
    finished_at: datetime.datetime | None = field(
        Value(_imports.finished_at), "When it ended; null while it runs."
    )
    by: str | None = field(
        _TokenName(), "The name of the token that was shown; null on the command line."
    )
    documents: int = field(
        Value(_imports.documents), "How many documents it brought, or took back."
    )
    revisions: list[Document] = listed(
        ToMany(
            on=Through(
                import_documents,
                near=_brought.import_id == _imports.id,
                far=_brought.document_id == sources.documents.c.id,
            ),
            order_by=(_brought.name, _brought.document_id),
            bound=Bound(100, most=1_000),
        ),
        "The revisions of documents that it brought, by file name; none where it is a revert.",
    )
    claims_added: int = field(
        Value(_imports.claims_added),
        "Statements that stood behind it and not before. Rows of tables whose cells could not be "
        "told apart are not counted, so facts may change where this is 0.",
    )
    claims_retracted: int = field(
        Value(_imports.claims_retracted),
        "Statements that stood before it and not behind it; counted as claimsAdded are.",
    )
    problems: list[ImportProblem] = listed(
        ToMany(
            on=_problems.import_id == _imports.id, order_by=(_problems.position,), bound=PROBLEMS
        ),
        "What it noticed, in the order of the documents.",
    )
    reverts: Import | None = field(
        ToOne(_imports.reverts), "The import that it took back; null where it brought documents."
    )
    reverted_by: Import | None = field(
        _Revert(), "The import that took it back; null while it stands."
    )


@strawberry.type(description="A page of imports.")
class ImportConnection(Connection[Import]):
    pass


def listed_imports() -> connection.Connection:
    """Imports page by page, newest first; the argument `status` chooses."""
    order = Order("imports", (_imports.id,), ("bigint",), descending=True)
    return connection.Connection(lambda _: order, _narrow)


def _narrow(place: Place) -> Narrowed:
    asked = place.input("status")
    if not place.given(asked):
        return Narrowed()
    return Narrowed([_imports.status == place.bind(asked, "text")])
