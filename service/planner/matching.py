"""Which rows a connection holds, in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, select

from service.planner.mapping import Condition, Expression
from service.planner.row import Row, Rows


@dataclass(frozen=True)
class Narrowed:
    """Which rows a connection holds.

    Attributes:
        conditions: over the table that is paged, the joined ones and those of enclosing rows.
        joins: further tables, each with the condition that joins it.
    """

    conditions: Sequence[Condition] = ()
    joins: Sequence[tuple[FromClause, Condition]] = ()


@dataclass(frozen=True)
class Matching:
    """The rows of a connection.

    Attributes:
        rows: of the table that is paged.
        enclosing: the row that has the connection.
    """

    rows: Rows
    narrowed: Narrowed
    enclosing: Row

    def count(self) -> Expression:
        return self._joined(self.base(), [func.count()]).scalar_subquery()

    def select(self, *columns: Expression) -> Select[Any]:
        """Columns of all the rows."""
        base = self.base()
        return self._joined(base, [self.adapt(base, column) for column in columns])

    def base(self) -> Row:
        """A new row of the table that is paged."""
        row = Row(self.rows, reader=self.enclosing.reader)
        row.require()
        return row

    def adapt(self, base: Row, expression: ColumnElement[Any]) -> ColumnElement[Any]:
        return self.enclosing[base[expression]]

    def conditions(self, base: Row) -> Sequence[Condition]:
        return [self.adapt(base, each) for each in self.narrowed.conditions]

    def read(self, base: Row, columns: Sequence[Expression]) -> Select[Any]:
        """Columns of the base and the joined tables, the conditions left aside."""
        source = base.source()
        own = [source, *(table for table, _ in self.narrowed.joins)]
        for table, on in self.narrowed.joins:
            source = source.join(table, self.adapt(base, on))
        return select(*columns).select_from(source).correlate_except(*own)

    def _joined(self, base: Row, columns: Sequence[Expression]) -> Select[Any]:
        return self.read(base, columns).where(*self.conditions(base))
