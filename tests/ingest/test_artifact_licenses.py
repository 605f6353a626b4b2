"""Which of a model's artifacts a sentence gives a licence to."""

from __future__ import annotations

import pytest

from service.domain.claims import Claim, Ref
from service.domain.values import Status
from tests.reading import Known, known, page, parse

ROWS = ("OrganizationAcme LabsZenith", "Release DateMay 2022Jun 2021")
M = "Foo-Net 2.5"

LICENSED = [
    ("The dataset is released under CC BY 4.0.", {("data", "CC BY 4.0")}),
    ("The training data is available under the ODbL license.", {("data", "ODbL")}),
    ("Outputs are licensed under CC BY-NC 4.0.", {("outputs", "CC BY-NC 4.0")}),
    ("The outputs of the model are licensed under CC0 1.0.", {("outputs", "CC0 1.0")}),
    ("The checkpoints are published under the OpenRAIL-M license.", {("weights", "OpenRAIL-M")}),
    ("Model weights are released under CC BY 4.0.", {("weights", "CC BY 4.0")}),
    ("The source code is also available under MIT.", {("code", "MIT")}),
    (
        "Code and weights are released under the Apache License 2.0.",
        {("code", "Apache License 2.0"), ("weights", "Apache License 2.0")},
    ),
    (
        "The code is released under the MIT license and the weights under CC BY-NC 4.0.",
        {("code", "MIT"), ("weights", "CC BY-NC 4.0")},
    ),
    (
        f"{M} is released with code under MIT and weights under CC BY-NC 4.0.",
        {("code", "MIT"), ("weights", "CC BY-NC 4.0")},
    ),
    (
        f"{M} releases its code under MIT, its weights under CC BY-NC 4.0.",
        {("code", "MIT"), ("weights", "CC BY-NC 4.0")},
    ),
    (
        f"{M} is released under MIT, with weights under CC BY-NC 4.0.",
        {(None, "MIT"), ("weights", "CC BY-NC 4.0")},
    ),
    (
        f"{M} is licensed under MIT while its data is under CC BY 4.0; outputs under CC0 1.0.",
        {(None, "MIT"), ("data", "CC BY 4.0"), ("outputs", "CC0 1.0")},
    ),
    (
        f"{M} is new. Its code is released under MIT. Its weights are issued under CC BY 4.0.",
        {("code", "MIT"), ("weights", "CC BY 4.0")},
    ),
    (f"{M} is licensed under CC BY-NC 4.0.", {(None, "CC BY-NC 4.0")}),
]

NOT_LICENSED = [
    "The weights are not released under MIT.",
    "The code was previously released under GPL 3.0.",
    "The code, but not the model, is available under the ODbL license.",
    "The training set is distributed under the ODbL license.",
    "The code is licensed under MIT or Apache-2.0.",
    "Quux is new. Its weights are released under MIT.",
    "Quux is released under MIT and its weights under CC BY 4.0.",
    f"{M} runs on top of Quux and its weights under MIT.",
    f"{M} is licensed under MIT/Apache-2.0.",
    f"{M} is licensed under Apache License 2.0 or MIT.",
]


def licensed(sentence: str) -> set[tuple[str | None, str]]:
    """What a sentence gives a licence to, with the licence's name."""
    text = page(M, "Bar", ROWS, overviews=(sentence, "Bar is old."))
    return {
        (claim.qualifiers.get("artifact"), claim.value.name)
        for claim in parse(text).observations
        if isinstance(claim, Claim) and isinstance(claim.value, Ref) and claim.property == "license"
    }


def told(sentence: str, *rows: str) -> Known:
    """What a page adds up to that says this of Foo-Net, with some rows of text."""
    return known([page(M, "Bar", (*ROWS, *rows), overviews=(sentence, "Bar is old."))])


@pytest.mark.parametrize(("sentence", "expected"), LICENSED)
def test_a_sentence_gives_licences_to(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert licensed(sentence) == expected


@pytest.mark.parametrize("sentence", NOT_LICENSED)
def test_a_sentence_gives_no_licence(sentence: str) -> None:
    assert licensed(sentence) == set()


def test_what_names_another_artifact_is_quoted_alone() -> None:
    sentence = "The code is released under the MIT license and the weights under CC BY-NC 4.0."
    facts = told(sentence).facts(M)
    quotes = {key: fact.evidence[0].quote for key, fact in facts.items() if "license_" in key}
    assert quotes == {
        "license_code": "The code is released under the MIT",
        "license_weights": "and the weights under CC BY-NC 4.0",
    }


def test_each_artifact_has_a_fact_of_its_own() -> None:
    facts = told("The code is released under MIT and the weights under CC BY-NC 4.0.").facts(M)
    assert {
        key: (fact.label, fact.text, fact.status)
        for key, fact in facts.items()
        if key.startswith("license")
    } == {
        "license": ("License", None, Status.UNKNOWN),
        "license_code": ("Code License", "MIT", Status.STATED),
        "license_weights": ("Weights License", "CC BY-NC 4.0", Status.STATED),
    }


def test_a_row_of_a_table_names_an_artifact_too() -> None:
    facts = told("Its weights are released under MIT.", "Weights LicenseMITMIT").facts(M)
    assert (facts["license_weights"].text, len(facts["license_weights"].evidence)) == ("MIT", 2)


def test_labels_that_contradict_each_other_are_rivals() -> None:
    sentences = "The weights are released under MIT. The checkpoints are issued under CC BY 4.0."
    facts = told(sentences)
    fact = facts.fact(M, "license_weights")
    (rival,) = fact.rivals
    names = {entity.id: entity.name for entity in facts.projection.entities}
    assert fact.status is Status.CONFLICTED
    assert {names[fact.object or 0], names[rival.object or 0]} == {"MIT", "CC BY 4.0"}
