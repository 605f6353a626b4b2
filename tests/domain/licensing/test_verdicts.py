"""What plans come to: each case says what a lawyer would, in the words of one licence or two."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from service.domain.licensing import matrix
from service.domain.licensing.judging import judge
from service.domain.licensing.labels import All, Any, Label, One, OneOf, Rivals, Unclear
from service.domain.licensing.questions import Material, Question
from service.domain.licensing.verdicts import (
    Answer,
    Artifact,
    Context,
    Flow,
    Reason,
    Use,
    Verdict,
)

YES, NO = Verdict.YES, Verdict.NO
CONDITIONAL, UNKNOWN = Verdict.CONDITIONAL, Verdict.UNKNOWN

COMMERCIAL, INTERNAL = Use.USE_COMMERCIALLY, Use.USE_INTERNALLY
HOST, PASS_ON = Use.NETWORK_SERVICE, Use.REDISTRIBUTE
CLOSED, FINE_TUNE = Use.SHIP_IN_CLOSED_SOURCE_PRODUCT, Use.FINE_TUNE
DISTILL, MERGE, COMBINE = Use.DISTILL, Use.MERGE, Use.COMBINE

MIT, APACHE, MPL = One("MIT"), One("Apache-2.0"), One("MPL-2.0")
GPL_2, GPL_3 = One("GPL-2.0-only"), One("GPL-3.0-only")
GPL_3_LATER, AGPL = One("GPL-3.0-or-later"), One("AGPL-3.0-only")
LGPL = One("LGPL-3.0-only")
BARE_GPL_3 = OneOf((GPL_3, GPL_3_LATER), is_bare_gnu=True)
BY, BY_SA, BY_NC = One("CC-BY-4.0"), One("CC-BY-SA-4.0"), One("CC-BY-NC-4.0")
BY_ND, BY_ND_3, CC0 = One("CC-BY-ND-4.0"), One("CC-BY-ND-3.0"), One("CC0-1.0")
LLAMA_2 = One("LicenseRef-scancode-llama-2-license-2023")
LLAMA_3_1 = One("LicenseRef-scancode-llama-3.1-license-2024")
LLAMA_4 = One("LicenseRef-scancode-llama-4-cla-2025")
GEMMA_2024 = One("LicenseRef-scancode-gemma-tou-2024-04-01")
GEMMA = One("LicenseRef-scancode-gemma-tou-2025-03-24")
CREATIVE_ML = One("LicenseRef-scancode-stable-diffusion-2022-08-22")
OPEN_RAIL = One("LicenseRef-scancode-bigscience-open-rail-m")
STABILITY = One("LicenseRef-scancode-stability-ai-community-2024")
OPEN_MDW = One("OpenMDW-1.0")
FLUX = One("LicenseRef-scancode-flux-1-nc")
CHAMELEON = One("LicenseRef-scancode-chameleon-research-2024")
LLAMA_1 = One("LicenseRef-scancode-llama-license-2023")
NOBODY_KNOWS = One("LicenseRef-nobody-knows-it")
CUSTOM = Unclear("Custom")


class Pair(NamedTuple):
    inbound: Label
    outbound: Label
    verdict: Verdict


_PAIRS = [
    Pair(APACHE, GPL_3, YES),
    Pair(GPL_3, APACHE, NO),
    Pair(APACHE, GPL_2, NO),
    Pair(GPL_2, GPL_3, NO),
    Pair(OneOf((GPL_2, One("GPL-2.0-or-later")), is_bare_gnu=True), GPL_3, NO),
    Pair(One("GPL-2.0-or-later"), GPL_3, YES),
    Pair(GPL_3, AGPL, CONDITIONAL),
    Pair(GPL_3, GPL_3, YES),
    Pair(One("MS-PL"), MIT, UNKNOWN),
    Pair(BY, BY_SA, YES),
    Pair(BY_SA, BY, NO),
    Pair(BY_SA, GPL_3, YES),
    Pair(GPL_3, BY_SA, NO),
    Pair(BY_SA, GPL_3_LATER, NO),
    Pair(BY, CC0, NO),
    Pair(CC0, BY_NC, YES),
    Pair(BY_NC, APACHE, NO),
    Pair(BY_NC, BY_NC, CONDITIONAL),
    Pair(BY_ND, BY_ND, NO),
    Pair(APACHE, LLAMA_3_1, YES),
    Pair(LLAMA_3_1, APACHE, NO),
    Pair(LLAMA_3_1, LLAMA_3_1, CONDITIONAL),
    Pair(GPL_3, LLAMA_3_1, NO),
    Pair(LLAMA_3_1, GPL_3, NO),
    Pair(CREATIVE_ML, OPEN_RAIL, CONDITIONAL),
    Pair(CREATIVE_ML, MIT, NO),
    Pair(GEMMA, APACHE, NO),
    Pair(OPEN_MDW, APACHE, YES),
    Pair(CUSTOM, CUSTOM, UNKNOWN),
    Pair(MIT, NOBODY_KNOWS, UNKNOWN),
    Pair(NOBODY_KNOWS, NOBODY_KNOWS, UNKNOWN),
    Pair(Any((CUSTOM, MIT)), APACHE, YES),
    Pair(All((CUSTOM, MIT)), APACHE, UNKNOWN),
    Pair(All((CUSTOM, GPL_3)), APACHE, NO),
    Pair(Any((MIT, GPL_2)), APACHE, YES),
    Pair(APACHE, Any((MIT, GPL_2)), NO),
    Pair(BARE_GPL_3, BARE_GPL_3, YES),
    Pair(BY_SA, BARE_GPL_3, YES),
    Pair(LGPL, BARE_GPL_3, YES),
    Pair(BARE_GPL_3, APACHE, NO),
    Pair(BY, GPL_2, YES),
    Pair(One("CC-BY-2.0"), GPL_2, UNKNOWN),
    Pair(One("Python-2.0"), BY_SA, UNKNOWN),
    Pair(One("BSD-3-Clause"), BY_SA, YES),
    Pair(One("LAL-1.3"), BY_SA, YES),
    Pair(GEMMA_2024, GEMMA, CONDITIONAL),
    Pair(One("ODbL-1.0"), One("ODbL-1.0"), YES),
    Pair(OneOf((MIT, APACHE)), GPL_3, YES),
    Pair(OneOf((MIT, APACHE)), GPL_2, UNKNOWN),
    Pair(Rivals((MIT, GPL_3)), MIT, UNKNOWN),
    Pair(Rivals((LLAMA_2, GPL_3)), MIT, NO),
]


@pytest.mark.parametrize("case", _PAIRS)
def test_a_pair(case: Pair) -> None:
    answer = judge(Question((Material(case.inbound),), case.outbound))
    assert answer.verdict is case.verdict


class Plan(NamedTuple):
    material: Label
    uses: set[Use]
    verdict: Verdict
    context: Context = Context()
    missing: tuple[str, ...] = ()


_MANY = Context(monthly_active_users=700_000_001)
_FEW = Context(monthly_active_users=700_000_000)
_UNMODIFIED, _MODIFIED = Context(modified=False), Context(modified=True)

_PLANS = [
    Plan(MIT, {COMMERCIAL, PASS_ON, CLOSED, FINE_TUNE}, YES),
    Plan(APACHE, {DISTILL}, YES),
    Plan(GPL_3, {HOST}, YES),
    Plan(GPL_3, {INTERNAL, FINE_TUNE}, YES),
    Plan(GPL_3, {FINE_TUNE}, CONDITIONAL),
    Plan(GPL_3, {PASS_ON}, CONDITIONAL),
    Plan(GPL_3, {CLOSED}, NO),
    Plan(GPL_3, {DISTILL}, UNKNOWN),
    Plan(GPL_3, {DISTILL, INTERNAL}, YES),
    Plan(AGPL, {HOST}, CONDITIONAL, missing=("modified",)),
    Plan(AGPL, {HOST}, YES, _UNMODIFIED),
    Plan(AGPL, {HOST}, CONDITIONAL, _MODIFIED),
    Plan(AGPL, {HOST, FINE_TUNE}, CONDITIONAL),
    Plan(LGPL, {CLOSED, COMBINE}, CONDITIONAL),
    Plan(LGPL, {CLOSED, MERGE}, NO),
    Plan(MPL, {CLOSED}, CONDITIONAL, _UNMODIFIED),
    Plan(BY, {COMMERCIAL, PASS_ON}, YES),
    Plan(BY_SA, {PASS_ON}, YES, _UNMODIFIED),
    Plan(BY_SA, {PASS_ON}, CONDITIONAL, missing=("modified",)),
    Plan(BY_NC, {COMMERCIAL}, NO),
    Plan(BY_NC, {INTERNAL}, CONDITIONAL),
    Plan(BY_NC, {DISTILL}, UNKNOWN),
    Plan(FLUX, {CLOSED}, NO),
    Plan(CHAMELEON, {DISTILL}, CONDITIONAL),
    Plan(CHAMELEON, {DISTILL, COMMERCIAL}, NO),
    Plan(LLAMA_1, {DISTILL, COMMERCIAL}, NO),
    Plan(BY_ND, {FINE_TUNE, INTERNAL}, YES),
    Plan(BY_ND, {FINE_TUNE}, CONDITIONAL),
    Plan(BY_ND, {FINE_TUNE, PASS_ON}, NO),
    Plan(BY_ND, {INTERNAL}, YES),
    Plan(BY_ND_3, {INTERNAL}, CONDITIONAL, missing=("modified",)),
    Plan(BY_ND_3, {INTERNAL}, NO, _MODIFIED),
    Plan(BY_ND_3, {INTERNAL}, YES, _UNMODIFIED),
    Plan(One("GFDL-1.3-only"), {HOST}, CONDITIONAL, _MODIFIED),
    Plan(One("OFL-1.1"), {HOST}, CONDITIONAL, _MODIFIED),
    Plan(One("ODC-By-1.0"), {PASS_ON}, CONDITIONAL, _UNMODIFIED),
    Plan(LLAMA_2, {DISTILL}, NO),
    Plan(LLAMA_3_1, {COMMERCIAL}, CONDITIONAL, missing=("monthlyActiveUsers",)),
    Plan(LLAMA_3_1, {COMMERCIAL}, CONDITIONAL, _FEW),
    Plan(LLAMA_3_1, {INTERNAL}, NO, _MANY),
    Plan(LLAMA_3_1, {DISTILL}, CONDITIONAL, _FEW),
    Plan(LLAMA_4, {INTERNAL}, NO, Context(territory="DE")),
    Plan(LLAMA_4, {INTERNAL}, CONDITIONAL, Context(1, territory="US")),
    Plan(GEMMA, {DISTILL}, CONDITIONAL),
    Plan(GEMMA, {HOST}, CONDITIONAL),
    Plan(STABILITY, {COMMERCIAL}, CONDITIONAL, missing=("annualRevenueUsd",)),
    Plan(STABILITY, {COMMERCIAL}, NO, Context(annual_revenue_usd=1_000_001)),
    Plan(OPEN_MDW, {COMMERCIAL, HOST, PASS_ON}, YES),
    Plan(NOBODY_KNOWS, {INTERNAL}, UNKNOWN),
    Plan(CUSTOM, {INTERNAL}, UNKNOWN),
    Plan(OneOf((GEMMA_2024, GEMMA)), {HOST}, CONDITIONAL),
    Plan(One("GPL-2.0-only WITH Bison-exception-2.2"), {CLOSED}, UNKNOWN),
    Plan(One("GPL-2.0-only WITH Bison-exception-2.2"), {HOST}, YES),
    Plan(One("GPL-2.0-only WITH freertos-exception-2.0"), {HOST}, UNKNOWN),
    Plan(One("GPL-2.0-only WITH freertos-exception-2.0"), {INTERNAL}, UNKNOWN),
]


@pytest.mark.parametrize("case", _PLANS)
def test_a_plan(case: Plan) -> None:
    question = Question((Material(case.material),), None, frozenset(case.uses), case.context)
    answer = judge(question)
    assert (answer.verdict, answer.missing_context) == (case.verdict, case.missing)


class Together(NamedTuple):
    materials: tuple[Label, ...]
    uses: set[Use]
    verdict: Verdict
    first: tuple[str, ...] = ()


_TOGETHER = [
    Together((MIT, APACHE), {MERGE}, YES, ("MIT", "Apache-2.0")),
    Together((AGPL, MIT), {MERGE}, CONDITIONAL, ("AGPL-3.0-only",)),
    Together((AGPL, MIT), {MERGE, INTERNAL}, YES, ("AGPL-3.0-only",)),
    Together((GPL_2, APACHE), {MERGE}, NO),
    Together((GPL_2, APACHE), {COMBINE}, NO),
    Together((GPL_2, APACHE), set(), NO),
    Together((LLAMA_3_1, APACHE), {MERGE}, CONDITIONAL, (LLAMA_3_1.expression,)),
    Together((LLAMA_3_1, GEMMA), {MERGE}, CONDITIONAL),
    Together((LLAMA_2, GEMMA), {MERGE}, NO),
    Together((LLAMA_3_1, GPL_3), {MERGE}, NO),
    Together((GPL_2, APACHE), {MERGE, INTERNAL}, CONDITIONAL),
    Together((BY_SA, MIT), {COMBINE}, CONDITIONAL),
    Together((BY_SA, MIT), set(), CONDITIONAL, ("CC-BY-SA-4.0",)),
    Together((LLAMA_3_1, GEMMA), {COMBINE}, CONDITIONAL),
    Together((BY_NC, MIT), {MERGE, COMMERCIAL}, NO),
    Together((MIT, NOBODY_KNOWS), {MERGE}, UNKNOWN),
    Together((Any((GPL_2, MIT)), APACHE), {MERGE}, YES, ("MIT", "Apache-2.0")),
    Together((MIT, APACHE), set(), YES, ("MIT", "Apache-2.0")),
]


@pytest.mark.parametrize("case", _TOGETHER)
def test_several_materials_together(case: Together) -> None:
    materials = tuple(map(Material, case.materials))
    answer = judge(Question(materials, None, frozenset(case.uses)))
    held = answer.outbound_candidates[: len(case.first)]
    assert (answer.verdict, held) == (case.verdict, case.first)


def _only(answer: Answer) -> Reason:
    (reason,) = (each for each in answer.reasons if each.decides)
    return reason


def test_a_pair_of_the_matrix_cites_it_with_its_date() -> None:
    assert _only(judge(Question((Material(GPL_3),), APACHE))) == Reason(
        NO,
        "Material under GPL-3.0-only may not become part of a work under Apache 2.0: what is "
        "derived from it stays under GPL-3.0-only.",
        "GPL-3.0-only",
        "OSADL Open Source License Compatibility Matrix of 2024-05-21 (CC-BY-4.0)",
        matrix.URL,
    )


def test_a_limit_that_the_result_would_lose_is_cited_with_its_clause() -> None:
    answer = judge(Question((Material(LLAMA_3_1),), APACHE))
    threshold = answer.reasons[0]
    assert (threshold.verdict, threshold.authority) == (
        NO,
        "Llama 3.1 Community License Agreement, section 2 (2024-07-23)",
    )
    assert threshold.url is not None
    assert threshold.url.startswith("https://")


def test_where_a_licence_is_silent_on_students_both_readings_are_cited() -> None:
    answer = judge(Question((Material(BY_NC),), None, frozenset({DISTILL})))
    told = [each.authority for each in answer.reasons if each.verdict is UNKNOWN]
    assert told[1:] == [
        "Landgericht München I, 42 O 14139/24 (GEMA v OpenAI), 11 November 2025",
        "High Court of Justice, [2025] EWHC 2863 (Ch) (Getty Images v Stability AI), "
        "4 November 2025",
    ]


def test_weights_of_which_only_the_code_has_a_licence_are_contested_under_copyleft() -> None:
    material = Material(AGPL, Artifact.WEIGHTS, of_code=True)
    answer = judge(Question((material,), None, frozenset({INTERNAL})))
    assert answer.verdict is UNKNOWN
    assert [each.authority for each in answer.reasons] == [
        "No licence of the weights is recorded.",
        "Published readings differ.",
        "Ultralytics, licensing page (read in November 2026)",
        "Free Software Foundation, GPL FAQ, GPLOutput",
    ]


def test_an_ancestor_that_a_model_learnt_from_is_judged_as_a_teacher() -> None:
    banned = Material(LLAMA_2, flow=Flow.LEARNED, model="teacher", derived=True)
    answer = judge(Question((Material(MIT), banned), None, frozenset({INTERNAL})))
    assert answer.verdict is NO
    assert {each.model for each in answer.reasons if each.verdict is NO} == {"teacher"}


def test_a_student_that_nothing_binds_cannot_carry_a_licence_that_nobody_knows() -> None:
    taught = Material(LLAMA_3_1, flow=Flow.LEARNED)
    assert judge(Question((taught,), APACHE)).verdict is CONDITIONAL
    assert judge(Question((taught,), NOBODY_KNOWS)).verdict is UNKNOWN
    assert judge(Question((taught,), CUSTOM)).verdict is UNKNOWN
    banned = Material(LLAMA_2, flow=Flow.LEARNED)
    assert judge(Question((banned,), NOBODY_KNOWS)).verdict is NO


def test_an_ancestor_that_was_changed_counts_as_modified() -> None:
    ancestor = Material(BY_ND, model="base", derived=True)
    question = Question((Material(MIT), ancestor), None, frozenset({PASS_ON}), _UNMODIFIED)
    assert judge(question).verdict is NO


def test_what_a_licence_was_not_written_for_is_unknown() -> None:
    data = Material(GEMMA, Artifact.DATA)
    answer = judge(Question((data,), None, frozenset({INTERNAL})))
    assert answer.verdict is UNKNOWN
    weights = Material(One("CDLA-Permissive-2.0"), Artifact.WEIGHTS)
    assert judge(Question((weights,), MIT)).verdict is UNKNOWN


def test_outputs_of_a_program_with_a_lexicon_may_contain_it() -> None:
    outputs = Material(One("LGPLLR"), Artifact.OUTPUTS)
    assert judge(Question((outputs,), None, frozenset({PASS_ON}))).verdict is CONDITIONAL
    assert judge(Question((outputs,), CC0)).verdict is NO


def test_outputs_that_nobody_claims_may_carry_any_licence_under_the_use_policy() -> None:
    outputs = Material(GEMMA, Artifact.OUTPUTS)
    answer = judge(Question((outputs,), APACHE))
    assert (answer.verdict, len(answer.obligations)) == (CONDITIONAL, 1)


def test_outputs_that_train_a_model_hold_to_what_is_said_of_training() -> None:
    outputs = Material(LLAMA_3_1, Artifact.OUTPUTS)
    answer = judge(Question((outputs,), None, frozenset({DISTILL}), _FEW))
    assert answer.verdict is CONDITIONAL


def test_a_model_that_was_trained_on_outputs_is_a_student_of_whoever_put_them_out() -> None:
    outputs = Material(GEMMA, Artifact.OUTPUTS)
    assert judge(Question((outputs,), MIT, frozenset({DISTILL}))).verdict is NO
    learnt = Material(One("LicenseRef-scancode-fair-ai-public-1.0"), Artifact.OUTPUTS, Flow.LEARNED)
    assert judge(Question((learnt,), MIT)).verdict is UNKNOWN


def test_a_closed_product_carries_no_licence_that_asks_for_its_source() -> None:
    answer = judge(Question((Material(MIT),), GPL_3, frozenset({CLOSED})))
    assert answer.verdict is NO


def test_a_closed_product_may_carry_a_library_licence_as_far_as_its_source_is_given() -> None:
    answer = judge(Question((Material(MIT),), LGPL, frozenset({CLOSED, MERGE})))
    assert answer.verdict is CONDITIONAL


def test_a_closed_product_offers_its_source_where_the_licence_it_carries_asks_for_it() -> None:
    outbound = One("LicenseRef-scancode-fair-ai-public-1.0")
    answer = judge(Question((Material(MIT),), outbound, frozenset({CLOSED})))
    assert answer.verdict is CONDITIONAL


def test_a_closed_product_whose_licence_may_be_one_or_another_is_unknown() -> None:
    outbound = OneOf((MIT, GPL_3))
    answer = judge(Question((Material(MIT),), outbound, frozenset({CLOSED})))
    assert answer.verdict is UNKNOWN
