"""Can compared models be combined, and under what?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Asker

ASKED = """query ($models: [String!]!, $asOf: DateTime) { compare(models: $models, asOf: $asOf) {
  models { slug } licenseCompatibility { verdict outboundCandidates { slug }
    reasons { verdict license { slug } model { slug } } } } }"""


def compatibility(ask: Asker, *models: str) -> Any:
    return ask.data(ASKED, {"models": models})["compare"]["licenseCompatibility"]


@pytest.mark.parametrize(
    ("models", "verdict"),
    [
        (("free", "child"), "CONDITIONAL"),
        (("free", "shared"), "CONDITIONAL"),
        (("free", "silent"), "UNKNOWN"),
    ],
)
def test_models_can_be_combined_if_their_licences_allow_it(
    licensed: Asker, models: tuple[str, ...], verdict: str
) -> None:
    assert compatibility(licensed, *models)["verdict"] == verdict


def test_it_is_said_whose_licence_asks_for_what_and_what_the_whole_may_carry(
    licensed: Asker,
) -> None:
    found = compatibility(licensed, "free", "shared")
    whose = {(each["license"]["slug"], each["model"]["slug"]) for each in found["reasons"]}
    assert whose == {("mit", "free"), ("agpl-3-0", "shared")}
    assert {"slug": "agpl-3-0"} in found["outboundCandidates"]


def test_two_comparisons_in_one_operation_are_judged_apart(licensed: Asker) -> None:
    asked = """{ a: compare(models: ["free", "parted"]) { licenseCompatibility { verdict } }
      b: compare(models: ["free", "silent"]) { licenseCompatibility { verdict } } }"""
    found = licensed.data(asked)
    assert found["b"] == {"licenseCompatibility": {"verdict": "UNKNOWN"}}
    assert found["a"] != found["b"]


def test_the_past_is_judged_by_the_licences_that_were_known_then(licensed: Asker) -> None:
    def licenses(**asked: Any) -> set[str]:
        found = licensed.data(ASKED, {"models": ["free", "parted"], **asked})["compare"]
        reasons = found["licenseCompatibility"]["reasons"]
        return {each["license"]["slug"] for each in reasons if each["model"]["slug"] == "free"}

    assert licenses() == licenses(asOf="2020-06-01") == {"mit"}
    assert licenses(asOf="2019-06-01") == {"agpl-3-0"}


def test_before_the_registry_knew_anything_nothing_is_compared(licensed: Asker) -> None:
    asked = {"models": ["free", "shared"], "asOf": "1999-01-01"}
    assert licensed(ASKED, asked)["data"]["compare"] is None
