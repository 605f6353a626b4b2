"""May material under licences, or models, be put to a use, and what may the result carry?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Asker

CHECK = """query ($input: LicenseCheckInput!) {
  licenseCheck(input: $input) { verdict reasons { ...Why } obligations missingContext
    outboundCandidates { slug } } }
fragment Why on LicenseReason {
  verdict license { slug } model { slug } obligation missing decides }
"""


def check(ask: Asker, **asked: Any) -> Any:
    return ask.data(CHECK, {"input": asked})["licenseCheck"]


def verdict(ask: Asker, **asked: Any) -> str:
    asks = "query ($input: LicenseCheckInput!) { licenseCheck(input: $input) { verdict } }"
    found: str = ask.data(asks, {"input": asked})["licenseCheck"]["verdict"]
    return found


def about(answer: Any) -> list[tuple[str, str | None, str | None]]:
    """Each (verdict, licence, model) that the reasons speak of, once."""
    told = [
        (each["verdict"], *(each[key] and each[key]["slug"] for key in ("license", "model")))
        for each in answer["reasons"]
    ]
    return list(dict.fromkeys(told))


def test_a_pair_has_one_direction(licensed: Asker) -> None:
    assert verdict(licensed, inbound=["Apache-2.0"], outbound="GPL-3.0-only") == "YES"
    assert verdict(licensed, inbound=["GPL-3.0-only"], outbound="Apache-2.0") == "NO"


def test_a_reason_says_what_it_rests_on_and_which_licence_it_is_about(licensed: Asker) -> None:
    asked = {"inbound": ["Apache License, Version 2.0"], "outbound": "GPL-2.0-only"}
    reason, *beside = licensed.data(
        """query ($input: LicenseCheckInput!) { licenseCheck(input: $input) {
        reasons { verdict text license { name } model { name } authority url decides } } }""",
        {"input": asked},
    )["licenseCheck"]["reasons"]
    assert reason.pop("authority").startswith(
        "OSADL Open Source License Compatibility Matrix of 20"
    )
    assert reason == {
        "verdict": "NO",
        "text": "Material under Apache 2.0 may not become part of a work under GPL-2.0-only: "
        "GPL-2.0-only admits no further duties, and Apache 2.0 has some.",
        "license": {"name": "Apache 2.0"},
        "model": None,
        "url": "https://www.osadl.org/fileadmin/checklists/matrix.html",
        "decides": True,
    }
    assert {each["decides"] for each in beside} == {False}


def test_several_licences_are_all_of_them_together(licensed: Asker) -> None:
    assert verdict(licensed, inbound=["MIT", "GPL-2.0-only"], outbound="GPL-2.0-only") == "YES"
    together = ["MIT", "GPL-2.0-only", "Apache-2.0"]
    assert verdict(licensed, inbound=together, outbound="GPL-2.0-only") == "NO"


def test_a_licence_that_nobody_knows_is_unknown(licensed: Asker) -> None:
    answer = check(licensed, inbound=["no such licence"], uses=["USE_INTERNALLY"])
    assert (answer["verdict"], about(answer)) == ("UNKNOWN", [("UNKNOWN", None, None)])


def test_a_model_is_judged_by_its_label(licensed: Asker) -> None:
    answer = check(licensed, models=["free"], uses=["REDISTRIBUTE"])
    assert (answer["verdict"], about(answer)) == ("YES", [("YES", "mit", "free")])
    closed = check(licensed, models=["shared"], uses=["SHIP_IN_CLOSED_SOURCE_PRODUCT"])
    assert (closed["verdict"], about(closed)[0]) == ("NO", ("NO", "agpl-3-0", "shared"))


def test_a_reason_names_the_model_whose_licence_it_is(licensed: Asker) -> None:
    asked = (
        "{ licenseCheck(input: {models: [%s], inbound: %s}) { reasons { text model { slug } } } }"
    )
    for models, inbound, names in (
        ('"gratis"', "[]", {("Free", "free")}),
        ('"child"', "[]", {("Child", "child"), ("Shared", "shared")}),
    ):
        reasons = licensed.data(asked % (models, inbound))["licenseCheck"]["reasons"]
        assert {
            (each["text"].partition(": ")[0], each["model"]["slug"]) for each in reasons
        } == names


def test_a_model_that_nobody_labels_is_unknown(licensed: Asker) -> None:
    answer = check(licensed, models=["silent"], uses=["USE_INTERNALLY"])
    assert (answer["verdict"], about(answer)) == ("UNKNOWN", [("UNKNOWN", None, "silent")])


def test_what_of_a_model_is_meant_decides_by_which_label(licensed: Asker) -> None:
    def closed(**asked: Any) -> str:
        return verdict(licensed, models=["parted"], uses=["REDISTRIBUTE"], **asked)

    assert closed(artifact="WEIGHTS") == "YES"
    assert closed(artifact="CODE") == "CONDITIONAL"
    assert closed(artifact="DATA") == "UNKNOWN"
    assert closed() == closed(artifact=None) == closed(artifact="UNSPECIFIED") == "CONDITIONAL"


def test_whether_the_licence_of_code_binds_weights_is_contested(licensed: Asker) -> None:
    plan = {"models": ["own"], "uses": ["REDISTRIBUTE"]}
    assert verdict(licensed, **plan, artifact="CODE") == "CONDITIONAL"
    answer = check(licensed, **plan, artifact="WEIGHTS")
    assert answer["verdict"] == "UNKNOWN"
    assert ("UNKNOWN", "agpl-3-0", "own") in about(answer)


def test_where_sources_differ_it_must_not_matter_who_is_right(licensed: Asker) -> None:
    assert verdict(licensed, models=["disputed"], uses=["REDISTRIBUTE"]) == "CONDITIONAL"
    closed = check(licensed, models=["disputed"], uses=["SHIP_IN_CLOSED_SOURCE_PRODUCT"])
    assert (closed["verdict"], about(closed)[0]) == ("UNKNOWN", ("UNKNOWN", None, "disputed"))


def test_obligations_come_along_from_ancestors(licensed: Asker) -> None:
    answer = check(licensed, models=["child"], outbound="MIT")
    assert (answer["verdict"], about(answer)) == (
        "NO",
        [("NO", "agpl-3-0", "shared"), ("YES", "mit", "child")],
    )
    assert verdict(licensed, models=["child"], outbound="AGPL-3.0-only") == "YES"


def test_what_was_learnt_from_an_ancestor_that_does_not_say_is_contested(licensed: Asker) -> None:
    answer = check(licensed, models=["student"], outbound="MIT")
    assert (answer["verdict"], about(answer)[0]) == ("UNKNOWN", ("UNKNOWN", "agpl-3-0", "shared"))


def test_context_that_is_missing_is_named(licensed: Asker) -> None:
    hosted = {"models": ["shared"], "uses": ["NETWORK_SERVICE"]}
    answer = check(licensed, **hosted)
    assert (answer["verdict"], answer["missingContext"]) == ("CONDITIONAL", ["modified"])
    assert {each["missing"] for each in answer["reasons"]} == {"modified", None}
    unmodified = check(licensed, **hosted, context={"modified": False})
    assert (unmodified["verdict"], unmodified["missingContext"]) == ("YES", [])


def test_thresholds_and_territories_decide(licensed: Asker) -> None:
    llama: dict[str, Any] = {"inbound": ["llama3.2"], "uses": ["USE_COMMERCIALLY"]}
    many = {"monthlyActiveUsers": 700_000_001, "territory": "US"}
    assert verdict(licensed, **llama, context=many) == "NO"
    few = {"monthlyActiveUsers": 10, "territory": "us"}
    assert verdict(licensed, **llama, context=few) == "CONDITIONAL"


def test_obligations_are_those_of_the_reasons_with_the_licence_that_asks(licensed: Asker) -> None:
    answer = check(licensed, models=["free"], uses=["REDISTRIBUTE"])
    obligations = [each["obligation"] for each in answer["reasons"] if each["obligation"]]
    assert len(obligations) == 1
    assert answer["obligations"] == [f"MIT License: {obligations[0]}"]


def test_candidates_are_the_registrys_licences_that_the_result_may_carry(licensed: Asker) -> None:
    def candidates(**asked: Any) -> list[str]:
        return [each["slug"] for each in check(licensed, **asked)["outboundCandidates"]]

    assert candidates(models=["free"], uses=["MERGE"]) == [
        "mit",
        "agpl-3-0",
        "apache-2-0",
        "gpl-2-0-only",
    ]
    assert candidates(models=["free", "shared"], uses=["MERGE"]) == ["agpl-3-0"]
    assert candidates(models=["shared"], inbound=["GPL-2.0-only"], uses=["MERGE"]) == []
    assert candidates(models=["free"], uses=["REDISTRIBUTE"]) == []
    assert candidates(models=["free"], outbound="MIT") == []


def test_of_two_entities_with_one_expression_the_models_own_comes_first(licensed: Asker) -> None:
    by_name = check(licensed, inbound=["MIT"], uses=["MERGE"])
    assert about(by_name) == [("YES", "expat", None)]
    assert by_name["outboundCandidates"][0] == {"slug": "expat"}
    assert about(check(licensed, models=["free"], uses=["MERGE"])) == [("YES", "mit", "free")]


def test_a_licence_without_an_entity_is_no_licence_of_the_registry(licensed: Asker) -> None:
    answer = check(licensed, inbound=["GPL-3.0-only"], outbound="MIT")
    assert (answer["verdict"], about(answer)) == ("NO", [("NO", None, None)])


def test_what_a_reason_leads_to_is_selected_like_anything_else(licensed: Asker) -> None:
    asked = """query ($more: Boolean!) { licenseCheck(input: {models: ["child"], uses: [MERGE]}) {
      reasons(first: 1) { url @skip(if: true) license { __typename ...L }
        model { name license @include(if: $more) { slug } } }
      two: outboundCandidates(first: 2) { ...L } none: reasons(first: 0) { text } } }
    fragment L on License { spdxExpression models(first: 1) { nodes { slug } } }"""
    agpl = {"spdxExpression": "AGPL-3.0-only", "models": {"nodes": []}}
    assert licensed.data(asked, {"more": False})["licenseCheck"] == {
        "reasons": [{"license": {"__typename": "License"} | agpl, "model": {"name": "Shared"}}],
        "two": [agpl],
        "none": [],
    }
    assert licensed.data(asked, {"more": True})["licenseCheck"]["reasons"][0]["model"] == {
        "name": "Shared",
        "license": None,
    }


@pytest.mark.parametrize("asked", [{}, {"inbound": [], "models": []}, {"outbound": "MIT"}])
def test_a_check_is_of_some_licence_or_model(licensed: Asker, asked: dict[str, Any]) -> None:
    message = "Argument 'input': name at least one licence in inbound or one of the models."
    assert licensed.problem(CHECK, {"input": asked}) == ("BAD_ARGUMENT", message)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"inbound": ["MIT"] * 101}, "'inbound': 101 are more than 100."),
        ({"models": ["one"] * 101}, "'models': 101 are more than 100."),
        ({"inbound": ["x" * 501]}, "'inbound': more than 500 characters."),
        ({"inbound": ["MIT"], "outbound": "x" * 501}, "'outbound': more than 500 characters."),
        (
            {"inbound": ["MIT"], "context": {"territory": "Europe"}},
            "'territory': 'Europe' is not a country of ISO 3166-1 alpha-2, such as DE.",
        ),
        (
            {"inbound": ["MIT"], "context": {"monthlyActiveUsers": -1}},
            "'monthlyActiveUsers': -1 is negative.",
        ),
        (
            {"models": ["nobody"], "context": {"annualRevenueUsd": -5}},
            "'annualRevenueUsd': -5 is negative.",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(
    licensed: Asker, asked: dict[str, Any], fault: str
) -> None:
    assert licensed.problem(CHECK, {"input": asked}) == ("BAD_ARGUMENT", f"Argument {fault}")


def test_an_unknown_model_leaves_no_verdict(licensed: Asker) -> None:
    asked = {"models": ["nobody", "free", "neither", "nobody"], "inbound": ["MIT"]}
    assert licensed(CHECK, {"input": asked}) == {
        "data": {"licenseCheck": None},
        "errors": [
            {
                "message": f"No model has the slug '{slug}'.",
                "locations": [{"line": 2, "column": 3}],
                "path": ["licenseCheck"],
                "extensions": {"code": "UNKNOWN_MODEL"},
            }
            for slug in ("nobody", "neither")
        ],
    }
