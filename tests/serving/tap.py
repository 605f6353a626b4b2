"""A proxy in front of PostgreSQL that writes down each statement that is executed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from psycopg.conninfo import conninfo_to_dict

from tests.scratch import ScratchDatabase


@dataclass
class Tap:
    """A proxy in front of a database.

    Attributes:
        executed: texts of statements, or names of those that were prepared by SQL.
    """

    registry: ScratchDatabase
    listener: socket.socket
    executed: list[str] = field(default_factory=list)
    _open: list[socket.socket] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The database's, through the proxy."""
        parts = conninfo_to_dict(self.registry.url)
        host, port = self.listener.getsockname()
        plain = "sslmode=disable&gssencmode=disable"
        return f"postgresql://{parts['user']}@{host}:{port}/{parts['dbname']}?{plain}"

    def take(self) -> list[str]:
        """The first words of what was executed since this was asked last."""
        taken, self.executed[:] = list(self.executed), []
        return [text.split()[0] for text in taken]

    def cut(self) -> None:
        """Break every connection."""
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def accept(self) -> None:
        """Pass connections on until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = self._connect()
                self._open += [client, server]
                _start(self._pass_questions, client, server)
                _start(_pass_answers, client, server)

    def _connect(self) -> socket.socket:
        parts = conninfo_to_dict(self.registry.url)
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{parts['host']}/.s.PGSQL.{parts['port']}")
        return server

    def _pass_questions(self, client: socket.socket, server: socket.socket) -> None:
        prepared: dict[bytes, bytes] = {}
        bound: dict[bytes, bytes] = {}
        with suppress(OSError), client, client.makefile("rb") as read:
            kind = b""
            while head := read.read(4):
                body = read.read(int.from_bytes(head, "big") - 4)
                first, _, rest = body.partition(b"\0")
                second = rest.partition(b"\0")[0]
                match kind:
                    case b"Q":
                        self.executed.append(first.decode())
                    case b"P":
                        prepared[first] = second
                    case b"B":
                        bound[first] = second
                    case b"E":
                        name = bound[first]
                        self.executed.append(prepared.get(name, name).decode())
                server.sendall(kind + head + body)
                kind = read.read(1)


def _pass_answers(client: socket.socket, server: socket.socket) -> None:
    with suppress(OSError), server:
        while part := server.recv(1 << 16):
            client.sendall(part)
        client.shutdown(socket.SHUT_RDWR)


def _start(
    pass_on: Callable[[socket.socket, socket.socket], None],
    client: socket.socket,
    server: socket.socket,
) -> None:
    threading.Thread(target=pass_on, args=(client, server), daemon=True).start()


@contextmanager
def tapping(registry: ScratchDatabase) -> Iterator[Tap]:
    """A proxy in front of a registry's database."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        tap = Tap(registry, listener)
        thread = threading.Thread(target=tap.accept, daemon=True)
        thread.start()
        try:
            yield tap
        finally:
            tap.cut()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
