"""The embedded server: whoever comes first starts it, whoever leaves last stops it.

Processes that use one folder share its server. The lease (`service.postgres.lease`) says who does,
also after some were killed; a server that was killed itself recovers at the next start.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.pq import Ping

from service.errors import DatabaseUnreachable, DataFolderUnusable
from service.postgres.account import Account
from service.postgres.binaries import run_program
from service.postgres.database import Database
from service.postgres.folder import default_folder, ensure_cluster, prepare_folder
from service.postgres.lease import Lease, gate, take_lease
from service.postgres.postmaster import Socket, disown_process, read_socket

DATABASE_NAME = "modelgraph"

_PORT = 5432
"""Part of the socket's name; nothing listens on the network."""

_START_SECONDS = 600
"""Long enough to recover from a crash in the middle of a large import."""

_STOP_SECONDS = 60
_LEFTOVERS_SECONDS = 10
"""How long processes of a killed server may take to notice."""

_LONGEST_SOCKET = 103
"""Bytes in the path of a Unix-domain socket on every system; Linux allows four more."""


@contextmanager
def embedded_database(folder: Path | None) -> Iterator[Database]:
    """Use the registry's database on the embedded server; made where it is missing.

    Arguments:
        folder: the server's; None for the default one.

    Raises:
        DataFolderUnusable: the folder cannot be used.
        DatabaseUnreachable: the server does not start.
    """
    with embedded_server(folder or default_folder()) as socket:
        _ensure_database(socket)
        yield Database(socket.conninfo(DATABASE_NAME))


@contextmanager
def embedded_server(folder: Path, options: Mapping[str, str] | None = None) -> Iterator[Socket]:
    """Use the folder's server; started if nobody does, stopped if nobody does any longer.

    Arguments:
        folder: the server's; made where it is missing.
        options: PostgreSQL's settings for a server that is started here.

    Raises:
        DataFolderUnusable: the folder cannot be used.
        DatabaseUnreachable: the server does not start.
    """
    folder = folder.absolute()
    account = prepare_folder(folder)
    with gate(folder):
        ensure_cluster(folder, account)
        lease = take_lease(folder, account)
    try:
        with gate(folder):
            socket = _ensure_started(folder, account, options or {})
        yield socket
    finally:
        with gate(folder):
            _leave(folder, account, lease)


def _leave(folder: Path, account: Account, lease: Lease) -> None:
    try:
        if lease.is_last() and _running_socket(folder):
            _stop(folder, account)
    finally:
        lease.end()


def _ensure_started(folder: Path, account: Account, options: Mapping[str, str]) -> Socket:
    running = _running_socket(folder)
    if running is not None:
        return running
    socket = Socket(_socket_folder(folder, account), _PORT)
    disown_process(folder, socket)
    _start(folder, account, _server_options(socket, options))
    return socket


def _running_socket(folder: Path) -> Socket | None:
    socket = read_socket(folder)
    if socket is None:
        return None
    deadline = time.monotonic() + _START_SECONDS
    while (answer := socket.ping()) == Ping.REJECT and time.monotonic() < deadline:
        time.sleep(0.1)
    return socket if answer == Ping.OK else None


def _start(folder: Path, account: Account, options: str) -> None:
    deadline = time.monotonic() + _LEFTOVERS_SECONDS
    while (complaint := _try_start(folder, account, options)) is not None:
        if "shared memory" not in complaint or time.monotonic() > deadline:
            raise DatabaseUnreachable(f"PostgreSQL does not start in {folder}: {complaint}")
        time.sleep(0.2)


def _try_start(folder: Path, account: Account, options: str) -> str | None:
    log = folder / "log"
    read = log.stat().st_size if log.exists() else 0
    started = run_program(
        account,
        folder,
        "pg_ctl",
        "start",
        f"--log={log.name}",
        f"--timeout={_START_SECONDS}",
        f"--options={options}",
    )
    return _complaint(log, read, started.stderr) if started.returncode else None


def _complaint(log: Path, read: int, otherwise: str) -> str:
    """The server's last words: its log's lines that say why it does not start."""
    written = log.read_bytes()[read:].decode(errors="replace") if log.exists() else ""
    fatal = [
        line.split("FATAL:", 1)[1].strip() for line in written.splitlines() if "FATAL:" in line
    ]
    return "; ".join(fatal) or written.strip() or otherwise.strip()


def _server_options(socket: Socket, options: Mapping[str, str]) -> str:
    chosen = {
        "listen_addresses": "",
        "port": str(socket.port),
        "unix_socket_directories": '"{}"'.format(str(socket.folder).replace('"', '""')),
        **options,
    }
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in chosen.items())


def _socket_folder(folder: Path, account: Account) -> Path:
    """The data folder itself, unless its path is too long for a socket or reads as a list."""
    if "," not in str(folder) and len(bytes(folder / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
        return folder
    name = hashlib.sha256(bytes(folder)).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"modelgraph-{account.uid}-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    return _own(short, account)


def _stop(folder: Path, account: Account) -> None:
    run_program(account, folder, "pg_ctl", "stop", "--mode=fast", f"--timeout={_STOP_SECONDS}")


def _ensure_database(socket: Socket) -> None:
    with psycopg.connect(socket.conninfo("postgres"), autocommit=True) as connection:
        query = "SELECT FROM pg_database WHERE datname = %s"
        if connection.execute(query, [DATABASE_NAME]).fetchone() is None:
            name = sql.Identifier(DATABASE_NAME)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _own(folder: Path, account: Account) -> Path:
    """Make sure that a folder in a place open to everybody is the account's alone."""
    if account.lent and folder.stat().st_uid == 0:
        os.chown(folder, account.uid, account.gid)
    if folder.is_symlink() or folder.stat().st_uid != account.uid:
        raise DataFolderUnusable(f"{folder} belongs to somebody else; set TMPDIR")
    return folder
