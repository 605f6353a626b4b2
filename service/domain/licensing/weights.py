"""Weights without a licence of their own: the first of the two contested questions."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.licensing.folding import leaves
from service.domain.licensing.labels import Label, One
from service.domain.licensing.library import find
from service.domain.licensing.readings import readings, told
from service.domain.licensing.terms import DerivativeLicense
from service.domain.licensing.verdicts import Reason, Verdict


def judge_code_of_weights(code: Label) -> Iterator[Reason]:
    """What the licence of training code says of weights: by itself nothing, so that it is UNKNOWN.

    Of copyleft it is contested whether it reaches them.
    """
    copyleft = [leaf.expression for leaf in leaves(code) if isinstance(leaf, One) and _binds(leaf)]
    text = "No document names a licence of the weights; only the code's licence is known."
    yield Reason(Verdict.UNKNOWN, text, None, "No licence of the weights is recorded.")
    if copyleft:
        contested = readings().weights
        text = f"It is contested {contested.question}."
        yield Reason(Verdict.UNKNOWN, text, copyleft[0], "Published readings differ.")
        yield from told(contested, copyleft[0])


def _binds(leaf: One) -> bool:
    known = find(leaf.expression)
    terms = known.terms if known else None
    return terms is not None and terms.derivative_license.value is DerivativeLicense.SAME
