"""Models that learn from the material, and its outputs: the second of the two contested questions.

Where a licence does not say whether it binds a model that was trained on the material's knowledge
or outputs, both readings are published and neither is settled. Where both come to a YES, it does
not matter; else the verdict is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.domain.licensing.cases import Case
from service.domain.licensing.duties import OF_USE, judge_duties
from service.domain.licensing.plans import TRAINS, Plan
from service.domain.licensing.readings import readings, told
from service.domain.licensing.rules import judge_material, judge_purpose
from service.domain.licensing.terms import (
    Commercial,
    Derived,
    Entry,
    Kind,
    Outputs,
    Permission,
)
from service.domain.licensing.verdicts import Reason, Use, Verdict, verdict_of


def judge_training(case: Case) -> Iterator[Reason]:
    """A plan whose result is a model, or data for one, that learns from the material.

    The other uses of the plan apply to that model. What holds of any use of the material holds.
    """
    permission = case.terms.training_others
    if permission.value is Permission.FORBIDDEN:
        text = f"{case.name} does not let other models be trained on it or on its outputs."
        yield case.reason(Verdict.NO, text, permission)
        yield from judge_purpose(case)
        return
    if permission.value is Permission.ALLOWED:
        text = f"{case.name} lets other models be trained on it or on its outputs."
        yield case.reason(Verdict.YES, text, permission)
    yield from _made(case, permission.value is Permission.ALLOWED)


def _made(case: Case, is_allowed: bool) -> Iterator[Reason]:
    """What holds of the model that comes out."""
    entry = binding(case)
    match entry.value:
        case Derived.DERIVATIVE:
            text = f"{case.name} counts a model that is trained on its material as derived from it."
            yield case.reason(Verdict.YES, text, entry)
            yield from judge_material(_as_derivative(case))
            yield from judge_duties(case, OF_USE)
        case Derived.INDEPENDENT:
            text = f"{case.name} binds a model that is trained on it to no more than named duties."
            yield case.reason(Verdict.YES, text, entry)
            yield from judge_purpose(case)
            yield from judge_duties(case, OF_USE)
        case Derived.SILENT:
            yield from _contested(case, is_allowed)


def binding(case: Case) -> Entry[Derived]:
    """What the licence says of the model; of distilling, the stricter of its two ways."""
    synthetic, distilled = case.terms.synthetic_data, case.terms.distillation
    if Use.DISTILL not in case.plan.uses:
        return synthetic
    order = [Derived.DERIVATIVE, Derived.SILENT, Derived.INDEPENDENT]
    return min(distilled, synthetic, key=lambda entry: order.index(entry.value))


def _as_derivative(case: Case) -> Case:
    """The same plan, with a changed form of the material in the place of the trained model."""
    uses = (case.plan.uses - TRAINS) | {Use.FINE_TUNE}
    return replace(case, plan=Plan(uses, case.plan.context))


def _contested(case: Case, is_allowed: bool) -> Iterator[Reason]:
    yield from judge_duties(case, OF_USE)
    if case.terms.outputs.value in (Outputs.BOUND, Outputs.NON_COMMERCIAL):
        yield from _through_outputs(case)
        return
    yield from _limited_purpose(case)
    yield from both_readings(case, list(judge_material(_as_derivative(case))), is_allowed)


def _through_outputs(case: Case) -> Iterator[Reason]:
    """What a licence says of outputs holds of what is learnt from them."""
    entry = case.terms.outputs
    if entry.value is Outputs.NON_COMMERCIAL:
        yield _limited_outputs(case, entry)
    else:
        text = f"{case.name} binds whoever uses outputs, and so whoever trains a model on them."
        yield case.reason(Verdict.CONDITIONAL, text, entry)
    yield from judge_material(_as_derivative(case))


def _limited_purpose(case: Case) -> Iterator[Reason]:
    """Whoever trains uses the material, whatever comes out of it; research makes no product.

    Of limits to purposes that are not commercial it is contested what they say of a student.
    """
    value = case.terms.commercial_use.value
    is_research = value in (Commercial.RESEARCH_ONLY, Commercial.NON_PRODUCTION)
    if is_research or (value is Commercial.NON_COMMERCIAL and not case.plan.is_commercial):
        yield from judge_purpose(case)


def both_readings(
    case: Case, bound: Sequence[Reason], is_allowed: bool = False
) -> Iterator[Reason]:
    """What is left where the licence is silent: the stricter reading if it allows, or UNKNOWN.

    Arguments:
        bound: the reasons that hold if the licence reaches what comes out.
        is_allowed: whether the licence allows training; then it is only open on which conditions.
    """
    verdict = verdict_of(bound)
    if verdict is Verdict.YES or (is_allowed and verdict is Verdict.CONDITIONAL):
        text = (
            f"{case.name} does not say whether it binds outputs and what learns from them; the "
            "answer is the same either way."
        )
        yield case.reason(verdict, text)
        yield from bound
        for reading in told(readings().learning, case.license.expression):
            yield replace(reading, decides=False)
        return
    contested = readings().learning
    text = (
        f"{case.name} does not say {contested.question}, which is contested; if they are, the "
        f"answer is {verdict}."
    )
    yield case.reason(Verdict.UNKNOWN, text)
    yield from told(contested, case.license.expression)


def judge_outputs(case: Case) -> Iterator[Reason]:
    """A plan whose material is what a model puts out, not the model."""
    if not case.plan.only_trains:
        yield from _outputs(case)
    if case.plan.trains:
        yield from judge_training(case)


def _outputs(case: Case) -> Iterator[Reason]:
    entry = case.terms.outputs
    match entry.value:
        case Outputs.FREE:
            yield case.reason(Verdict.YES, f"{case.name} claims no rights in outputs.", entry)
            yield from _use_policy(case)
        case Outputs.NON_COMMERCIAL:
            yield _limited_outputs(case, entry)
            yield from _use_policy(case)
        case Outputs.BOUND:
            yield from judge_material(case)
        case Outputs.SILENT:
            yield from both_readings(case, list(judge_material(case)))


def _limited_outputs(case: Case, entry: Entry[Outputs]) -> Reason:
    verdict = Verdict.NO if case.plan.is_commercial else Verdict.CONDITIONAL
    text = f"{case.name} lets outputs be used for purposes that are not commercial."
    return case.reason(verdict, text, entry)


def _use_policy(case: Case) -> Iterator[Reason]:
    """A policy binds whoever runs the model, and so those who use what it puts out for them."""
    duties = tuple(duty for duty in case.terms.duties if duty.kind is Kind.USE_POLICY)
    yield from judge_duties(replace(case, terms=replace(case.terms, duties=duties)))
