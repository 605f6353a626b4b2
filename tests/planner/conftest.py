"""A shelf to read from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.planner.shelf import Shelf, write_shelf
from tests.scratch import ScratchServer


@pytest.fixture(scope="session")
def shelf(server: ScratchServer) -> Iterator[Shelf]:
    with server.scratch("template0") as database:
        with database.begin() as connection:
            write_shelf(connection)
        yield Shelf(database)
