"""How long a list may be: so long as its field declares, or as the argument `first` says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, literal_column

from service.planner.tally import Size

if TYPE_CHECKING:
    from service.planner.mapping import Place


@dataclass(frozen=True, slots=True)
class Length:
    """How long a list may be in one plan.

    Attributes:
        counted: what it counts for in an operation's cost.
        limit: how many rows to read.
    """

    counted: Size
    limit: ColumnElement[Any]


@dataclass(frozen=True)
class Bound:
    """The most items of a list: it is cut behind them.

    Attributes:
        usual: without an argument `first`, or where it is null.
        most: the largest value of the argument; None: the usual.
    """

    usual: int
    most: int | None = None

    @property
    def largest(self) -> int:
        return self.usual if self.most is None else self.most

    def read(self, place: Place) -> Length:
        """What the field's argument says, if it has one and the request brings it."""
        source = place.field.inputs.get("first")
        if source is None or not place.given(source):
            return Length(self.usual, literal_column(str(self.usual)))
        limit = place.bind(source, "int", self._checked)
        return Length(source.size(self._possible), limit)

    def _checked(self, first: int) -> int:
        if not 0 <= first <= self.largest:
            raise ValueError(f"{first} is not between 0 and {self.largest}")
        return first

    def _possible(self, first: int) -> int:
        return min(max(0, first), self.largest)
