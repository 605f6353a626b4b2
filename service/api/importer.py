"""Imports and reverts for callers of the API, away from the event loop.

One runs at a time in this process, in a thread and on a connection of its own, so that those who
read never wait for one. A few may wait for their turn; further ones are turned away. Each is one
transaction: whatever becomes of the caller or of the service, all of it happens or nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from threading import BoundedSemaphore, Event

import psycopg
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from service.api.access.callers import Caller
from service.ingest.report import Report, Step
from service.ingest.reverting import revert_import
from service.ingest.run import import_documents
from service.ingest.submission import Submission

Work = Callable[[Connection], Report]

_CONNECT_SECONDS = 10
"""How long an import tries to reach the database, while others wait for their turn."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What one import may bring.

    Attributes:
        documents: of one import, at most.
        file_bytes: of one uploaded file, at most.
        upload_bytes: of an upload's body, at most.
        waiting: imports that wait for their turn in this process, at most.
        lock_seconds: for which an import waits for one of another process.
    """

    documents: int = 1_000
    file_bytes: int = 10_000_000
    upload_bytes: int = 67_108_864
    waiting: int = 8
    lock_seconds: float = 60


class NotNow(Exception):
    """An import or revert that could not be done now; nothing was written.

    Attributes:
        code: stable, for machines.
        message: for a person.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


class Importer:
    """Imports and reverts, one at a time."""

    def __init__(self, url: str, options: ImportOptions) -> None:
        """Write to a database by any connection string that libpq reads."""
        self.options = options
        self._url = url
        self._engine = create_engine(
            "postgresql+psycopg://", creator=self._connect, poolclass=NullPool
        )
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="import")
        self._places = BoundedSemaphore(1 + options.waiting)
        self._stopping = Event()
        self._connection: psycopg.Connection | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take imports; at the end, undo the one that runs and those that wait."""
        try:
            yield
        finally:
            self._stopping.set()
            await asyncio.to_thread(self._stop)

    async def import_documents(
        self,
        submissions: Iterable[Submission],
        caller: Caller,
        *,
        dry_run: bool = False,
        keep_going: bool = False,
    ) -> Report:
        """Import documents, as the command line does.

        Raises:
            NotNow: too many imports wait, the database is away, or the service stops.
        """
        return await self._run(
            lambda connection: import_documents(
                connection,
                submissions,
                dry_run=dry_run,
                keep_going=keep_going,
                token_id=caller.token_id,
                progress=self._go_on,
            )
        )

    async def revert(self, import_id: int, caller: Caller, *, called: str) -> Report:
        """Take an import back, as the command line does.

        `called` is how problems call the import of a number: `Import:{}`.

        Raises:
            NotNow: too many imports wait, the database is away, or the service stops.
        """
        return await self._run(
            lambda connection: revert_import(
                connection,
                import_id,
                token_id=caller.token_id,
                progress=self._go_on,
                called=called,
            )
        )

    async def _run(self, work: Work) -> Report:
        """Do work in its turn; it goes on where the caller has gone."""
        if self._stopping.is_set():
            raise _stopping()
        if not self._places.acquire(blocking=False):
            raise _busy()
        turn = self._threads.submit(self._work, work)
        turn.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(turn)

    def _work(self, work: Work) -> Report:
        try:
            with self._engine.connect() as connection:
                return work(connection)
        except DBAPIError as failure:
            told = self._told(failure.orig)
            if told is None:
                raise
            raise told from failure

    def _connect(self) -> psycopg.Connection:
        connection = psycopg.connect(self._url, autocommit=True, connect_timeout=_CONNECT_SECONDS)
        wait = f"{round(self.options.lock_seconds * 1000)}ms"
        connection.execute("SELECT set_config('lock_timeout', %s, false)", [wait])
        connection.autocommit = False
        self._connection = connection
        return connection

    def _go_on(self, _: Step) -> None:
        if self._stopping.is_set():
            raise _stopping()

    def _told(self, failure: BaseException | None) -> NotNow | None:
        match failure:
            case psycopg.errors.LockNotAvailable():
                return _busy()
            case psycopg.OperationalError() if self._stopping.is_set():
                return _stopping()
            case psycopg.OperationalError():
                return NotNow("UNAVAILABLE", "The database does not answer.")
        return None

    def _stop(self) -> None:
        if self._connection is not None and not self._connection.closed:
            # A database that is away runs no statement for us either.
            with suppress(psycopg.Error):
                self._connection.cancel_safe()
        self._threads.shutdown(cancel_futures=True)


def _busy() -> NotNow:
    return NotNow("BUSY", "Other imports are under way; try again in a minute.")


def _stopping() -> NotNow:
    return NotNow("UNAVAILABLE", "The service is stopping; nothing was written.")
