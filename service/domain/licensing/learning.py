"""Pairs where the result learnt from the material: may a student model carry a licence?"""

from __future__ import annotations

from functools import lru_cache

from service.domain.licensing.cases import Case
from service.domain.licensing.exceptions import plain
from service.domain.licensing.library import licenses
from service.domain.licensing.pairs import judge_pair
from service.domain.licensing.plans import Plan
from service.domain.licensing.terms import Derived, Permission
from service.domain.licensing.training import binding, both_readings
from service.domain.licensing.uses import judge_use, unknown_terms
from service.domain.licensing.verdicts import Context, Flow, Reason, Use, Verdict, verdict_of

_KEPT = 100_000
_DISTILL = frozenset({Use.DISTILL})


@lru_cache(_KEPT)
def judge_student(inbound: str, outbound: str) -> tuple[Reason, ...]:
    """Whether a model that was trained on material's knowledge or outputs may carry a licence.

    A licence that counts it as derived binds it like a derivative. One that says it does not leaves
    it free, but for duties. Where it is silent, both readings are judged.
    """
    known = licenses().get(plain(inbound))
    if known is None or known.terms is None:
        return (unknown_terms(inbound, known),)
    case = Case(known, known.terms, Plan(_DISTILL, Context()))
    entry = binding(case)
    if known.terms.training_others.value is Permission.FORBIDDEN:
        return judge_use(inbound, _DISTILL, Context(), None, Flow.LEARNED)
    if entry.value is Derived.INDEPENDENT:
        return judge_use(inbound, _DISTILL, Context(), None, Flow.LEARNED)
    bound = judge_pair(inbound, outbound)
    if entry.value is Derived.DERIVATIVE:
        return bound
    is_allowed = known.terms.training_others.value is Permission.ALLOWED
    return tuple(both_readings(case, bound, is_allowed))


def student_verdict(inbound: str, outbound: str) -> Verdict:
    """What the reasons of a student's pair come to."""
    return verdict_of(judge_student(inbound, outbound))
