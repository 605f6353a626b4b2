"""`--operations`: the list of the only operations that are answered."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Command
from tests.cli.serving import start
from tests.scratch import ScratchDatabase

LISTED = "query Listed { registry { models } }"


@pytest.mark.parametrize("command", ["up", "serve"])
@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "No such file or directory"),
        ("[]", "expected Apollo's manifest, or texts by their ids"),
        ('{"x": "{ nope }"}', "'x': Cannot query field 'nope' on type 'Query'."
         " Did you mean 'node' or 'nodes'?"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_answered_ends_the_command_before_it_begins(
    modelgraph: Command, tmp_path: Path, command: str, content: str | None, complaint: str
) -> None:
    file = tmp_path / "operations.json"
    if content is not None:
        file.write_text(content)
    ended = modelgraph(command, "--operations", str(file))
    told = f"error: The list of operations cannot be used: {file}: {complaint}\n"
    assert (ended.status, ended.out, ended.err) == (2, "", told)


def test_only_listed_operations_are_answered(database: ScratchDatabase, tmp_path: Path) -> None:
    file = tmp_path / "operations.json"
    file.write_text(json.dumps({"listed": LISTED}))
    settings = {"DATABASE_URL": database.address, "PORT": "0"}
    service = start(["serve", "--operations", str(file)], settings, tmp_path)
    assert [line.split()[0] for line in service.printed] == [
        "Serving",
        "GraphQL",
        "Health",
        "SQL",
        "Ctrl-C",
    ]
    endpoint = f"{service.origin}/graphql"
    listed = httpx.get(endpoint, params={"documentId": "listed"})
    other = httpx.post(endpoint, json={"query": "{ registry { models } }"})
    page = httpx.get(endpoint, headers={"accept": "text/html, */*;q=0.1"})
    assert listed.json()["data"] == {"registry": {"models": 0}}
    assert other.json()["errors"][0]["extensions"] == {"code": "PERSISTED_QUERY_REQUIRED"}
    assert page.status_code == 400
    assert service.end(signal.SIGTERM)[0] == os.EX_OK
