"""GraphQL over HTTP: methods, media types, status codes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from psycopg_pool import AsyncConnectionPool

from service.api.http import GraphQLEndpoint
from service.planner.execute import configure_session
from service.planner.limits import Limits
from service.web.explorer import explorer_page
from tests.scratch import ScratchDatabase

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
ONE = '{ model(slug: "one") { name } }'
ANSWER = {"data": {"model": {"name": "One"}}}


@dataclass(frozen=True)
class Browser:
    """An HTTP client of one endpoint."""

    runner: asyncio.Runner
    client: httpx.AsyncClient

    def request(self, method: str, **arguments: Any) -> httpx.Response:
        return self.runner.run(self.client.request(method, "/graphql", **arguments))


@pytest.fixture(scope="module")
def browser(registry: ScratchDatabase) -> Iterator[Browser]:
    with asyncio.Runner() as runner:
        pool = AsyncConnectionPool[Any](
            registry.url, min_size=1, max_size=2, open=False, configure=configure_session
        )
        runner.run(pool.open())
        endpoint: Any = GraphQLEndpoint(pool, limits=Limits(depth=3), page=explorer_page())
        transport = httpx.ASGITransport(endpoint)
        client = httpx.AsyncClient(transport=transport, base_url="http://registry.test")
        yield Browser(runner, client)
        runner.run(client.aclose())
        runner.run(pool.close())


def test_a_query_is_posted_as_json(browser: Browser) -> None:
    asked = {
        "query": "query A { __typename } query B($s: String!) { model(slug: $s) { name } }",
        "operationName": "B",
        "variables": {"s": "one"},
    }
    response = browser.request("POST", json=asked)
    assert (response.status_code, response.headers["content-type"]) == (200, JSON)
    assert response.json() == ANSWER


def test_a_query_is_asked_for_by_get(browser: Browser) -> None:
    asked = {
        "query": "query ($s: String!) { model(slug: $s) { name } }",
        "variables": '{"s": "one"}',
    }
    response = browser.request("GET", params=asked)
    assert (response.status_code, response.json()) == (200, ANSWER)


def test_the_new_media_type_is_used_where_it_is_accepted(browser: Browser) -> None:
    headers = {"accept": f"{GRAPHQL_JSON}, {JSON};q=0.9"}
    response = browser.request("POST", json={"query": ONE}, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (200, GRAPHQL_JSON)
    response = browser.request("POST", json={"query": "{"}, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (400, GRAPHQL_JSON)


def test_errors_have_status_200_in_plain_json(browser: Browser) -> None:
    response = browser.request("POST", json={"query": "{ nothing }"})
    assert response.status_code == 200
    assert response.json() == {
        "errors": [
            {
                "message": "Cannot query field 'nothing' on type 'Query'.",
                "locations": [{"line": 1, "column": 3}],
                "extensions": {"code": "INVALID_DOCUMENT"},
            }
        ]
    }


def test_limits_are_those_that_the_endpoint_was_given(browser: Browser) -> None:
    response = browser.request("POST", json={"query": "{ models { nodes { tasks { support } } } }"})
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "TOO_DEEP"}


def test_a_browser_gets_the_page(browser: Browser) -> None:
    headers = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    response = browser.request("GET", headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (
        200,
        "text/html; charset=utf-8",
    )
    assert response.content == explorer_page()


@pytest.mark.parametrize(
    ("method", "arguments", "status", "message"),
    [
        ("POST", {"content": ONE}, 415, "The body must be application/json."),
        ("POST", {"json": []}, 400, "A request is a JSON object."),
        ("POST", {"json": {}}, 400, "A request has a string `query`."),
        ("POST", {"json": {"query": ONE, "variables": []}}, 400, "`variables` is an object."),
        ("POST", {"json": {"query": ONE, "operationName": 1}}, 400,
         "`operationName` is a string."),
        ("POST", {"json": {"query": "x" * 1_000_001}}, 413,
         "The body is larger than 1000000 bytes."),
        ("GET", {}, 400, "A request has a string `query`."),
        ("GET", {"params": {"query": ONE, "variables": "{"}}, 400,
         "Not JSON: unexpected end of data: line 1 column 2 (char 1)."),
        ("PUT", {"json": {"query": ONE}}, 405, "Ask with GET or POST."),
    ],
)  # fmt: skip
def test_what_is_no_graphql_request(
    browser: Browser, method: str, arguments: dict[str, Any], status: int, message: str
) -> None:
    response = browser.request(method, **arguments)
    assert response.status_code == status
    assert response.json() == {
        "errors": [{"message": message, "extensions": {"code": "BAD_REQUEST"}}]
    }
