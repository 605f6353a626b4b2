"""A schema that writes: notes on a desk, each written by its own connection."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import psycopg
from graphql import GraphQLNamedType, GraphQLObjectType, build_schema
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, func, select, true
from sqlalchemy.dialects.postgresql import JSONB

from service.planner.execute import Response, answer, configure_session
from service.planner.limits import Limits
from service.planner.mapping import Matching, Reads, ToMany, ToOne, Value
from service.planner.mutations import Mutates, Recorded
from service.planner.operations import Operations
from service.planner.problems import problem
from service.planner.row import Rows
from service.planner.shapes import Tells
from tests.planner import grading
from tests.scratch import ScratchDatabase

SCHEMA = build_schema(
    """
type Note { number: Int! text: String! grade(strict: Int): Grade! }
type Word { text: String! length: Int }
type Written { note: Note words: [Word!]! by: String }
type Desk { notes: [Note!]! }
type Query { desk: Desk! }
input NoteInput { text: String! times: Int = 1 }
type Mutation {
  write(note: NoteInput!): Written!
  wipe(least: Int): Written
}
type Subscription { changed(least: Int): Desk! }
"""
    + grading.SCHEMA
)

metadata = MetaData()
notes = Table(
    "notes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)
_desk = Table("desks", metadata, Column("id", Integer, primary_key=True))

_written = Table(
    "written",
    MetaData(),
    Column("note", Integer),
    Column("words", JSONB),
    Column("by", Text),
)
_word = Table("word", MetaData(), Column("text", Text), Column("length", Integer))


@dataclass
class Author:
    """Who writes; the tests' context.

    Attributes:
        acts: what was done, in order.
    """

    url: str
    name: str | None = "Ann"
    acts: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)


async def _write(author: Author, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    author.acts.append(("write", arguments))
    text = arguments["note"]["text"] * arguments["note"]["times"]
    match text:
        case "refuse":
            raise problem("UNREADABLE", "Nobody can read it.")
        case "break":
            raise RuntimeError("the pencil broke")
    async with await psycopg.AsyncConnection.connect(author.url) as connection:
        statement = "INSERT INTO notes SELECT count(*) + 1, %s FROM notes RETURNING number"
        cursor = await connection.execute(statement, [text.replace("\0", "")])
        (number,) = await cursor.fetchone() or (None,)
    words = [{"text": word, "length": len(word)} for word in text.split()]
    return {"note": number, "words": words, "by": author.name}


async def _wipe(author: Author, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    author.acts.append(("wipe", arguments))
    if arguments["least"] is not None:
        raise problem("UNREADABLE", "Nobody can read it.")
    return {"words": []}


_READS: dict[str, dict[str, Reads]] = {
    "Note": {
        "number": Value(notes.c.number),
        "text": Value(notes.c.text),
        "grade": grading.Graded(notes),
    },
    "Word": {"text": Value(_word.c.text), "length": Value(_word.c.length)},
    "Written": {
        "note": ToOne(_written.c.note),
        "words": Recorded(_written.c.words),
        "by": Value(_written.c.by),
    },
    "Desk": {"notes": ToMany(on=true(), order_by=(notes.c.number,))},
    "Query": {"desk": Matching(true())},
    "Mutation": {
        "write": Mutates(_write, _written, scope="pen"),
        "wipe": Mutates(_wipe, _written),
    },
    "Subscription": {"changed": Matching(true())},
}
_ROWS = {
    "Note": Rows((notes,), key=("number",)),
    "Word": Rows((_word,)),
    "Written": Rows((_written,)),
    "Desk": Rows((_desk,)),
}


class Declared:
    """The mapping of the schema above."""

    def reads(self, parent: GraphQLObjectType, field: str) -> Reads | None:
        return _READS.get(parent.name, {}).get(field)

    def tells(self, parent: GraphQLObjectType, field: str) -> Tells | None:
        return grading.TELLS.get(parent.name, {}).get(field)

    def rows(self, type_: GraphQLNamedType) -> Rows:
        return _ROWS[type_.name]


@dataclass
class Desk:
    """Answers operations on the schema above."""

    database: ScratchDatabase
    author: Author

    def __call__(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        return orjson.loads(self.respond(query, variables).body)

    def respond(self, query: str, variables: dict[str, Any] | None = None) -> Response:
        return asyncio.run(self._respond(query, variables))

    async def _respond(self, query: str, variables: dict[str, Any] | None) -> Response:
        pool = AsyncConnectionPool[Any](
            self.database.url, min_size=1, max_size=1, open=False, configure=configure_session
        )
        async with pool:
            return await answer(open_desk(), pool, query, variables, context=self.author)


def write_desk(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(_desk.insert(), [{"id": 1}])


def open_desk(limits: Limits | None = None) -> Operations:
    stamp = select(func.count()).select_from(notes).scalar_subquery()
    return Operations(SCHEMA, Declared(), limits or Limits(), stamp=stamp)
