"""A live service with the seed documents, and the programs that clients of other makes need."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.cli.opening import import_seed
from service.postgres import Database
from tests.cli.serving import Service, start
from tests.scratch import ScratchDatabase, ScratchServer

_NODE = Path(__file__).with_name("node")
_OLDEST = 20
_INSTALLED = _NODE / "node_modules" / ".package-lock.json"


@pytest.fixture(scope="session")
def registry(migrated_server: ScratchServer) -> Iterator[ScratchDatabase]:
    """A registry with the seed documents."""
    with migrated_server.scratch() as database:
        import_seed(Database(database.url))
        yield database


@pytest.fixture(scope="session")
def service(
    registry: ScratchDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    running = start(["serve", "--port", "0"], {"DATABASE_URL": registry.address}, folder)
    try:
        yield running
    finally:
        running.end(signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Node:
    """Runs the programs of tests/clients/node."""

    executable: str

    def run(self, program: str, *arguments: str) -> Any:
        """The JSON that a program prints."""
        done = subprocess.run(
            [self.executable, program, *arguments],
            cwd=_NODE,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def node() -> Node:
    """Node.js with the locked packages; without Node.js the test is skipped and says so."""
    executable, npm = shutil.which("node"), shutil.which("npm")
    if executable is None or npm is None:
        pytest.skip("Node.js and npm are not installed")
    version = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True)
    if int(version.stdout.removeprefix("v").partition(".")[0]) < _OLDEST:
        pytest.skip(f"Node.js is {version.stdout.strip()}; the packages need {_OLDEST}")
    lock = _NODE / "package-lock.json"
    if not _INSTALLED.exists() or _INSTALLED.stat().st_mtime < lock.stat().st_mtime:
        environment = {**os.environ, "npm_config_update_notifier": "false"}
        subprocess.run([npm, "ci", "--silent"], cwd=_NODE, env=environment, check=True)
    return Node(executable)
