"""Which rows a page holds: chosen by the values of the order's columns, never by counting rows.

An order may consist of stretches, each read in its own right: where its first column may be null,
the rows with a value and those without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import add
from typing import Any

from sqlalchemy import (
    CTE,
    FromClause,
    GenerativeSelect,
    Select,
    Subquery,
    and_,
    asc,
    desc,
    func,
    literal,
    literal_column,
    not_,
    select,
    true,
    tuple_,
    union_all,
)

from service.planner.cursors import (
    Order,
    Stretch,
    position_among_nulls,
    position_among_values,
)
from service.planner.inputs import Input
from service.planner.mapping import Condition, Expression, Place
from service.planner.matching import Matching
from service.planner.row import Row

_FEW = 2_000
"""How many rows are walked: more than a page's where one in twenty is in the stretch."""


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
    """The rows of a connection in their order."""

    matching: Matching
    order: Order

    def exists(self, bound: Bound) -> Condition:
        """Whether any row is within a bound."""
        rows = Reading(self.matching, self.order, (bound,), size=1).rows()
        return select(literal_column("1")).select_from(rows.subquery()).exists()

    def page(self, bounds: Sequence[Bound], *, backwards: bool, size: int) -> Subquery:
        """The first rows within bounds, or the last.

        Columns: key0, ... of the rows' key; by0, by1, ... of the order; n: from 1, counted from
        where reading begins; of: how many there are.
        """
        rows = Reading(self.matching, self.order, bounds, size, backwards).rows().subquery()
        ordering = self.ordering(rows, backwards=backwards)
        number = func.row_number().over(order_by=ordering).label("n")
        of = func.count().over().label("of")
        return (
            select(rows, number, of).order_by(*ordering).limit(literal_column(str(size))).subquery()
        )

    def key(self, rows: FromClause) -> Sequence[Expression]:
        """The key of a row of what `page` gives."""
        return [rows.c[f"key{index}"] for index in range(len(self.matching.rows.key))]

    def ordering(self, rows: FromClause, *, backwards: bool = False) -> Sequence[Expression]:
        """ORDER BY for what `page` gives."""
        down = self.order.descending is not backwards
        columns = [rows.c[f"by{index}"] for index in range(len(self.order.columns))]
        ordering = [desc(column) if down else asc(column) for column in columns]
        if self.order.nullable:
            first = ordering[0]
            ordering[0] = first.nulls_first() if backwards else first.nulls_last()
        return ordering


@dataclass(frozen=True)
class Reading:
    """The rows within bounds, as many as a page takes, stretch by stretch."""

    matching: Matching
    order: Order
    bounds: Sequence[Bound]
    size: int
    backwards: bool = False

    def rows(self) -> GenerativeSelect:
        """Columns: key0, ... and by0, ...; a few more rows than wanted, in no order."""
        stretches = self.order.stretches
        if len(stretches) == 1:
            return self._looked_up(stretches[0])
        found: list[CTE] = []
        read: list[CTE] = []
        for stretch in reversed(stretches) if self.backwards else stretches:
            *walked, last = self._read(stretch, self._fewer(found))
            read += [*walked, last]
            found.append(last)
        return union_all(*map(select, found)).add_cte(*read, nest_here=True)

    def _read(self, stretch: Stretch, wanted: Condition) -> Sequence[CTE]:
        """The last has the stretch's rows, if they are wanted."""
        looked_up = self._looked_up(stretch).where(wanted)
        if not stretch.walk:
            return [looked_up.cte(nesting=True)]
        walked = self._walked(stretch).where(wanted).cte(nesting=True)
        suffices = _how_many(walked) >= literal_column(str(self.size))
        either = union_all(
            select(walked).where(suffices),
            select(looked_up.where(not_(suffices)).subquery()),
        )
        return [walked, either.cte(nesting=True)]

    def _looked_up(self, stretch: Stretch) -> Select[Any]:
        """The next rows of a stretch, found by its conditions."""
        base = self.matching.base()
        rows = self.matching.read(base, self._columns(base, stretch))
        conditions = [*self.matching.conditions(base), *self._own(base, stretch.conditions)]
        rows = rows.where(*conditions, *self._limits(base, stretch))
        return self._fenced(rows, stretch) if stretch.walk else self._cut(rows, base, stretch)

    def _walked(self, stretch: Stretch) -> Select[Any]:
        """The rows of a stretch among the next few that an index has in order."""
        base = self.matching.base()
        conditions = [*self.matching.conditions(base), *self._own(base, stretch.conditions)]
        columns = [*self._columns(base, stretch), and_(*conditions).label("is_met")]
        few = self.matching.read(base, columns).where(*self._own(base, stretch.walk))
        few = few.where(*self._limits(base, stretch))
        passed = self._cut(few, base, stretch, _FEW).subquery()
        met = select(*(column for column in passed.c if column.name != "is_met"))
        return met.where(passed.c.is_met).limit(literal_column(str(self.size)))

    def _own(self, base: Row, conditions: Sequence[Condition]) -> Sequence[Condition]:
        return [self.matching.adapt(base, each) for each in conditions]

    def _by(self, base: Row, stretch: Stretch) -> Sequence[Expression]:
        columns = [base[column] for column in self.order.columns]
        return columns if stretch.first is None else [literal(stretch.first), *columns[1:]]

    def _columns(self, base: Row, stretch: Stretch) -> Sequence[Expression]:
        return [*_labelled("key", base.keys), *_labelled("by", self._by(base, stretch))]

    def _limits(self, base: Row, stretch: Stretch) -> Sequence[Condition]:
        columns = self._by(base, stretch)
        return [bound.condition(self.order, columns, null=stretch.is_null) for bound in self.bounds]

    def _cut(
        self, rows: Select[Any], base: Row, stretch: Stretch, size: int | None = None
    ) -> Select[Any]:
        return self._first(rows, self._by(base, stretch), stretch, size or self.size)

    def _fenced(self, rows: Select[Any], stretch: Stretch) -> Select[Any]:
        """The first of rows that PostgreSQL is to find by their conditions, and sort then."""
        # Without OFFSET 0 it would look through the index that has the order: few were found there.
        found = rows.offset(literal_column("0")).subquery()
        by = [found.c[f"by{index}"] for index in range(len(self.order.columns))]
        return self._first(select(found), by, stretch, self.size)

    def _first(
        self, rows: Select[Any], by: Sequence[Expression], stretch: Stretch, size: int
    ) -> Select[Any]:
        down = self.order.descending is not self.backwards
        columns = by if stretch.first is None else by[1:]
        ordering = [desc(column) if down else asc(column) for column in columns]
        return rows.order_by(*ordering).limit(literal_column(str(size)))

    def _fewer(self, found: Sequence[CTE]) -> Condition:
        """Whether so far there are fewer rows than the page takes."""
        if not found:
            return true()
        return reduce(add, map(_how_many, found)) < literal_column(str(self.size))


def _how_many(rows: CTE) -> Expression:
    return select(func.count()).select_from(rows).scalar_subquery()


def _labelled(prefix: str, columns: Sequence[Expression]) -> Sequence[Expression]:
    return [column.label(f"{prefix}{index}") for index, column in enumerate(columns)]
