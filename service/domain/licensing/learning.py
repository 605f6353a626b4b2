"""Pairs where the result learnt from the material: may a student model carry a licence?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from service.domain.licensing.cases import Case
from service.domain.licensing.library import find
from service.domain.licensing.pairs import Mode, judge_pair, pair_verdict
from service.domain.licensing.plans import Plan
from service.domain.licensing.terms import Derived, Outputs, Permission
from service.domain.licensing.training import binding, both_readings
from service.domain.licensing.uses import judge_use, unknown_terms
from service.domain.licensing.verdicts import (
    Artifact,
    Context,
    Flow,
    Reason,
    Use,
    Verdict,
    verdict_of,
)

_KEPT = 20_000
_DISTILL = frozenset({Use.DISTILL})


@lru_cache(_KEPT)
def judge_student(inbound: str, outbound: str) -> tuple[Reason, ...]:
    """Whether a model that was trained on material's knowledge or outputs may carry a licence.

    A licence that counts it as derived binds it like a derivative. One that says it does not leaves
    it free, but for duties, to carry any licence whose terms are known. Where it is silent, both
    readings are judged.
    """
    known = find(inbound)
    if known is None or known.terms is None:
        return (unknown_terms(inbound, known),)
    case = Case(known, known.terms, Plan(_DISTILL, Context()))
    entry = binding(case)
    is_banned = known.terms.training_others.value is Permission.FORBIDDEN
    if is_banned or entry.value is Derived.INDEPENDENT:
        return (*_unknown(outbound), *judge_use(inbound, _DISTILL, Context(), None, Flow.LEARNED))
    bound = judge_pair(inbound, outbound)
    if entry.value is Derived.DERIVATIVE:
        return bound
    is_allowed = known.terms.training_others.value is Permission.ALLOWED
    return tuple(both_readings(case, bound, is_allowed))


@lru_cache(_KEPT)
def judge_output(inbound: str, outbound: str, mode: Mode) -> tuple[Reason, ...]:
    """Whether what contains a model's outputs may carry a licence, by the licence of the model.

    A licence that was written for works of every kind is that of the outputs themselves.
    """
    known = find(inbound)
    pair = judge_pair(inbound, outbound, mode)
    if known is None or known.terms is None or Artifact.OUTPUTS in known.covers:
        return pair
    entry = known.terms.outputs
    case = Case(known, known.terms, Plan(frozenset(), Context()))
    if entry.value is Outputs.FREE and pair_verdict(outbound, outbound).holds:
        free = case.reason(Verdict.YES, f"{case.name} claims no rights in outputs.", entry)
        return (free, *judge_use(inbound, frozenset(), Context(), Artifact.OUTPUTS))
    return tuple(both_readings(case, pair)) if entry.value is Outputs.SILENT else pair


def _unknown(expression: str) -> Iterator[Reason]:
    """That a licence's terms are not known, if so."""
    known = find(expression)
    if known is None or known.terms is None:
        yield unknown_terms(expression, known)


def student_verdict(inbound: str, outbound: str) -> Verdict:
    """What the reasons of a student's pair come to."""
    return verdict_of(judge_student(inbound, outbound))
