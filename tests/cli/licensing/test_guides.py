"""What the guides show of `modelgraph license` is what it prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.scratch import ScratchDatabase

ROOT = Path(__file__).parents[3]
GUIDES = [ROOT / "README.md", ROOT / "docs" / "licences.md"]
_SHOWN = re.compile(
    r"```sh\n(?:\.venv/bin/)?modelgraph (license [^\n]*)\n```\s*```text\n(.*?)```", re.DOTALL
)
SHOWN = [shown for guide in GUIDES for shown in _SHOWN.findall(guide.read_text("utf-8"))]
BY_NAME = [shown for shown in SHOWN if "--models" not in shown[0]]
OF_MODELS = [shown for shown in SHOWN if "--models" in shown[0]]


def test_guides_show_both_kinds_of_checks() -> None:
    assert (len(BY_NAME), len(OF_MODELS)) == (6, 1)


@pytest.mark.parametrize(("command", "printed"), BY_NAME)
def test_what_is_shown_of_names_is_printed(modelgraph: Command, command: str, printed: str) -> None:
    assert modelgraph(*shlex.split(command)).out == printed


@pytest.mark.parametrize(("command", "printed"), OF_MODELS)
def test_what_is_shown_of_models_is_printed(
    modelgraph: Command, registry: ScratchDatabase, command: str, printed: str
) -> None:
    assert modelgraph("import", str(ROOT / "seed" / "documents")).status == 0
    assert modelgraph(*shlex.split(command)).out == printed


def test_advice_is_disclaimed_once() -> None:
    texts = {path: path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md")}
    texts |= {path: path.read_text("utf-8") for path in (ROOT / "service").rglob("*.py")}
    found = {path.name: text.count("legal advice") for path, text in texts.items()}
    assert {name: count for name, count in found.items() if count} == {"licences.md": 1}
