"""Bring a database's tables to those of this build, and tell whether they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).parents[2] / "migrations"

_alembic = Lock()
"""Alembic's context is a global of the process."""


@contextmanager
def connect(url: str) -> Iterator[Connection]:
    """Open one connection in a transaction that commits at the end.

    Arguments:
        url: any connection string that libpq reads.
    """
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=NullPool
    )
    with engine.begin() as connection:
        yield connection


def migrate(url: str, revision: str = "head") -> None:
    """Migrate the database up to a revision; all or nothing.

    Arguments:
        url: any connection string that libpq reads.
        revision: `head` is the one that this build needs.

    Raises:
        DatabaseNotPermitted: the user may not create what a migration creates.
    """
    with _alembic, connect(url) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate the database down to a revision; `base` leaves it empty."""
    with _alembic, connect(url) as connection:
        command.downgrade(_config(connection), revision)


def current(url: str) -> str | None:
    """Tell the database's revision; None where it was never migrated."""
    with connect(url) as connection:
        return _revision(connection)


def newest() -> str:
    """Tell the revision that this build needs."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if head is None:
        raise LookupError(f"no migrations in {MIGRATIONS}")
    return head


def is_current(connection: Connection) -> bool:
    """Tell whether the database is at the revision that this build needs."""
    return _revision(connection) == newest()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
