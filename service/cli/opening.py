"""The database that the settings name, and bringing it up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from service.errors import (
    DatabaseError,
    DatabaseNotPermitted,
    DatabaseUnreachable,
    SchemaNotCurrent,
)
from service.ingest.report import Report, Status
from service.ingest.run import rebuild
from service.ingest.seeding import seed, sync_vocabulary
from service.postgres import Database, embedded_database, external_database
from service.postgres.external import require_rights
from service.settings import Settings
from service.store.analytics import act_as_analyst, login_as_analyst
from service.store.license_library import is_outdated
from service.store.migrate import connect, is_current, migrate

SEED = Path(__file__).parents[2] / "seed"


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """Use the database that the settings name: a server's, or the embedded one's.

    Raises:
        DatabaseError: it cannot be used, or no longer; the subclass says why.
    """
    with _named_database(settings) as database:
        try:
            yield database
        except (psycopg.Error, DBAPIError) as failure:
            cause = failure.orig if isinstance(failure, DBAPIError) else failure
            kind = _kind_of(cause)
            if kind is None:
                raise
            raise kind(f"{database.place}: {str(cause).splitlines()[0]}") from failure


def _named_database(settings: Settings) -> AbstractContextManager[Database]:
    if settings.database_url is not None:
        return external_database(settings.database_url.get_secret_value())
    return embedded_database(settings.modelgraph_data_dir)


def _kind_of(failure: BaseException | None) -> type[DatabaseError] | None:
    """What a failure of the server's means to a person; None where it is a fault of ours."""
    if isinstance(failure, psycopg.errors.InsufficientPrivilege):
        return DatabaseNotPermitted
    if isinstance(failure, psycopg.OperationalError):
        is_gone = failure.sqlstate is None or failure.sqlstate.startswith(("08", "57P"))
        return DatabaseUnreachable if is_gone else DatabaseError
    return None


@contextmanager
def open_registry(settings: Settings) -> Iterator[Connection]:
    """A connection to the registry that the settings name, in a transaction.

    Raises:
        SchemaNotCurrent: its tables are not this build's.
    """
    with open_database(settings) as database, connect(database.url) as connection:
        _require_current(database, connection)
        yield connection


@contextmanager
def open_for_analysts(settings: Settings) -> Iterator[Database]:
    """The registry's database as the role that reads the views for analysts and nothing else.

    Raises:
        SchemaNotCurrent: its tables are not this build's, so the views may not be there.
    """
    become_analyst = login_as_analyst if settings.database_url is None else act_as_analyst
    with open_database(settings) as database:
        require_current(database)
        yield Database(become_analyst(database.url))


def require_current(database: Database) -> None:
    """Make sure that a database has this build's tables.

    Raises:
        SchemaNotCurrent: it has others, or none.
    """
    with connect(database.url) as connection:
        _require_current(database, connection)


def migrate_registry(database: Database) -> Report:
    """Bring the tables to this build's, the vocabulary to the seed's, and the facts to both.

    Returns:
        what that changed.

    Raises:
        DatabaseNotPermitted: the user may not create what a migration creates.
    """
    require_rights(database)
    is_migrated = migrate(database.url)
    with connect(database.url) as connection:
        report = sync_vocabulary(connection, SEED / "vocabulary")
        is_stale = is_migrated or is_outdated(connection)
        if is_stale and report.status is Status.UNCHANGED:
            return rebuild(connection)
        return report


def import_seed(database: Database) -> Report:
    """Import the seed documents into a registry that has none."""
    with connect(database.url) as connection:
        return seed(connection, SEED / "documents")


def _require_current(database: Database, connection: Connection) -> None:
    if not is_current(connection):
        raise SchemaNotCurrent(database.place)
