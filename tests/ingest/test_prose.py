"""What sentences about a model say, and above all what they do not."""

from __future__ import annotations

import pytest

from service.domain.claims import Claim, Ref
from tests.reading import page, parse

ROWS = ("OrganizationAcme LabsZenith", "Release DateMay 2022Jun 2021")


def claims(sentence: str, left: str = "Foo-Net 2.5", right: str = "Bar") -> set[tuple[object, ...]]:
    """What a sentence in the first model's overview claims, names and summary aside."""
    text = page(left, right, ROWS, overviews=(sentence, "Bar is old."))
    return {
        (claim.subject.name, claim.property, _plain(claim), claim.polarity)
        for claim in parse(text).observations
        if isinstance(claim, Claim) and claim.property not in ("name", "summary")
    }


def _plain(claim: Claim) -> str:
    value = claim.value
    return value.name if isinstance(value, Ref) else getattr(value, "iso", str(value))


M = "Foo-Net 2.5"

ORIGINS = [
    (f"{M} is a detector developed by Acme Labs.", {("organization", "Acme Labs")}),
    (
        f"{M} is a state-of-the-art encoder developed by Acme Labs.",
        {("organization", "Acme Labs")},
    ),
    (f"{M} is a family of detectors developed by Acme Labs.", {("organization", "Acme Labs")}),
    (f"Developed by Acme Labs, {M} is a detector.", {("organization", "Acme Labs")}),
    (f"{M}, developed by Acme Labs, is a detector.", {("organization", "Acme Labs")}),
    (f"Acme Labs' {M} is a detector.", {("organization", "Acme Labs")}),
    (f"{M} was created by a team at Acme Labs.", {("organization", "Acme Labs")}),
    (
        f"{M} was released in May 2022 by Acme Labs under the MIT license.",
        {("organization", "Acme Labs"), ("release_date", "2022-05"), ("license", "MIT")},
    ),
    (
        f"{M} is a detector by researchers at Acme Labs and the University of Nowhere.",
        {("organization", "Acme Labs"), ("organization", "University of Nowhere")},
    ),
    (
        f"Acme Labs released {M} in May 2022 under the MIT license.",
        {("organization", "Acme Labs"), ("release_date", "2022-05"), ("license", "MIT")},
    ),
    (f"Researchers at Acme Labs built {M} for fun.", {("organization", "Acme Labs")}),
    (
        f"{M} is a model that was developed by Acme, Inc. and released in 2022.",
        {("organization", "Acme, Inc."), ("release_date", "2022")},
    ),
    (
        f"{M} was released in 2024, two years after Quux was released in 2020.",
        {("release_date", "2024")},
    ),
    (
        f"{M} is distributed under the Apache License, Version 2.0.",
        {("license", "Apache License, Version 2.0")},
    ),
    (f"{M} was published on 5 March 2021.", {("release_date", "2021-03-05")}),
    (f"{M} was announced in March 2021 and released in May 2021.", {("release_date", "2021-05")}),
    (f"{M} is distributed under the Apache License 2.0.", {("license", "Apache License 2.0")}),
    (f"{M} is licensed under CC BY-NC 4.0.", {("license", "CC BY-NC 4.0")}),
    (f"{M} is a detector. It was released in 2021.", {("release_date", "2021")}),
]

ABILITIES = [
    (f"{M} supports object detection.", {"object detection"}),
    (f"{M} also supports object detection and tracking.", {"object detection", "tracking"}),
    (f"{M} is a detector. It retains Bar's segmentation ability.", {"segmentation"}),
    (f"{M} is an object detection model.", {"object detection"}),
    (f"{M} is a model for object detection.", {"object detection"}),
    (f"{M} is a model that supports object detection with ease.", {"object detection"}),
    (f"{M} supports tasks such as tagging and captioning.", {"tagging", "captioning"}),
    (f"{M} supports tagging as an additional output head.", {"tagging"}),
    (f"Unlike Bar, {M} supports object detection.", {"object detection"}),
    (f"{M} runs on phones and enables pose estimation at speed.", {"pose estimation"}),
]

DENIALS = [
    (f"{M} does not support object detection.", {"object detection"}),
    (f"{M} no longer supports object detection.", {"object detection"}),
    (f"{M} supports neither tagging nor captioning.", {"tagging", "captioning"}),
    (f"{M} neither supports nor enables object detection.", {"object detection"}),
]

NOTHING = [
    f"Unlike {M}, Bar supports object detection.",
    "Bar supports object detection.",
    "Quux is old. It supports object detection.",
    f"{M} is new. Quux is old. It supports object detection.",
    f"{M} uses a backbone that supports object detection.",
    f"{M} can be fine-tuned for object detection.",
    f"{M} may support object detection one day.",
    f"When paired with Bar, {M} supports object detection.",
    f"{M} extends the standard Bar detection head with a branch.",
    f"{M} was accepted at a workshop in May 2019.",
    f"{M} was trained on a set released under CC BY 4.0 by Zenith.",
    f"{M} is slower than Bar, which was released in 2019 by Zenith under the MIT license.",
    f"{M} achieves good results on the COCO object detection benchmark.",
    f"{M} supports classification of documents.",
    f"{M} supports object detection if paired with a separate head.",
    f"{M} supports object detection when fine-tuned.",
    f"{M} supports object detection in its planned second version.",
    f"{M} supports object detection as an experimental option.",
    f"{M} supports object detection through third-party tools.",
    f"{M} enables Baz's object detection.",
    f"Researchers released {M} after much work.",
    f"They released {M} after much work.",
    f"{M} is a classification network backbone.",
    f"{M} is the detection network of Baz.",
    f"{M} is a detector based on a model that supports object detection.",
    f"{M} is a port of a model developed by Zenith in 2018.",
    f"{M} is a follow-up to Quux, released in 2018 by Zenith.",
    f"{M} is old. It was merged with Bar into Quux. The resulting model supports tagging.",
    f"{M} is old. It served as the teacher of Quux. This enables tagging.",
]


@pytest.mark.parametrize(("sentence", "expected"), ORIGINS)
def test_origins(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert claims(sentence) == {(M, key, value, True) for key, value in expected}


@pytest.mark.parametrize(("sentence", "expected"), ABILITIES)
def test_abilities(sentence: str, expected: set[str]) -> None:
    assert claims(sentence) == {(M, "capability", phrase, True) for phrase in expected}


@pytest.mark.parametrize(("sentence", "expected"), DENIALS)
def test_denials(sentence: str, expected: set[str]) -> None:
    assert claims(sentence) == {(M, "capability", phrase, False) for phrase in expected}


@pytest.mark.parametrize("sentence", NOTHING)
def test_what_is_said_of_something_else_is_not_read(sentence: str) -> None:
    assert claims(sentence) == set()


RELATIONS = [
    (f"{M} extends Faster Bar-CNN by adding a branch.", ("EXTENDS", "Faster Bar-CNN")),
    (f"{M} is the small variant of the Quux 9 model.", ("VARIANT_OF", "Quux 9")),
    (f"{M} is a fine-tuned version of Quux.", ("FINE_TUNED_FROM", "Quux")),
    (f"{M} is a quantized version of Quux.", ("QUANTIZED_FROM", "Quux")),
    (f"{M} is distilled from Quux.", ("DISTILLED_FROM", "Quux")),
    (f"{M} is the successor to Quux.", ("SUCCEEDS", "Quux")),
    (f"{M} is built on Quux.", ("DERIVED_FROM", "Quux")),
    (f"{M} was trained on the OpenThings dataset.", ("TRAINED_ON", "OpenThings")),
    (f"{M} is available through the Zed library.", ("AVAILABLE_IN", "Zed")),
]


@pytest.mark.parametrize(("sentence", "expected"), RELATIONS)
def test_relations(sentence: str, expected: tuple[str, str]) -> None:
    assert claims(sentence) == {(M, *expected, True)}


def test_what_was_built_on_the_model_is_the_subject() -> None:
    sentence = f"{M} is known as the basis for later work, including Quux, QuuxNet, and Z-1."
    assert claims(sentence) == {
        (name, "DERIVED_FROM", M, True) for name in ("Quux", "QuuxNet", "Z-1")
    }


def test_naming_says_who_made_it_and_what_else_it_is_called() -> None:
    assert claims(f"{M} merges Zed's Grand Quux Model (GQM) and Bar.") == {
        (M, "MERGED_FROM", "Grand Quux Model", True),
        (M, "MERGED_FROM", "Bar", True),
        ("Grand Quux Model", "organization", "Zed", True),
        ("Grand Quux Model", "alias", "GQM", True),
    }


def test_a_quote_is_the_words_that_say_it() -> None:
    text = page(M, "Bar", ROWS, overviews=(f"{M} was released in May 2022.", ""))
    (claim,) = [
        claim
        for claim in parse(text).observations
        if isinstance(claim, Claim) and claim.property == "release_date"
    ]
    assert claim.quote == "released in May 2022"
    assert text[claim.span.start : claim.span.end] == claim.quote


HOSTILE = ["A" * 60_000, "Aa " * 20_000, "Aa " * 300, "Aa's " * 190, "Aa, " * 240, "(" * 900]
HOSTILE += ["Aa's Bb (Cc), and " * 50, "improves x by 1 " * 60, "merges two " * 80, "is a " * 180]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("verb", ["is", "merges", "extends", "was developed by"])
def test_hostile_prose_ends(verb: str, hostile: str) -> None:
    """A pattern that backtracks without bound would hang here, not fail."""
    sentence = f"{M} {verb} {hostile}"
    assert all(str(subject) in sentence for subject, *_ in claims(sentence))
