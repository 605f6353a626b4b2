"""Serving: one process, its socket, and a clean end."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from functools import partial
from typing import cast

import uvicorn

from service.app import GRAPHQL_PATH, Options, create_app
from service.cli.connection import Connection, ConnectionLimits
from service.cli.ending import Stopped
from service.cli.sockets import SocketConnection
from service.errors import SettingsError
from service.postgres import Database
from service.settings import Settings

_FAREWELL_SECONDS = 3
"""How long requests under way may take when the service is asked to stop."""


class _Server(uvicorn.Server):
    """Tells when it answers requests, and when it begins to stop."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


def bind(settings: Settings) -> socket.socket:
    """Take the address that the settings name, before any work is done for nothing.

    Raises:
        SettingsError: somebody else has it, or it is none of this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        taken = socket.socket(family, kind, protocol)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except OSError as refused:
        raise SettingsError(_unusable(settings, refused)) from None
    return taken


def serve(
    database: Database, taken: socket.socket, options: Options, limits: ConnectionLimits
) -> None:
    """Serve a database until somebody asks to stop; returns then."""
    app = create_app(database, options)
    connection = partial(Connection, limits=limits, shortcut=app.shortcut)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=cast(type[asyncio.Protocol], connection),
        ws=SocketConnection,
        ws_max_size=options.http.body,
        # Who takes nothing does not come to the ping either.
        ws_ping_interval=limits.request_seconds,
        ws_ping_timeout=limits.request_seconds,
        log_level="warning",
        access_log=False,
        server_header=False,
        # uvicorn would believe X-Forwarded-For of whoever is on this machine; the gate decides.
        proxy_headers=False,
        timeout_graceful_shutdown=_FAREWELL_SECONDS,
    )
    ready = partial(announce, taken, has_explorer=options.http.takes_any)
    try:
        _Server(config, ready, app.end_streams).run([taken])
    except Stopped:
        print("Stopped.", flush=True)


def announce(taken: socket.socket, *, has_explorer: bool) -> None:
    """Print the addresses of what is served."""
    host, port = taken.getsockname()[:2]
    origin = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    explorer = f"  Explorer  {origin}{GRAPHQL_PATH} in a browser\n" if has_explorer else ""
    print(
        f"Serving on {origin}\n"
        f"  GraphQL   {origin}{GRAPHQL_PATH}\n"
        f"{explorer}"
        f"  Health    {origin}/health and {origin}/ready\n"
        "  SQL       modelgraph psql\n"
        "Ctrl-C stops it.",
        flush=True,
    )


def _unusable(settings: Settings, refused: OSError) -> str:
    place = f"{settings.host}:{settings.port}"
    if refused.errno == errno.EADDRINUSE:
        return f"{place} is in use by another program; choose another with --port or PORT"
    return f"{place}: {refused.strerror}"
