"""`modelgraph import`: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Outcome
from tests.cli.pages import PAGE, REVISED_PAGE, WITHOUT_TABLE
from tests.scratch import ScratchDatabase

CHANGES = """\
alpha  organization: unknown -> OpenAI
alpha  parameters: unknown -> 7M
alpha  task:classification: unknown -> Yes
alpha  feature:foundation-vision: unknown -> No
beta  organization: unknown -> Meta
beta  task:classification: unknown -> No
beta  feature:foundation-vision: unknown -> Yes
"""

STEPS = """\
Writing what they say
Working out what it adds up to
Writing the facts
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return path


def _contents(registry: ScratchDatabase) -> list[tuple[object, ...]]:
    return registry.rows(
        "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM claims),"
        " (SELECT count(*) FROM imports), (SELECT version FROM registry_state)"
    )


def test_it_prints_what_changed_fact_by_fact(
    modelgraph: Command, registry: ScratchDatabase, page: Path
) -> None:
    assert modelgraph("import", str(page)) == Outcome(
        status=0,
        out=f"{CHANGES}Imported 1 document: 2 claims added, 0 retracted, 7 facts changed.\n",
        err=f"Reading {page}\n{STEPS}",
    )


def test_a_dry_run_prints_the_same_and_changes_nothing(
    modelgraph: Command, registry: ScratchDatabase, page: Path
) -> None:
    before = _contents(registry)
    assert modelgraph("import", "--dry-run", str(page)) == Outcome(
        status=0,
        out=f"{CHANGES}Would import 1 document: 2 claims added, 0 retracted, 7 facts changed.\n",
        err=f"Reading {page}\n{STEPS}",
    )
    assert _contents(registry) == before


def test_the_second_time_nothing_changes(
    modelgraph: Command, registry: ScratchDatabase, page: Path
) -> None:
    modelgraph("import", str(page))
    before = _contents(registry)
    outcome = modelgraph("import", str(page))
    assert outcome == Outcome(status=0, out="Nothing changed.\n", err=f"Reading {page}\n")
    assert _contents(registry) == before


def test_it_reads_standard_input_and_reports_as_json(
    modelgraph: Command, registry: ScratchDatabase, page: Path
) -> None:
    modelgraph("import", str(page))
    outcome = modelgraph("import", "--json", "-", stdin=REVISED_PAGE.encode())
    assert (outcome.status, outcome.err) == (0, f"Reading <stdin>\n{STEPS}")
    report = json.loads(outcome.out)
    assert report.pop("import_id") == registry.rows("SELECT max(id) FROM imports")[0][0]
    assert report.pop("version") == registry.rows("SELECT version FROM registry_state")[0][0]
    assert report == {
        "status": "CHANGED",
        "changes": [
            {
                "model": "alpha",
                "name": "Alpha",
                "property": "parameters",
                "label": "Parameters",
                "before": "7M",
                "after": "8M",
            }
        ],
        "problems": [],
        "imported": 1,
        "unchanged": 0,
        "refused": 0,
        "claims_added": 0,
        "claims_retracted": 0,
    }


def test_a_folder_is_all_documents_below_it_by_name_but_hidden_ones(
    modelgraph: Command, registry: ScratchDatabase, tmp_path: Path
) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(PAGE)
    outcome = modelgraph("import", str(tmp_path))
    read = [line for line in outcome.err.splitlines() if line.startswith("Reading")]
    assert read == [f"Reading {tmp_path}/a/c.txt", f"Reading {tmp_path}/b.txt"]
    assert outcome.status == 0


def test_a_refused_document_refuses_all(
    modelgraph: Command, registry: ScratchDatabase, page: Path
) -> None:
    before = _contents(registry)
    cut = page.with_name("cut.txt")
    cut.write_text(WITHOUT_TABLE)
    assert modelgraph("import", str(page), str(cut)) == Outcome(
        status=1,
        out="Refused 1 document; nothing was written.\n",
        err=(
            f"Reading {page}\nReading {cut}\n"
            f"error: {cut}:13: the page ends before its comparison table,"
            " whose head begins 'Property'\n"
        ),
    )
    assert _contents(registry) == before


def test_the_others_are_imported_where_the_caller_says_so(
    modelgraph: Command, registry: ScratchDatabase, page: Path
) -> None:
    cut = page.with_name("cut.txt")
    cut.write_text(WITHOUT_TABLE)
    outcome = modelgraph("import", "--keep-going", str(cut), str(page))
    assert (outcome.status, outcome.out) == (
        1,
        f"{CHANGES}Imported 1 document: 2 claims added, 0 retracted, 7 facts changed."
        " Refused 1 document.\n",
    )


def test_wrong_usage(modelgraph: Command, registry: ScratchDatabase, tmp_path: Path) -> None:
    hint = "Usage: modelgraph import [OPTIONS] {paths}...\nTry 'modelgraph import --help' for help."
    complaints = {
        (): "Missing argument 'paths'.",
        ("nowhere.txt",): "Invalid value: there is no nowhere.txt",
        (str(tmp_path),): f"Invalid value: there are no documents in {tmp_path}",
    }
    for arguments, complaint in complaints.items():
        outcome = modelgraph("import", *arguments)
        assert outcome == Outcome(status=2, out="", err=f"{hint}\n\nError: {complaint}\n")
