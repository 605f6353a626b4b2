"""A PostgreSQL server that somebody else runs, named by DATABASE_URL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import PGconn, Ping

from service.errors import (
    DatabaseNotPermitted,
    DatabaseTooOld,
    DatabaseUnreachable,
    SettingsError,
)
from service.postgres.database import Database

OLDEST_MAJOR_VERSION = 17

_CONNECT_SECONDS = 10
_NO_ADDRESS = (
    "DATABASE_URL is no address such as postgresql://user@host:5432/name; in a password, @ is"
    " written %40, : %3A and / %2F"
)
_SCHEME = re.compile(r"postgres(ql)?(\+psycopg)?://")
_RIGHTS = {
    "create tables in its schema": "has_schema_privilege(current_schema(), 'CREATE')",
    "create schemas": "has_database_privilege(current_database(), 'CREATE')",
}
"""What a migration does, and how PostgreSQL tells whether the user may."""


@contextmanager
def external_database(address: str) -> Iterator[Database]:
    """Use the database at an address.

    Arguments:
        address: postgres://, postgresql:// or postgresql+psycopg://, as DATABASE_URL holds it.

    Raises:
        SettingsError: the address is none.
        DatabaseUnreachable: nobody answers there.
        DatabaseTooOld: the server is older than PostgreSQL 17.
        DatabaseNotPermitted: the server refuses the user.
    """
    database = Database(read_address(address))
    with _connection(database) as connection:
        _require_version(connection, database)
    yield database


def require_rights(database: Database) -> None:
    """Make sure that the user may create what a migration creates.

    Raises:
        DatabaseNotPermitted: the user may not.
    """
    with _connection(database) as connection:
        for deed, condition in _RIGHTS.items():
            row = connection.execute(f"SELECT {condition}").fetchone()
            if row != (True,):
                raise DatabaseNotPermitted(f"{database.place}: this user may not {deed}")


def read_address(address: str) -> str:
    """Read an address as a connection string for libpq.

    Raises:
        SettingsError: the address is none; it is not repeated, since it may hold a password.
    """
    scheme = _SCHEME.match(address)
    if scheme is None:
        raise SettingsError(_NO_ADDRESS)
    try:
        url = f"postgresql://{address[scheme.end() :]}"
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise SettingsError(_NO_ADDRESS) from None
    if _is_misread(parts):
        raise SettingsError(_NO_ADDRESS)
    return make_conninfo(url, connect_timeout=parts.get("connect_timeout", _CONNECT_SECONDS))


def _is_misread(parts: Mapping[str, object]) -> bool:
    """Tell whether a piece of an unencoded password was taken for a host or a port."""
    ports = str(parts.get("port") or 0).split(",")
    return "@" in str(parts.get("host")) or not all(port.isdecimal() for port in ports)


@contextmanager
def _connection(database: Database) -> Iterator[psycopg.Connection]:
    try:
        connection = psycopg.connect(database.url, autocommit=True)
    except psycopg.OperationalError as failure:
        raise _explained(database, failure) from None
    with connection:
        yield connection


def _explained(database: Database, failure: psycopg.OperationalError) -> Exception:
    """A server that answers a ping and still lets nobody in refuses; else it is not there."""
    answer = PGconn.ping(database.url.encode())
    kind = DatabaseNotPermitted if answer == Ping.OK else DatabaseUnreachable
    reason = " ".join(str(failure).split()).removeprefix("connection failed: ")
    return kind(f"{database.place}: {reason}")


def _require_version(connection: psycopg.Connection, database: Database) -> None:
    version = connection.info.server_version
    if version < OLDEST_MAJOR_VERSION * 10_000:
        raise DatabaseTooOld(
            f"{database.place} is PostgreSQL {version // 10_000}.{version % 10_000}"
        )
