"""What a field can read. Each declaration turns a place in a selection into one SQL expression.

Expressions are declared against plain tables; the row of a place puts them on its aliases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, cast

from graphql import GraphQLError
from sqlalchemy import ColumnElement, FromClause, Table, and_, case, select

from service.planner.inputs import Input
from service.planner.lists import Bound
from service.planner.row import Reader, Row, Rows
from service.planner.selection import Field
from service.planner.sql import correlated, cut_list
from service.planner.tally import Size, Tally

if TYPE_CHECKING:
    from service.planner.planning import Planning

Expression = ColumnElement[Any]
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Place:
    """One field of one row in the statement that is being planned.

    Attributes:
        planning: the statement so far.
        field: with its response key, arguments and sub-selection.
        row: of the object that has the field.
    """

    planning: Planning
    field: Field
    row: Row

    def input(self, name: str) -> Input:
        """An argument, by its GraphQL name."""
        return self.field.inputs[name]

    def given(self, source: Input) -> bool:
        """Whether the request brings it; the plan then serves requests of the same answer."""
        return self.planning.questions.given(source)

    def ask(self, source: Input, question: Callable[[Any], Any]) -> Any:
        """What planning needs to know of a value; the plan serves requests of the same answer."""
        return self.planning.questions.ask(source, question)

    def bind(
        self,
        source: Input,
        type_name: str,
        clean: Callable[[Any], Any] | None = None,
        *,
        slow: bool = False,
    ) -> Expression:
        """The request's value as a parameter of the PostgreSQL type.

        `clean` turns the coerced value into what PostgreSQL gets; it may raise GraphQLError. Where
        it is slow, nobody else is kept waiting.
        """
        return self.planning.bind(source, type_name, clean, self.field, slow=slow)

    def problem(self, code: str, message: str) -> GraphQLError:
        """An error located at the field."""
        return self.field.problem(code, message)

    def table(self, table: Table) -> FromClause:
        """A new FROM with a table's columns, as this place reads tables."""
        return self.row.reader(table)

    def reading(self, reader: Reader) -> Place:
        """The same place of a root field, with tables read by another reader."""
        return replace(self, row=Row(self.row.rows, tally=self.row.tally, reader=reader))

    def child(self, standing_in: Table | None = None, times: Size | None = None) -> Row:
        """A row of the field's type: of a list of at most `times`, if these are given.

        `standing_in` is read in place of the type's first table.
        """
        row = Row(self.rows, tally=self._tally(times), reader=self.row.reader)
        if standing_in is not None:
            row.stand_in(standing_in)
        return row

    def derived(self, source: FromClause, times: Size | None = None) -> Row:
        """A row of the field's type, read from a FROM with the columns of its first table.

        It is one of a list of at most `times`, if these are given.
        """
        given = {self.rows.tables[0]: source}
        return Row(self.rows, given=given, tally=self._tally(times), reader=self.row.reader)

    @property
    def rows(self) -> Rows:
        """The tables behind the field's type."""
        return self.planning.rows(self.field.type)

    def object(self, row: Row) -> Expression:
        """The JSON object that the sub-selection asks of a row of the field's type."""
        return self.planning.object(self.field, row)

    def _tally(self, times: Size | None) -> Tally:
        return self.row.tally if times is None else self.row.tally.list_of(times)


class Reads(Protocol):
    """How a field is read."""

    def sql(self, place: Place) -> Expression:
        """The field's value, as an expression on the row of the place."""


@dataclass(frozen=True)
class Value:
    """A column, or an expression over the columns of the type's tables."""

    expression: Expression

    def sql(self, place: Place) -> Expression:
        return place.row[self.expression]


@dataclass(frozen=True)
class Values:
    """A list of scalars from a table: `item` of the rows for which `on` holds."""

    item: Expression
    table: Table
    on: Condition
    order_by: tuple[Expression, ...]
    bound: Bound

    def sql(self, place: Place) -> Expression:
        length = self.bound.read(place)
        place.row.tally.list_of(length.counted)
        own = Row(only(self.table), reader=place.row.reader)
        items = correlated(select(own[self.item].label("item")), [own.source()])
        items = items.where(place.row[own[self.on]])
        return cut_list(items, [own[by] for by in self.order_by], length.limit)


@dataclass(frozen=True)
class Embedded:
    """An object that is read from the same row; null unless `present`."""

    present: Condition | None = None

    def sql(self, place: Place) -> Expression:
        value = place.object(place.row)
        return value if self.present is None else case((place.row[self.present], value))


@dataclass(frozen=True)
class ToOne:
    """The object whose key is the expression's value; null where there is none."""

    key: Expression

    def sql(self, place: Place) -> Expression:
        return read_by_key(place, place.row[self.key], existing=True)


@dataclass(frozen=True)
class Matching:
    """The object whose row meets a condition, which at most one does; null where none does."""

    on: Condition

    def sql(self, place: Place) -> Expression:
        child = place.child()
        child.require()
        item = place.object(child)
        condition = place.row[child[self.on]]
        return correlated(select(item), [child.source()]).where(condition).scalar_subquery()


@dataclass(frozen=True)
class Through:
    """A table of pairs between two types: `near` joins it to this row's, `far` to the listed."""

    table: Table
    near: Condition
    far: Condition


def no_conditions(_: Place) -> Sequence[Condition]:
    return ()


@dataclass(frozen=True, kw_only=True)
class ToMany:
    """A list of objects.

    Attributes:
        bound: how long it may be.
        on: joins the listed rows to this one; a Through where a table of pairs lies between.
        order_by: over the listed rows and the table of pairs; a function of the place where
            further tables are read.
        where: further conditions, from arguments; over the listed rows.
        table: stands in for the listed type's first table where the columns' names are the same.
    """

    on: Condition | Through
    order_by: tuple[Expression | Callable[[Place], Expression], ...]
    bound: Bound = field(default=Bound(100))
    where: Callable[[Place], Sequence[Condition]] = field(default=no_conditions)
    table: Table | None = None

    def sql(self, place: Place) -> Expression:
        length = self.bound.read(place)
        child = place.child(standing_in=self.table, times=length.counted)
        pairs = self._pairs(place)
        item = place.object(child).label("item")
        conditions = [*self._joins(place, child, pairs), *map(child.__getitem__, self.where(place))]
        order = [child[pairs[by] if pairs else by] for by in self._order(place)]
        source = [row.source() for row in (child, pairs) if row is not None]
        items = correlated(select(item), source).where(*conditions)
        return cut_list(items, order, length.limit)

    def _pairs(self, place: Place) -> Row | None:
        if isinstance(self.on, Through):
            return Row(only(self.on.table), reader=place.row.reader)
        return None

    def _order(self, place: Place) -> Sequence[Expression]:
        return [by(place) if callable(by) else by for by in self.order_by]

    def _joins(self, place: Place, child: Row, pairs: Row | None) -> Sequence[Condition]:
        if isinstance(self.on, Through) and pairs is not None:
            return place.row[pairs[self.on.near]], child[pairs[self.on.far]]
        return (place.row[child[cast(Condition, self.on)]],)


def only(table: Table) -> Rows:
    """Rows of a table that no type is declared on."""
    return Rows((table,))


def read_by_key(place: Place, *key: Expression, existing: bool = False) -> Expression:
    """The object of the field's type with this key; null where there is none.

    `existing` says that the key is known to exist, so that its own table need not be read.
    """
    child = place.child()
    if not existing:
        child.require()
    item = place.object(child)
    condition = and_(*(own == wanted for own, wanted in zip(child.keys, key, strict=True)))
    return correlated(select(item), [child.source()]).where(condition).scalar_subquery()
