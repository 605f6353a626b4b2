"""What the fused cells of scalar rows hold.

A row fuses one cell of each of its models: `OpenAIApple`, `2.7M-62.8M`. Its splits are all ways
to part it that the type's grammar allows. What chooses among them, in this order:

1. vocabulary: names that are known, and names that the page's prose gives the very model;
2. the other pages: a model's cell is the same on every page of a source, so a split that no other
   row about the same model allows is out. This runs to a fixed point over all rows at once.

Rows that contradict each other are left to themselves. What is left with several splits stays
undecided. Every step looks at all rows together; no order of documents can matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from service.domain.claims import Kind, Ref
from service.domain.consolidation.names import Key, fold
from service.domain.grammar import NAME_TYPES, says_nothing, splits
from service.domain.identity import name_key
from service.domain.projection import Evidence, Property

Split: TypeAlias = tuple[str, ...]
"""One way to part a row: a cell for each of its models; '' where it is empty."""

_ROUNDS = 6
_SHORTEST_PIVOT = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A property row of one page, with the models of its columns."""

    models: tuple[Key, ...]
    text: str
    title: str
    evidence: Evidence


@dataclass(slots=True)
class Cell:
    """What the rows of one source say about one model's property.

    Attributes:
        values: each value found, with the rows that hold it; more than one where pages disagree.
        stated: the values that some row gives alone; of the others, another page decided whose
            they are.
        empty: rows whose cell for this model is known to be empty.
        open: rows that can be read in several ways.
    """

    values: dict[str, list[Row]] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)
    empty: list[Row] = field(default_factory=list)
    open: list[Row] = field(default_factory=list)


def solve(
    rows: Sequence[Row],
    declared: Property,
    known: Collection[str],
    own: Mapping[Key, Collection[str]],
) -> dict[Key, Cell]:
    """Read all rows of one property of one source.

    Args:
        known: names that vocabulary, prose or logos use.
        own: names that prose gives a model for this property.
    """
    vocabulary = {folded(name, declared) for name in known}
    for _ in range(_ROUNDS):
        solution = _Solution(rows, declared, vocabulary, own)
        learned = {folded(value, declared) for value in solution.decided_values()} - vocabulary
        if not learned or declared.value_type not in NAME_TYPES:
            break
        vocabulary |= learned
    return solution.cells()


def folded(cell: str, declared: Property) -> str:
    """A cell's text as names of its kind are compared."""
    if declared.value_type in ("organization", "license"):
        return fold(Ref(Kind(declared.value_type), cell))
    return name_key(cell)


class _Solution:
    """The splits that each row is left with."""

    def __init__(
        self,
        rows: Sequence[Row],
        declared: Property,
        vocabulary: Collection[str],
        own: Mapping[Key, Collection[str]],
    ) -> None:
        self._rows = rows
        self._declared = declared
        self._vocabulary = vocabulary
        self._own = own
        self._first = [self._options(row) for row in rows]
        self._left = [set(options) for options in self._first]
        self._alone: set[int] = set()
        self._propagate()
        if declared.value_type in NAME_TYPES:
            self._pivot()

    def _options(self, row: Row) -> frozenset[Split]:
        if len(row.models) == 1:
            return frozenset({("" if says_nothing(row.text) else row.text,)})
        every = frozenset(
            tuple("" if says_nothing(cell) else cell for cell in split)
            for split in splits(row.text, self._declared)
        )
        if self._declared.value_type not in NAME_TYPES:
            return every
        return self._known(every) or self._own_name(row, every) or every

    def _known(self, every: Iterable[Split]) -> frozenset[Split]:
        """The splits all of whose cells are names that are known."""
        return frozenset(
            split for split in every if all(not cell or self._is_known(cell) for cell in split)
        )

    def _is_known(self, cell: str) -> bool:
        return self._fold(cell) in self._vocabulary

    def _fold(self, cell: str) -> str:
        return folded(cell, self._declared)

    def _own_name(self, row: Row, every: Iterable[Split]) -> frozenset[Split]:
        """The splits that give a model the name its prose gives it, the longest name first.

        What is left for the other model must begin as names do, lest 'Meta' part 'Metaphor'.
        """
        fitting: dict[int, set[Split]] = defaultdict(set)
        for split in every:
            owned = [
                self._fold(cell) in {self._fold(name) for name in self._own.get(model, ())}
                for model, cell in zip(row.models, split, strict=True)
            ]
            rest = [cell for cell, is_own in zip(split, owned, strict=True) if not is_own]
            if any(owned) and all(cell[:1].isupper() or cell[:1].isdigit() for cell in rest):
                length = sum(len(cell) for cell, is_own in zip(split, owned, strict=True) if is_own)
                fitting[length].add(split)
        return frozenset(fitting[max(fitting)]) if fitting else frozenset()

    def _propagate(self) -> None:
        """Drop splits that another row about the same model rules out, to a fixed point."""
        while True:
            domains = self._domains()
            kept = [
                options
                if index in self._alone
                else {split for split in options if self._fits(index, split, domains)}
                for index, options in enumerate(self._left)
            ]
            emptied = {
                index for index, options in enumerate(kept) if not options and self._left[index]
            }
            if emptied:
                # These rows contradict each other: leave them to themselves and start again.
                self._alone |= emptied
                self._left = [set(options) for options in self._first]
            elif kept == self._left:
                return
            else:
                self._left = kept

    def _domains(self) -> dict[Key, set[str]]:
        """For each model the cells that every one of its rows allows."""
        domains: dict[Key, set[str]] = {}
        for index, row in enumerate(self._rows):
            if index in self._alone or not self._left[index]:
                continue
            for position, model in enumerate(row.models):
                cells = {split[position] for split in self._left[index]}
                domains[model] = domains[model] & cells if model in domains else cells
        return domains

    def _fits(self, index: int, split: Split, domains: Mapping[Key, set[str]]) -> bool:
        models = self._rows[index].models
        return all(cell in domains[model] for model, cell in zip(models, split, strict=True))

    def _pivot(self) -> None:
        """Decide a name that rows of different partners share at both ends.

        `OpenAIApple`, `MetaApple` and `AppleUltralytics` about one common model leave it 'Apple' or
        nothing; that three partners' names should end and begin alike by chance is no option.
        """
        positions: dict[Key, set[int]] = defaultdict(set)
        partners: dict[Key, set[Key]] = defaultdict(set)
        for index, row in enumerate(self._rows):
            if index not in self._alone and len(row.models) > 1:
                for position, model in enumerate(row.models):
                    positions[model].add(position)
                    partners[model].update(other for other in row.models if other != model)
        shared = {
            model: cells
            for model, domain in self._domains().items()
            if len(cells := domain - {""}) == 1
            and len(positions[model]) > 1
            and len(partners[model]) > 1
            and len(next(iter(cells))) >= _SHORTEST_PIVOT
        }
        if not shared:
            return
        for index, row in enumerate(self._rows):
            for position, model in enumerate(row.models):
                if model in shared and index not in self._alone:
                    self._left[index] = {
                        split for split in self._left[index] if split[position] in shared[model]
                    }
        self._propagate()

    def decided_values(self) -> Iterable[str]:
        for options in self._left:
            if len(options) == 1:
                yield from (cell for cell in next(iter(options)) if cell)

    def cells(self) -> dict[Key, Cell]:
        cells: dict[Key, Cell] = defaultdict(Cell)
        for index, row in enumerate(self._rows):
            for position, model in enumerate(row.models):
                self._fill(cells[model], index, row, position)
        return cells

    def _fill(self, cell: Cell, index: int, row: Row, position: int) -> None:
        found = {split[position] for split in self._left[index]}
        if len(found) != 1:
            cell.open.append(row)
        elif (value := next(iter(found))) == "":
            cell.empty.append(row)
        else:
            cell.values.setdefault(value, []).append(row)
            if len(self._first[index]) == 1:
                cell.stated.add(value)
