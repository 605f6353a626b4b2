"""What answers say beside the verdict: published charts, views, choices, what may be carried."""

from __future__ import annotations

import pytest

from service.domain.licensing.candidates import judged
from service.domain.licensing.judging import judge
from service.domain.licensing.labels import Label, One, OneOf, Rivals
from service.domain.licensing.library import licenses
from service.domain.licensing.pairs import Mode, judge_pair, judge_without, pair_verdict
from service.domain.licensing.questions import Material, Question
from service.domain.licensing.verdicts import Answer, Use, Verdict

YES, NO = Verdict.YES, Verdict.NO
CONDITIONAL, UNKNOWN = Verdict.CONDITIONAL, Verdict.UNKNOWN

MIT, APACHE = One("MIT"), One("Apache-2.0")
GPL_2, GPL_3, LGPL = One("GPL-2.0-only"), One("GPL-3.0-only"), One("LGPL-3.0-only")
MERGE, INTERNAL = Use.MERGE, Use.USE_INTERNALLY
CLOSED, COMBINE = Use.SHIP_IN_CLOSED_SOURCE_PRODUCT, Use.COMBINE

CC = "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0"


def _ask(materials: tuple[Label, ...], uses: set[Use]) -> Answer:
    return judge(Question(tuple(map(Material, materials)), None, frozenset(uses)))


@pytest.mark.parametrize(
    ("inbound", "verdicts"),
    [
        ("CC0-1.0", (YES, YES, YES, YES, YES, YES)),
        ("CC-BY-4.0", (NO, YES, YES, YES, YES, YES)),
        ("CC-BY-SA-4.0", (NO, NO, YES, NO, NO, NO)),
        ("CC-BY-NC-4.0", (NO, NO, NO, CONDITIONAL, CONDITIONAL, NO)),
        ("CC-BY-NC-SA-4.0", (NO, NO, NO, NO, CONDITIONAL, NO)),
        ("CC-BY-ND-4.0", (NO, NO, NO, NO, NO, NO)),
    ],
)
def test_the_chart_of_creative_commons_decides_within_its_family(
    inbound: str, verdicts: tuple[Verdict, ...]
) -> None:
    assert tuple(pair_verdict(inbound, outbound) for outbound in CC) == verdicts


def test_a_bridge_is_cited_by_who_publishes_it() -> None:
    (bridge,) = judge_pair("CC-BY-SA-4.0", "LAL-1.3")
    assert (bridge.verdict, bridge.text, bridge.authority) == (
        YES,
        "Creative Commons names LAL-1.3 as one that adaptations may carry.",
        "Creative Commons (2014-10-21)",
    )


def test_a_published_view_is_told_and_decides_nothing() -> None:
    answer = judge(Question((Material(APACHE),), GPL_2))
    decided, view = answer.reasons
    assert (answer.verdict, decided.decides, decided.verdict) == (NO, True, NO)
    assert (view.decides, view.verdict, view.authority) == (
        False,
        UNKNOWN,
        "Roy T. Fielding, Apache Software Foundation, quoted on license-discuss, 17 February 2004",
    )


def test_a_published_view_is_told_of_the_pairs_that_it_is_about() -> None:
    assert [each.decides for each in judge_pair("Apache-2.0", "GPL-3.0-only")] == [True]


@pytest.mark.parametrize(
    ("inbound", "outbound", "verdict"),
    [
        ("GPL-2.0-only WITH Bison-exception-2.2", "GPL-2.0-only", YES),
        ("GPL-2.0-only WITH Bison-exception-2.2", "Apache-2.0", UNKNOWN),
        ("GPL-2.0-only", "GPL-2.0-only WITH Bison-exception-2.2", UNKNOWN),
        ("MIT", "GPL-2.0-only WITH Bison-exception-2.2", YES),
        ("GPL-2.0-only WITH freertos-exception-2.0", "GPL-2.0-only", UNKNOWN),
        ("MIT", "GPL-2.0-only WITH freertos-exception-2.0", UNKNOWN),
        ("Apache-2.0+", "GPL-3.0-only", YES),
        ("Apache-2.0+", "GPL-2.0-only", UNKNOWN),
    ],
)
def test_exceptions_and_later_versions_keep_what_holds_and_leave_open_what_does_not(
    inbound: str, outbound: str, verdict: Verdict
) -> None:
    assert pair_verdict(inbound, outbound) is verdict


@pytest.mark.parametrize(
    ("label", "verdict", "authority"),
    [
        (Rivals((GPL_3, MIT)), UNKNOWN, "Contradicting sources"),
        (OneOf((GPL_3, MIT)), UNKNOWN, "An ambiguous name"),
    ],
)
def test_labels_that_differ_are_told_with_what_each_comes_to(
    label: Label, verdict: Verdict, authority: str
) -> None:
    answer = judge(Question((Material(label),), APACHE))
    (decisive,) = (each for each in answer.reasons if each.decides)
    assert (answer.verdict, decisive.authority) == (verdict, authority)
    assert decisive.text.endswith(": GPL-3.0-only: NO; MIT: YES.")


@pytest.mark.parametrize("label", [Rivals((MIT, APACHE)), OneOf((MIT, APACHE))])
def test_labels_that_agree_are_that(label: Label) -> None:
    assert judge(Question((Material(label),), GPL_3)).verdict is YES


def test_rivals_allow_what_all_allow_as_the_worst_and_names_that_differ_are_open() -> None:
    hosted = frozenset({Use.NETWORK_SERVICE})
    agpl = One("AGPL-3.0-only")
    rivals, ambiguous = (
        judge(Question((Material(label),), None, hosted)).verdict
        for label in (Rivals((MIT, agpl)), OneOf((MIT, agpl)))
    )
    assert (rivals, ambiguous) == (CONDITIONAL, UNKNOWN)


def test_a_result_may_carry_what_materials_carry_first_and_then_the_rest_by_name() -> None:
    first, second, *others = _ask((APACHE, MIT), {MERGE}).outbound_candidates
    assert (first, second) == ("Apache-2.0", "MIT")
    names = [licenses()[each].short_name.lower() for each in others]
    assert names == sorted(names)
    assert {"GPL-3.0-only", "BSD-3-Clause"} <= set(others) <= set(judged())
    assert "GPL-2.0-only" not in others


def test_nothing_is_proposed_that_asks_for_the_source_of_a_closed_product() -> None:
    candidates = _ask((MIT, APACHE), {MERGE, CLOSED}).outbound_candidates
    assert candidates[:2] == ("MIT", "Apache-2.0")
    assert not {"GPL-3.0-only", "AGPL-3.0-only", "AGPL-3.0-or-later"} & set(candidates)


def test_a_library_in_a_closed_product_is_kept_as_a_separate_part() -> None:
    answer = _ask((LGPL, MIT), {COMBINE, CLOSED})
    assert answer.verdict is CONDITIONAL
    assert (
        "LGPL-3.0-only: Keep the part under LGPL-3.0-only separate, and offer the source of that "
        "part." in answer.obligations
    )


def test_what_is_kept_within_needs_no_common_licence_and_is_not_passed_on() -> None:
    answer = _ask((GPL_2, APACHE), {MERGE, INTERNAL})
    assert (answer.verdict, answer.outbound_candidates) == (CONDITIONAL, ())
    assert "GPL-2.0-only: Do not pass on what is made of it." in answer.obligations
    (kept,) = judge_without("GPL-2.0-only", Mode.KEPT)
    assert (kept.verdict, kept.authority) == (
        CONDITIONAL,
        "GNU General Public License v2.0, section 2.b (1991-06)",
    )
