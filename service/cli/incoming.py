"""A request while it comes in: what it costs, and whether it is one to serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from service.cli.faults import (
    BAD_CHUNKS,
    BAD_CODING,
    BAD_HOST,
    BAD_VERSION,
    HEADERS_TOO_LARGE,
    URI_TOO_LONG,
    Faulty,
)

_SPOKEN: Final = ("1.1", "1.0")

_LINE_ENDS: Final = 4
"""Bytes of a header's line beside its name and value."""

_FRAMING: Final = 8
"""Bytes of framing that a byte of a chunked body may cost, beyond what a head may have."""

_UPLOAD: Final = 1_000_000
"""Bytes of a body that earn as much time again as the whole request had."""


@dataclass(slots=True)
class Incoming:
    """A request that has begun.

    Attributes:
        limit: bytes of its line and headers.
        headers: that are whole.
        cycle: answers it; None until the headers are whole.
        body: bytes of the body that have come.
    """

    limit: int
    headers: Sequence[tuple[bytes, bytes]] = ()
    cycle: RequestResponseCycle | None = None
    is_whole: bool = False
    body: int = 0
    _head: int = 0
    _framing: int = 0
    _paid: int = 0

    def add_part(self, size: int, body: int) -> None:
        """Count bytes that came in one piece, none of which began or ended the request.

        Arguments:
            body: how many of the body there were before them.

        Raises:
            Faulty: there are too many that are no body.
        """
        if self.cycle is None:
            # The parser keeps a header to itself until it is whole.
            self._head += size
            if self._head > self.limit:
                raise Faulty(HEADERS_TOO_LARGE if self.headers else URI_TOO_LONG)
        else:
            self._framing += size - (self.body - body)
            if self._framing > self.limit + _FRAMING * self.body:
                raise Faulty(BAD_CHUNKS)

    def earns_more_time(self) -> bool:
        """Whether so much of the body came since this was last asked that it may go on."""
        earned = self.body - self._paid >= _UPLOAD
        self._paid = self.body
        return earned


def check_head(version: str, headers: Sequence[tuple[bytes, bytes]], limit: int) -> None:
    """Look at what the parser leaves to its user.

    Arguments:
        limit: bytes of the headers.

    Raises:
        Faulty: the request is not one of HTTP/1.1 or 1.0, is too large, or is one about which
            servers could differ.
    """
    if version not in _SPOKEN:
        raise Faulty(BAD_VERSION)
    hosts = size = 0
    for name, value in headers:
        size += len(name) + len(value) + _LINE_ENDS
        if name == b"host":
            hosts += 1
        elif name == b"transfer-encoding" and (version != "1.1" or value.lower() != b"chunked"):
            raise Faulty(BAD_CODING)
    if size > limit:
        raise Faulty(HEADERS_TOO_LARGE)
    if hosts > 1 or (hosts == 0 and version == "1.1"):
        raise Faulty(BAD_HOST)
