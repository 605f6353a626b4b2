"""Marks a loader's answers: what is wrong, what is missing, what was invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .oracle import Cell, Truth, same_scalar
from .world import SCALARS


class Answer(NamedTuple):
    """What a loader says of one cell: the value shown, support (YES, NO, UNKNOWN), the status.

    `quotes` are the words that it gives as evidence.
    """

    text: str | None
    support: str | None
    status: str | None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """All that a loader says of a world.

    Attributes:
        cells: by (model, property), as `oracle.Cell` writes it.
        models: names of the models that it describes (no stubs).
        rows: section and name of every task and feature that it knows of.
        refused: file to message, for pages that it refused.
    """

    cells: Mapping[Cell, Answer]
    models: frozenset[str]
    rows: frozenset[tuple[str, str]] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One wrong or missing answer."""

    kind: str
    cell: Cell
    said: str
    truth: str
    quotes: tuple[str, ...] = ()

    def __str__(self) -> str:
        model, key = self.cell
        return f"{self.kind}: {model} / {key}: said {self.said!r}, true is {self.truth!r}"


@dataclass(frozen=True)
class Score:
    """Faults and shares over one or more worlds."""

    wrong: tuple[Fault, ...]
    missed: tuple[Fault, ...]
    decided: int
    scalars: int

    @property
    def support_recall(self) -> float:
        """Share of the support cells that tables decide which were answered rightly."""
        lost = sum(fault.kind == "missed support" for fault in self.missed)
        return 1 - lost / max(1, self.decided)

    @property
    def scalar_recall(self) -> float:
        """Share of the scalar cells on at least one page that were answered as the table has."""
        lost = sum(fault.kind != "missed support" for fault in self.missed)
        return 1 - lost / max(1, self.scalars)

    @property
    def kinds(self) -> Counter[str]:
        return Counter(fault.kind for fault in (*self.wrong, *self.missed))

    def __add__(self, other: Score) -> Score:
        return Score(
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.decided + other.decided,
            self.scalars + other.scalars,
        )


EMPTY = Score((), (), 0, 0)


def mark(truth: Truth, answers: Answers) -> Score:
    """Compare a loader's answers with the truth."""
    wrong = [*_wrong_support(truth, answers), *_wrong_scalars(truth, answers)]
    wrong += _invented(truth, answers)
    missed = [*_missed_support(truth, answers), *_missed_scalars(truth, answers)]
    scalars = sum(key in SCALARS for _, key in truth.scalars)
    return Score(tuple(wrong), tuple(missed), len(truth.decided), scalars)


def _wrong_support(truth: Truth, answers: Answers) -> Iterable[Fault]:
    for cell, has in sorted(truth.support.items()):
        answer = answers.cells.get(cell)
        right = "YES" if has else "NO"
        if answer and answer.support not in {right, "UNKNOWN", None}:
            kind = f"wrong {answer.support} ({answer.status})"
            yield Fault(kind, cell, answer.support or "", right, answer.quotes)


def _wrong_scalars(truth: Truth, answers: Answers) -> Iterable[Fault]:
    for cell, answer in sorted(answers.cells.items()):
        if answer.support is None and answer.text is not None and cell[0] in truth.models:
            allowed = [told[cell] for told in (truth.database, truth.accepted) if cell in told]
            if not any(same_scalar(cell[1], answer.text, text) for text in allowed):
                kind = f"wrong {cell[1]} ({answer.status})"
                true = truth.database.get(cell, "(empty)")
                yield Fault(kind, cell, answer.text, true, answer.quotes)


def _invented(truth: Truth, answers: Answers) -> Iterable[Fault]:
    for name in sorted(answers.models - truth.models):
        yield Fault("invented model", (name, "-"), name, "no such model")
    for name in sorted(truth.models - answers.models):
        yield Fault("lost model", (name, "-"), "nothing", name)
    for section, row in sorted(answers.rows - truth.rows):
        yield Fault("invented row", ("-", f"{section}:{row}"), row, "no such row")


def _missed_support(truth: Truth, answers: Answers) -> Iterable[Fault]:
    for cell, has in sorted(truth.decided.items()):
        answer = answers.cells.get(cell)
        right = "YES" if has else "NO"
        if answer is None or answer.support in {"UNKNOWN", None}:
            yield Fault("missed support", cell, str(answer and answer.support), right)


def _missed_scalars(truth: Truth, answers: Answers) -> Iterable[Fault]:
    for cell, text in sorted(truth.scalars.items()):
        answer = answers.cells.get(cell)
        found = answer and answer.text is not None and same_scalar(cell[1], answer.text, text)
        if cell[1] in SCALARS and not found:
            yield Fault(f"missed {cell[1]}", cell, str(answer and answer.text), text)
