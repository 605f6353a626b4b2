"""docs/api.md shows clients as the tests run them."""

from __future__ import annotations

import re

import pytest

from tests.clients.packages import CLIENTS, NODE, PYTHON

GUIDE = (CLIENTS.parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(
    r"```(?:js|python|toml)\n(.*?)```", GUIDE.partition("\n## Clients\n")[2], re.S
)
PROGRAMS = [*NODE.glob("*.mjs"), *NODE.glob("relay/src/*.js"), *PYTHON.glob("*.*")]


def unindented(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


RUN = [unindented(path.read_text(encoding="utf-8")) for path in PROGRAMS]


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_is_part_of_a_program(snippet: str) -> None:
    assert [unindented(snippet) in program for program in RUN].count(True) >= 1


def test_each_client_is_shown() -> None:
    assert len(SNIPPETS) == 11
