"""Labels flattened for filters in SQL: an AND of clauses, each a choice or an agreement.

The flat form never says more than the label: where it cannot follow, it is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from service.domain.licensing.labels import All, Any, Label, One, OneOf, Rivals, Unclear

NOT_KNOWN: Final = ""
"""The expression of a licence that nobody knows."""

MOST_CLAUSES: Final = 64


class Mode(StrEnum):
    """What a clause comes to."""

    BEST = "BEST"
    """The best of its expressions."""
    AGREE = "AGREE"
    """What all of them come to; UNKNOWN where they differ."""


@dataclass(frozen=True, slots=True)
class Clause:
    mode: Mode
    expressions: frozenset[str]


_OPEN: Final = Clause(Mode.BEST, frozenset({NOT_KNOWN}))


def clauses(label: Label) -> tuple[Clause, ...]:
    """The clauses of a label; one that is not known, where they would be too many."""
    found = tuple(dict.fromkeys(_clauses(label)))
    return found if len(found) <= MOST_CLAUSES else (_OPEN,)


def _clauses(label: Label) -> Iterator[Clause]:
    match label:
        case One(expression):
            yield Clause(Mode.BEST, frozenset({expression}))
        case Unclear():
            yield _OPEN
        # Of rivals the worst holds where all allow it; else it is not allowed, or not known.
        case All(parts) | Rivals(parts) | OneOf(parts, is_bare_gnu=True):
            for part in parts:
                yield from clauses(part)
        case OneOf(parts):
            yield _agreement(parts)
        case Any(parts):
            yield from _choices(parts)


def _agreement(parts: tuple[Label, ...]) -> Clause:
    expressions = frozenset(part.expression for part in parts if isinstance(part, One))
    return Clause(Mode.AGREE, expressions) if all(isinstance(p, One) for p in parts) else _OPEN


def _choices(parts: tuple[Label, ...]) -> Iterator[Clause]:
    """A choice between ANDs: every choice of one clause from each of them holds."""
    each = [clauses(part) for part in parts]
    count = 1
    for found in each:
        count *= len(found)
    if count > MOST_CLAUSES:
        yield _OPEN
        return
    for chosen in product(*each):
        yield Clause(Mode.BEST, frozenset[str]().union(*(_best(clause) for clause in chosen)))


def _best(clause: Clause) -> frozenset[str]:
    """What a clause adds to a choice; an agreement cannot be part of one."""
    return clause.expressions if clause.mode is Mode.BEST else _OPEN.expressions
