"""One PostgreSQL server a session, one migrated template, one copy of it a test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from service.ingest.seeding import sync_vocabulary
from service.postgres import embedded_server
from service.store.migrate import migrate
from tests.scratch import SERVER_OPTIONS, TEMPLATE, ScratchDatabase, ScratchServer

# Speed is measured by the bench; a slow machine is no fault of the code under test.
settings.register_profile("modelgraph", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("modelgraph")

SEED = Path(__file__).parents[1] / "seed"


@pytest.fixture(scope="session")
def server() -> Iterator[ScratchServer]:
    """The tests' server; its folder goes when the session ends."""
    folder = Path(tempfile.mkdtemp(prefix="modelgraph-"))
    try:
        with embedded_server(folder / "postgres", SERVER_OPTIONS) as socket:
            yield ScratchServer(socket)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def migrated_server(server: ScratchServer) -> ScratchServer:
    """The same server, with the template that `database` copies."""
    template = server.create(TEMPLATE)
    migrate(template.url)
    with template.begin() as connection:
        sync_vocabulary(connection, SEED / "vocabulary")
    return server


@pytest.fixture
def new_database(migrated_server: ScratchServer) -> Iterator[Callable[[], ScratchDatabase]]:
    """Makes databases, migrated and with the vocabulary, for tests that need several."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(migrated_server.scratch())


@pytest.fixture
def database(new_database: Callable[[], ScratchDatabase]) -> ScratchDatabase:
    """A registry with the vocabulary and no documents."""
    return new_database()


@pytest.fixture
def empty_database(server: ScratchServer) -> Iterator[ScratchDatabase]:
    """A database that was never migrated."""
    with server.scratch("template0") as database:
        yield database
