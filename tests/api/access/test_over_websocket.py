"""Access over one WebSocket, which is opened once and asks for as long as it likes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import psycopg

from service.api.access.gate import AccessOptions
from service.api.access.rate import Rate
from service.app import Application, Options, create_app
from service.domain.scopes import Scope
from service.postgres import Database
from service.store.registry import CHANNEL
from service.store.tokens import create_token, revoke_token
from tests.scratch import ScratchDatabase

_SCOPE = {
    "type": "websocket",
    "path": "/graphql",
    "headers": [],
    "subprotocols": ["graphql-transport-ws"],
    "client": ("192.0.2.1", 4711),
}
_PATIENCE_SECONDS = 20


class Talk:
    """A client's side of a WebSocket."""

    def __init__(self, app: Application) -> None:
        self._sent: asyncio.Queue[Any] = asyncio.Queue()
        self._heard: asyncio.Queue[Any] = asyncio.Queue()
        self._sent.put_nowait({"type": "websocket.connect"})
        serving = app(dict(_SCOPE), self._sent.get, self._heard.put)
        self._serving = asyncio.ensure_future(serving)

    async def open(self, token: str | None = None) -> Any:
        assert (await self._hear())["type"] == "websocket.accept"
        payload = {"authorization": f"Bearer {token}"} if token else {}
        return await self.tell({"type": "connection_init", "payload": payload})

    async def tell(self, message: dict[str, Any]) -> Any:
        """Send a message; what comes back next."""
        self._sent.put_nowait({"type": "websocket.receive", "text": orjson.dumps(message).decode()})
        return await self.hear()

    async def hear(self) -> Any:
        """The next message, or the end of the connection."""
        event = await self._hear()
        return orjson.loads(event["text"]) if "text" in event else event

    async def _hear(self) -> Any:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await self._heard.get()

    async def leave(self) -> None:
        self._sent.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await self._serving


def _talk(
    database: ScratchDatabase,
    conversation: Callable[[Talk], Awaitable[None]],
    *,
    before: int = 0,
    **access: Any,
) -> None:
    """Have a conversation, after so many others that were only opened."""

    async def talk() -> None:
        app = create_app(Database(database.url), Options(access=AccessOptions(**access)))
        async with app.router.lifespan_context(app):
            for _ in range(before):
                other = Talk(app)
                await other.open()
                await other.leave()
            client = Talk(app)
            await conversation(client)
            await client.leave()

    asyncio.run(talk())


def _subscribe(name: str, query: str) -> dict[str, Any]:
    return {"type": "subscribe", "id": name, "payload": {"query": query}}


def _reader(database: ScratchDatabase) -> str:
    with database.begin() as connection:
        return create_token(connection, "reader", [Scope.READ]).secret


def test_each_operation_counts(database: ScratchDatabase) -> None:
    async def conversation(talk: Talk) -> None:
        assert await talk.open() == {"type": "connection_ack"}
        assert (await talk.tell(_subscribe("a", "{ registry { models } }")))["type"] == "next"
        assert await talk.hear() == {"id": "a", "type": "complete"}
        refused = await talk.tell(_subscribe("b", "{ registry { models } }"))
        [error] = refused["payload"]
        assert (refused["type"], error["extensions"]["code"]) == ("error", "RATE_LIMITED")

    _talk(database, conversation, per_address=Rate(2, 3_600))


def test_a_closed_registry_opens_no_socket_without_a_token(database: ScratchDatabase) -> None:
    async def conversation(talk: Talk) -> None:
        closed = await talk.open()
        assert (closed["type"], closed["code"]) == ("websocket.close", 4403)

    _talk(database, conversation, closed=True)


def test_who_asks_too_often_is_told_to_come_back_later(database: ScratchDatabase) -> None:
    async def conversation(talk: Talk) -> None:
        assert await talk.open() == {
            "type": "websocket.close",
            "code": 1013,
            "reason": "This address may send 1 requests in 3600 s; try again in 3600 s.",
        }

    _talk(database, conversation, before=1, per_address=Rate(1, 3_600))


def test_a_subscription_ends_with_its_token(database: ScratchDatabase) -> None:
    token = _reader(database)

    async def conversation(talk: Talk) -> None:
        assert await talk.open(token) == {"type": "connection_ack"}
        since = "subscription { registryChanged(since: 0) { version } }"
        assert (await talk.tell(_subscribe("a", since)))["type"] == "next"
        with database.begin() as connection:
            revoke_token(connection, "reader")
        _announce(database)
        assert await talk.hear() == {"id": "a", "type": "complete"}

    _talk(database, conversation, closed=True)


def _announce(database: ScratchDatabase) -> None:
    """Give the registry its next version."""
    with psycopg.connect(database.url) as connection:
        advance = "UPDATE registry_state SET version = version + 1 RETURNING version"
        row = connection.execute(advance).fetchone()
        assert row is not None
        connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(row[0])])
