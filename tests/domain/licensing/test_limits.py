"""For whom a licence grants nothing, or asks more: figures and countries."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from service.domain.licensing.judging import judge
from service.domain.licensing.labels import One
from service.domain.licensing.questions import Material, Question
from service.domain.licensing.territories import is_within, read_territory
from service.domain.licensing.verdicts import Answer, Context, Use, Verdict

NO, CONDITIONAL = Verdict.NO, Verdict.CONDITIONAL
COMMERCIAL, INTERNAL = Use.USE_COMMERCIALLY, Use.USE_INTERNALLY

KIMI = One("LicenseRef-scancode-moonshot-ai-modified-mit-2025")
"""Asks for a mark above 100 million monthly users, or 20 million dollars of monthly revenue."""
TONGYI = One("LicenseRef-scancode-tongyi-qianwen-2023")
"""Grants nothing for commercial use above 100 million monthly users."""
HUNYUAN = One("LicenseRef-scancode-tencent-hunyuan-3d-2.0-cla")
"""Grants nothing in the European Union, the United Kingdom and South Korea."""
LLAMA_3_2 = One("LicenseRef-scancode-llama-3.2-license-2024")
"""Excludes the European Union for multimodal models alone."""

SHOW = 'Show "Kimi K2" prominently on the user interface of the product or service.'
MARK = f"Moonshot AI Modified MIT 2025: {SHOW}"
PERHAPS = f"Moonshot AI Modified MIT 2025: Above the threshold: {SHOW}"


def _ask(license_: One, uses: set[Use], context: Context) -> Answer:
    return judge(Question((Material(license_),), None, frozenset(uses), context))


class Revenue(NamedTuple):
    users: int | None
    annual_revenue: int | None
    marks: tuple[str, ...]
    missing: tuple[str, ...] = ()


@pytest.mark.parametrize(
    "case",
    [
        Revenue(100_000_000, 20_000_000, ()),
        Revenue(100_000_001, 20_000_000, (MARK,)),
        Revenue(1, 20_000_001, (PERHAPS,)),
        Revenue(1, 240_000_000, (PERHAPS,)),
        Revenue(1, 240_000_001, (MARK,)),
        Revenue(100_000_001, None, (MARK,)),
        Revenue(None, 240_000_001, (MARK,)),
        Revenue(1, None, (PERHAPS,), ("annualRevenueUsd",)),
        Revenue(None, None, (PERHAPS,), ("monthlyActiveUsers", "annualRevenueUsd")),
    ],
)
def test_a_duty_begins_above_either_figure_and_a_year_tells_of_a_month_at_its_ends(
    case: Revenue,
) -> None:
    answer = _ask(KIMI, {COMMERCIAL, INTERNAL}, Context(case.users, case.annual_revenue))
    marks = tuple(each for each in answer.obligations if "Kimi K2" in each)
    assert (answer.verdict, marks) == (CONDITIONAL, case.marks)
    assert answer.missing_context == case.missing


@pytest.mark.parametrize(
    ("uses", "users", "verdict"),
    [
        ({COMMERCIAL}, 100_000_001, NO),
        ({COMMERCIAL}, 100_000_000, CONDITIONAL),
        ({INTERNAL}, 100_000_001, CONDITIONAL),
    ],
)
def test_a_figure_for_commercial_use_counts_for_commercial_use_alone(
    uses: set[Use], users: int, verdict: Verdict
) -> None:
    answer = _ask(TONGYI, uses, Context(monthly_active_users=users))
    assert (answer.verdict, answer.missing_context) == (verdict, ())


def test_a_figure_for_commercial_use_is_told_of_other_use_and_not_asked_for() -> None:
    answer = _ask(TONGYI, {INTERNAL}, Context())
    assert answer.missing_context == ()
    assert answer.reasons[0].text == (
        "For commercial use, Tongyi Qianwen License (2023) has other terms above 100,000,000 "
        "monthly active users (at any time, for the product or service that uses it commercially)."
    )


@pytest.mark.parametrize(
    ("country", "verdict"),
    [
        ("KR", NO),
        ("GB", NO),
        ("DE", NO),
        ("HR", NO),
        ("GF", NO),  # A part of France that the law of the European Union extends to.
        ("CH", CONDITIONAL),
        ("NO", CONDITIONAL),
        ("US", CONDITIONAL),
    ],
)
def test_a_group_of_countries_means_its_members(country: str, verdict: Verdict) -> None:
    assert _ask(HUNYUAN, {INTERNAL}, Context(1, territory=country)).verdict is verdict


def test_a_country_that_matters_is_asked_for() -> None:
    answer = _ask(HUNYUAN, {INTERNAL}, Context(1))
    assert (answer.verdict, answer.missing_context) == (CONDITIONAL, ("territory",))


def test_an_exclusion_of_a_part_of_the_material_is_a_condition() -> None:
    answer = _ask(LLAMA_3_2, {INTERNAL}, Context(1, territory="FR"))
    told = [each.text for each in answer.reasons if "FR" in each.text]
    assert (answer.verdict, told) == (
        CONDITIONAL,
        [
            "Llama 3.2 Community License grants nothing in EU for multimodal models "
            "(Llama 3.2 Vision), and so not in FR."
        ],
    )


def test_a_country_is_read_in_either_case_and_common_mistakes_are_named() -> None:
    assert (read_territory(" de "), is_within("DE", ["US", "EU"])) == ("DE", True)
    with pytest.raises(ValueError, match=r"'UK' is not a country .* GB is meant by UK"):
        read_territory("UK")
    with pytest.raises(ValueError, match="'EU' is not a country of ISO 3166-1 alpha-2"):
        read_territory("EU")
