"""Streams of results, whichever way a client asks for them, and how many there may be."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from http import HTTPStatus

from service.api.access.callers import Caller
from service.api.http.asgi import Headers, Receive, Scope, Send, read_headers
from service.api.http.collaborators import Admission, Gate
from service.api.http.origins import Origins
from service.api.http.refusals import Refusal
from service.api.http.requests import GraphQLRequest
from service.api.realtime.events import send_events
from service.api.realtime.results import Results
from service.api.realtime.websocket import Socket


class Streams:
    """Serves WebSockets and event streams; see `service.api.http.collaborators.Realtime`."""

    def __init__(self, results: Results, gate: Gate, origins: Origins, most: int) -> None:
        """Serve at most so many connections at a time."""
        self._results = results
        self._gate = gate
        self._origins = origins
        self._most = most
        self._open = 0
        self._ending = asyncio.Event()

    def end(self) -> None:
        """End the event streams, since the service stops; a server ends WebSockets itself."""
        self._ending.set()

    async def connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a WebSocket; pages of foreign origins get none."""
        headers = read_headers(scope["headers"])
        if not self._origins.admits(headers) or self._open >= self._most:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return

        async def admit(authorization: bytes | None) -> Admission:
            shown = {b"authorization": authorization} if authorization else {}
            return await self._gate.admit(scope, {**headers, **shown})

        with self._counted():
            await Socket(scope, receive, send, self._results, admit).serve()

    async def stream(
        self,
        request: GraphQLRequest,
        caller: Caller,
        receive: Receive,
        send: Send,
        headers: Headers,
    ) -> None:
        """Answer one request with an event stream."""
        if self._open >= self._most:
            message = "Too many streams are open; try again later."
            retry = ((b"retry-after", b"5"),)
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "OVERLOADED", message, retry)
        with self._counted():
            # The request gave its place back when it became a stream.
            async with aclosing(self._results.of(request, Admission(caller))) as results:
                await send_events(results, receive, send, headers, self._ending)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1
