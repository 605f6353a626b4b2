"""`modelgraph up` as its users meet it: processes, signals, and two of them at once."""

from __future__ import annotations

import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.pages import PAGE
from tests.cli.serving import Service, run, start
from tests.postgres.holding import kill_server, server_pid

MODELS = "{ registry { models } models { nodes { slug } } }"
SEEDED = {
    "registry": {"models": 4},
    "models": {
        "nodes": [
            {"slug": "clip"},
            {"slug": "mask-r-cnn"},
            {"slug": "sam-clip"},
            {"slug": "yolov8-instance-segmentation"},
        ]
    },
}
EMPTY = {"registry": {"models": 0}, "models": {"nodes": []}}


@pytest.fixture(scope="module")
def parent() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="modelgraph-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def settings(parent: Path) -> dict[str, str]:
    """A data folder that the module's tests share, and any free port."""
    return {"MODELGRAPH_DATA_DIR": str(parent / "data"), "PORT": "0", "DATABASE_URL": ""}


@pytest.fixture(scope="module")
def folder(parent: Path, settings: dict[str, str]) -> Path:
    """The data folder, with the seed documents, and nobody who uses it."""
    end(start(["up"], settings, parent))
    return parent / "data"


def end(service: Service, number: signal.Signals = signal.SIGTERM) -> None:
    """Stop it, and insist that it stops as it should."""
    began = time.monotonic()
    assert service.end(number) == (0, "Stopped.\n", "")
    assert time.monotonic() - began < 10


def test_an_empty_registry_has_the_vocabulary_and_no_documents(parent: Path) -> None:
    data = parent / "empty"
    service = start(["up", "--empty", "--port", "0"], {"MODELGRAPH_DATA_DIR": str(data)}, parent)
    try:
        assert service.query(MODELS) == EMPTY
        assert service.query('{ task(slug: "classification") { name } }') == {
            "task": {"name": "Classification"}
        }
    finally:
        end(service)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_the_seed_documents_until_it_is_asked_to_stop(
    parent: Path, folder: Path, settings: dict[str, str], number: signal.Signals
) -> None:
    service = start(["up"], settings, parent)
    assert service.query(MODELS) == SEEDED
    assert httpx.get(f"{service.origin}/health").json() == {"ready": True, "reason": None}
    assert httpx.get(f"{service.origin}/ready").json() == {"ready": True, "reason": None}
    end(service, number)
    assert server_pid(folder) is None


def test_it_prints_the_addresses_of_what_it_serves(
    parent: Path, folder: Path, settings: dict[str, str]
) -> None:
    service = start(["up"], settings, parent)
    end(service)
    assert service.printed == [
        f"Serving on {service.origin}",
        f"  GraphQL   {service.origin}/graphql",
        f"  Explorer  {service.origin}/graphql in a browser",
        f"  Health    {service.origin}/health and {service.origin}/ready",
        "  SQL       modelgraph psql",
        "Ctrl-C stops it.",
    ]


def test_open_connections_do_not_keep_it_from_stopping(
    parent: Path, folder: Path, settings: dict[str, str]
) -> None:
    service = start(["up"], settings, parent)
    host, port = service.origin.removeprefix("http://").split(":")
    with (
        httpx.Client() as kept_alive,
        socket.create_connection((host, int(port))) as half_a_request,
    ):
        kept_alive.get(f"{service.origin}/health")
        half_a_request.sendall(b"POST /graphql HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
        end(service)


def test_an_import_in_a_second_terminal_uses_the_same_server(
    parent: Path, settings: dict[str, str]
) -> None:
    data = parent / "shared"
    mine = {**settings, "MODELGRAPH_DATA_DIR": str(data)}
    page = parent / "page.txt"
    page.write_text(PAGE)
    service = start(["up", "--empty"], mine, parent)
    running = server_pid(data)
    imported = run(["import", str(page)], mine)
    assert imported.returncode == 0
    assert server_pid(data) == running
    assert service.query('{ model(slug: "alpha") { organization { name } } }') == {
        "model": {"organization": {"name": "OpenAI"}}
    }
    end(service)
    assert server_pid(data) is None


def test_two_at_once_share_the_database_and_the_last_one_stops_it(
    parent: Path, folder: Path, settings: dict[str, str]
) -> None:
    first, second = start(["up"], settings, parent), start(["serve"], settings, parent)
    end(first)
    assert second.query(MODELS) == SEEDED
    end(second)
    assert server_pid(folder) is None


def test_the_next_start_recovers_what_a_killed_service_left(
    parent: Path, folder: Path, settings: dict[str, str]
) -> None:
    service = start(["up"], settings, parent)
    assert service.end(signal.SIGKILL)[0] == -signal.SIGKILL
    kill_server(folder)
    service = start(["up"], settings, parent)
    assert service.query(MODELS) == SEEDED
    end(service)
    assert server_pid(folder) is None


def test_a_port_in_use_is_told_before_anything_is_done(
    parent: Path, settings: dict[str, str]
) -> None:
    unused = {**settings, "MODELGRAPH_DATA_DIR": str(parent / "unused")}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run(["up", "--port", str(port)], unused)
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        2,
        "",
        f"error: A setting has a value that cannot be used: 127.0.0.1:{port} is in use by another"
        " program; choose another with --port or PORT\n",
    )
    assert not (parent / "unused").exists()


def test_a_dot_env_file_sets_what_the_environment_does_not(parent: Path, folder: Path) -> None:
    working = parent / "working"
    working.mkdir()
    (working / ".env").write_text(f"MODELGRAPH_DATA_DIR={folder}\nPORT=1\nHOST=127.0.0.1\n")
    service = start(["up"], {"PORT": "0"}, working)
    assert service.query(MODELS) == SEEDED
    end(service)
