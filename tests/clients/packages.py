"""What clients of other makes need: Node.js with npm's packages, and a Python of their own.

Both are installed from locks, once, and again when the lock changes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

CLIENTS = Path(__file__).parent
SCHEMA = CLIENTS.parents[1] / "schema.graphql"
NODE = CLIENTS / "node"
PYTHON = CLIENTS / "python"

_OLDEST_NODE = 20
_PATIENCE_SECONDS = 120


class Missing(Exception):
    """What a client needs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """Runs programs to their end.

    Attributes:
        executable: the interpreter.
    """

    executable: Path

    def run(self, *arguments: str | Path, cwd: Path = NODE) -> str:
        """What a program printed; that it fails is a failure of the test."""
        done = subprocess.run(
            [self.executable, *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def ask(self, *arguments: str | Path, cwd: Path = NODE) -> Any:
        """The JSON that a program printed."""
        return json.loads(self.run(*arguments, cwd=cwd))


def install_node() -> Runtime:
    """Node.js with the packages of `node`.

    Raises:
        Missing: Node.js or npm is not installed, or too old.
    """
    executable, npm = shutil.which("node"), shutil.which("npm")
    if executable is None or npm is None:
        raise Missing("Node.js and npm are not installed")
    node = Runtime(Path(executable))
    version = node.run("--version").strip()
    if int(version.removeprefix("v").partition(".")[0]) < _OLDEST_NODE:
        raise Missing(f"Node.js is {version}; the packages need {_OLDEST_NODE}")
    installed = Stamp(NODE / "node_modules" / ".lock", NODE / "package-lock.json")
    if not installed.is_current():
        quiet = {"npm_config_update_notifier": "false"}
        _install([npm, "ci", "--silent"], quiet)
        installed.write()
    return node


def install_python() -> Runtime:
    """A Python with the packages of `python`, in a folder of this one's environment."""
    folder = Path(sys.prefix) / "clients"
    lock = PYTHON / "requirements.txt"
    python = folder / "bin" / "python"
    installed = Stamp(folder / ".lock", lock)
    if not installed.is_current():
        venv.create(folder, clear=True, symlinks=True)
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
        _install([*pip, "--disable-pip-version-check", "--require-hashes", "-r", str(lock)])
        installed.write()
    return Runtime(python)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Tells whether what a lock says is installed."""

    path: Path
    lock: Path

    def is_current(self) -> bool:
        return self.path.exists() and self.path.read_text() == self._digest()

    def write(self) -> None:
        self.path.write_text(self._digest())

    def _digest(self) -> str:
        return sha256(self.lock.read_bytes()).hexdigest()


def _install(command: list[str], settings: Mapping[str, str] | None = None) -> None:
    environment = {**os.environ, **(settings or {})}
    done = subprocess.run(
        command, cwd=NODE, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
