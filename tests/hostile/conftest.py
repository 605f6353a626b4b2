"""A live service under attack: one for each module, which must log nothing and end properly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.domain.scopes import Scope
from service.ingest.seeding import seed
from service.store.tokens import create_token
from tests.conftest import SEED
from tests.hostile.target import Target
from tests.scratch import ScratchDatabase, ScratchServer
from tests.serving.conftest import serving


@pytest.fixture(scope="module")
def registry(migrated_server: ScratchServer) -> Iterator[ScratchDatabase]:
    """The module's registry, with the documents that a new one starts with."""
    with migrated_server.scratch() as database:
        with database.begin() as connection:
            seed(connection, SEED / "documents")
        yield database


@pytest.fixture(scope="module")
def target(registry: ScratchDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """The module's service."""
    with registry.begin() as connection:
        token = create_token(connection, "importer", [Scope.IMPORT], None).secret
    with serving(registry.address, tmp_path_factory.mktemp("working-folder"), {}) as service:
        yield Target(service, registry, token)
