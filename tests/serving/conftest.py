"""A live service for each module, on a database of its own."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.cli.serving import Service, start
from tests.scratch import ScratchDatabase, ScratchServer

Serve: TypeAlias = Callable[..., Service]


@contextmanager
def serving(address: str, folder: Path, settings: Mapping[str, str]) -> Iterator[Service]:
    """Serve a database, stop as one should, and insist that nothing was logged meanwhile."""
    mine = {"DATABASE_URL": address, "PORT": "0", **settings}
    service = start(["serve"], mine, folder)
    try:
        yield service
    finally:
        ended = service.end(signal.SIGTERM)
    assert ended == (0, "Stopped.\n", "")


@pytest.fixture(scope="module")
def registry(migrated_server: ScratchServer) -> Iterator[ScratchDatabase]:
    """The module's registry, with the vocabulary and no documents."""
    with migrated_server.scratch() as database:
        yield database


@pytest.fixture(scope="module")
def serve(registry: ScratchDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Serves the module's registry, with settings by name."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("working-folder")
        yield lambda **settings: stack.enter_context(serving(registry.address, folder, settings))
