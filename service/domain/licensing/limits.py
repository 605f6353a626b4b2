"""For whom a licence grants nothing: thresholds and territories."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.licensing.cases import Case
from service.domain.licensing.plans import State
from service.domain.licensing.terms import Above, Measure, Territories, Threshold
from service.domain.licensing.territories import is_within
from service.domain.licensing.verdicts import Context, Reason, Verdict

_MONTHS = 12

_UNITS = {
    Measure.MONTHLY_ACTIVE_USERS: "{:,} monthly active users",
    Measure.ANNUAL_REVENUE_USD: "{:,} US dollars of annual revenue",
    Measure.MONTHLY_REVENUE_USD: "{:,} US dollars of monthly revenue",
}

_ABOVE = {Above.SEPARATE_LICENSE: "grants nothing", Above.DUTY: "has further duties"}


def judge_limits(case: Case) -> Iterator[Reason]:
    """What the licence's thresholds and territories come to for the one who asks."""
    for threshold in _counting(case):
        yield from _threshold(case, threshold)
    for territories in case.terms.territories:
        yield from _territories(case, territories)


def _counting(case: Case) -> Iterator[Threshold]:
    """The thresholds that matter: above one that only adds duties, the others add none."""
    begun = any(
        each.then is Above.DUTY and exceeded(each, case.plan.context) is State.YES
        for each in case.terms.thresholds
    )
    for each in case.terms.thresholds:
        is_moot = begun and each.then is Above.DUTY
        if not is_moot or exceeded(each, case.plan.context) is State.YES:
            yield each


def amount(threshold: Threshold) -> str:
    """The figure with its unit."""
    return _UNITS[threshold.measure].format(threshold.above)


def exceeded(threshold: Threshold, context: Context) -> State:
    """Whether the one who asks is above a threshold; OPEN: the context does not say.

    Of a monthly revenue the yearly one tells only where all of it, or a twelfth, decides.
    """
    figure = _figure(threshold.measure, context)
    if figure is None:
        return State.OPEN
    if figure <= threshold.above:
        return State.NO
    is_monthly = threshold.measure is Measure.MONTHLY_REVENUE_USD
    surely = figure > threshold.above * (_MONTHS if is_monthly else 1)
    return State.YES if surely else State.OPEN


def _figure(measure: Measure, context: Context) -> int | None:
    if measure is Measure.MONTHLY_ACTIVE_USERS:
        return context.monthly_active_users
    return context.annual_revenue_usd


def _threshold(case: Case, threshold: Threshold) -> Iterator[Reason]:
    """Below it, what is allowed is so only as long as that stays so, which is a condition."""
    measured = f"{amount(threshold)} ({threshold.measured})"
    if threshold.commercial and not case.plan.is_commercial:
        text = f"For commercial use, {case.name} has other terms above {measured}."
        yield case.reason(Verdict.CONDITIONAL, text, threshold)
        return
    text = f"{case.name} {_ABOVE[threshold.then]} above {measured}"
    match exceeded(threshold, case.plan.context):
        case State.YES if threshold.then is Above.SEPARATE_LICENSE:
            yield case.reason(Verdict.NO, f"{text}: a separate licence is needed.", threshold)
        case State.YES:
            yield case.reason(Verdict.CONDITIONAL, f"{text}.", threshold)
        case State.NO:
            yield case.reason(Verdict.CONDITIONAL, f"{text}, which is not exceeded.", threshold)
        case State.OPEN:
            missing = _missing(threshold, case.plan.context)
            yield case.reason(Verdict.CONDITIONAL, f"{text}.", threshold, missing=missing)


def _missing(threshold: Threshold, context: Context) -> str | None:
    if _figure(threshold.measure, context) is not None:
        return None
    is_users = threshold.measure is Measure.MONTHLY_ACTIVE_USERS
    return "monthlyActiveUsers" if is_users else "annualRevenueUsd"


def _territories(case: Case, territories: Territories) -> Iterator[Reason]:
    country = case.plan.context.territory
    named = ", ".join(territories.excluded)
    part = f" for {territories.only}" if territories.only else ""
    if country is None:
        text = f"{case.name} grants nothing in {named}{part}."
        yield case.reason(Verdict.CONDITIONAL, text, territories, missing="territory")
    elif is_within(country, territories.excluded):
        verdict = Verdict.CONDITIONAL if territories.only else Verdict.NO
        text = f"{case.name} grants nothing in {named}{part}, and so not in {country}."
        yield case.reason(verdict, text, territories)
