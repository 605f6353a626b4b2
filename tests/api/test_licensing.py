"""Licences are not judged yet: nothing is allowed, and nothing is forbidden."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Asker

UNJUDGED = {
    "verdict": "UNKNOWN",
    "reasons": [
        {
            "verdict": "UNKNOWN",
            "text": "This registry does not judge licences yet.",
            "license": None,
            "authority": "Modelgraph",
            "url": None,
        }
    ],
    "obligations": [],
    "missingContext": [],
    "outboundCandidates": [],
}

VERDICT = """{
  verdict reasons { verdict text license { name } authority url }
  obligations missingContext outboundCandidates { name } }
"""

CHECK = f"query ($input: LicenseCheckInput!) {{ licenseCheck(input: $input) {VERDICT} }}"


@pytest.mark.parametrize(
    "asked",
    [
        {"inbound": ["MIT"]},
        {"inbound": ["no such licence"], "outbound": "nor this one"},
        {"models": ["one", "uno", "four"], "uses": ["DISTILL", "REDISTRIBUTE"]},
        {
            "inbound": ["Custom"],
            "models": ["two"],
            "artifact": "WEIGHTS",
            "context": {"monthlyActiveUsers": 700_000_001, "territory": "DE", "modified": None},
        },
    ],
)
def test_every_verdict_is_unknown_and_says_why(ask: Asker, asked: dict[str, Any]) -> None:
    assert ask.data(CHECK, {"input": asked}) == {"licenseCheck": UNJUDGED}


@pytest.mark.parametrize("asked", [{}, {"inbound": [], "models": []}, {"outbound": "MIT"}])
def test_a_check_is_of_some_licence_or_model(ask: Asker, asked: dict[str, Any]) -> None:
    message = "Argument 'input': name at least one licence in inbound or one of the models."
    assert ask.problem(CHECK, {"input": asked}) == ("BAD_ARGUMENT", message)


def test_an_unknown_model_leaves_no_verdict(ask: Asker) -> None:
    asked = {"models": ["nobody", "one", "neither", "nobody"], "inbound": ["MIT"]}
    assert ask(CHECK, {"input": asked}) == {
        "data": {"licenseCheck": None},
        "errors": [
            {
                "message": f"No model has the slug '{slug}'.",
                "locations": [{"line": 1, "column": 38}],
                "path": ["licenseCheck"],
                "extensions": {"code": "UNKNOWN_MODEL"},
            }
            for slug in ("nobody", "neither")
        ],
    }


def test_no_licence_is_known_by_any_name(ask: Asker) -> None:
    asked = '{ licenseName(text: "Apache 2.0") { expression status candidates } }'
    unknown: dict[str, Any] = {"expression": None, "status": "UNKNOWN", "candidates": []}
    assert ask.data(asked) == {"licenseName": unknown}


def test_a_name_is_no_longer_than_anybody_writes(ask: Asker) -> None:
    asked = "query ($text: String!) { licenseName(text: $text) { status } }"
    assert ask.data(asked, {"text": "x" * 500}) == {"licenseName": {"status": "UNKNOWN"}}
    assert ask.problem(asked, {"text": "x" * 501}) == (
        "BAD_ARGUMENT",
        "Argument 'text': more than 500 characters.",
    )


def test_compared_models_are_not_said_to_go_together(ask: Asker) -> None:
    asked = f'{{ compare(models: ["one", "two"]) {{ licenseCompatibility {VERDICT} }} }}'
    assert ask.data(asked)["compare"] == {"licenseCompatibility": UNJUDGED}
