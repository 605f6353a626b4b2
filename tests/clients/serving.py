"""A service for as long as a test of a client needs it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cli.serving import start
from tests.scratch import ScratchDatabase


@contextmanager
def serving(database: ScratchDatabase, *options: str | Path) -> Iterator[str]:
    """The endpoint of `modelgraph serve` on a database."""
    command = ["serve", "--port", "0", *map(str, options)]
    with TemporaryDirectory() as folder:
        service = start(command, {"DATABASE_URL": database.address}, Path(folder))
        try:
            yield f"{service.origin}/graphql"
        finally:
            service.end(signal.SIGTERM)
