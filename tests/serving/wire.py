"""HTTP as bytes on a socket, for clients that no library would be."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson

from tests.cli.serving import Service

_PATIENCE_SECONDS = 30

HOST = b"Host: models.example\r\n"
LAST = b"Connection: close\r\n"
HEALTH = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
LAST_HEALTH = b"GET /health HTTP/1.1\r\n" + HOST + LAST + b"\r\n"
HEALTHY = {"ready": True, "reason": None}


@dataclass(frozen=True, slots=True)
class Received:
    """One response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def told(self) -> tuple[int, str]:
        """The status, and the code of the one error."""
        [error] = self.json["errors"]
        return self.status, error["extensions"]["code"]


class Wire:
    """A connection to a service."""

    def __init__(self, service: Service) -> None:
        host, port = service.origin.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=_PATIENCE_SECONDS)
        self._read = self.socket.makefile("rb")

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self._read.close()
        self.socket.close()

    def send(self, *parts: bytes) -> None:
        """Send bytes; the service may close before it has taken all."""
        try:
            for part in parts:
                self.socket.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def receive(self) -> Received | None:
        """The next response, None at the end."""
        line = self._line()
        if not line:
            return None
        status = int(line.split()[1])
        headers = dict(_header(line) for line in iter(self._line, b"\r\n"))
        length = int(headers.get("content-length", 0))
        return Received(status, headers, self._read.read(length))

    def receive_all(self) -> Sequence[Received]:
        """The responses up to the end, which the service makes."""
        return list(self._responses())

    def drain(self) -> None:
        """Take whatever comes, up to the end, which the service makes."""
        with suppress(ConnectionResetError):
            self._read.read()

    def _responses(self) -> Iterator[Received]:
        while (received := self.receive()) is not None:
            yield received

    def _line(self) -> bytes:
        try:
            return self._read.readline()
        except ConnectionResetError:
            return b""


def _header(line: bytes) -> tuple[str, str]:
    name, _, value = line.decode().partition(":")
    return name, value.strip()


def talk(service: Service, *parts: bytes) -> Sequence[Received]:
    """Send bytes over a new connection; the responses up to its end."""
    with Wire(service) as wire:
        wire.send(*parts)
        return wire.receive_all()


def post(body: bytes, *headers: bytes) -> bytes:
    """A request of JSON to the endpoint."""
    head = b"POST /graphql HTTP/1.1\r\n%bContent-Type: application/json\r\n%b" % (
        HOST,
        b"".join(b"%b\r\n" % header for header in headers),
    )
    return head + b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def ask(query: str, *headers: bytes) -> bytes:
    """A question to the endpoint."""
    return post(orjson.dumps({"query": query}), *headers)


def still_answers(service: Service) -> bool:
    """Whether the next request of somebody else is answered."""
    [received] = talk(service, LAST_HEALTH)
    return (received.status, received.json) == (200, HEALTHY)
