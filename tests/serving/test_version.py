"""Reading the registry's version: after each question, and as seldom as that allows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

import pytest

from service.api.http.version import VersionReader
from service.store.registry import advance_version
from tests.scratch import ScratchDatabase
from tests.serving.tap import Tap, tapping

READ = "registry_version"


@pytest.fixture
def tap(database: ScratchDatabase) -> Iterator[Tap]:
    with tapping(database) as tap:
        yield tap


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


async def first_version(reader: VersionReader) -> int:
    """A version, once there is one to be had."""
    while (version := await reader.read()) is None:
        await asyncio.sleep(0.01)
    return version


def test_all_who_ask_during_a_read_are_served_by_the_next(tap: Tap, runner: asyncio.Runner) -> None:
    async def ask() -> tuple[set[int | None], list[str]]:
        reader = VersionReader(tap.address)
        async with reader.reading():
            await first_version(reader)
            tap.take()
            versions = await asyncio.gather(*(reader.read() for _ in range(100)))
            return set(versions), tap.take()

    versions, executed = runner.run(ask())
    assert (len(versions), executed) == (1, [READ, READ])


def test_a_version_is_as_new_as_the_question(
    database: ScratchDatabase, runner: asyncio.Runner
) -> None:
    async def ask() -> list[int | None]:
        reader = VersionReader(database.url)
        async with reader.reading():
            versions: list[int | None] = [await first_version(reader)]
            for _ in range(50):
                under_way = reader.read()
                with database.begin() as connection:
                    advance_version(connection)
                versions += (await asyncio.gather(under_way, reader.read()))[1:]
            return versions

    versions = runner.run(ask())
    assert all(after == (before or 0) + 1 for before, after in pairwise(versions))


def test_a_database_that_is_away_has_no_version_until_it_is_back(
    tap: Tap, runner: asyncio.Runner, caplog: pytest.LogCaptureFixture
) -> None:
    async def ask() -> tuple[int, int | None, int]:
        reader = VersionReader(tap.address)
        async with reader.reading():
            before = await first_version(reader)
            tap.cut()
            return before, await reader.read(), await first_version(reader)

    before, away, after = runner.run(ask())
    assert (away, after) == (None, before)
    assert [record.message for record in caplog.records] == [
        "the registry's version cannot be read; nothing is answered from memory"
    ]


def test_a_database_that_says_nothing_counts_as_away(
    database: ScratchDatabase, runner: asyncio.Runner
) -> None:
    async def ask() -> int | None:
        reader = VersionReader(database.url)
        async with reader.reading():
            await first_version(reader)
            with closing(database.connect()) as locking:
                locking.execute("LOCK TABLE registry_state")
                return await reader.read()

    assert runner.run(ask()) is None
