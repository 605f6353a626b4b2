"""The application's own routes; those of the GraphQL endpoint are in tests/api."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from service.app import Options, create_app
from service.postgres import Database
from tests.scratch import ScratchDatabase, ScratchServer

READY = {"ready": True, "reason": None}


def _ask(
    url: str, *requests: httpx.Request, options: Options | None = None
) -> list[httpx.Response]:
    """What the application answers that serves a database, started and stopped around it."""

    async def ask() -> list[httpx.Response]:
        app = create_app(Database(url), options or Options())
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport) as client,
        ):
            return [await client.send(request) for request in requests]

    return asyncio.run(ask())


def _get(path: str) -> httpx.Request:
    return httpx.Request("GET", f"http://test{path}")


def _readiness(url: str) -> tuple[int, object]:
    [answer] = _ask(url, _get("/ready"))
    return answer.status_code, answer.json()


def test_it_is_ready_where_the_database_has_this_builds_tables(database: ScratchDatabase) -> None:
    assert _readiness(database.url) == (200, READY)


def test_it_leads_to_the_endpoint_which_answers_at_its_very_address(
    database: ScratchDatabase,
) -> None:
    query = {"query": "{ registry { models } }"}
    start, answer = _ask(
        database.url, _get("/"), httpx.Request("POST", "http://test/graphql", json=query)
    )
    assert (start.status_code, start.headers["location"]) == (307, "/graphql")
    assert (answer.status_code, answer.json()["data"]) == (200, {"registry": {"models": 0}})


@pytest.mark.parametrize("path", ["/elsewhere", "/graphql/", "/docs", "/redoc", "/openapi.json"])
def test_there_is_nothing_elsewhere(database: ScratchDatabase, path: str) -> None:
    [answer] = _ask(database.url, _get(path))
    assert (answer.status_code, answer.json()) == (404, _refusal("NOT_FOUND", "Not Found."))


def test_another_method_is_told_which_are_allowed(database: ScratchDatabase) -> None:
    [answer] = _ask(database.url, httpx.Request("DELETE", "http://test/health"))
    refusal = _refusal("METHOD_NOT_ALLOWED", "Method Not Allowed.")
    assert (answer.status_code, answer.json()) == (405, refusal)
    assert answer.headers["allow"] == "GET"


def test_a_failure_is_not_shown(database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.app._database_health", None)
    [answer] = _ask(database.url, _get("/ready"))
    message = "The request failed; the service's log says why."
    assert (answer.status_code, answer.json()) == (500, _refusal("INTERNAL_ERROR", message))


def _refusal(code: str, message: str) -> object:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


def test_it_is_not_ready_for_a_database_that_was_never_migrated(
    empty_database: ScratchDatabase,
) -> None:
    unready = {"ready": False, "reason": "the database was never migrated"}
    assert _readiness(empty_database.url) == (503, unready)


def test_it_is_not_ready_for_the_tables_of_another_build(database: ScratchDatabase) -> None:
    with database.connect() as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'another'")
    unready = {"ready": False, "reason": "the database's tables are not those of this build"}
    assert _readiness(database.url) == (503, unready)


def test_it_lives_and_is_not_ready_where_the_database_is_away(
    server: ScratchServer,
) -> None:
    away = server.socket.conninfo("nowhere")
    hasty = Options(pool_seconds=0.2)
    alive, ready = _ask(away, _get("/health"), _get("/ready"), options=hasty)
    assert (alive.status_code, alive.json()) == (200, READY)
    unready = {"ready": False, "reason": "the database does not answer"}
    assert (ready.status_code, ready.json()) == (503, unready)
