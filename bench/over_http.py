"""Asks the service over keep-alive connections, each with one request under way.

Requests are made up before the clock starts, and of answers no more is looked at than whether they
are whole and hold data: an answer costs the asker a tenth of a millisecond at most.
"""

from __future__ import annotations

import re
import select
import socket
import time
from collections.abc import Sequence
from random import Random

import orjson

from bench.questions import Question

_REQUESTS = 5_000
"""Different requests to choose from."""

_HEAD = (
    "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    "Content-Length: {length}\r\n\r\n"
)
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_GOOD, _BAD = b'\r\n\r\n{"data":', b'"errors":'
_FRONT = 1_000
"""Where to look for them: at the front and at the end of an answer."""


class WrongAnswer(Exception):
    """The service answered with something else than data."""


def requests(question: Question, port: int, random: Random) -> Sequence[bytes]:
    """Make requests up, as they go over the wire."""
    return [_request(question, port, random) for _ in range(_REQUESTS)]


def _request(question: Question, port: int, random: Random) -> bytes:
    body = orjson.dumps({"query": question.query, "variables": question.choose(random)})
    return _HEAD.format(port=port, length=len(body)).encode() + body


class _Connection:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._parts: list[bytes] = []
        self._missing = 0
        self._asked = 0.0

    def ask(self, request: bytes) -> None:
        self._parts.clear()
        self._asked = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> float | None:
        """Take what has come.

        Returns:
            The latency once the answer is complete, in seconds; None before.

        Raises:
            WrongAnswer: it is not data, or the connection ended.
        """
        part = self.socket.recv(1 << 20)
        self._missing = self._missing - len(part) if self._parts else _length(part) - len(part)
        self._parts.append(part)
        if self._missing > 0:
            return None
        latency = time.perf_counter() - self._asked
        answer = b"".join(self._parts)
        if _GOOD not in answer[:_FRONT] or _BAD in answer[-_FRONT:]:
            raise WrongAnswer(answer.decode())
        return latency


def _length(part: bytes) -> int:
    """How long an answer is, from its first part, which holds its whole head."""
    head = part[: part.find(b"\r\n\r\n") + 4]
    length = _LENGTH.search(head)
    if length is None:
        raise WrongAnswer(part.decode() or "the service closed the connection")
    return len(head) + int(length[1])


def ask(
    requests: Sequence[bytes], port: int, connections: int, seconds: float, random: Random
) -> tuple[float, Sequence[float]]:
    """Ask for some seconds, as many at a time as there are connections.

    Returns:
        seconds it took, latencies in seconds.
    """
    opened = {
        each.socket.fileno(): each for each in (_Connection(port) for _ in range(connections))
    }
    poll = select.epoll()
    for number in opened:
        poll.register(number, select.EPOLLIN)
    started = time.perf_counter()
    for connection in opened.values():
        connection.ask(random.choice(requests))
    latencies: list[float] = []
    under_way = len(opened)
    while under_way:
        for number, _ in poll.poll():
            latency = opened[number].receive()
            if latency is None:
                continue
            latencies.append(latency)
            if time.perf_counter() - started < seconds:
                opened[number].ask(random.choice(requests))
            else:
                under_way -= 1
    took = time.perf_counter() - started
    for connection in opened.values():
        connection.socket.close()
    poll.close()
    return took, latencies
