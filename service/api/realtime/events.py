"""Server-Sent Events: one operation a request, its results as a stream.

https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md, in the mode of
distinct connections: events named `next`, one named `complete`, and what is wrong with an operation
is told in the stream, where a browser's EventSource can read it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from service.api.http.asgi import Headers, Receive, Send
from service.api.http.event_text import COMPLETE, EVENTS_HEADERS, event
from service.api.http.refusals import Refusal, failure
from service.planner.execute import errors_body
from service.planner.operations import RequestRefused

log = logging.getLogger(__name__)

_STILL_HERE = b":\n\n"
_SILENCE_SECONDS = 12.0
"""How long nothing is sent; proxies close what is silent for longer than they are set to."""


async def send_events(
    results: AsyncIterator[bytes],
    receive: Receive,
    send: Send,
    headers: Headers,
    ending: asyncio.Event,
) -> None:
    """Send results, each one line of JSON, until they end or the client goes away.

    Arguments:
        ending: set when the service stops. The stream ends without the event `complete` then, so
            that clients connect anew.
    """
    told = (*EVENTS_HEADERS, *headers)
    await send({"type": "http.response.start", "status": 200, "headers": told})
    sending = asyncio.create_task(_send_all(results, send))
    leaving = [asyncio.create_task(_gone(receive)), asyncio.create_task(ending.wait())]
    try:
        await asyncio.wait((sending, *leaving), return_when=asyncio.FIRST_COMPLETED)
        is_complete = sending.done()
    finally:
        for task in (sending, *leaving):
            task.cancel()
        await asyncio.gather(sending, *leaving, return_exceptions=True)
    if not is_complete:
        await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_all(results: AsyncIterator[bytes], send: Send) -> None:
    upcoming = aiter(results)
    try:
        while (result := await _next(upcoming, send)) is not None:
            await _send(send, event(result))
    except RequestRefused as refusal:
        await _send(send, event(errors_body(refusal.errors)))
    except Refusal as refusal:
        await _send(send, event(refusal.body()))
    except Exception:
        log.exception("an operation failed")
        await _send(send, event(failure().body()))
    await send({"type": "http.response.body", "body": COMPLETE})


async def _next(results: AsyncIterator[bytes], send: Send) -> bytes | None:
    """The next result, with signs of life until it comes; None behind the last."""
    upcoming = asyncio.ensure_future(anext(results, None))
    try:
        while not (await asyncio.wait({upcoming}, timeout=_SILENCE_SECONDS))[0]:
            await _send(send, _STILL_HERE)
        return upcoming.result()
    finally:
        upcoming.cancel()


async def _send(send: Send, part: bytes) -> None:
    await send({"type": "http.response.body", "body": part, "more_body": True})
