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
from service.api.http.responses import Answer

VERSION_HEADER = b"modelgraph-version"
"""Of a response: the version that it is of. Of a request: the least version that it takes."""

_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds that the database is given to catch up, each time."""

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


async def reach(version: int, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Ask until the answer is from a version or a later one; once, if it is of no version.

    Raises:
        Refusal: 503, it is from an earlier one even after a second.
    """
    answer = await ask()
    for pause in _PAUSES:
        if answer.is_from(version):
            return answer
        await asyncio.sleep(pause)
        answer = await ask()
    if answer.is_from(version):
        return answer
    message = f"The registry's version {version} has not come here yet; try again in a moment."
    retry = ((b"retry-after", b"1"),)
    raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "VERSION_NOT_REACHED", message, retry)
