"""A schema that has nothing to do with models: authors, their books, and things of either kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLNamedType, GraphQLObjectType, build_schema
from psycopg import RawCursor
from sqlalchemy import Column, Connection, ForeignKey, Integer, MetaData, Table, Text, literal

from service.planner.connection import Connection as Pages
from service.planner.cursors import Order
from service.planner.limits import Limits
from service.planner.lists import Bound
from service.planner.mapping import Reads, ToMany, ToOne, Value, Values, read_by_key
from service.planner.matching import Narrowed
from service.planner.operations import Operations, Prepared
from service.planner.relay import ByGlobalId, ByGlobalIds, GlobalId
from service.planner.row import Rows
from service.planner.shapes import Tells
from tests.scratch import ScratchDatabase

SCHEMA = build_schema("""
interface Thing { id: ID! name: String! maker: Author }
type Author implements Thing {
  id: ID! name: String! maker: Author books(title: String, first: Int): [Book!]! titles: [String!]!
}
type Book implements Thing { id: ID! name: String! maker: Author pages: Int }
type PageInfo {
  hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String
}
type BookEdge { cursor: String! node: Book! }
type BookConnection {
  edges: [BookEdge!]! nodes: [Book!]! pageInfo: PageInfo! totalCount: Int!
}
union Either = Author | Book
enum Colour { RED GREEN }
type Query {
  author(id: Int!): Author
  books(first: Int = 10, after: String): BookConnection!
  thing(id: ID!): Thing
  things(ids: [ID!]!): [Thing]!
  either(id: ID!): Either
  maker(number: Int = 1): Thing
  shelves(numbers: [[Int]], colour: Colour): Int
}
""")

metadata = MetaData()
things = Table(
    "things",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text(collation="C"), nullable=False),
)
authors = Table("authors", metadata, Column("id", ForeignKey(things.c.id), primary_key=True))
books = Table(
    "books",
    metadata,
    Column("id", ForeignKey(things.c.id), primary_key=True),
    Column("author_id", ForeignKey(authors.c.id), nullable=False),
    Column("title", Text(collation="C"), nullable=False),
    Column("pages", Integer),
)

THINGS = [
    {"id": 1, "kind": "author", "name": "Ann"},
    {"id": 2, "kind": "author", "name": "Bob"},
    {"id": 3, "kind": "book", "name": "First"},
    {"id": 4, "kind": "book", "name": "Second"},
    {"id": 5, "kind": "book", "name": "Third"},
]
BOOKS = [
    {"id": 3, "author_id": 1, "title": "First", "pages": 10},
    {"id": 4, "author_id": 1, "title": "Second", "pages": None},
    {"id": 5, "author_id": 2, "title": "Third", "pages": 30},
]


def write_shelf(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(things.insert(), THINGS)
    connection.execute(authors.insert(), [{"id": 1}, {"id": 2}])
    connection.execute(books.insert(), BOOKS)


class ByNumber:
    """The object with the number that an argument gives."""

    def __init__(self, argument: str) -> None:
        self._argument = argument

    def sql(self, place: Any) -> Any:
        return read_by_key(place, place.bind(place.input(self._argument), "int"))


def _titled(place: Any) -> list[Any]:
    source = place.input("title")
    return [books.c.title == place.bind(source, "text")] if place.given(source) else []


_BY_TITLE = Order("TITLE", (books.c.title, books.c.id), ("text", "int"))
_NAMED: dict[str, Reads] = {"id": GlobalId(), "name": Value(things.c.name)}
_READS: dict[str, dict[str, Reads]] = {
    "Author": {
        **_NAMED,
        "maker": ToOne(authors.c.id),
        "books": ToMany(
            on=books.c.author_id == authors.c.id,
            order_by=(books.c.title,),
            where=_titled,
            bound=Bound(100, most=200),
        ),
        "titles": Values(
            books.c.title,
            books,
            on=books.c.author_id == authors.c.id,
            order_by=(books.c.title,),
            bound=Bound(1),
        ),
    },
    "Book": {**_NAMED, "maker": ToOne(books.c.author_id), "pages": Value(books.c.pages)},
    "Query": {
        "author": ByNumber("id"),
        "books": Pages(order=lambda _: _BY_TITLE, narrow=lambda _: Narrowed()),
        "thing": ByGlobalId(),
        "things": ByGlobalIds(),
        "either": ByGlobalId(),
        "maker": ByNumber("number"),
        "shelves": Value(literal(1)),
    },
}
_ROWS = {
    "Author": Rows((authors, things)),
    "Book": Rows((books, things)),
    "Thing": Rows((things,), kinds=(things.c.kind, {"author": "Author", "book": "Book"})),
}


class Declared:
    """The mapping of the schema above."""

    def reads(self, parent: GraphQLObjectType, field: str) -> Reads | None:
        return _READS.get(parent.name, {}).get(field)

    def tells(self, parent: GraphQLObjectType, field: str) -> Tells | None:
        return None

    def rows(self, type_: GraphQLNamedType) -> Rows:
        return _ROWS[type_.name]


@dataclass
class Shelf:
    """Plans and runs operations on the schema above."""

    database: ScratchDatabase
    operations: Operations = field(default_factory=lambda: open_shelf())

    def __call__(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        """The columns that the statement reads, as JSON in the response's order."""
        prepared = self.operations.prepare(query, variables)
        statement = prepared.statement()
        assert statement is not None
        with self.database.connect() as connection:
            cursor = RawCursor(connection)
            cursor.execute(statement.sql.encode(), statement.parameters)
            (row,) = cursor.fetchall()
        return dict(zip(prepared.plan.columns, row, strict=True))


def open_shelf(limits: Limits | None = None) -> Operations:
    return Operations(SCHEMA, Declared(), limits or Limits())


def prepare(query: str, variables: dict[str, Any] | None = None) -> Prepared:
    return open_shelf().prepare(query, variables)
