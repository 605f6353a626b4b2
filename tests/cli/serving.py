"""`modelgraph` as a process of its own, for tests of how it lives and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_PROGRAM = "from service.cli import main; main()"
_PATIENCE_SECONDS = 60


@dataclass
class Service:
    """A running `modelgraph up` or `serve`.

    Attributes:
        printed: the lines that it printed so far.
        origin: what it serves on, such as http://127.0.0.1:8000.
    """

    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.printed[0].removeprefix("Serving on ")

    def read_announcement(self) -> None:
        """Wait until it says that it serves."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line.rstrip("\n"))
            if line == "Ctrl-C stops it.\n":
                return
        raise AssertionError(f"it did not serve: {self.printed} {self.process.communicate()}")

    def query(self, text: str) -> object:
        """Ask over HTTP; the answer's data."""
        answer = httpx.post(f"{self.origin}/graphql", json={"query": text}, timeout=10)
        return answer.raise_for_status().json()["data"]

    def end(self, number: signal.Signals) -> tuple[int, str, str]:
        """Send a signal; the exit status and what it still printed."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=_PATIENCE_SECONDS)
        return self.process.returncode, out, err


def run(arguments: list[str], settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `modelgraph` to its end."""
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
        check=False,
    )


def start(arguments: list[str], settings: Mapping[str, str], cwd: Path) -> Service:
    """Start a command that serves; returns when it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *arguments],
        env={**os.environ, **settings},
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    service = Service(process)
    service.read_announcement()
    return service
