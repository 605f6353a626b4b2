"""A migrated database, read as analysts do."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from service.store.analytics import login_as_analyst
from service.store.migrate import migrate
from tests.analytics.registry import write_registry
from tests.scratch import ScratchDatabase, ScratchServer


@pytest.fixture(scope="module")
def registry(server: ScratchServer) -> Iterator[ScratchDatabase]:
    """A registry of three models; migrated itself, since copies lose grants on the database."""
    with server.scratch("template0") as database:
        migrate(database.url)
        with database.begin() as connection:
            write_registry(connection)
        yield database


@pytest.fixture
def analyst(registry: ScratchDatabase) -> Iterator[psycopg.Connection]:
    """The role's own session."""
    with psycopg.connect(login_as_analyst(registry.url), autocommit=True) as connection:
        yield connection
