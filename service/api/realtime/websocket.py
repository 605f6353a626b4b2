"""GraphQL over WebSocket: the subprotocol `graphql-transport-ws`.

https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md. Written here
because results are PostgreSQL's bytes, which no library's server would pass on unparsed, and
because a document must pass the limits before anybody parses it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from graphql import GraphQLError

from service.api.http.asgi import ClientGone, Message, Receive, Scope, Send
from service.api.http.collaborators import Admission
from service.api.http.json_text import NotJson, parse_json
from service.api.http.refusals import Refusal, failure
from service.api.http.requests import GraphQLRequest, read_request
from service.api.realtime.results import Results
from service.planner.operations import RequestRefused
from service.planner.problems import problem

log = logging.getLogger(__name__)

SUBPROTOCOL = "graphql-transport-ws"

_OPERATIONS = 20
"""That run on one connection at the same time; a page has a few."""

_NOT_YOU = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
"""Statuses of those whose coming back would change nothing."""

_GREETING_SECONDS = 10.0
"""From the handshake to connection_init."""

Admit = Callable[[bytes | None], Awaitable[Admission]]
"""Who asks, by the `authorization` that connection_init brings, if it does. Asked when it opens,
and anew for each operation, which counts. Raises Refusal for somebody who may not read."""


class _Closed(Exception):
    """The connection ends, with a code of the subprotocol."""

    def __init__(self, code: int, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)


@dataclass
class Socket:
    """One connection."""

    scope: Scope
    receive: Receive
    send: Send
    results: Results
    admit: Admit
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _is_open: bool = False
    _authorization: bytes | None = field(default=None, repr=False)

    async def serve(self) -> None:
        """Hold the conversation, from the handshake to whoever closes."""
        with suppress(ClientGone):
            await self._serve()

    async def _serve(self) -> None:
        await self.receive()
        speaks = SUBPROTOCOL in self.scope["subprotocols"]
        chosen = SUBPROTOCOL if speaks else None
        await self._send({"type": "websocket.accept", "subprotocol": chosen})
        try:
            if not speaks:
                raise _Closed(4406, "Subprotocol not acceptable")
            await self._converse()
        except _Closed as end:
            # A close frame has room for 123 bytes of reason.
            reason = end.reason.encode()[:123].decode(errors="ignore")
            await self._send({"type": "websocket.close", "code": end.code, "reason": reason})
        finally:
            await self._stop_all()

    async def _converse(self) -> None:
        try:
            async with asyncio.timeout(_GREETING_SECONDS):
                while not self._is_open:
                    if not await self._take():
                        return
        except TimeoutError:
            raise _Closed(4408, "Connection initialisation timeout") from None
        while await self._take():
            pass

    async def _take(self) -> bool:
        """Take the next message; False once the client is gone."""
        event = await self.receive()
        if event["type"] == "websocket.disconnect":
            return False
        await self._answer(_parse(event.get("text")))
        return True

    async def _answer(self, message: Mapping[str, Any]) -> None:
        match message.get("type"):
            case "connection_init":
                await self._begin(message.get("payload"))
            case "ping":
                await self._tell(b'{"type":"pong"}')
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(_id_of(message), message.get("payload"))
            case "complete":
                self._stop(_id_of(message))
            case _:
                raise _Closed(4400, "Invalid message: unknown type")

    async def _begin(self, payload: Any) -> None:
        if self._is_open:
            raise _Closed(4429, "Too many initialisation requests")
        self._authorization = _authorization_of(payload)
        try:
            (await self.admit(self._authorization)).leave()
        except Refusal as refusal:
            code = 4403 if refusal.status in _NOT_YOU else 1013
            raise _Closed(code, refusal.message) from None
        self._is_open = True
        await self._tell(b'{"type":"connection_ack"}')

    async def _subscribe(self, id_: str, payload: Any) -> None:
        if not self._is_open:
            raise _Closed(4401, "Unauthorized")
        if id_ in self._running:
            raise _Closed(4409, f"Subscriber for {id_} already exists")
        if len(self._running) >= _OPERATIONS:
            most = f"At most {_OPERATIONS} operations run on one connection."
            await self._refuse(id_, [problem("OVERLOADED", most)])
            return
        try:
            request = read_request(payload)
        except Refusal as refusal:
            raise _Closed(4400, f"Invalid message: {refusal.message}") from None
        self._running[id_] = asyncio.create_task(self._run(id_, request))

    async def _run(self, id_: str, request: GraphQLRequest) -> None:
        try:
            with suppress(ClientGone):
                await self._perform(id_, request)
        finally:
            if self._running.get(id_) is asyncio.current_task():
                del self._running[id_]

    async def _perform(self, id_: str, request: GraphQLRequest) -> None:
        """Tell an operation's results, or why there are none."""
        try:
            admission = await self.admit(self._authorization)
            async with aclosing(self.results.of(request, admission)) as results:
                async for result in results:
                    await self._tell(_spliced(id_, b"next", result))
            await self._tell(b'{"id":%b,"type":"complete"}' % orjson.dumps(id_))
        except RequestRefused as refused:
            await self._refuse(id_, refused.errors)
        except Refusal as refusal:
            await self._refuse(id_, [refusal.problem()])
        except ClientGone:
            raise
        except Exception:
            log.exception("an operation failed")
            await self._refuse(id_, [failure().problem()])

    async def _refuse(self, id_: str, errors: Sequence[GraphQLError]) -> None:
        payload = orjson.dumps([error.formatted for error in errors])
        await self._tell(_spliced(id_, b"error", payload))

    async def _tell(self, text: bytes) -> None:
        await self._send({"type": "websocket.send", "text": text.decode()})

    async def _send(self, message: Message) -> None:
        try:
            await self.send(message)
        except OSError:
            # So ASGI says that nobody is left to be told.
            raise ClientGone from None

    def _stop(self, id_: str) -> None:
        running = self._running.pop(id_, None)
        if running is not None:
            running.cancel()

    async def _stop_all(self) -> None:
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def _parse(text: str | None) -> Mapping[str, Any]:
    try:
        message = parse_json((text or "").encode())
    except NotJson as fault:
        raise _Closed(4400, f"Invalid message: it {fault.why}") from None
    if not isinstance(message, dict):
        raise _Closed(4400, "Invalid message: it is not an object")
    return message


def _authorization_of(payload: Any) -> bytes | None:
    """What connection_init shows as a request's header, whose name has no case."""
    if not isinstance(payload, dict | None):
        raise _Closed(4400, "Invalid message: payload is an object")
    shown = [value for name, value in (payload or {}).items() if name.lower() == "authorization"]
    given = shown[0] if len(shown) == 1 else None
    if len(shown) > 1 or not isinstance(given, str | None):
        raise _Closed(4400, "Invalid message: authorization is one string")
    return given.encode() if given else None


def _id_of(message: Mapping[str, Any]) -> str:
    id_ = message.get("id")
    if not isinstance(id_, str) or not 0 < len(id_) <= 100:
        raise _Closed(4400, "Invalid message: id is a string of 1 to 100 characters")
    return id_


def _spliced(id_: str, type_: bytes, payload: bytes) -> bytes:
    return b'{"id":%b,"type":"%b","payload":%b}' % (orjson.dumps(id_), type_, payload)
