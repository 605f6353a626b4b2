"""SQL by hand, with the psql that comes with the embedded server."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence

from service.postgres import Database, program

_SESSION = {"PGAPPNAME": "modelgraph psql"}


def run_psql(database: Database, arguments: Sequence[str]) -> int:
    """Run psql on a database until it ends.

    Args:
        database: as the user whom psql is to be.
        arguments: what psql is told besides.

    Returns:
        psql's exit status.
    """
    conninfo, secrets = database.as_arguments()
    command = [str(program("psql")), f"--dbname={conninfo}", *arguments]
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends a query, not psql
    try:
        environment = {**os.environ, **_SESSION, **secrets}
        return subprocess.run(command, check=False, env=environment).returncode  # noqa: S603  # no shell
    finally:
        signal.signal(signal.SIGINT, before)
