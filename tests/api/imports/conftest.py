"""A registry behind the whole application, and somebody who may import."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.imports.importing import Client, serving
from tests.scratch import ScratchDatabase


@pytest.fixture
def client(database: ScratchDatabase) -> Iterator[Client]:
    """The bearer of a token with the scope `import`, of a registry without documents."""
    with serving(database) as client:
        yield client
