"""Folders that PostgreSQL's account may reach, also where the tests run as root."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.postgres import embedded_database


@contextmanager
def _parent() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="modelgraph-"))
    yield parent
    shutil.rmtree(parent)


@pytest.fixture
def new_folder() -> Iterator[Path]:
    """Where an embedded server may be; its parent is there and it is not."""
    with _parent() as parent:
        yield parent / "data"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """The folder of an embedded server that was used before and does not run."""
    with _parent() as parent:
        with embedded_database(parent / "data"):
            pass
        yield parent / "data"
