"""`modelgraph revert`: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Command, Outcome
from tests.cli.pages import PAGE, REVISED_PAGE
from tests.scratch import ScratchDatabase


@pytest.fixture
def revised(modelgraph: Command, registry: ScratchDatabase) -> int:
    """The id of the import that brought a second revision of the page."""
    modelgraph("import", "-", stdin=PAGE.encode())
    outcome = modelgraph("import", "--json", "-", stdin=REVISED_PAGE.encode())
    number: int = json.loads(outcome.out)["import_id"]
    return number


def _version(registry: ScratchDatabase) -> object:
    [(version,)] = registry.rows("SELECT version FROM registry_state")
    return version


def test_it_prints_what_changed_fact_by_fact(modelgraph: Command, revised: int) -> None:
    assert modelgraph("revert", str(revised)) == Outcome(
        status=0,
        out=(
            "alpha  parameters: 8M -> 7M\n"
            f"Reverted import {revised} of 1 document: 0 claims added, 0 retracted,"
            " 1 fact changed.\n"
        ),
        err="",
    )


def test_a_dry_run_prints_the_same_and_changes_nothing(
    modelgraph: Command, registry: ScratchDatabase, revised: int
) -> None:
    before = _version(registry)
    assert modelgraph("revert", "--dry-run", str(revised)) == Outcome(
        status=0,
        out=(
            "alpha  parameters: 8M -> 7M\n"
            f"Would revert import {revised} of 1 document: 0 claims added, 0 retracted,"
            " 1 fact changed.\n"
        ),
        err="",
    )
    assert _version(registry) == before


def test_it_reports_as_json(modelgraph: Command, registry: ScratchDatabase, revised: int) -> None:
    outcome = modelgraph("revert", "--json", str(revised))
    assert (outcome.status, outcome.err) == (0, "")
    assert json.loads(outcome.out) == {
        "status": "CHANGED",
        "version": _version(registry),
        "import_id": revised + 1,
        "changes": [
            {
                "model": "alpha",
                "name": "Alpha",
                "property": "parameters",
                "label": "Parameters",
                "before": "8M",
                "after": "7M",
            }
        ],
        "problems": [],
        "imported": 1,
        "unchanged": 0,
        "refused": 0,
        "claims_added": 0,
        "claims_retracted": 0,
    }


def test_what_is_refused(modelgraph: Command, registry: ScratchDatabase, revised: int) -> None:
    before = _version(registry)
    assert modelgraph("revert", str(revised - 1)) == Outcome(
        status=1,
        out="Refused; nothing was written.\n",
        err=(f"error: <stdin>: import {revised} brought another revision; revert that one first\n"),
    )
    assert modelgraph("revert", "99").err == "error: import 99: there is no such import\n"
    assert _version(registry) == before


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30])
def test_what_is_no_number_of_an_import(
    modelgraph: Command, registry: ScratchDatabase, number: str
) -> None:
    outcome = modelgraph("revert", "--", number)
    assert (outcome.status, outcome.out) == (2, "")
