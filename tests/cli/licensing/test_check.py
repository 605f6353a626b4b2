"""`modelgraph license check` by names: what is typed, printed, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from service.cli.licensing.several import repeated
from service.domain.licensing.judging import judge
from service.domain.licensing.matrix import authority
from service.domain.licensing.names import read_label
from service.domain.licensing.questions import Material, Question
from service.domain.licensing.verdicts import Artifact, Context, Use
from tests.cli.conftest import Command, Outcome

AGPL = ("license", "check", "--inbound", "AGPL-3.0", "--outbound", "Apache-2.0")
LLAMA = ("license", "check", "--inbound", "llama3.1", "--use", "redistribute")


@pytest.mark.parametrize(
    ("arguments", "verdict", "status"),
    [
        (["--inbound", "Apache-2.0", "--outbound", "GPL-3.0-only"], "YES", 0),
        (["--inbound", "GPL-3.0-only", "--outbound", "Apache-2.0"], "NO", 1),
        (["--inbound", "llama3.1", "--use", "use_commercially"], "CONDITIONAL", 3),
        (["--inbound", "Custom", "--use", "use_commercially"], "UNKNOWN", 4),
    ],
)
def test_a_verdict_is_the_first_line_and_the_exit_status(
    modelgraph: Command, arguments: list[str], verdict: str, status: int
) -> None:
    outcome = modelgraph("license", "check", *arguments)
    assert (outcome.status, outcome.out.splitlines()[0], outcome.err) == (status, verdict, "")


def test_the_issues_own_example_is_no(modelgraph: Command) -> None:
    outcome = modelgraph(*AGPL, "--use", "network_service")
    day = authority()[len("OSADL Open Source License Compatibility Matrix of ") :]
    assert outcome.status == 1
    assert outcome.out.startswith(
        "NO\n"
        "\n"
        "Why:\n"
        "  NO           Material under AGPL-3.0-only may not become part of a work under"
        " Apache 2.0: what is\n"
        "               derived from it stays under AGPL-3.0-only.\n"
        f"               OSADL Open Source License Compatibility Matrix of {day},\n"
        "               https://www.osadl.org/fileadmin/checklists/matrix.html\n"
    )
    assert outcome.out.endswith("\nRead as:\n  - 'AGPL-3.0': AGPL-3.0-only or AGPL-3.0-or-later\n")


def test_what_is_missing_is_named_by_the_option_that_gives_it(modelgraph: Command) -> None:
    outcome = modelgraph(*LLAMA)
    assert "\nWould decide more:\n  - --monthly-active-users\n\n" in outcome.out


def test_what_is_given_is_not_missing(modelgraph: Command) -> None:
    outcome = modelgraph(*LLAMA, "--monthly-active-users", "1000")
    assert (outcome.status, "Would decide more" in outcome.out) == (3, False)


def test_who_is_above_a_threshold_is_told_no(modelgraph: Command) -> None:
    assert modelgraph(*LLAMA, "--monthly-active-users", "700000001").status == 1


def test_what_must_be_done_is_listed(modelgraph: Command) -> None:
    told = modelgraph("license", "check", "--inbound", "MIT", "--use", "redistribute").out
    assert told.partition("To be done:\n")[2] == (
        "  - MIT License: Keep the copyright notice and the permission notice in all copies and"
        " substantial\n    portions.\n"
    )


def test_what_the_result_may_carry_is_told_as_it_can_be_typed(modelgraph: Command) -> None:
    told = modelgraph("license", "check", "--inbound", "GPL-3.0-only", "--use", "merge").out
    assert told.partition("The result may carry:\n")[2] == (
        "  GPL-3.0-only, AGPL-3.0-only, AGPL-3.0-or-later\n"
    )


def test_a_view_that_does_not_decide_is_told_apart(modelgraph: Command) -> None:
    told = modelgraph("license", "check", "--inbound", "gemma", "--use", "distill").out
    assert told.startswith(("UNKNOWN\n", "CONDITIONAL\n", "NO\n"))
    decisive, _, others = told.partition("Told beside it, without deciding it:\n")
    answer = judge(Question((Material(read_label("gemma")),), uses=frozenset({Use.DISTILL})))
    for reason in answer.reasons:
        told_in = decisive if reason.decides else others
        assert reason.text in " ".join(told_in.split())


def test_json_has_the_shape_of_graphql(modelgraph: Command) -> None:
    outcome = modelgraph(*AGPL, "--json")
    told = json.loads(outcome.out)
    assert list(told) == [
        "verdict",
        "reasons",
        "obligations",
        "missingContext",
        "outboundCandidates",
    ]
    reason = told["reasons"][0]
    assert reason.pop("authority").startswith("OSADL Open Source License Compatibility Matrix of ")
    assert reason == {
        "verdict": "NO",
        "text": "Material under AGPL-3.0-only may not become part of a work under Apache 2.0: "
        "what is derived from it stays under AGPL-3.0-only.",
        "license": {"name": "AGPL-3.0-only", "spdxExpression": "AGPL-3.0-only"},
        "model": None,
        "url": "https://www.osadl.org/fileadmin/checklists/matrix.html",
        "obligation": None,
        "missing": None,
        "decides": True,
    }
    assert (outcome.status, told["verdict"], told["obligations"]) == (1, "NO", [])


def test_all_that_is_typed_is_asked(modelgraph: Command) -> None:
    outcome = modelgraph(
        "license", "check",
        "--inbound", "llama3.1", "MIT", "--inbound=cc by nc 4.0",
        "--outbound", "MIT",
        "--use", "Fine-Tune", "redistribute", "--use", "USE_COMMERCIALLY",
        "--artifact", "Outputs",
        "--monthly-active-users", "700_000_001",
        "--annual-revenue-usd", "5",
        "--territory", "de",
        "--unmodified",
        "--json",
    )  # fmt: skip
    labels = map(read_label, ("llama3.1", "MIT", "cc by nc 4.0"))
    answer = judge(
        Question(
            tuple(Material(label, Artifact.OUTPUTS) for label in labels),
            read_label("MIT"),
            frozenset({Use.FINE_TUNE, Use.REDISTRIBUTE, Use.USE_COMMERCIALLY}),
            Context(700_000_001, 5, "DE", modified=False),
        )
    )
    told = json.loads(outcome.out)
    assert (told["verdict"], outcome.status) == (answer.verdict, 1)
    assert [each["text"] for each in told["reasons"]] == [each.text for each in answer.reasons]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "name at least one licence by --inbound or one of --models"),
        (["--outbound", "MIT"], "name at least one licence by --inbound or one of --models"),
        (["--inbound", "MIT", "OR", "GPL"], "put an expression with OR into quotes"),
        (["--inbound", "MIT", "--use", "sell"],
         "'sell' is no use; there are use_commercially, use_internally, network_service,"
         " redistribute, ship_in_closed_source_product, fine_tune, distill,"
         " generate_training_data, merge, combine"),
        (["--inbound", "MIT", "--artifact", "film"],
         "'film' is no artifact; there are code, weights, data, outputs, unspecified"),
        (["--inbound", "MIT", "--territory", "UK"], "GB is meant by UK"),
        (["--inbound", "MIT", "--outbound", "MIT", "X11"], "unexpected extra argument"),
        (["--inbound", "MIT", "--monthly-active-users", "-1"],
         "should be greater than or equal to 0"),
        (["--inbound", "MIT", "--annual-revenue-usd", "much"], "should be a valid integer"),
        (["--inbound"], "Option '--inbound' requires an argument"),
        (["MIT"], "unexpected extra argument"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_wrong_usage(
    modelgraph: Command, arguments: list[str], complaint: str
) -> None:
    outcome = modelgraph("license", "check", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert complaint in outcome.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("--models a b", "--models a --models b"),
        ("--models=a b c", "--models=a --models b --models c"),
        ("--models a --inbound b c --json", "--models a --inbound b --inbound c --json"),
        ("--models a --outbound b c", "--models a --outbound b c"),
        ("a --models", "a --models"),
    ],
)
def test_an_option_stands_for_each_value_that_follows(typed: str, meant: str) -> None:
    assert list(repeated(typed.split(), {"--models", "--inbound"})) == meant.split()


def _raises(error: Exception) -> object:
    def fail(*_: object) -> object:
        raise error

    return fail


def test_a_fault_of_ours_is_no_verdict(
    modelgraph: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.cli.licensing.named.check_named", _raises(KeyError("terms")))
    outcome = modelgraph(*AGPL)
    assert (outcome.status, outcome.out) == (5, "")
    assert outcome.err.endswith("\nKeyError: 'terms'\n")


_PROGRAM = "from service.cli import main; main()"


def test_output_that_nobody_reads_is_no_verdict() -> None:
    arguments = [sys.executable, "-c", _PROGRAM, *AGPL]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.stderr.read(), process.wait(60)) == (b"", 5)


def test_names_alone_load_no_database_and_no_framework() -> None:
    watched = ("sqlalchemy", "psycopg", "fastapi", "starlette", "strawberry", "graphql")
    program = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print([each for each in {watched} if each in sys.modules]))\n"
        + _PROGRAM
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, *AGPL], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (1, "[]")


def test_a_name_that_is_exact(modelgraph: Command) -> None:
    assert modelgraph("license", "name", "Apache License, Version 2.0") == Outcome(
        0, "status      EXACT\nexpression  Apache-2.0\n", ""
    )


def test_a_name_that_may_mean_several(modelgraph: Command) -> None:
    assert modelgraph("license", "name", "AGPL 3.0") == Outcome(
        0,
        "status      AMBIGUOUS\n"
        "expression  AGPL-3.0-only\n"
        "candidates  AGPL-3.0-only\n"
        "            AGPL-3.0-or-later\n",
        "",
    )


def test_a_name_that_means_none_as_json(modelgraph: Command) -> None:
    outcome = modelgraph("license", "name", "", "--json")
    assert outcome.status == 0
    assert json.loads(outcome.out) == {"expression": None, "status": "UNKNOWN", "candidates": []}
