"""What is said to a client whose bytes are no request that is served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from service.planner.execute import errors_body
from service.planner.problems import problem


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a connection ends."""

    status: HTTPStatus
    code: str
    message: str

    def response(self, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
        """The connection's last bytes, with the headers that every response has."""
        body = errors_body([problem(self.code, self.message)])
        own = (
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
        )
        lines = [b"%b: %b\r\n" % header for header in (*headers, *own)]
        line = b"HTTP/1.1 %d %b\r\n" % (self.status, self.status.phrase.encode())
        return b"%b%b\r\n%b" % (line, b"".join(lines), body)


class Faulty(Exception):
    """A request has a fault that its parser does not mind."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message)


def _malformed(message: str) -> Fault:
    return Fault(HTTPStatus.BAD_REQUEST, "BAD_REQUEST", message)


MALFORMED = _malformed("The bytes received are not a request of HTTP/1.1.")
BAD_HOST = _malformed("A request of HTTP/1.1 has one header Host.")
BAD_CODING = _malformed("The only transfer coding that is read is chunked, in HTTP/1.1.")
BAD_CHUNKS = _malformed("The body's chunks are mostly extensions.")
BAD_VERSION = Fault(
    HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP_VERSION_NOT_SUPPORTED", "HTTP/1.1 is spoken here."
)
URI_TOO_LONG = Fault(
    HTTPStatus.REQUEST_URI_TOO_LONG, "URI_TOO_LONG", "The request's address is too long."
)
HEADERS_TOO_LARGE = Fault(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "HEADERS_TOO_LARGE",
    "The request's headers are too large.",
)
TOO_SLOW = Fault(
    HTTPStatus.REQUEST_TIMEOUT, "REQUEST_TIMEOUT", "The request did not arrive in time."
)
TOO_MANY_CONNECTIONS = Fault(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "TOO_MANY_CONNECTIONS",
    "There are too many connections; try again in a moment.",
)
