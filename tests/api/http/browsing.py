"""An HTTP client of one endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from psycopg_pool import AsyncConnectionPool

from service.api.http.endpoint import GraphQLEndpoint
from service.api.http.execution import Execution
from service.api.http.options import HttpOptions
from service.api.http.persisted import open_persisted
from service.api.http.responses import Page
from service.api.schema import open_operations
from service.planner.execute import configure_session
from service.planner.limits import Limits
from service.web.explorer import explorer_page, explorer_policy
from tests.scratch import ScratchDatabase

JSON = "application/json; charset=utf-8"
GRAPHQL = "application/graphql-response+json; charset=utf-8"
ACCEPT_GRAPHQL = {"accept": "application/graphql-response+json"}

ONE = '{ model(slug: "one") { name } }'
ANSWER: dict[str, Any] = {
    "data": {"model": {"name": "One"}},
    "extensions": {"cost": {"nodes": 0, "limit": Limits().nodes}},
}


@dataclass(frozen=True)
class Browser:
    """An HTTP client of one endpoint. It sends no headers but those that a test names."""

    runner: asyncio.Runner
    client: httpx.AsyncClient

    def request(self, method: str, **arguments: Any) -> httpx.Response:
        return self.runner.run(self.client.request(method, "/graphql", **arguments))

    def get(self, query_string: str) -> httpx.Response:
        """What a GET is answered with, whose query string goes as it is."""
        return self.runner.run(self.client.get(f"/graphql?{query_string}"))

    def ask(self, query: str, **headers: str) -> httpx.Response:
        return self.request("POST", json={"query": query}, headers=headers)


@contextmanager
def browsing(
    registry: ScratchDatabase,
    options: HttpOptions | None = None,
    limits: Limits | None = None,
    **collaborators: Any,
) -> Iterator[Browser]:
    """A client of a registry's endpoint."""
    with asyncio.Runner() as runner:
        pool = AsyncConnectionPool[Any](
            registry.url, min_size=1, max_size=2, open=False, configure=configure_session
        )
        runner.run(pool.open())
        chosen = options or HttpOptions()
        operations = open_operations(limits or Limits())
        endpoint: Any = GraphQLEndpoint(
            Execution(operations, pool, open_persisted(chosen)),
            chosen,
            page=Page(explorer_page(), explorer_policy()),
            **collaborators,
        )
        transport = httpx.ASGITransport(endpoint)
        client = httpx.AsyncClient(transport=transport, base_url="http://registry.test")
        client.headers.clear()
        yield Browser(runner, client)
        runner.run(client.aclose())
        runner.run(pool.close())
