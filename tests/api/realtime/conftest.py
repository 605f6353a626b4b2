"""A service on loopback, for clients that listen."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.serving import Service, start
from tests.scratch import ScratchDatabase, ScratchServer


@pytest.fixture(scope="module")
def registry(migrated_server: ScratchServer) -> Iterator[ScratchDatabase]:
    """A registry with the vocabulary; tests only advance its version."""
    with migrated_server.scratch() as database:
        yield database


@pytest.fixture(scope="module")
def service(
    registry: ScratchDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    settings = {
        "DATABASE_URL": registry.address,
        "MODELGRAPH_ALLOWED_ORIGINS": "https://pages.example",
        "MODELGRAPH_LIMIT_STREAMS": "3",
        "MODELGRAPH_LIMIT_REQUESTS": "2",
    }
    running = start(["serve", "--port", "0"], settings, Path(tmp_path_factory.mktemp("serving")))
    try:
        yield running
    finally:
        running.end(signal.SIGTERM)
