"""Access as clients meet it: the whole application behind its gate."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from service.api.access.gate import AccessOptions
from service.api.access.rate import Rate
from service.app import Options, create_app
from service.domain.scopes import Scope
from service.postgres import Database
from service.store.tokens import create_token, revoke_token
from tests.scratch import ScratchDatabase

COUNT = "{ registry { models } }"
NOTHING_YET = {"registry": {"models": 0}}
IMPORT = "mutation { importDocuments(input: {documents: []}) { registryVersion } }"


@dataclass(frozen=True)
class Client:
    """A client of one application, at one address."""

    runner: asyncio.Runner
    http: httpx.AsyncClient

    def get(self, path: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.runner.run(self.http.get(path, headers=named))

    def ask(self, query: Any = COUNT, token: str | None = None) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        body = query if isinstance(query, list) else {"query": query}
        return self.runner.run(self.http.post("/graphql", json=body, headers=headers))


@contextmanager
def client_of(database: ScratchDatabase, **access: Any) -> Iterator[Client]:
    app = create_app(Database(database.url), Options(access=AccessOptions(**access)))
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 4711))
    http = httpx.AsyncClient(transport=transport, base_url="http://registry.test")
    life = AsyncExitStack()
    with asyncio.Runner() as runner:
        runner.run(life.enter_async_context(app.router.lifespan_context(app)))
        runner.run(life.enter_async_context(http))
        try:
            yield Client(runner, http)
        finally:
            runner.run(life.aclose())


def _token(database: ScratchDatabase, name: str, *scopes: Scope) -> str:
    with database.begin() as connection:
        return create_token(connection, name, scopes).secret


def _refusal(answer: httpx.Response) -> tuple[int, str]:
    [error] = answer.json()["errors"]
    assert "data" not in answer.json()
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, error["extensions"]["code"]


def test_an_open_registry_says_nothing_of_rates(database: ScratchDatabase) -> None:
    with client_of(database) as client:
        answer = client.ask()
    assert (answer.status_code, answer.json()["data"]) == (200, NOTHING_YET)
    assert [name for name in answer.headers if "ratelimit" in name] == []
    assert "throttleStatus" not in answer.json()["extensions"]["cost"]


def test_a_closed_registry_shows_its_page_and_its_health_and_nothing_else(
    database: ScratchDatabase,
) -> None:
    with client_of(database, closed=True) as client:
        assert client.get("/health").status_code == 200
        assert client.get("/graphql", accept="text/html").status_code == 200
        answer = client.ask()
    assert _refusal(answer) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"] == 'Bearer realm="modelgraph"'


def test_what_a_bearer_was_told_is_told_to_nobody_else(database: ScratchDatabase) -> None:
    token = _token(database, "reader", Scope.READ)
    with client_of(database, closed=True) as client:
        for _ in range(2):
            answer = client.ask(token=token)
            assert (answer.status_code, answer.json()["data"]) == (200, NOTHING_YET)
            assert "private" in answer.headers["cache-control"]
        assert _refusal(client.ask()) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    ("scope", "refusal"),
    [(None, (401, "UNAUTHENTICATED")), (Scope.CURATE, (403, "FORBIDDEN"))],
)
def test_an_import_needs_the_scope(
    database: ScratchDatabase, scope: Scope | None, refusal: tuple[int, str]
) -> None:
    token = _token(database, "client", scope) if scope else None
    with client_of(database) as client:
        assert _refusal(client.ask(IMPORT, token)) == refusal


def test_a_revoked_token_imports_nothing_from_that_moment_on(database: ScratchDatabase) -> None:
    token = _token(database, "nightly", Scope.IMPORT)
    with client_of(database) as client:
        assert client.ask(COUNT, token).status_code == 200
        with database.begin() as connection:
            revoke_token(connection, "nightly")
        assert _refusal(client.ask(IMPORT, token)) == (401, "UNAUTHENTICATED")


def test_a_client_is_told_what_is_left_of_its_rate(database: ScratchDatabase) -> None:
    with client_of(database, per_address=Rate(2, 3_600)) as client:
        answers = [client.ask() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    left = [answer.headers.get_list("ratelimit-remaining") for answer in answers]
    assert left == [["1"], ["0"], ["0"]]
    status = {"maximumAvailable": 2, "currentlyAvailable": 1, "restoreRate": 0.001}
    assert answers[0].json()["extensions"]["cost"]["throttleStatus"] == status
    assert _refusal(answers[2]) == (429, "RATE_LIMITED")
    assert answers[2].headers["retry-after"] == "1800"


def test_what_one_address_has_left_is_kept_by_nobody_for_another(database: ScratchDatabase) -> None:
    address = f"/graphql?query={COUNT}"
    with client_of(database, per_address=Rate(9, 3_600)) as client:
        answers = [client.get(address) for _ in range(2)]
        tag = answers[0].headers["etag"]
        again = client.get(address, if_none_match=tag)
    assert tag.startswith('W/"')
    left = [each.json()["extensions"]["cost"]["throttleStatus"] for each in answers]
    assert [each["currentlyAvailable"] for each in left] == [8, 7]
    kept = ("etag", "cache-control")
    assert [[each.headers[name] for name in kept] for each in (*answers, again)] == [
        [tag, "private, max-age=0, must-revalidate"]
    ] * 3
    assert (again.status_code, again.headers["ratelimit-remaining"]) == (304, "6")


def test_a_batch_counts_as_its_operations(database: ScratchDatabase) -> None:
    with client_of(database, per_address=Rate(4, 3_600)) as client:
        first, second = (client.ask([{"query": COUNT}] * 3) for _ in range(2))
    assert (first.status_code, first.headers["ratelimit-remaining"]) == (200, "1")
    assert _refusal(second) == (429, "RATE_LIMITED")
    assert second.headers.get_list("ratelimit-remaining") == ["0"]


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_request_that_finds_no_place_is_refused_at_once(
    database: ScratchDatabase, accept: str
) -> None:
    async def ask_twice(client: Client) -> list[httpx.Response]:
        slow, headers = {"query": COUNT}, {"accept": accept}
        asked = (client.http.post("/graphql", json=slow, headers=headers) for _ in range(2))
        return await asyncio.gather(*asked)

    with client_of(database, requests=1) as client:
        answers = client.runner.run(ask_twice(client))
        assert sorted(answer.status_code for answer in answers) == [200, 503]
        [refused] = [answer for answer in answers if answer.status_code == 503]
        assert (_refusal(refused), refused.headers["retry-after"]) == ((503, "OVERLOADED"), "1")
        assert client.ask().status_code == 200
