"""Queries, mutations and subscriptions: which is asked for how, and by whom.

They are those of the planner's desk, so that nothing here depends on what a registry can do.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from psycopg_pool import AsyncConnectionPool

from service.api.access.callers import Caller
from service.api.access.refusals import token_needed
from service.api.http.collaborators import OpenGate
from service.api.http.endpoint import GraphQLEndpoint
from service.api.http.execution import Execution
from service.api.http.persisted import NoPersistedOperations
from tests.api.http.browsing import ACCEPT_GRAPHQL, GRAPHQL, JSON
from tests.planner.desk import open_desk

NOTES = "{ desk { notes { number } } }"
WIPE = "mutation { wipe { words { text } } }"
WRITE = 'mutation { write(note: { text: "a" }) { by } }'
CHANGED = "subscription { changed { notes { number } } }"

ACCEPT_JSON = {"accept": "application/json"}


class StrictGate(OpenGate):
    """Lets nobody do what needs a scope."""

    async def authorise(self, caller: Caller, scopes: frozenset[str]) -> None:
        if scopes:
            raise token_needed(f"This needs {', '.join(scopes)}.")


def _ask(query: str, method: str = "POST", headers: dict[str, str] | None = None) -> httpx.Response:
    """The answer of an endpoint whose database is away."""
    pool = AsyncConnectionPool[Any](
        "host=/nowhere", min_size=0, max_size=1, timeout=0.05, open=False
    )
    execution = Execution(open_desk(), pool, NoPersistedOperations(), StrictGate())
    endpoint: Any = GraphQLEndpoint(execution)
    sent: dict[str, Any] = {"json" if method == "POST" else "params": {"query": query}}

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(endpoint)
        client = httpx.AsyncClient(transport=transport, base_url="http://desk.test")
        async with pool, client:
            return await client.request(method, "/graphql", headers=headers, **sent)

    return asyncio.run(ask())


def _code(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize("headers", [ACCEPT_JSON, ACCEPT_GRAPHQL])
def test_a_mutation_is_not_asked_for_by_get(headers: dict[str, str]) -> None:
    response = _ask(WIPE, "GET", headers)
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.json() == {
        "errors": [
            {
                "message": "A mutation is asked for with POST.",
                "extensions": {"code": "METHOD_NOT_ALLOWED"},
            }
        ]
    }


def test_a_mutation_is_not_asked_for_by_head() -> None:
    assert _ask(WIPE, "HEAD").status_code == 405


@pytest.mark.parametrize("headers", [ACCEPT_JSON, ACCEPT_GRAPHQL])
def test_a_mutation_that_needs_a_scope_does_nothing_without_it(headers: dict[str, str]) -> None:
    response = _ask(WRITE, headers=headers)
    assert (response.status_code, _code(response)) == (401, "UNAUTHENTICATED")
    assert response.headers["www-authenticate"] == 'Bearer realm="modelgraph"'


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("headers", [ACCEPT_JSON, ACCEPT_GRAPHQL])
def test_a_subscription_is_not_answered_once(method: str, headers: dict[str, str]) -> None:
    response = _ask(CHANGED, method, headers)
    assert response.status_code == 406
    assert response.json() == {
        "errors": [
            {
                "message": "A subscription is answered over a WebSocket or as text/event-stream.",
                "extensions": {"code": "NOT_ACCEPTABLE"},
            }
        ]
    }


@pytest.mark.parametrize(
    ("headers", "status", "content_type"),
    [(ACCEPT_JSON, 200, JSON), (ACCEPT_GRAPHQL, 503, GRAPHQL)],
)
def test_the_database_is_away(headers: dict[str, str], status: int, content_type: str) -> None:
    response = _ask(NOTES, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (status, content_type)
    assert (response.headers["retry-after"], response.headers["cache-control"]) == ("5", "no-store")
    assert response.json() == {
        "errors": [
            {
                "message": "The database does not answer.",
                "extensions": {"code": "UNAVAILABLE"},
            }
        ]
    }


def test_what_reads_no_database_does_not_miss_it() -> None:
    assert _ask("{ __typename }").json()["data"] == {"__typename": "Query"}
