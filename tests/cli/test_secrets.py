"""Secrets stay secret: whatever fails, no output and no answer repeats one."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from service.domain.scopes import Scope
from service.settings import read_settings
from service.store.tokens import create_token
from tests.cli.conftest import Command
from tests.cli.serving import Service, start
from tests.scratch import ScratchDatabase

PASSWORD = "marked-hunter2"
GUESS = "mg_marked_guess"
QUERY = "{ registry { models } }"


def _with_password(database: ScratchDatabase) -> str:
    return database.address.replace("postgres@", f"postgres:{PASSWORD}@")


@pytest.fixture
def token(database: ScratchDatabase) -> str:
    with database.begin() as connection:
        return create_token(connection, "nightly", [Scope.IMPORT]).secret


@pytest.fixture
def service(database: ScratchDatabase, tmp_path: Path) -> Iterator[Service]:
    service = start(["serve"], {"DATABASE_URL": _with_password(database), "PORT": "0"}, tmp_path)
    yield service
    if service.process.poll() is None:
        service.end(signal.SIGTERM)


def _break_database(database: ScratchDatabase) -> None:
    """Let what the service asks fail in a way that nobody foresees."""
    with database.connect() as connection:
        connection.execute("ALTER TABLE tokens RENAME TO elsewhere")
        connection.execute("ALTER TABLE registry_state RENAME COLUMN models TO elsewhere")


def _cut_connections(database: ScratchDatabase) -> None:
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _ask(service: Service, secret: str) -> Iterator[str]:
    """All that the service answers to requests that carry a secret in every place they have."""
    address = f"{service.origin}/graphql"
    bearer = {"authorization": f"Bearer {secret}"}
    with httpx.Client(timeout=20) as client:
        for answer in (
            client.post(address, json={"query": QUERY}, headers=bearer),
            client.post(address, json={"query": QUERY}, headers={"authorization": secret}),
            client.post(
                address, json={"query": QUERY}, headers={"authorization": f"Basic {secret}"}
            ),
            client.post(address, json={"query": "{"}, headers=bearer),
            client.post(address, content=b"{", headers=bearer),
            client.put(address, headers=bearer),
            client.get(address, params={"query": QUERY, "access_token": secret}, headers=bearer),
            client.get(f"{service.origin}/elsewhere", headers=bearer),
            client.get(f"{service.origin}/ready", headers=bearer),
        ):
            yield f"{answer.headers} {answer.text}"
    yield _send(service, f"GET /graphql HTTP/1.1\r\nAuthorization: Bearer {secret}\r\nx\r\n\r\n")


def _send(service: Service, request: str) -> str:
    """What the service answers to bytes that are no HTTP."""
    place = urlsplit(service.origin)
    with socket.create_connection((place.hostname, place.port), timeout=20) as line:
        line.sendall(request.encode())
        return line.recv(65_536).decode()


@pytest.mark.parametrize(
    "breaking",
    [lambda _: None, _break_database, _cut_connections],
    ids=["nothing fails", "statements fail", "connections end"],
)
def test_a_service_repeats_no_secret(
    service: Service,
    database: ScratchDatabase,
    token: str,
    breaking: Callable[[ScratchDatabase], None],
) -> None:
    breaking(database)
    answers = [answer for secret in (token, GUESS) for answer in _ask(service, secret)]
    status, out, err = service.end(signal.SIGTERM)
    assert (status, len(answers)) == (0, 20)
    told = "\n".join([*answers, *service.printed, out, err])
    assert [secret for secret in (PASSWORD, token, GUESS) if secret in told] == []


def test_a_fault_of_ours_is_traced_without_a_secret(
    service: Service, database: ScratchDatabase, token: str
) -> None:
    _break_database(database)
    [answer, *_] = _ask(service, token)
    _, _, err = service.end(signal.SIGTERM)
    assert "INTERNAL_ERROR" in answer
    assert "Traceback" in err
    assert "UndefinedTable" in err
    assert token not in err
    assert PASSWORD not in err


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://ann:{PASSWORD}@nowhere.invalid/registry",
        f"postgresql://ann:{PASSWORD}@127.0.0.1:1/registry",
        f"postgresql://ann:p@{PASSWORD}@127.0.0.1:1/registry",
        f"postgresql://ann:{PASSWORD}@127.0.0.1:port/registry",
        f"postgresql://ann:{PASSWORD}@127.0.0.1:1/registry?nonsense={PASSWORD}",
        f"postgresql://ann:{PASSWORD}%zz@127.0.0.1:1/registry",
        f"host=127.0.0.1 password={PASSWORD}",
        PASSWORD,
    ],
)
@pytest.mark.parametrize("command", ["check", "serve", "migrate"])
def test_a_command_that_finds_no_database_repeats_no_password(
    modelgraph: Command, monkeypatch: pytest.MonkeyPatch, address: str, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("PORT", "0")
    outcome = modelgraph(command)
    assert outcome.status in (2, 3)
    assert outcome.err.startswith("error: ")
    assert PASSWORD not in outcome.out + outcome.err


def test_a_wrong_password_is_not_repeated(
    modelgraph: Command, database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = database.address.replace("postgres@", f"nobody:{PASSWORD}@")
    monkeypatch.setenv("DATABASE_URL", address)
    outcome = modelgraph("check")
    assert outcome.status == 3
    assert PASSWORD not in outcome.out + outcome.err


def test_a_setting_that_cannot_be_used_is_not_repeated(
    modelgraph: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PORT", "MODELGRAPH_READING", "MODELGRAPH_TRUSTED_PROXIES"):
        monkeypatch.setenv(name, PASSWORD)
    outcome = modelgraph("check")
    assert outcome.status == 2
    assert PASSWORD not in outcome.out + outcome.err


def test_settings_show_no_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://ann:{PASSWORD}@db/registry")
    settings = read_settings()
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert PASSWORD not in shown


def test_a_token_is_printed_where_it_is_created_and_nowhere_else(
    modelgraph: Command, registry: ScratchDatabase
) -> None:
    created = modelgraph("token", "create", "nightly", "--scope", "import")
    secret = created.out.strip()
    others = [
        modelgraph("token", "list"),
        modelgraph("token", "list", "--json"),
        modelgraph("token", "create", "nightly", "--scope", "import"),
        modelgraph("token", "revoke", "nightly"),
        modelgraph("token", "revoke", "nightly"),
    ]
    told = created.err + "".join(f"{outcome.out}{outcome.err}" for outcome in others)
    assert secret not in told
    kept = registry.rows("SELECT to_jsonb(tokens) FROM tokens")
    assert secret not in json.dumps(kept)
