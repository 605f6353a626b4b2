"""Models by what may be done with them: known to be allowed, known not to be, or not known."""

from __future__ import annotations

from threading import current_thread
from typing import Any

import pytest

from service.api.licensing import usability
from service.domain.licensing.usability import usabilities
from tests.api.asking import Asker
from tests.api.licensing.registry import MODELS

ASKED = """query ($filter: ModelFilter, $first: Int) { models(filter: $filter, first: $first) {
  totalCount nodes { slug } pageInfo { endCursor hasNextPage } } }"""
CHECK = """query ($slug: String!, $uses: [LicenseUse!], $context: LicenseContext) {
  licenseCheck(input: {models: [$slug], uses: $uses, context: $context}) { verdict } }"""

CLOSED = ["SHIP_IN_CLOSED_SOURCE_PRODUCT"]
PLANS: list[dict[str, Any]] = [
    {"usableFor": [use]}
    for use in (
        "USE_COMMERCIALLY",
        "USE_INTERNALLY",
        "NETWORK_SERVICE",
        "REDISTRIBUTE",
        "SHIP_IN_CLOSED_SOURCE_PRODUCT",
        "FINE_TUNE",
        "DISTILL",
        "GENERATE_TRAINING_DATA",
        "MERGE",
        "COMBINE",
    )
]


def found(ask: Asker, **filter_: Any) -> set[str]:
    models = ask.data(ASKED, {"filter": filter_})["models"]
    slugs = {node["slug"] for node in models["nodes"]}
    assert models["totalCount"] == len(slugs)
    return slugs


def verdict(ask: Asker, slug: str, plan: dict[str, Any]) -> str:
    asked = {"slug": slug, "uses": plan["usableFor"], "context": plan.get("context")}
    said: str = ask.data(CHECK, asked)["licenseCheck"]["verdict"]
    return said


def test_models_are_usable_unusable_or_not_known_to_be_either(licensed: Asker) -> None:
    assert found(licensed, usableFor=CLOSED) == {"free"}
    assert found(licensed, **{"not": {"usableFor": CLOSED}}) == {
        "shared",
        "parted",
        "child",
        "own",
    }
    either = [{"usableFor": CLOSED}, {"not": {"usableFor": CLOSED}}]
    assert found(licensed, **{"or": either}) == {"free", "shared", "parted", "child", "own"}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan["usableFor"][0])
def test_a_filter_says_nothing_that_a_check_contradicts(
    licensed: Asker, plan: dict[str, Any]
) -> None:
    usable, unusable = found(licensed, **plan), found(licensed, **{"not": plan})
    assert "silent" not in usable | unusable
    assert {verdict(licensed, slug, plan) for slug in usable} <= {"YES", "CONDITIONAL"}
    assert {verdict(licensed, slug, plan) for slug in unusable} <= {"NO"}


@pytest.mark.parametrize("plan", PLANS[:8], ids=lambda plan: plan["usableFor"][0])
def test_where_licences_need_not_agree_it_says_what_a_check_says(
    licensed: Asker, plan: dict[str, Any]
) -> None:
    said = {slug.lower(): verdict(licensed, slug.lower(), plan) for slug in MODELS.values()}
    assert found(licensed, **plan) == {
        slug for slug, each in said.items() if each in ("YES", "CONDITIONAL")
    }
    assert found(licensed, **{"not": plan}) == {slug for slug, each in said.items() if each == "NO"}


def test_several_uses_are_one_plan(licensed: Asker) -> None:
    both = ["NETWORK_SERVICE", "SHIP_IN_CLOSED_SOURCE_PRODUCT"]
    assert "shared" in found(licensed, usableFor=both[:1])
    assert found(licensed, usableFor=both) == {"free"}


def test_who_asks_is_looked_at_before_the_statement(licensed: Asker) -> None:
    refused = {"usableFor": CLOSED, "context": {"territory": "Atlantis"}}
    for filter_ in (refused, {"or": [refused]}):
        error = licensed(ASKED, {"filter": filter_})["errors"][0]
        assert error["path"] == ["models"]
        assert error["extensions"] == {"code": "BAD_ARGUMENT"}
        assert error["message"].startswith("Argument 'territory': 'Atlantis' is not a country")


@pytest.mark.parametrize("nothing", [None, []])
def test_no_use_is_asked_of_any_model(licensed: Asker, nothing: Any) -> None:
    every = {name.lower() for name in MODELS.values()}
    assert found(licensed, usableFor=nothing, context={"territory": "DE"}) == every
    assert found(licensed, **{"and": [{"usableFor": nothing}]}) == every


def test_five_plans_are_asked_about_at_most(licensed: Asker) -> None:
    plans = [{"usableFor": CLOSED, "context": {"monthlyActiveUsers": users}} for users in range(6)]
    assert found(licensed, **{"or": plans[:5]}) == {"free"}
    for filter_ in ({"or": plans}, {"and": [{"or": plans[1:], **plans[0]}]}):
        message = "Argument 'filter': usableFor more than 5 times."
        assert licensed.problem(ASKED, {"filter": filter_}) == ("BAD_ARGUMENT", message)


def test_what_licences_come_to_is_worked_out_while_others_are_answered(
    licensed: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = set()

    def judged(*asked: Any) -> Any:
        threads.add(current_thread().name)
        return usabilities(*asked)

    monkeypatch.setattr(usability, "usabilities", judged)
    context = {"annualRevenueUsd": 314}
    assert found(licensed, usableFor=CLOSED, context=context) == {"free"}
    assert threads == {"planner_0"}


def test_pages_and_other_conditions_go_along(licensed: Asker) -> None:
    assert found(licensed, usableFor=CLOSED, text="free") == {"free"}
    assert found(licensed, usableFor=CLOSED, text="shared") == set()
    first = licensed.data(ASKED, {"filter": {"usableFor": ["USE_INTERNALLY"]}, "first": 1})
    assert first["models"]["pageInfo"]["hasNextPage"] is True


def test_one_plan_serves_every_use_and_every_context(licensed: Asker) -> None:
    before = licensed.prepared_statements()
    asked = "query ($f: ModelFilter) { models(filter: $f) { nodes { name summary } } }"
    for uses, users in ((CLOSED, 1), (["DISTILL", "MERGE"], 10**9), (["FINE_TUNE"], None)):
        context = {"monthlyActiveUsers": users}
        licensed.data(asked, {"f": {"usableFor": uses, "context": context}})
    assert licensed.prepared_statements() == before + 1
