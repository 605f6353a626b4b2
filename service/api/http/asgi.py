"""ASGI's own types, and reading a request and sending an answer at its level."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]
"""Headers to send, names in lower case."""

RequestHeaders: TypeAlias = Mapping[bytes, bytes]
"""Headers of a request, names in lower case; one that came several times is joined by commas."""


class ClientGone(Exception):
    """The client went away; nobody is left to be answered."""


class BodyTooLarge(Exception):
    """The body is larger than may be read; the rest of it was not read."""


def read_headers(pairs: Iterable[tuple[bytes, bytes]]) -> RequestHeaders:
    """The headers of a request by name."""
    headers: dict[bytes, bytes] = {}
    for name, value in pairs:
        headers[name] = b"%b, %b" % (headers[name], value) if name in headers else value
    return headers


async def read_body(headers: RequestHeaders, receive: Receive, limit: int) -> bytes:
    """The whole body, of at most `limit` bytes, whatever length the headers claim.

    Raises:
        BodyTooLarge: as soon as the headers or the bytes say so.
        ClientGone: before the body was whole.
    """
    if _declared_length(headers) > limit:
        raise BodyTooLarge
    chunks, length, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk = message.get("body", b"")
        length += len(chunk)
        if length > limit:
            raise BodyTooLarge
        chunks.append(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks)


def _declared_length(headers: RequestHeaders) -> int:
    """What Content-Length says, 0 where it says nothing that can be believed."""
    declared = headers.get(b"content-length", b"")
    return int(declared) if declared.isdigit() else 0


async def send_whole(send: Send, status: int, headers: Headers, body: bytes) -> None:
    """Send a response whose body is at hand."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
