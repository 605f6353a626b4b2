"""The ASGI application: the GraphQL endpoint, and what tells an operator how it is doing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from importlib import metadata
from typing import Any

import psycopg
from fastapi import FastAPI, Request, Response, status
from fastapi.responses import JSONResponse, RedirectResponse
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from service.api.access.bearer import Bearers
from service.api.access.gate import AccessGate, AccessOptions
from service.api.http.caching import AnswerCache, CacheOptions
from service.api.http.endpoint import GraphQLEndpoint
from service.api.http.execution import Execution
from service.api.http.options import HttpOptions
from service.api.http.origins import Origins
from service.api.http.persisted import open_persisted
from service.api.http.responses import Page
from service.api.http.shortcut import Shortcut
from service.api.http.version import VersionReader
from service.api.importer import Importer, ImportOptions
from service.api.realtime.feed import Feed
from service.api.realtime.results import Results
from service.api.realtime.streams import Streams
from service.api.schema import open_operations, print_sdl
from service.api.uploads.endpoint import UploadEndpoint
from service.planner.execute import configure_session
from service.planner.limits import Limits
from service.postgres import Database
from service.store.migrate import newest
from service.web.explorer import explorer_page, explorer_policy

GRAPHQL_PATH = "/graphql"
IMPORTS_PATH = "/imports"

_CONNECTIONS = 10
"""At most, per process; a statement takes milliseconds, and more would compete for the cores."""


class Health(BaseModel):
    """An answer to a probe.

    Attributes:
        ready: whether queries can be answered.
        reason: why not.
    """

    ready: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator may choose about a service.

    Attributes:
        limits: on operations.
        http: on requests.
        access: on who asks, and how often.
        pool_seconds: for which a request waits for a connection, before it is told that the
            database is away.
        streams: WebSockets and event streams that are open at the same time, at most.
        cache: on answers that are kept.
        imports: on what is imported.
    """

    limits: Limits = field(default_factory=Limits)
    http: HttpOptions = field(default_factory=HttpOptions)
    access: AccessOptions = field(default_factory=AccessOptions)
    pool_seconds: float = 5.0
    streams: int = 500
    cache: CacheOptions = field(default_factory=CacheOptions)
    imports: ImportOptions = field(default_factory=ImportOptions)


class Application(FastAPI):
    """The endpoint at its address, and FastAPI at all others, which costs the endpoint nothing.

    Attributes:
        shortcut: answers the endpoint's repeated questions, for a server that asks it.
        end_streams: to be called when the service stops, before requests under way are waited for.
    """

    def __init__(
        self, endpoint: GraphQLEndpoint, cache: AnswerCache, streams: Streams, **settings: Any
    ) -> None:
        super().__init__(
            title="Modelgraph",
            openapi_url=None,
            exception_handlers={HTTPException: _tell_status, Exception: _tell_failure},
            **settings,
        )
        self.shortcut = Shortcut(GRAPHQL_PATH, endpoint, cache)
        self.end_streams = streams.end
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at the endpoint's address and nowhere near it; lifespan has no address."""
        if scope.get("path") == GRAPHQL_PATH:
            await self._endpoint(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


_DEFAULTS = Options()


def create_app(database: Database, options: Options = _DEFAULTS) -> Application:
    """Make the application that serves one database."""
    pool = _pool(database, options)
    feed = Feed(database.url)
    version = VersionReader(database.url)
    cache = AnswerCache(version, _build(), options.cache)
    importer = Importer(database.url, options.imports)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with pool, feed.running(), version.reading(), importer.running():
            yield

    gate, origins = AccessGate(Bearers(pool), options.access), Origins(options.http.origins)
    execution = _execution(pool, gate, importer, options)
    streams = Streams(Results(execution, feed), gate, origins, options.streams)
    endpoint = GraphQLEndpoint(
        execution,
        options.http,
        page=_page(options),
        gate=gate,
        cache=cache,
        version=version,
        realtime=streams,
    )
    app = Application(endpoint, cache, streams, lifespan=lifespan)
    app.router.routes.append(Route(IMPORTS_PATH, UploadEndpoint(importer, gate, origins)))

    _add_probes(app, pool, newest())
    return app


def _add_probes(app: FastAPI, pool: AsyncConnectionPool[AsyncConnection], revision: str) -> None:
    """Tell operators how the service is doing, and lead browsers to the endpoint."""

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


def _build() -> bytes:
    """What tells this build's answers from another's."""
    return sha256(f"{metadata.version('modelgraph')} {print_sdl()}".encode()).digest()


def _execution(
    pool: AsyncConnectionPool[Any], gate: AccessGate, importer: Importer, options: Options
) -> Execution:
    operations, persisted = open_operations(options.limits), open_persisted(options.http)
    return Execution(operations, pool, persisted, gate, importer)


def _page(options: Options) -> Page | None:
    # A page whose questions would all be refused is of no use.
    return Page(explorer_page(), explorer_policy()) if options.http.takes_any else None


async def _tell_status(_: Request, fault: HTTPException) -> JSONResponse:
    """A status that a route or its absence led to, by its own name and nothing more."""
    reason = HTTPStatus(fault.status_code)
    return _told(reason, reason.name, reason.phrase, fault.headers)


async def _tell_failure(_: Request, __: Exception) -> JSONResponse:
    message = "The request failed; the service's log says why."
    return _told(HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", message)


def _told(
    reason: HTTPStatus, code: str, message: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    error = {"message": f"{message.rstrip('.')}.", "extensions": {"code": code}}
    return JSONResponse({"errors": [error]}, reason, headers)


def _pool(database: Database, options: Options) -> AsyncConnectionPool[AsyncConnection]:
    return AsyncConnectionPool(
        database.url,
        open=False,
        min_size=2,
        max_size=_CONNECTIONS,
        timeout=options.pool_seconds,
        configure=partial(configure_session, limits=options.limits),
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
