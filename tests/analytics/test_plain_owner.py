"""Somebody else's server: the registry's user owns the database and is no superuser."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.errors import InsufficientPrivilege

from service.errors import DatabaseNotPermitted
from service.postgres import embedded_server
from service.store.analytics import act_as_analyst, login_as_analyst
from service.store.migrate import current, downgrade, migrate
from tests.scratch import SERVER_OPTIONS, ScratchServer


@pytest.fixture(scope="module")
def foreign() -> Iterator[ScratchServer]:
    """A server that never saw the analysts' role, with two users who own a database each."""
    folder = Path(tempfile.mkdtemp(prefix="modelgraph-"))
    try:
        with embedded_server(folder / "postgres", SERVER_OPTIONS) as socket:
            with psycopg.connect(socket.conninfo("postgres"), autocommit=True) as connection:
                connection.execute("CREATE ROLE plain LOGIN")
                connection.execute("CREATE ROLE maker LOGIN CREATEROLE")
                connection.execute("CREATE DATABASE plain OWNER plain")
                connection.execute("CREATE DATABASE maker OWNER maker")
            yield ScratchServer(socket)
    finally:
        shutil.rmtree(folder)


def _url(server: ScratchServer, user: str) -> str:
    return make_conninfo(server.socket.conninfo(user), user=user)


def test_an_administrator_makes_the_role_where_the_owner_may_not(foreign: ScratchServer) -> None:
    url = _url(foreign, "plain")
    with pytest.raises(DatabaseNotPermitted, match="let an administrator run: CREATE ROLE"):
        migrate(url)
    assert current(url) is None


def test_an_owner_who_may_make_roles_needs_nobody(foreign: ScratchServer) -> None:
    url = _url(foreign, "maker")
    migrate(url)
    downgrade(url)
    migrate(url)
    for door in (act_as_analyst, login_as_analyst):
        with psycopg.connect(door(url), autocommit=True) as connection:
            assert connection.execute("SELECT count(*) FROM models").fetchone() == (0,)
            with pytest.raises(InsufficientPrivilege):
                connection.execute("SELECT count(*) FROM public.claims")


def test_an_owner_who_may_not_make_roles_finds_the_other_one_s(foreign: ScratchServer) -> None:
    migrate(_url(foreign, "maker"))
    url = _url(foreign, "plain")
    migrate(url)
    with psycopg.connect(login_as_analyst(url)) as connection:
        assert connection.execute("SELECT count(*) FROM models").fetchone() == (0,)
