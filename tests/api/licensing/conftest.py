"""A registry of licensed models to read, and somebody who asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.tables import metadata
from tests.api.asking import Asker, asking
from tests.api.licensing.registry import write_registry
from tests.scratch import ScratchServer


@pytest.fixture(scope="session")
def licensed(server: ScratchServer) -> Iterator[Asker]:
    """Asks the registry of tests.api.licensing.registry; tests only read it."""
    with server.scratch("template0") as database:
        with database.begin() as connection:
            metadata.create_all(connection)
            write_registry(connection)
        with asking(database) as asker:
            yield asker
