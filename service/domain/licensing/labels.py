"""What a licence's name comes to: a tree whose leaves are licences.

A name that sources write becomes a label (`names.read_label`); verdicts are worked out on labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class One:
    """One licence.

    Attributes:
        expression: an SPDX id, a LicenseRef-..., or one of these WITH an exception. Whether its
            terms are known is another question.
    """

    expression: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name that says no licence, such as `other`."""

    text: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A name that may mean any of several licences.

    Attributes:
        is_bare_gnu: a GNU version without -only or -or-later: the worse of the two holds. Of other
            names it must not matter which is meant: where the verdicts differ, it is UNKNOWN.
    """

    candidates: tuple[Label, ...]
    is_bare_gnu: bool = False


@dataclass(frozen=True, slots=True)
class Rivals:
    """Labels that sources give in contradiction to each other.

    What every one of them allows is allowed, as the worst of them allows it; what none allows is
    not; else nobody knows.
    """

    parts: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class All:
    """AND: every one of them holds."""

    parts: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """OR: whoever uses the material chooses one."""

    parts: tuple[Label, ...]


Label: TypeAlias = One | Unclear | OneOf | Rivals | All | Any
