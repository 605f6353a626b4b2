"""What one licence allows of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product
from types import MappingProxyType

from service.domain.licensing.cases import Case
from service.domain.licensing.exceptions import plain
from service.domain.licensing.library import find, licenses
from service.domain.licensing.limits import judge_limits
from service.domain.licensing.plans import Plan
from service.domain.licensing.rules import judge_material
from service.domain.licensing.terms import License, Measure
from service.domain.licensing.training import judge_outputs, judge_training
from service.domain.licensing.verdicts import (
    Artifact,
    Context,
    Flow,
    Reason,
    Use,
    Verdict,
    verdict_of,
)

_KEPT = 10_000

_KEPT_PLANS = 16
"""A plan on all licences takes about 200 KB."""

_OF_STUDENTS = frozenset(Use) - {Use.FINE_TUNE, Use.MERGE, Use.COMBINE}


def judge_use(
    expression: str,
    uses: frozenset[Use],
    context: Context,
    artifact: Artifact | None = None,
    flow: Flow = Flow.DIRECT,
) -> tuple[Reason, ...]:
    """Why a licence allows a plan, or does not; the worst of the reasons is the verdict.

    Arguments:
        expression: of one licence, with or without an exception.
        artifact: what the material is; None: whatever the licence was written for.
        flow: LEARNED: the uses are those of a model that was trained on the material.
    """
    return _judge_use(expression, uses, _relevant(expression, context), artifact, flow)


@lru_cache(_KEPT)
def _judge_use(
    expression: str,
    uses: frozenset[Use],
    context: Context,
    artifact: Artifact | None,
    flow: Flow,
) -> tuple[Reason, ...]:
    base = find(expression)
    if base is None or base.terms is None:
        return (unknown_terms(expression, base),)
    if flow is Flow.LEARNED:
        uses = (uses & _OF_STUDENTS) | {Use.DISTILL}
    reasons = tuple(_judge(Case(base, base.terms, Plan(uses, context)), artifact))
    return reasons if plain(expression) == expression else _relaxed(expression, base, reasons)


def _relevant(expression: str, context: Context) -> Context:
    """As much of the context as the licence asks for, so that few contexts are told apart."""
    asks_users, asks_revenue, asks_territory = _asks(expression)
    return Context(
        context.monthly_active_users if asks_users else None,
        context.annual_revenue_usd if asks_revenue else None,
        context.territory if asks_territory else None,
        context.modified,
    )


@lru_cache(_KEPT)
def _asks(expression: str) -> tuple[bool, bool, bool]:
    """Whether the licence looks at users, at revenue, and at the territory."""
    known = find(expression)
    if known is None or known.terms is None:
        return False, False, False
    measures = {threshold.measure for threshold in known.terms.thresholds}
    users = Measure.MONTHLY_ACTIVE_USERS
    return users in measures, bool(measures - {users}), bool(known.terms.territories)


def unknown_terms(expression: str, known: License | None = None) -> Reason:
    """That nothing is known of a licence's terms."""
    name = known.short_name if known else expression
    text = f"The terms of {name} are not known to this registry."
    return Reason(Verdict.UNKNOWN, text, expression, "No terms are recorded.")


@lru_cache(_KEPT_PLANS)
def use_verdicts(uses: frozenset[Use], context: Context) -> Mapping[tuple[str, Flow], Verdict]:
    """What every licence of the library comes to in a plan, by its expression and flow."""
    return MappingProxyType(
        {
            (expression, flow): verdict_of(judge_use(expression, uses, context, None, flow))
            for expression, flow in product(licenses(), Flow)
        }
    )


def _judge(case: Case, artifact: Artifact | None) -> Iterator[Reason]:
    covers = case.license.covers
    is_other = artifact not in (None, Artifact.UNSPECIFIED, *covers)
    yield from judge_limits(case)
    if is_other and artifact is Artifact.OUTPUTS:
        yield from judge_outputs(case)
    elif is_other and artifact is not None:
        text = f"{case.name} was not written for {artifact.value.lower()}."
        yield case.reason(Verdict.UNKNOWN, text)
    elif case.plan.only_trains:
        yield from judge_training(case)
    else:
        yield from judge_material(case)
        yield from judge_training(case) if case.plan.trains else ()


def _relaxed(expression: str, base: License, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """With an exception or the choice of a later version: it allows more, but not how much."""
    if verdict_of(reasons).holds:
        return tuple(replace(reason, license=expression) for reason in reasons)
    text = (
        f"{expression} allows more than {base.short_name}, but whether it allows this is unknown."
    )
    told = tuple(replace(reason, decides=False) for reason in reasons)
    return (Reason(Verdict.UNKNOWN, text, expression, base.texts["license"].title), *told)
