"""The ASGI application: the GraphQL endpoint, and what tells an operator how it is doing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from fastapi import FastAPI, Response, status
from fastapi.responses import RedirectResponse
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from pydantic import BaseModel
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


def create_app(database: Database) -> FastAPI:
    """Make the application that serves one database."""
    pool = _pool(database)
    revision = newest()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with pool:
            yield

    app = FastAPI(title="Modelgraph", lifespan=lifespan, openapi_url=None)
    app.router.routes.append(Route(GRAPHQL_PATH, GraphQLEndpoint(pool, page=explorer_page())))

    @app.get("/", include_in_schema=False)
    async def start() -> RedirectResponse:
        return RedirectResponse(GRAPHQL_PATH)

    @app.get("/health")
    async def alive() -> Health:
        """The process answers; it says nothing about the database."""
        return Health(ready=True)

    @app.get("/ready")
    async def ready(response: Response) -> Health:
        """The database answers and has this build's tables."""
        health = await _database_health(pool, revision)
        if not health.ready:
            response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return health

    return app


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
