"""`docs/analytics.md` shows what its questions really answer."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from service.cli.opening import import_seed
from service.postgres import Database, program
from service.store.analytics import login_as_analyst
from tests.scratch import ScratchDatabase

DOCUMENT = Path(__file__).parents[2] / "docs" / "analytics.md"
QUESTIONS = re.findall(
    r"^## (?P<title>[^\n]*)\n[^`]*^```sql\n(?P<sql>[^`]*)^```\n\n```text\n(?P<answer>[^`]*)^```$",
    DOCUMENT.read_text(encoding="utf-8"),
    re.MULTILINE,
)


def ask(database: ScratchDatabase, query: str) -> str:
    """What psql prints, without the blanks at the ends of lines."""
    conninfo = f"--dbname={login_as_analyst(database.url)}"
    command = [str(program("psql")), "--no-psqlrc", conninfo, f"--command={query}"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())


@pytest.fixture
def seeded(database: ScratchDatabase) -> ScratchDatabase:
    import_seed(Database(database.url))
    return database


def test_there_are_five_questions() -> None:
    assert len(QUESTIONS) == 5


def test_the_answers_are_those_of_the_seed_documents(seeded: ScratchDatabase) -> None:
    shown = {title: answer.rstrip("\n") for title, _, answer in QUESTIONS}
    assert {title: ask(seeded, query) for title, query, _ in QUESTIONS} == shown
