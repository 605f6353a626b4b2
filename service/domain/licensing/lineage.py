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

MOST_LABELS: Final = 16
"""How many different labels of ancestors are followed for one model, the nearest ones. What lies
beyond counts as one whose terms are not known, so that nothing is allowed for want of looking."""

LONGEST_PATH: Final = 12
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


class Bond(NamedTuple):
    """A label that a model inherits, and how.

    Attributes:
        flow: LEARNED where any step on the way is a distillation.
    """

    held: Held
    flow: Flow


class Reached(NamedTuple):
    """Where a model inherits a bond from.

    Attributes:
        ancestor: the nearest that has the label; of several, by way of the least model.
        distance: number of steps to it.
        step: number of the first of them.
    """

    ancestor: int
    distance: int
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
    """The bonds that every model inherits, by numbers: even ones DIRECT, the next one LEARNED.

    Arguments:
        labels: of all models.
        steps: relations between them; those that bind nothing are left out.

    Attributes:
        bonds: by number.
    """

    def __init__(self, labels: Labels, steps: Iterable[Step]) -> None:
        self._steps = sorted({step for step in steps if step.kind in BINDING})
        self._ways = _ways(self._steps)
        passed = {model: set(passed_on(labels[model])) for model in self._ways}
        distinct = sorted(
            {UNKNOWN, *(held for each in passed.values() for held in each)}, key=_order
        )
        self.bonds = [Bond(held, flow) for held in distinct for flow in (Flow.DIRECT, Flow.LEARNED)]
        numbers = {held: 2 * number for number, held in enumerate(distinct)}
        self._unknown = numbers[UNKNOWN]
        self._reached: dict[int, dict[int, Reached]] = defaultdict(dict)
        self._spread({model: [numbers[held] for held in each] for model, each in passed.items()})

    def inherited(self, model: int) -> Mapping[int, Reached]:
        """What a model inherits, by the numbers of bonds; the nearest first."""
        return self._reached.get(model, {})

    def path(self, model: int, bond: int) -> list[Step]:
        """How a model came to a bond that it inherits; of a long path only the beginning."""
        reached = self._reached[model][bond]
        path: list[Step] = []
        while True:
            path.append(self._steps[reached.step])
            if reached.distance == 1 or len(path) == LONGEST_PATH:
                return path
            before = self._reached[path[-1].target]
            bond = self._bond_before(before, bond, reached, path[-1])
            reached = before[bond]

    def _bond_before(
        self, before: Mapping[int, Reached], bond: int, reached: Reached, step: Step
    ) -> int:
        """As what the model before a step has what the step led to."""
        direct = before.get(bond & ~1) if step.is_learned else None
        is_it = direct and direct[:2] == (reached.ancestor, reached.distance - 1)
        return bond & ~1 if is_it else bond

    def _spread(self, passed: Mapping[int, Iterable[int]]) -> None:
        """Carry bonds on, a step at a time, until nobody is reached by a new one."""
        frontier = {model: sorted(bonds) for model, bonds in passed.items()}
        distance = 0
        while frontier:
            distance += 1
            reached: dict[int, list[int]] = defaultdict(list)
            for target in sorted(frontier):
                for way in self._ways.get(target, ()):
                    reached[way.source] += self._settle(way, target, frontier[target], distance)
            frontier = {model: bonds for model, bonds in reached.items() if bonds}

    def _settle(self, way: _Way, target: int, bonds: Iterable[int], distance: int) -> list[int]:
        """Take bonds over a step; those that are new to who made it."""
        settled: list[int] = []
        known = self._reached[way.source]
        if self._unknown in known and self._unknown | 1 in known and len(known) >= MOST_LABELS:
            return settled
        for bond in [bond for bond in bonds if bond | way.learned not in known]:
            taken = bond | way.learned
            if len(known) >= MOST_LABELS:
                taken = self._unknown | taken & 1
            if taken not in known:
                ancestor = target if distance == 1 else self._reached[target][bond].ancestor
                known[taken] = Reached(ancestor, distance, way.step)
                settled.append(taken)
        return settled


def _ways(steps: Sequence[Step]) -> Mapping[int, Sequence[_Way]]:
    ways: dict[int, list[_Way]] = defaultdict(list)
    for number, step in enumerate(steps):
        ways[step.target].append(_Way(step.source, number, int(step.is_learned)))
    return dict(ways)


def _order(held: Held) -> tuple[str, tuple[int, ...]]:
    return held.artifact.value, tuple(-1 if each is None else each for each in held.licenses)
