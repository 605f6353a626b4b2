"""The ASGI application: the GraphQL endpoint, and what tells an operator how it is doing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from service.api.http import GraphQLEndpoint
from service.planner.execute import configure_session
from service.postgres import Database
from service.store.migrate import newest
from service.web.explorer import explorer_page

GRAPHQL_PATH = "/graphql"

_CONNECTIONS = 10
"""At most, per process; a statement takes milliseconds, and more would compete for the cores."""

_PATIENCE_SECONDS = 5.0
"""How long a request waits for a connection before it is told that the database is away."""


class Health(BaseModel):
    """An answer to a probe.

    Attributes:
        ready: whether queries can be answered.
        reason: why not.
    """

    ready: bool
    reason: str | None = None


def create_app(database: Database) -> Starlette:
    """Make the application that serves one database."""
    pool = _pool(database)
    revision = newest()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with pool:
            yield

    async def ready(_: Request) -> Response:
        """The database answers and has this build's tables."""
        return _answer(await _database_health(pool, revision))

    routes = [
        Route("/", _start),
        Route(GRAPHQL_PATH, GraphQLEndpoint(pool, page=explorer_page())),
        Route("/health", _alive),
        Route("/ready", ready),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _start(_: Request) -> Response:
    return RedirectResponse(GRAPHQL_PATH)


async def _alive(_: Request) -> Response:
    """The process answers; that says nothing about the database."""
    return _answer(Health(ready=True))


def _answer(health: Health) -> Response:
    status = 200 if health.ready else 503
    return Response(health.model_dump_json(), status, media_type="application/json")


def _pool(database: Database) -> AsyncConnectionPool[AsyncConnection]:
    return AsyncConnectionPool(
        database.url,
        open=False,
        min_size=2,
        max_size=_CONNECTIONS,
        timeout=_PATIENCE_SECONDS,
        configure=configure_session,
        kwargs={"autocommit": True},
    )


async def _database_health(pool: AsyncConnectionPool[AsyncConnection], revision: str) -> Health:
    try:
        async with pool.connection() as connection:
            cursor = await connection.execute("SELECT version_num FROM alembic_version")
            row = await cursor.fetchone()
    except psycopg.errors.UndefinedTable:
        return Health(ready=False, reason="the database was never migrated")
    except (psycopg.Error, PoolTimeout):
        return Health(ready=False, reason="the database does not answer")
    if row != (revision,):
        return Health(ready=False, reason="the database's tables are not those of this build")
    return Health(ready=True)
