"""Which rows a page holds: chosen by the values of the order's columns, never by counting rows.

Where an order's first column may be null, the rows with a value and those without are two stretches
of the order, each read from the index in its own right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    asc,
    desc,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)

from service.planner.cursors import Order, position_among_nulls, position_among_values
from service.planner.inputs import Input
from service.planner.mapping import Condition, Expression, Place
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
class Bound:
    """A cursor that limits a page.

    Attributes:
        after: whether the page's rows stand after the cursor, or before it.
        inclusive: whether the cursor's own row may be on the page.
        values: where the cursor stands among the rows that have a value in the first column.
        nulls: where it stands among those that have none, by the other columns.
    """

    after: bool
    values: Sequence[Expression]
    nulls: Sequence[Expression]
    inclusive: bool = False

    def beyond(self) -> Bound:
        """The cursor's own row and those on its other side."""
        return Bound(not self.after, self.values, self.nulls, inclusive=True)

    def condition(self, order: Order, columns: Sequence[Expression], *, null: bool) -> Condition:
        values = self.nulls if null else self.values
        left, right = tuple_(*columns[-len(values) :]), tuple_(*values)
        if self.after is order.descending:
            return left <= right if self.inclusive else left < right
        return left >= right if self.inclusive else left > right


def read_bound(place: Place, source: Input, order: Order, *, after: bool) -> Bound:
    """Bind a cursor argument."""

    def bind(position: Callable[[Order, str], Sequence[Any]], first: int) -> Sequence[Expression]:
        return [
            place.bind(source, type_name, _nth(partial(position, order), index))
            for index, type_name in enumerate(order.types[first:])
        ]

    nulls = bind(position_among_nulls, 1) if order.nullable else ()
    return Bound(after, bind(position_among_values, 0), nulls)


def _nth(position: Callable[[str], Sequence[Any]], index: int) -> Callable[[str], Any]:
    return lambda cursor: position(cursor)[index]


@dataclass(frozen=True)
class Keyset:
    """The rows of a connection in their order.

    Attributes:
        rows: of the table that is paged.
        enclosing: the row that has the connection.
    """

    rows: Rows
    order: Order
    narrowed: Narrowed
    enclosing: Row

    def count(self) -> Expression:
        base = self._base()
        return self._from(base, select(func.count())).scalar_subquery()

    def matching(self, *columns: Expression) -> Select[Any]:
        """Columns of all the rows, on whichever page."""
        base = self._base()
        return self._from(base, select(*(self._adapt(base, column) for column in columns)))

    def exists(self, bound: Bound) -> Condition:
        """Whether any row is within a bound."""
        rows = self._stretches([bound], backwards=False, size=1)
        return select(literal_column("1")).select_from(rows.subquery()).exists()

    def page(self, bounds: Sequence[Bound], *, backwards: bool, size: int) -> Subquery:
        """The first rows within bounds, or the last.

        Columns: key0, ... of the rows' key; by0, by1, ... of the order; n: from 1, counted from
        where reading begins; of: how many there are.
        """
        rows = self._stretches(bounds, backwards=backwards, size=size).subquery()
        ordering = self.ordering(rows, backwards=backwards)
        number = func.row_number().over(order_by=ordering).label("n")
        of = func.count().over().label("of")
        return (
            select(rows, number, of).order_by(*ordering).limit(literal_column(str(size))).subquery()
        )

    def key(self, rows: FromClause) -> Sequence[Expression]:
        """The key of a row of what `page` gives."""
        return [rows.c[f"key{index}"] for index in range(len(self.rows.key))]

    def ordering(self, rows: FromClause, *, backwards: bool = False) -> Sequence[Expression]:
        """ORDER BY for what `page` gives."""
        down = self.order.descending is not backwards
        columns = [rows.c[f"by{index}"] for index in range(len(self.order.columns))]
        ordering = [desc(column) if down else asc(column) for column in columns]
        if self.order.nullable:
            first = ordering[0]
            ordering[0] = first.nulls_first() if backwards else first.nulls_last()
        return ordering

    def _stretches(self, bounds: Sequence[Bound], *, backwards: bool, size: int) -> Any:
        if not self.order.nullable:
            return self._stretch(bounds, None, backwards=backwards, size=size)
        both = [
            self._stretch(bounds, null, backwards=backwards, size=size).subquery()
            for null in (False, True)
        ]
        return union_all(*(select(each) for each in both))

    def _stretch(
        self, bounds: Sequence[Bound], null: bool | None, *, backwards: bool, size: int
    ) -> Select[Any]:
        """One stretch of the order; `null` None where there is only one."""
        base = self._base()
        columns = [base[column] for column in self.order.columns]
        selected = [*_labelled("key", base.keys), *_labelled("by", columns)]
        rows = self._from(base, select(*selected))
        if null is not None:
            rows = rows.where(columns[0].is_(None) if null else columns[0].is_not(None))
        limits = [bound.condition(self.order, columns, null=bool(null)) for bound in bounds]
        down = self.order.descending is not backwards
        ordering = [desc(column) if down else asc(column) for column in columns]
        return rows.where(*limits).order_by(*ordering).limit(literal_column(str(size)))

    def _base(self) -> Row:
        return Row(self.rows, reader=self.enclosing.reader)

    def _from(self, base: Row, statement: Select[Any]) -> Select[Any]:
        base.require()
        source = base.source()
        own = [source, *(table for table, _ in self.narrowed.joins)]
        for table, on in self.narrowed.joins:
            source = source.join(table, self._adapt(base, on))
        conditions = [self._adapt(base, each) for each in self.narrowed.conditions]
        return statement.select_from(source).where(*conditions).correlate_except(*own)

    def _adapt(self, base: Row, expression: ColumnElement[Any]) -> ColumnElement[Any]:
        return self.enclosing[base[expression]]


def _labelled(prefix: str, columns: Sequence[Expression]) -> Sequence[Expression]:
    return [column.label(f"{prefix}{index}") for index, column in enumerate(columns)]
