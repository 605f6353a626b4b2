"""Drift: where a model's label promises more than the licence of an ancestor allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from service.domain.licensing.candidates import judged
from service.domain.licensing.judging import carries
from service.domain.licensing.labels import All, Any, Label, One, OneOf, Rivals, Unclear
from service.domain.licensing.lineage import Ancestry, Held, Inherited, Labels, Step
from service.domain.licensing.verdicts import Artifact, Flow, Reason, Verdict

_BOTH: Final = frozenset({Artifact.WEIGHTS, Artifact.CODE})
_STANDS_FOR: Final = {
    Artifact.WEIGHTS: frozenset({Artifact.WEIGHTS}),
    Artifact.CODE: frozenset({Artifact.CODE}),
    Artifact.UNSPECIFIED: _BOTH,
    # What a model learns from outputs is in its weights.
    Artifact.OUTPUTS: frozenset({Artifact.WEIGHTS}),
}
"""What of a model an ancestor's label reaches."""

LabelOf: TypeAlias = Callable[[int], Label]
"""A licence's label, by its id."""


@dataclass(frozen=True, slots=True)
class Risk:
    """A promise that an ancestor's licence does not cover.

    Attributes:
        label: the model's.
        inherited: the ancestor's label.
        reason: its verdict is NO, or UNKNOWN where the question is contested.
        path: from the model to the ancestor; only the beginning of a path that is long.
    """

    model: int
    label: Held
    inherited: Inherited
    reason: Reason
    path: Sequence[Step]


class Drift:
    """Finds risks; judges each pair of labels once."""

    def __init__(self, labels: Labels, ancestry: Ancestry, label_of: LabelOf) -> None:
        self._labels = labels
        self._ancestry = ancestry
        self._label_of = label_of
        self._judged: dict[tuple[Held, Held, Flow], Reason | None] = {}

    def risks(self, model: int) -> Iterator[Risk]:
        """A model's risks: the worst first, then the nearest."""
        found = [
            (reason.verdict.rank, inherited.distance, label, inherited, reason)
            for inherited in self._ancestry.inherited(model)
            for label in _reached(self._labels[model], inherited.held)
            if (reason := self._judge(label, inherited)) is not None
        ]
        for _, _, label, inherited, reason in sorted(found, key=lambda risk: risk[:2]):
            path = self._ancestry.path(model, inherited)
            yield Risk(model, label, inherited, reason, path)

    def _judge(self, label: Held, inherited: Inherited) -> Reason | None:
        key = label, inherited.held, inherited.flow
        if key not in self._judged:
            self._judged[key] = self._risk(*key)
        return self._judged[key]

    def _risk(self, label: Held, held: Held, flow: Flow) -> Reason | None:
        """Why a label promises too much, if it does."""
        if label.licenses == (None,) or held.licenses == (None,):
            return None
        promised, inherited = self._tree(label), self._tree(held)
        reason = carries(inherited, promised, flow)
        is_contested = flow is Flow.LEARNED and _is_clear(promised) and _is_clear(inherited)
        if reason.verdict is Verdict.NO or (reason.verdict is Verdict.UNKNOWN and is_contested):
            return reason
        return None

    def _tree(self, held: Held) -> Label:
        parts = tuple(Unclear("") if id_ is None else self._label_of(id_) for id_ in held.licenses)
        return parts[0] if len(parts) == 1 else Rivals(parts)


def _reached(labels: Sequence[Held], inherited: Held) -> Iterator[Held]:
    """Those of a model's labels that are about what an ancestor's label reaches.

    One that names no artifact is about what has no label of its own.
    """
    named = {held.artifact for held in labels}
    for held in labels:
        if held.artifact in (Artifact.DATA, Artifact.OUTPUTS):
            continue
        is_open = held.artifact is Artifact.UNSPECIFIED
        about = _BOTH - named if is_open else _STANDS_FOR[held.artifact]
        if about & _STANDS_FOR[inherited.artifact]:
            yield held


def _is_clear(label: Label) -> bool:
    """Whether a label says which licences it means, and all of them can be judged.

    What is UNKNOWN of such labels is contested; of others it merely is not known.
    """
    match label:
        case One(expression):
            return expression in judged()
        case All(parts) | Any(parts) | OneOf(parts, is_bare_gnu=True):
            return all(_is_clear(part) for part in parts)
    return False
