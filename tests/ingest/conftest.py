"""What an import leaves, for comparison."""

from __future__ import annotations

import pytest

from tests.ingest.pages import pages, put, visible
from tests.scratch import ScratchServer


@pytest.fixture(scope="session")
def together(migrated_server: ScratchServer) -> dict[str, list[tuple[object, ...]]]:
    """What queries see after the seed's pages were imported in one run."""
    with migrated_server.scratch() as database:
        put(database, pages())
        return visible(database)
