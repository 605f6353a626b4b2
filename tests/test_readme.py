"""What the guides say is so: their queries and answers, every command, code and link."""

from __future__ import annotations

import ast
import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response

from service.app import create_app
from service.cli.commands import program
from service.ingest.seeding import seed
from service.postgres import Database
from tests.scratch import ScratchDatabase, ScratchServer

ROOT = Path(__file__).parents[1]
TEXTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
GUIDES = [
    ROOT / name
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "docs/api.md",
        "docs/architecture.md",
        "docs/licences.md",
    )
]
README = (ROOT / "README.md").read_text(encoding="utf-8")
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")

_QUESTION = re.compile(r"```graphql\n(.*?)```(?:\s*```json\n(.*?)```)?", re.DOTALL)
QUERIES = _QUESTION.findall(README)
OF_FRONT_ENDS = [pair for pair in _QUESTION.findall(API) if pair[1]]
REQUESTS = re.findall(r"curl .*?-d '(.*?)'", README, re.DOTALL)
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
_ERRORS = ("problem", "coded", "Refusal")
"""What an error is made by; its code is a literal beside."""

COMMANDS = [
    command.name or command.callback.__name__
    for command in program.registered_commands
    if command.callback
] + [group.name for group in program.registered_groups]


@pytest.fixture(scope="module")
def registry(migrated_server: ScratchServer) -> Iterator[ScratchDatabase]:
    """A registry that has what a new one starts with."""
    with migrated_server.scratch() as database:
        with database.begin() as connection:
            seed(connection, ROOT / "seed" / "documents")
        yield database


def ask(registry: ScratchDatabase, request: dict[str, Any]) -> Any:
    """The answer, without the extensions, which the guides say they leave out."""
    response = asyncio.run(_post(registry, request))
    assert response.status_code == 200
    answer = response.json()
    assert list(answer.pop("extensions")) == ["cost"]
    return answer


async def _post(registry: ScratchDatabase, request: dict[str, Any]) -> Response:
    app = create_app(Database(registry.url))
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://registry") as client,
    ):
        return await client.post("/graphql", json=request)


def test_there_are_three_answers_and_a_table() -> None:
    assert [bool(answer) for _, answer in QUERIES] == [True, True, True, False]


def test_front_ends_questions_are_numbered_and_have_one_answer_each() -> None:
    numbers = range(1, len(OF_FRONT_ENDS) + 1)
    assert re.findall(r"^### (\d+)\.", API, re.MULTILINE) == [str(n) for n in numbers]
    assert len(OF_FRONT_ENDS) >= 16


@pytest.mark.parametrize(
    ("query", "answer"), [*(pair for pair in QUERIES if pair[1]), *OF_FRONT_ENDS]
)
def test_answers_are_real(registry: ScratchDatabase, query: str, answer: str) -> None:
    assert ask(registry, {"query": query}) == json.loads(answer)


def test_every_known_cell_of_the_table_has_evidence(registry: ScratchDatabase) -> None:
    (query,) = [query for query, answer in QUERIES if not answer]
    rows = ask(registry, {"query": query})["data"]["compare"]["rows"]
    known = [cell for row in rows for cell in row["cells"] if cell["text"]]
    assert len(known) > 60
    assert [cell for cell in known if not cell["evidence"] or not cell["reason"]] == []


def test_every_code_of_an_error_is_told() -> None:
    table = "".join(re.findall(r"^\| (`.*?) \|", API, re.MULTILINE))
    told = re.findall(r"`([A-Z][A-Z_]+)`", table)
    source = "".join(path.read_text("utf-8") for path in (ROOT / "service").rglob("*.py"))
    assert sorted(set(codes()) - set(told)) == []
    assert [each for each in told if f'"{each}"' not in source] == []


@pytest.mark.parametrize("request_", REQUESTS)
def test_requests_are_answered(registry: ScratchDatabase, request_: str) -> None:
    assert ask(registry, json.loads(request_)) == {
        "data": {"registry": {"models": 4, "tasks": 10, "features": 4, "conflicts": 1}}
    }


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_commands_exist(guide: Path) -> None:
    text = guide.read_text("utf-8")
    assert set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(code(text)))) <= set(TARGETS)
    assert set(re.findall(r"\bmodelgraph ([a-z]+)\b", "\n".join(code(text)))) <= set(COMMANDS)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_links_lead_somewhere(text: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)", text.read_text("utf-8"))
    assert [link for link in links if not (text.parent / link).exists()] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_paths_are_there(guide: Path) -> None:
    paths = re.findall(r"`((?:service|tests|seed|docs)/[\w./-]+)`", guide.read_text("utf-8"))
    assert [path for path in paths if not (ROOT / path).exists()] == []


def codes() -> Iterator[str]:
    """The codes that errors are made with, anywhere in the service."""
    for path in (ROOT / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _ERRORS:
                literals = [each.value for each in node.args if isinstance(each, ast.Constant)]
                yield from filter(re.compile("[A-Z][A-Z_]+").fullmatch, map(str, literals))


def _name(called: ast.expr) -> str:
    return getattr(called, "attr", getattr(called, "id", ""))


def code(text: str) -> Iterator[str]:
    """What a guide shows as code: fenced, indented, and within lines."""
    yield from re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    yield from re.findall(r"^    (.*)$", text, re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", text)
