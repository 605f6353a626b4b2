"""Typed values. A value is immutable, knows how a person reads it, and parses only what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")


class Support(StrEnum):
    """Whether a model has a task or a feature."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"


class Status(StrEnum):
    """How the registry came by a value."""

    STATED = "STATED"
    INFERRED = "INFERRED"
    CONFLICTED = "CONFLICTED"
    UNKNOWN = "UNKNOWN"


class DatePrecision(StrEnum):
    YEAR = "YEAR"
    MONTH = "MONTH"
    DAY = "DAY"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its source: a year, a month or a day of the Gregorian calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """ISO 8601, as long as the precision: 2023, 2023-01 or 2023-01-31."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def precision(self) -> DatePrecision:
        if self.day:
            return DatePrecision.DAY
        return DatePrecision.MONTH if self.month else DatePrecision.YEAR

    def agrees(self, other: PartialDate) -> bool:
        """True where one of the two is the other, said less precisely."""
        return self.iso.startswith(other.iso) or other.iso.startswith(self.iso)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read what `iso` writes.

        Raises:
            ValueError: text is not YYYY, YYYY-MM or YYYY-MM-DD.
        """
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"not an ISO 8601 date: {text!r}")
        return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number, or the range over a family's members, as the source writes it.

    Attributes:
        text: 2.7M-62.8M, as written.
        minimum, maximum: in units (weights, tokens); equal where the source gives one number.
    """

    text: str
    minimum: int
    maximum: int
