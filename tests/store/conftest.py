"""A registry without a vocabulary, for tests that write every row themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.store.migrate import migrate
from tests.scratch import ScratchDatabase, ScratchServer

_TEMPLATE = "bare_template"


@pytest.fixture(scope="session")
def bare_server(server: ScratchServer) -> ScratchServer:
    """The server, with the template that `bare` copies."""
    migrate(server.create(_TEMPLATE).url)
    return server


@pytest.fixture
def bare(bare_server: ScratchServer) -> Iterator[ScratchDatabase]:
    """A migrated database with nothing in it."""
    with bare_server.scratch(_TEMPLATE) as database:
        yield database
