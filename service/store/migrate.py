"""Bring a database's tables to those of this build, and tell whether they are.

Alembic is imported where there is something to migrate: a start finds the tables in place, and
telling that they are needs no more than the number that Alembic left.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from alembic.config import Config

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


def migrate(url: str, revision: str = "head") -> bool:
    """Migrate the database up to a revision; all or nothing.

    Arguments:
        url: any connection string that libpq reads.
        revision: `head` is the one that this build needs.

    Returns:
        whether there was something to do; the projection may then lack what the tables now hold.

    Raises:
        DatabaseNotPermitted: the user may not create what a migration creates.
    """
    with connect(url) as connection:
        if revision == "head" and is_current(connection):
            return False
    from alembic import command

    with _alembic, connect(url) as connection:
        command.upgrade(_config(connection), revision)
    return True


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate the database down to a revision; `base` leaves it empty."""
    from alembic import command

    with _alembic, connect(url) as connection:
        command.downgrade(_config(connection), revision)


def current(url: str) -> str | None:
    """Tell the database's revision; None where it was never migrated."""
    with connect(url) as connection:
        return _revision(connection)


def newest() -> str:
    """Tell the revision that this build needs: the number that the last file's name begins with."""
    return max(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_current(connection: Connection) -> bool:
    """Tell whether the database is at the revision that this build needs."""
    return _revision(connection) == newest()


def _revision(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
