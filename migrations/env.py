"""Runs the migrations, one at a time whoever asks, all in one transaction.

`service.store.migrate` passes the connection. From a shell, where a developer writes a new
migration, the address is an argument: `alembic -x url=postgresql://... revision --autogenerate`.
"""

from __future__ import annotations

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection, text

from service.store.migrate import connect
from service.tables import metadata

_LOCK = 5_401_823_764_113
"""Any number that no other user of advisory locks in this database takes."""

_GUARDS = (
    "SET LOCAL statement_timeout = '10min'",
    f"SELECT pg_advisory_xact_lock({_LOCK})",
    "SET LOCAL lock_timeout = '5s'",
)
"""A migration waits for another one, but not for a reader that holds a table."""


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        for statement in _GUARDS:
            connection.execute(text(statement))
        context.run_migrations()


def _main() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _run(connection)
        return
    url = context.get_x_argument(as_dictionary=True).get("url")
    if url is None:
        raise CommandError("name the database: alembic -x url=postgresql://... COMMAND")
    with connect(url) as connection:
        _run(connection)


_main()
