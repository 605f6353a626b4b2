"""A shelf to read from, and a desk to write at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.planner.desk import Author, Desk, write_desk
from tests.planner.shelf import Shelf, write_shelf
from tests.scratch import ScratchServer


@pytest.fixture(scope="session")
def shelf(server: ScratchServer) -> Iterator[Shelf]:
    with server.scratch("template0") as database:
        with database.begin() as connection:
            write_shelf(connection)
        yield Shelf(database)


@pytest.fixture
def desk(server: ScratchServer) -> Iterator[Desk]:
    with server.scratch("template0") as database:
        with database.begin() as connection:
            write_desk(connection)
        yield Desk(database, Author(database.url))
