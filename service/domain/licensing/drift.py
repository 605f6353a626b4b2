"""Drift: where a model's label promises more than the licence of an ancestor allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from service.domain.licensing.candidates import judged
from service.domain.licensing.judging import carries
from service.domain.licensing.labels import All, Any, Label, One, OneOf, Rivals, Unclear
from service.domain.licensing.learning import judge_student
from service.domain.licensing.lineage import Ancestry, Bond, Held, Labels, Reached, Step
from service.domain.licensing.pairs import judge_pair
from service.domain.licensing.verdicts import Artifact, Flow, Reason, Verdict, verdict_of

_BOTH: Final = frozenset({Artifact.WEIGHTS, Artifact.CODE})
_REACHES: Final = {
    Artifact.CODE: frozenset({Artifact.CODE}),
    Artifact.WEIGHTS: frozenset({Artifact.WEIGHTS, Artifact.OUTPUTS}),
    Artifact.UNSPECIFIED: frozenset({*_BOTH, Artifact.OUTPUTS}),
    # What a model learns from outputs is in its weights; a copy puts out the same.
    Artifact.OUTPUTS: frozenset({Artifact.WEIGHTS, Artifact.OUTPUTS}),
}
"""What of a model an ancestor's label reaches."""

_Promise: TypeAlias = tuple[Held, Reason]

LabelOf: TypeAlias = Callable[[int], Label]
"""A licence's label, by its id."""


class Risk(NamedTuple):
    """A promise that an ancestor's licence does not cover.

    Attributes:
        label: the model's.
        bond: the ancestor's label, and how it came to the model.
        reached: from which ancestor.
        reason: its verdict is NO, or UNKNOWN where the question is contested.
        path: from the model to the ancestor; only the beginning of a path that is long.
    """

    model: int
    label: Held
    bond: Bond
    reached: Reached
    reason: Reason
    path: Sequence[Step]


class Drift:
    """Finds risks; judges each pair of labels once."""

    def __init__(self, labels: Labels, ancestry: Ancestry, label_of: LabelOf) -> None:
        self._labels = labels
        self._ancestry = ancestry
        self._label_of = label_of
        self._trees: dict[Held, Label] = {}
        self._found: dict[tuple[Held, ...], dict[int, tuple[_Promise, ...]]] = defaultdict(dict)

    def risks(self, model: int) -> Iterator[Risk]:
        """A model's risks: the worst first, then the nearest."""
        found = sorted(self._find(model), key=lambda each: each[:3])
        for _, _, bond, label, reached, reason in found:
            path = self._ancestry.path(model, bond)
            yield Risk(model, label, self._ancestry.bonds[bond], reached, reason, path)

    def _find(self, model: int) -> Iterator[tuple[int, int, int, Held, Reached, Reason]]:
        labels = tuple(self._labels[model])
        known = self._found[labels]
        for bond, reached in self._ancestry.inherited(model).items():
            promises = known.get(bond)
            if promises is None:
                promises = known[bond] = tuple(self._promises(labels, bond))
            for label, reason in promises:
                yield reason.verdict.rank, reached.distance, bond, label, reached, reason

    def _promises(self, labels: Sequence[Held], bond: int) -> Iterator[_Promise]:
        """Those of a model's labels that promise more than a bond allows, with the reasons."""
        held, flow = self._ancestry.bonds[bond]
        for label in _about(labels, held, flow):
            reason = self._risk(label, held, flow)
            if reason is not None:
                yield label, reason

    def _risk(self, label: Held, held: Held, flow: Flow) -> Reason | None:
        """Why a label promises too much, if it does."""
        if label.licenses == (None,) or held.licenses == (None,):
            return None
        promised, inherited = self._tree(label), self._tree(held)
        way = _Way(flow, flow is Flow.DIRECT and label.artifact is Artifact.OUTPUTS)
        is_open = flow is Flow.LEARNED or way.puts_out
        is_contested = is_open and _is_clear(promised) and _is_clear(inherited)
        if not is_contested and not _may_be_refused(inherited, promised, way):
            return None
        reason = way.carries(inherited, promised)
        if reason.verdict is Verdict.NO or (reason.verdict is Verdict.UNKNOWN and is_contested):
            return reason
        return None

    def _tree(self, held: Held) -> Label:
        if held not in self._trees:
            each = (Unclear("") if id_ is None else self._label_of(id_) for id_ in held.licenses)
            parts = tuple(each)
            self._trees[held] = parts[0] if len(parts) == 1 else Rivals(parts)
        return self._trees[held]


def _about(labels: Sequence[Held], inherited: Held, flow: Flow) -> Iterator[Held]:
    """Those of a model's labels that are about what an ancestor's label reaches.

    One that names no artifact is about what has no label of its own.
    """
    is_copied = inherited.artifact is Artifact.OUTPUTS and flow is Flow.DIRECT
    reached = frozenset({Artifact.OUTPUTS}) if is_copied else _REACHES[inherited.artifact]
    named = {held.artifact for held in labels}
    for held in labels:
        is_open = held.artifact is Artifact.UNSPECIFIED
        about = _BOTH - named if is_open else {held.artifact}
        if about & reached:
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


class _Way(NamedTuple):
    """How an ancestor's material got into what a label is about.

    Attributes:
        puts_out: whether the label is that of what a changed copy puts out.
    """

    flow: Flow
    puts_out: bool

    def carries(self, inbound: Label, outbound: Label) -> Reason:
        """As `judging.carries`; of two licences it costs less to ask for their pair."""
        if self.puts_out:
            return carries(inbound, outbound, artifact=Artifact.OUTPUTS)
        if not (isinstance(inbound, One) and isinstance(outbound, One)):
            return carries(inbound, outbound, self.flow)
        judge = judge_student if self.flow is Flow.LEARNED else judge_pair
        reasons = judge(inbound.expression, outbound.expression)
        verdict = verdict_of(reasons)
        return next(each for each in reasons if each.decides and each.verdict is verdict)


def _may_be_refused(inbound: Label, outbound: Label, way: _Way) -> bool:
    """Whether a NO is possible, from the pairs of licences alone; most labels need no more."""
    match inbound:
        case Unclear():
            return False
        case All(parts) | OneOf(parts, is_bare_gnu=True):
            return any(_may_be_refused(part, outbound, way) for part in parts)
        case Any(parts) | OneOf(parts) | Rivals(parts):
            return all(_may_be_refused(part, outbound, way) for part in parts)
    match outbound:
        case Unclear():
            return False
        case All(parts) | Any(parts) | OneOf(parts, is_bare_gnu=True):
            return any(_may_be_refused(inbound, part, way) for part in parts)
        case OneOf(parts) | Rivals(parts):
            return all(_may_be_refused(inbound, part, way) for part in parts)
    return way.carries(inbound, outbound).verdict is Verdict.NO
