"""Verdicts for many candidates at once, a bit for each, so that AND and OR are one operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple

from service.domain.licensing.verdicts import Verdict


class Levels(NamedTuple):
    """Bit n says whether the verdict for candidate n is at least this."""

    unknown: int
    conditional: int
    yes: int

    def at(self, bit: int) -> Verdict:
        """The verdict for one candidate."""
        unknown, conditional, yes = self
        return Verdict.of_rank((unknown >> bit & 1) + (conditional >> bit & 1) + (yes >> bit & 1))

    def capped(self, most: Verdict) -> Levels:
        """No verdict better than that."""
        return Levels(*(level if most.rank > index else 0 for index, level in enumerate(self)))


def bits_of(level: int) -> Iterator[int]:
    """The candidates that reach a level, in their order."""
    while level:
        lowest = level & -level
        yield lowest.bit_length() - 1
        level ^= lowest


def levels_of(verdicts: Sequence[Verdict]) -> Levels:
    """The levels of candidates' verdicts, in their order."""
    return Levels(
        *(
            sum(1 << bit for bit, verdict in enumerate(verdicts) if verdict.rank > index)
            for index in range(3)
        )
    )


def everything(candidates: int) -> Levels:
    """YES for each of so many candidates."""
    whole = (1 << candidates) - 1
    return Levels(whole, whole, whole)


def all_of(parts: Iterable[Levels]) -> Levels:
    """The worst of some parts, of which there is at least one."""
    return reduce(_both, parts)


def any_of(parts: Iterable[Levels]) -> Levels:
    """The best of some parts, of which there is at least one."""
    return reduce(_either, parts)


def agreed(parts: Sequence[Levels], candidates: int) -> Levels:
    """What all parts come to where they come to the same; else UNKNOWN."""
    whole = (1 << candidates) - 1
    low, high = all_of(parts), any_of(parts)
    differ = _differing(low, high)
    same = whole & ~differ
    return Levels(low.unknown & same | differ, low.conditional & same, low.yes & same)


def undisputed(parts: Sequence[Levels]) -> Levels:
    """What all parts allow, as the worst of them; what none allows is not; else UNKNOWN."""
    low, high = all_of(parts), any_of(parts)
    return Levels(high.unknown, low.conditional, low.yes)


def _both(left: Levels, right: Levels) -> Levels:
    return Levels(
        left.unknown & right.unknown, left.conditional & right.conditional, left.yes & right.yes
    )


def _either(left: Levels, right: Levels) -> Levels:
    return Levels(
        left.unknown | right.unknown, left.conditional | right.conditional, left.yes | right.yes
    )


def _differing(low: Levels, high: Levels) -> int:
    """The candidates whose verdict is not the same in both."""
    return (
        (low.unknown ^ high.unknown) | (low.conditional ^ high.conditional) | (low.yes ^ high.yes)
    )
