"""The command line, in this process and as processes of its own."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import pytest

from service.cli import main
from tests.scratch import ScratchDatabase


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, with all that it printed."""

    status: int
    out: str
    err: str


class Command(Protocol):
    """Runs `modelgraph` with these arguments in this process."""

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Outcome: ...


@contextmanager
def _kept_signals() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def modelgraph(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Command:
    """The command, in a folder without a `.env`; it has no settings yet."""
    for name in ("MODELGRAPH_DATA_DIR", "DATABASE_URL", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("working-folder"))

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["modelgraph", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with _kept_signals(), pytest.raises(SystemExit) as ended:
            main()
        printed = capfd.readouterr()
        return Outcome(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def registry(
    modelgraph: Command, database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> ScratchDatabase:
    """A registry with the vocabulary and no documents, which the command uses."""
    monkeypatch.setenv("DATABASE_URL", database.address)
    return database
