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
        cycle: answers it; None until the headers are whole.
        body: bytes of the body that have come.
    """

    limit: int
    cycle: RequestResponseCycle | None = None
    is_whole: bool = False
    body: int = 0
    _address: int = 0
    _headers: int = 0
    _unnamed: int = 0
    _framing: int = 0
    _paid: int = 0

    def add_address(self, part: bytes) -> None:
        self._address += len(part)
        if self._address > self.limit:
            raise Faulty(URI_TOO_LONG)

    def add_header(self, name: bytes, value: bytes) -> None:
        self._headers += len(name) + len(value) + _LINE_ENDS
        self._check_head(self._address + self._headers)

    def add_part(self, size: int, body: int) -> None:
        """Count bytes that came in one piece, none of which began or ended the request.

        Arguments:
            body: how many of the body there were before them.
        """
        if self.cycle is None:
            # The parser keeps a header to itself until it is whole.
            self._unnamed += size
            self._check_head(self._unnamed)
            return
        self._framing += size - (self.body - body)
        if self._framing > self.limit + _FRAMING * self.body:
            raise Faulty(BAD_CHUNKS)

    def earns_more_time(self) -> bool:
        """Whether so much of the body came since this was last asked that it may go on."""
        earned = self.body - self._paid >= _UPLOAD
        self._paid = self.body
        return earned

    def _check_head(self, size: int) -> None:
        if size > self.limit:
            raise Faulty(HEADERS_TOO_LARGE)


def check_head(version: str, headers: Sequence[tuple[bytes, bytes]]) -> None:
    """Look at what the parser leaves to its user.

    Raises:
        Faulty: the request is not one of HTTP/1.1 or 1.0, or servers could differ about it.
    """
    if version not in _SPOKEN:
        raise Faulty(BAD_VERSION)
    hosts = 0
    for name, value in headers:
        if name == b"host":
            hosts += 1
        elif name == b"transfer-encoding" and (version != "1.1" or value.lower() != b"chunked"):
            raise Faulty(BAD_CODING)
    if hosts > 1 or (hosts == 0 and version == "1.1"):
        raise Faulty(BAD_HOST)
