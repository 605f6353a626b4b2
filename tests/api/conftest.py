"""A registry to read, and somebody who asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.tables import metadata
from tests.api.asking import Asker, asking
from tests.api.graph import write_graph
from tests.scratch import ScratchDatabase, ScratchServer


@pytest.fixture(scope="session")
def registry(server: ScratchServer) -> Iterator[ScratchDatabase]:
    """The registry of tests.api.graph; tests only read it."""
    with server.scratch("template0") as database:
        with database.begin() as connection:
            metadata.create_all(connection)
            write_graph(connection)
        yield database


@pytest.fixture(scope="session")
def ask(registry: ScratchDatabase) -> Iterator[Asker]:
    with asking(registry) as asker:
        yield asker
