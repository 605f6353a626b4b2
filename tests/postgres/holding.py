"""Processes that use an embedded server, for tests that end them in every way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = """
import sys
from pathlib import Path
from service.postgres import embedded_database
with embedded_database(Path(sys.argv[1])) as database:
    print(database.url, flush=True)
    sys.stdin.read()
"""

_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Holder:
    """Another process that uses a folder's server.

    Attributes:
        url: of the registry's database, as that process sees it.
    """

    process: subprocess.Popen[str]
    url: str

    def leave(self) -> None:
        """Let it end as a process should."""
        self.process.communicate(timeout=_PATIENCE_SECONDS)
        assert self.process.returncode == 0

    def kill(self) -> None:
        """End it as the kernel does when memory runs out."""
        self.process.kill()
        self.process.communicate(timeout=_PATIENCE_SECONDS)


def hold(folder: Path) -> Holder:
    """Start a process that uses the folder's server; returns when it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    assert url, "the process did not get its database"
    return Holder(process, url)


def server_pid(folder: Path) -> int | None:
    """The process number of the folder's server; None where none runs."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError):
        return None
    return pid


def kill_server(folder: Path) -> None:
    """End the folder's server as the kernel does when memory runs out."""
    pid = server_pid(folder)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while _is_running(pid):
        time.sleep(0.01)


def _is_running(pid: int) -> bool:
    """Whether a process runs; one that ended and is not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
