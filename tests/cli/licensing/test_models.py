"""`modelgraph license check --models`: licences that the registry knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from service.cli.licensing.registered import OPERATION
from tests.api.asking import asking
from tests.cli.conftest import Command
from tests.scratch import ScratchDatabase

SEED = Path(__file__).parents[3] / "seed" / "documents"


@pytest.fixture
def seeded(modelgraph: Command, registry: ScratchDatabase) -> ScratchDatabase:
    """A registry with the seed's pages, which the command uses."""
    assert modelgraph("import", str(SEED)).status == 0
    return registry


def _asked(database: ScratchDatabase, **variables: object) -> Any:
    with asking(database) as ask:
        return ask(OPERATION, {"input": variables})["data"]["licenseCheck"]


def test_models_are_judged_by_their_licences(modelgraph: Command, seeded: ScratchDatabase) -> None:
    arguments = ["--models", "yolov8-instance-segmentation", "clip", "--outbound", "Apache-2.0"]
    outcome = modelgraph("license", "check", *arguments)
    assert (outcome.status, outcome.out.splitlines()[0], outcome.err) == (1, "NO", "")
    assert "  NO           YOLOv8 Instance Segmentation: " in outcome.out


def test_a_licence_that_nobody_knows_is_unknown(
    modelgraph: Command, seeded: ScratchDatabase
) -> None:
    outcome = modelgraph("license", "check", "--models", "sam-clip", "clip")
    assert (outcome.status, outcome.out.splitlines()[0]) == (4, "UNKNOWN")


def test_json_is_what_graphql_answers(modelgraph: Command, seeded: ScratchDatabase) -> None:
    outcome = modelgraph(
        "license", "check", "--json",
        "--models", "clip", "yolov8-instance-segmentation",
        "--inbound", "llama3.1",
        "--use", "redistribute", "merge",
        "--artifact", "weights",
        "--annual-revenue-usd", "7",
        "--territory", "de",
        "--modified",
    )  # fmt: skip
    answer = _asked(
        seeded,
        models=["clip", "yolov8-instance-segmentation"],
        inbound=["llama3.1"],
        uses=["REDISTRIBUTE", "MERGE"],
        artifact="WEIGHTS",
        context={"annualRevenueUsd": 7, "territory": "DE", "modified": True},
    )
    assert json.loads(outcome.out) == answer
    assert {each["model"] and each["model"]["slug"] for each in answer["reasons"]} > {None}


def test_a_model_that_is_none_is_wrong_usage(
    modelgraph: Command, registry: ScratchDatabase
) -> None:
    outcome = modelgraph("license", "check", "--models", "nobody")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.splitlines()[-1] == ("Error: Invalid value: No model has the slug 'nobody'.")


def test_a_database_that_is_away_is_no_verdict(
    modelgraph: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@/none?host={tmp_path}")
    outcome = modelgraph("license", "check", "--models", "clip")
    assert (outcome.status, outcome.out) == (5, "")
    assert outcome.err.startswith("error: No database answers at the address: ")


def test_settings_that_cannot_be_used_are_wrong_usage(
    modelgraph: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "high")
    outcome = modelgraph("license", "check", "--models", "clip")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("error: A setting has a value that cannot be used: ")
