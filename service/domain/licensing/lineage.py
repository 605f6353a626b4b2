"""Which labels bind a model through its lineage: of each that its ancestors have, the nearest.

Labels spread from every model to those that were made from it, a step at a time and all at once,
so that the work grows with what is found and not with the number of ancestors. In a circle a model
is among its own ancestors. The result does not depend on the order of models or relations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from service.domain.claims import RelationKind
from service.domain.licensing.verdicts import Artifact, Flow

BINDING: Final = frozenset(
    {
        RelationKind.DERIVED_FROM,
        RelationKind.FINE_TUNED_FROM,
        RelationKind.DISTILLED_FROM,
        RelationKind.MERGED_FROM,
        RelationKind.QUANTIZED_FROM,
        RelationKind.ADAPTER_OF,
    }
)
"""The relations along which obligations flow."""

MOST_LABELS: Final = 32
"""How many different labels of ancestors are followed for one model, the nearest ones. What lies
beyond counts as one whose terms are not known, so that nothing is allowed for want of looking."""

LONGEST_PATH: Final = 16
"""Steps of a path that are told, from the model on."""


class Held(NamedTuple):
    """A model's label for an artifact.

    Attributes:
        licenses: ids; the one that is shown, then what other sources say instead. None: not known.
    """

    artifact: Artifact
    licenses: tuple[int | None, ...]


UNKNOWN: Final = Held(Artifact.UNSPECIFIED, (None,))

Labels: TypeAlias = Mapping[int, Sequence[Held]]
"""What each model's sources say; a model has at least one label, if only UNKNOWN."""


class Step(NamedTuple):
    """A relation: source is (kind) target, by the ids of two models."""

    source: int
    kind: RelationKind
    target: int

    @property
    def is_learned(self) -> bool:
        return self.kind is RelationKind.DISTILLED_FROM


class Inherited(NamedTuple):
    """A label that a model inherits, and the nearest ancestor that has it.

    Attributes:
        flow: LEARNED where any step on the way is a distillation.
        distance: number of steps.
    """

    held: Held
    flow: Flow
    ancestor: int
    distance: int


class _Reached(NamedTuple):
    distance: int
    ancestor: int
    step: int


class _Way(NamedTuple):
    """A step from an ancestor's side: to whom, and whether by learning (0 or 1)."""

    source: int
    step: int
    learned: int


def known_labels(labels: Iterable[Held]) -> tuple[Held, ...]:
    """A model's labels; UNKNOWN is added where nothing says what the weights are under."""
    known = tuple(held for held in labels if held.licenses != (None,))
    told = {held.artifact for held in known}
    return known if told & {Artifact.UNSPECIFIED, Artifact.WEIGHTS} else (*known, UNKNOWN)


def passed_on(labels: Iterable[Held]) -> Iterator[Held]:
    """The labels that bind what is made from a model.

    One that names no artifact stands for weights and code, where these have no label of their own.
    What the model was trained on does not go along.
    """
    listed = list(labels)
    open_ = [
        artifact
        for artifact in (Artifact.WEIGHTS, Artifact.CODE)
        if artifact not in {held.artifact for held in listed}
    ]
    for held in listed:
        if held.artifact is not Artifact.UNSPECIFIED:
            if held.artifact is not Artifact.DATA:
                yield held
        elif len(open_) == 2:
            yield held
        elif open_:
            yield Held(open_[0], held.licenses)


class Ancestry:
    """The labels that every model inherits.

    Arguments:
        labels: of all models.
        steps: relations between them; those that bind nothing are left out.
    """

    def __init__(self, labels: Labels, steps: Iterable[Step]) -> None:
        self._steps = sorted({step for step in steps if step.kind in BINDING})
        self._ways = _ways(self._steps)
        passed = {model: sorted(set(passed_on(labels[model])), key=_order) for model in self._ways}
        distinct = {UNKNOWN, *(held for each in passed.values() for held in each)}
        self._held = sorted(distinct, key=_order)
        self._numbers = {held: 2 * number for number, held in enumerate(self._held)}
        self._unknown = self._numbers[UNKNOWN]
        self._by_learning = {
            number for held, number in self._numbers.items() if held.artifact is Artifact.OUTPUTS
        }
        self._reached: dict[int, dict[int, _Reached]] = defaultdict(dict)
        self._spread(
            [(model, self._numbers[held], model) for model, each in passed.items() for held in each]
        )

    def inherited(self, model: int) -> Iterator[Inherited]:
        """What a model inherits, the nearest first."""
        for key, reached in self._reached.get(model, {}).items():
            flow = Flow.LEARNED if key % 2 else Flow.DIRECT
            yield Inherited(self._held[key // 2], flow, reached.ancestor, reached.distance)

    def path(self, model: int, inherited: Inherited) -> list[Step]:
        """How a model came to what it inherits; only the beginning of a path that is long."""
        key = self._numbers[inherited.held] + (inherited.flow is Flow.LEARNED)
        path: list[Step] = []
        while len(path) < min(inherited.distance, LONGEST_PATH):
            reached = self._reached[model][key]
            path.append(self._steps[reached.step])
            model = path[-1].target
            if path[-1].is_learned and self._is_before(model, key - 1, reached):
                key -= 1
        return path

    def _is_before(self, model: int, key: int, reached: _Reached) -> bool:
        """Whether what a step reached came to the model before it by another key."""
        before = self._reached.get(model, {}).get(key)
        return before is not None and before[:2] == (reached.distance - 1, reached.ancestor)

    def _spread(self, frontier: list[tuple[int, int, int]]) -> None:
        """Carry labels on until nobody is reached by a new one; (model, key, ancestor) each."""
        distance = 0
        while frontier:
            distance += 1
            offers = self._offers(frontier)
            frontier = [
                reached
                for model, offered in offers.items()
                for reached in self._settle(model, offered, distance)
            ]

    def _offers(
        self, frontier: Iterable[tuple[int, int, int]]
    ) -> Mapping[int, dict[int, tuple[int, int]]]:
        """For each model and key that a step reaches anew, the least ancestor and step."""
        offers: dict[int, dict[int, tuple[int, int]]] = {}
        ways, known, by_learning = self._ways, self._reached, self._by_learning
        for target, key, ancestor in frontier:
            for source, step, learned in ways.get(target, ()):
                reached = key | learned
                if reached in known[source] or (key in by_learning and not learned):
                    continue
                offered = offers.setdefault(source, {})
                offer = (ancestor, step)
                if reached not in offered or offer < offered[reached]:
                    offered[reached] = offer
        return offers

    def _settle(
        self, model: int, offered: Mapping[int, tuple[int, int]], distance: int
    ) -> Iterator[tuple[int, int, int]]:
        known = self._reached[model]
        for key in sorted(offered):
            kept = key if len(known) < MOST_LABELS else self._unknown | key % 2
            if kept not in known:
                ancestor, step = offered[key]
                known[kept] = _Reached(distance, ancestor, step)
                yield model, kept, ancestor


def _ways(steps: Sequence[Step]) -> Mapping[int, Sequence[_Way]]:
    ways: dict[int, list[_Way]] = defaultdict(list)
    for number, step in enumerate(steps):
        ways[step.target].append(_Way(step.source, number, int(step.is_learned)))
    return dict(ways)


def _order(held: Held) -> tuple[str, tuple[int, ...]]:
    return held.artifact.value, tuple(-1 if each is None else each for each in held.licenses)
