"""The registry's version, read from the database as often as it has to be and no more.

Whoever asks is told a version that was read after they asked. So an answer of that version is not
stale, which a version that the database announces could not promise: a notification takes its time,
and over a connection that died quietly it never comes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import psycopg
from psycopg import AsyncConnection
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import select

from service.tables.sources import registry_state

log = logging.getLogger(__name__)

Hear = Callable[[int | None], None]
"""Takes a version; None where there is none to be had."""

_NAME = "registry_version"
_PREPARE = f"PREPARE {_NAME} AS {select(registry_state.c.version)}".encode()

_PATIENCE_SECONDS = 1.0
"""How long a version is waited for before the database counts as away."""

_PAUSE_SECONDS = 1.0
"""How long a database that is away is left alone."""


class VersionReader:
    """Reads the version over a connection of its own.

    One statement is under way at a time. Who asks meanwhile waits for the next, which serves all of
    them, so that under load a statement serves dozens of requests.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: AsyncConnection | None = None
        self._asked: list[Hear] = []
        self._waiting: list[Hear] = []
        self._overdue: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """Read for as long as the context lasts; a database that is away is tried again."""
        self._loop = asyncio.get_running_loop()
        self._connecting = self._loop.create_task(self._connect())
        try:
            yield
        finally:
            self._connecting.cancel()
            self._disconnect()

    def ask(self, hear: Hear) -> None:
        """Have somebody told the version of a snapshot that is taken from now on."""
        if self._connection is None:
            hear(None)
            return
        self._waiting.append(hear)
        if not self._asked:
            self._send(self._connection)

    async def read(self) -> int | None:
        """The version of a snapshot that is taken from now on; None if there is none to be had."""
        heard: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self.ask(lambda version: None if heard.done() else heard.set_result(version))
        return await heard

    async def _connect(self) -> None:
        while self._connection is None:
            try:
                self._connection = await self._open()
            except psycopg.Error:
                await asyncio.sleep(_PAUSE_SECONDS)
        self._socket = self._connection.fileno()
        self._loop.add_reader(self._socket, self._receive, self._connection)

    async def _open(self) -> AsyncConnection:
        connection = await AsyncConnection.connect(self._url, autocommit=True)
        try:
            await connection.execute(_PREPARE)
        except BaseException:
            await connection.close()
            raise
        return connection

    def _send(self, connection: AsyncConnection) -> None:
        self._asked, self._waiting = self._waiting, []
        self._overdue = self._loop.call_later(_PATIENCE_SECONDS, self._reconnect)
        try:
            connection.pgconn.send_query_prepared(_NAME.encode(), None)
            connection.pgconn.flush()
        except psycopg.Error:
            self._reconnect()

    def _receive(self, connection: AsyncConnection) -> None:
        try:
            connection.pgconn.consume_input()
            if connection.pgconn.is_busy():
                return
            result = connection.pgconn.get_result()
            if result is not None:
                version = _version(result)
                connection.pgconn.get_result()
                self._tell(version)
        except psycopg.Error:
            self._reconnect()

    def _tell(self, version: int | None) -> None:
        self._stop_timing()
        told, self._asked = self._asked, []
        if self._waiting and self._connection is not None:
            self._send(self._connection)
        _tell_each(told, version)

    def _reconnect(self) -> None:
        """The database is away, or says nothing."""
        log.warning("the registry's version cannot be read; nothing is answered from memory")
        self._disconnect()
        self._connecting = self._loop.create_task(self._connect())

    def _stop_timing(self) -> None:
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None

    def _disconnect(self) -> None:
        self._stop_timing()
        connection, self._connection = self._connection, None
        if connection is not None:
            # A connection that was lost has forgotten its socket.
            self._loop.remove_reader(self._socket)
            connection.pgconn.finish()
        told, self._asked, self._waiting = [*self._asked, *self._waiting], [], []
        _tell_each(told, None)


def _tell_each(told: Sequence[Hear], version: int | None) -> None:
    for hear in told:
        try:
            hear(version)
        except Exception:
            log.exception("a version could not be told")


def _version(result: PGresult) -> int | None:
    """The version that a statement read; None where nothing was ever written.

    Raises:
        psycopg.Error: it read nothing.
    """
    if result.status != ExecStatus.TUPLES_OK:
        raise psycopg.OperationalError("the version cannot be read")
    value = result.get_value(0, 0) if result.ntuples else None
    return int(value) if value is not None else None
