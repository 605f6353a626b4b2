"""What `postmaster.pid` says about a folder's server, and what to do where it lies.

The file outlives a server that was killed. Whether a server is there is asked of its socket, never
of the process number, which by now may be another program's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

_NO_PROCESS = 2**31 - 1
"""A process number that no system gives out."""


@dataclass(frozen=True, slots=True)
class Socket:
    """Where a server listens.

    Attributes:
        folder: of the Unix-domain socket.
        port: the number in the name of the socket.
    """

    folder: Path
    port: int

    def conninfo(self, database: str) -> str:
        """A connection string for libpq."""
        return make_conninfo(
            host=str(self.folder), port=self.port, user="postgres", dbname=database
        )

    @property
    def lock_file(self) -> Path:
        """Where the server writes that the socket is its."""
        return self.folder / f".s.PGSQL.{self.port}.lock"

    def ping(self) -> Ping:
        """Ask who answers: OK, REJECT (starting or stopping), NO_RESPONSE."""
        return Ping(PGconn.ping(self.conninfo("postgres").encode()))


def read_socket(folder: Path) -> Socket | None:
    """Read where the folder's server listens; None where the file is missing or cut short."""
    try:
        lines = _pid_file(folder).read_text().splitlines()
        return Socket(Path(lines[4]), int(lines[3]))
    except (FileNotFoundError, IndexError, ValueError):
        return None


def disown_process(folder: Path, socket: Socket) -> None:
    """Make a dead server's files harmless: the data folder's and the socket's.

    PostgreSQL refuses to start where the number in them is that of any process of its user, or the
    file is empty. Other lines stay: by them it finds shared memory that somebody may still use.
    """
    for path in (_pid_file(folder), socket.lock_file):
        if path.exists():
            _disown(path)


def _disown(path: Path) -> None:
    first, *rest = path.read_text(errors="replace").splitlines() or [""]
    if first.strip().isdecimal():
        path.write_text("\n".join([str(_NO_PROCESS), *rest, ""]))
    else:
        path.unlink()


def _pid_file(folder: Path) -> Path:
    return folder / "postmaster.pid"
