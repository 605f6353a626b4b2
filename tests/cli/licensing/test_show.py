"""`modelgraph license show`: what licences provide, with their words."""

from __future__ import annotations

import pytest

from service.domain.licensing.library import licenses
from tests.cli.conftest import Command

LLAMA = "LicenseRef-scancode-llama-3.1-license-2024"


def test_a_provision_has_its_clause_and_its_words(modelgraph: Command) -> None:
    shown = modelgraph("license", "show", "llama3.1")
    text = licenses()[LLAMA].texts["license"]
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith(
        f"Llama 3.1 Community License Agreement: {LLAMA}\n"
        "Written for weights, code.\n"
        f"Llama 3.1 Community License Agreement (2024-07-23), {text.url}, sha256 {text.sha256}\n"
    )
    assert (
        "\n\nmodification: ALLOWED\n"
        '  1.a: "create derivative works of, and make modifications to the Llama Materials"\n'
    ) in shown.out
    assert "\n\nduty: COPY_OF_LICENSE\n  Give a copy of the Llama 3.1" in shown.out


def test_what_a_licence_is_silent_on_is_said(modelgraph: Command) -> None:
    shown = modelgraph("license", "show", "MIT")
    assert shown.out.splitlines()[-1] == (
        "Silent on distillation, synthetic data, training others, outputs."
    )


def test_every_licence_of_an_expression_is_shown(modelgraph: Command) -> None:
    shown = modelgraph("license", "show", "MIT OR (Apache-2.0 AND MIT)").out
    assert [line for line in shown.splitlines() if line.endswith((": MIT", ": Apache-2.0"))] == [
        "MIT License: MIT",
        "Apache License 2.0: Apache-2.0",
    ]


def test_an_exception_is_not_passed_over(modelgraph: Command) -> None:
    expression = "GPL-2.0-only WITH Classpath-exception-2.0"
    shown = modelgraph("license", "show", expression).out
    assert f"Shown without what {expression} allows beyond GPL-2.0-only.\n" in shown


def test_a_licence_of_which_only_the_name_is_known(modelgraph: Command) -> None:
    shown = modelgraph("license", "show", "Beerware")
    assert (shown.status, shown.out) == (0, "Beerware: nothing is known of its terms.\n")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("gemma", "'gemma' may mean LicenseRef-scancode-gemma-tou-2024-04-01 or "),
        ("Custom", "'Custom' names no licence that is known here"),
        ("MIT OR Custom", "'MIT OR Custom' names no licence that is known here"),
    ],
)
def test_a_name_that_says_no_licence_cannot_be_shown(
    modelgraph: Command, text: str, complaint: str
) -> None:
    shown = modelgraph("license", "show", text)
    assert (shown.status, shown.out) == (2, "")
    assert shown.err.splitlines()[-1].startswith(f"Error: Invalid value: {complaint}")
