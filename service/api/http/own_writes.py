"""Reading what one has written, from a database that may be behind the one that was written to.

A mutation's answer tells the version of the registry that it led to. A client that sends it along
with its next questions is answered from that version or a later one, or told to come back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from service.api.http.asgi import RequestHeaders
from service.api.http.refusals import Refusal, bad_request

VERSION_HEADER = b"modelgraph-version"
"""Of a response: the version that it is of. Of a request: the least version that it takes."""

_PAUSES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds before each look at the version, in which the database may catch up."""

_LONGEST = 19
"""Digits of the largest version."""


def wanted_version(headers: RequestHeaders) -> int:
    """The least version that a client takes; 0 where it takes any.

    Raises:
        Refusal: 400.
    """
    value = headers.get(VERSION_HEADER, b"0").strip()
    if not value.isdigit() or len(value) > _LONGEST:
        raise bad_request("Modelgraph-Version is a version of the registry.")
    return int(value)


async def reach(version: int, read: Callable[[], Awaitable[int | None]]) -> None:
    """Wait until the registry is at a version or a later one, for less than a second.

    Arguments:
        read: tells the registry's version, None if there is none to be had.

    Raises:
        Refusal: 503, it did not get there.
    """
    if not version:
        return
    for pause in _PAUSES:
        await asyncio.sleep(pause)
        if (await read() or 0) >= version:
            return
    raise _not_reached(version)


def require_reached(version: int, read: int | None) -> None:
    """Make sure that what was read is of a version or a later one, or of none.

    Whoever answered may lag behind whoever told the version before.

    Raises:
        Refusal: 503.
    """
    if read is not None and read < version:
        raise _not_reached(version)


def _not_reached(version: int) -> Refusal:
    message = f"The registry's version {version} has not come here yet; try again in a moment."
    retry = ((b"retry-after", b"1"),)
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "VERSION_NOT_REACHED", message, retry)
