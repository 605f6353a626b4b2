"""Databases for tests: a server of their own, and copies of one migrated database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection

from service.postgres.postmaster import Socket
from service.store.migrate import connect

SERVER_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
"""A test's database need not survive a power cut."""

TEMPLATE = "modelgraph_template"


@dataclass(frozen=True, slots=True)
class ScratchDatabase:
    """A database of one test, migrated and with the vocabulary.

    Attributes:
        url: a connection string for libpq, psycopg and the service.
    """

    url: str

    @property
    def address(self) -> str:
        """The same as DATABASE_URL takes it."""
        parts = conninfo_to_dict(self.url)
        host = quote(str(parts["host"]), safe="")
        return f"postgresql://{parts['user']}@/{parts['dbname']}?host={host}"

    def connect(self) -> psycopg.Connection:
        """A new psycopg connection; the caller closes it before the test ends."""
        return psycopg.connect(self.url)

    def begin(self) -> AbstractContextManager[Connection]:
        """An SQLAlchemy connection in a transaction that commits at the end."""
        return connect(self.url)

    def rows(self, query: str, *arguments: object) -> list[tuple[object, ...]]:
        """What one statement returns, in a transaction of its own."""
        with self.connect() as connection:
            return connection.execute(sql.SQL(query), arguments).fetchall()


@dataclass(frozen=True, slots=True)
class ScratchServer:
    """The tests' PostgreSQL server."""

    socket: Socket
    _numbers: Iterator[int] = field(default_factory=count)

    def create(self, name: str, template: str = "template0") -> ScratchDatabase:
        """Make a database; a template other than PostgreSQL's own must have no connections."""
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        return ScratchDatabase(self.socket.conninfo(name))

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def scratch(self, template: str = TEMPLATE) -> Iterator[ScratchDatabase]:
        """A database for as long as a test needs it: a copy of the template."""
        name = f"scratch_{next(self._numbers)}"
        try:
            yield self.create(name, template)
        finally:
            self.drop(name)

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.socket.conninfo("postgres"), autocommit=True) as connection:
            connection.execute(statement)
