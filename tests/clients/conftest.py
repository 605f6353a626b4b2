"""A live service with the seed documents, and the programs that clients of other makes need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.cli.opening import import_seed
from service.postgres import Database
from tests.clients.packages import Missing, Runtime, install_node, install_python
from tests.clients.serving import serving
from tests.scratch import ScratchDatabase, ScratchServer


@pytest.fixture(scope="session")
def registry(migrated_server: ScratchServer) -> Iterator[ScratchDatabase]:
    """A registry with the seed documents."""
    with migrated_server.scratch() as database:
        import_seed(Database(database.url))
        yield database


@pytest.fixture(scope="session")
def endpoint(registry: ScratchDatabase) -> Iterator[str]:
    """Where the registry with the seed documents is asked."""
    with serving(registry) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def node() -> Runtime:
    """Node.js with the locked packages; without Node.js the test is skipped and says so."""
    try:
        return install_node()
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def python() -> Runtime:
    """A Python with the locked packages of a client's environment."""
    return install_python()
