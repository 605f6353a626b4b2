"""One process of the service, as an operator would start it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict

_STARTING = "Serving on http://127.0.0.1:"


class ServiceFailed(Exception):
    """The service ended before it served."""


@contextmanager
def serving(url: str, **settings: str) -> Iterator[int]:
    """Serve a database for as long as the context lasts, with settings by name.

    Yields:
        the port.

    Raises:
        ServiceFailed: it does not start.
    """
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port=0"]
    address = f"postgresql://?{urlencode(conninfo_to_dict(url))}"
    environment = {**os.environ, "DATABASE_URL": address, "HOST": "127.0.0.1", **settings}
    with subprocess.Popen(  # noqa: S603  # no shell
        command, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield _port(process)
        finally:
            process.terminate()
            process.communicate()


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None  # noqa: S101  # it is a pipe
    for line in process.stdout:
        if line.startswith(_STARTING):
            return int(line.removeprefix(_STARTING))
    raise ServiceFailed("the service ended before it served")
