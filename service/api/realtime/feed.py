"""One ear on the database for all who wait for the registry's next version."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg import AsyncConnection, sql
from sqlalchemy import select

from service.store.registry import CHANNEL
from service.tables.sources import registry_state

log = logging.getLogger(__name__)

_READ_VERSION = str(select(registry_state.c.version))
_LISTEN = sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL))
_NAME = "modelgraph feed"
"""For those who look at the server's connections."""

_RETRY_SECONDS = 1.0


class Feed:
    """The registry's latest version, as far as the database has told.

    Whoever is slow misses versions in between and hears of the latest, so nothing piles up.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._version = 0
        self._changed = asyncio.Event()

    @property
    def version(self) -> int:
        return self._version

    async def later_than(self, version: int) -> int:
        """The latest version, once there is a later one than this."""
        while self._version <= version:
            await self._changed.wait()
        return self._version

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen for as long as the block lasts, also across a database that goes and returns."""
        listening = asyncio.create_task(self._run())
        try:
            yield
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except psycopg.Error:
                log.warning("the registry's versions are not heard; trying again")
            await asyncio.sleep(_RETRY_SECONDS)

    async def _listen(self) -> None:
        connecting = AsyncConnection.connect(self._url, autocommit=True, application_name=_NAME)
        async with await connecting as connection:
            await connection.execute(_LISTEN)
            # What came while nobody listened.
            cursor = await connection.execute(_READ_VERSION)
            for (version,) in await cursor.fetchall():
                self._tell(version)
            async for notice in connection.notifies():
                if notice.payload.isdecimal():
                    self._tell(int(notice.payload))

    def _tell(self, version: int) -> None:
        if version <= self._version:
            return
        self._version = version
        waiting, self._changed = self._changed, asyncio.Event()
        waiting.set()
