"""Relay connections: edges, nodes, pageInfo and totalCount of a keyset's page.

https://relay.dev/graphql/connections.htm
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol, cast

from graphql import GraphQLError, GraphQLObjectType, get_named_type
from sqlalchemy import ColumnElement, Subquery, false, func, literal, or_, select

from service.planner.cursors import Order, encode_cursor
from service.planner.inputs import Input, constant
from service.planner.keyset import Bound, Keyset, read_bound
from service.planner.mapping import Expression, Place, read_by_key
from service.planner.matching import Matching, Narrowed
from service.planner.row import Row, Rows
from service.planner.selection import Field
from service.planner.sql import JsonObject, json_list

_STEPS = (10, 20, 50, 100)
DEFAULT_SIZE = 50


def uncounted(_: Place) -> Expression | None:
    return None


@dataclass(frozen=True)
class Connection:
    """Pages of objects, by the arguments first, after, last and before.

    Attributes:
        order: which order the arguments ask for.
        narrow: which rows, given the arguments.
        total: totalCount where it is known without counting.
        rows: what is paged, if it is not the first table of the nodes' type; keys are the nodes'.
    """

    order: Callable[[Place], Order]
    narrow: Callable[[Place], Narrowed]
    total: Callable[[Place], Expression | None] = uncounted
    rows: Rows | None = None

    def sql(self, place: Place) -> Expression:
        page = Page(self, place)
        value = page.object()
        statement = select(value)
        if page.is_read:
            statement = statement.select_from(page.rows).correlate_except(page.rows)
        return statement.scalar_subquery()


class ReadsPage(Protocol):
    """How a field is read that a schema adds to connections or their edges."""

    def on(self, place: Place, page: Page) -> Expression:
        """The field's value; on an edge, as an expression on the page's row."""


class Page:
    """One connection in the statement.

    PostgreSQL plans a LIMIT that it does not know as a tenth of all rows, so the page is read with
    the next of a few constant sizes and cut to the wanted one.

    Attributes:
        place: of the connection.
        matching: the rows of all pages.
    """

    def __init__(self, connection: Connection, place: Place) -> None:
        self._connection = connection
        self.place = place
        self._backwards = self._given("last")
        self._size = self._read_size()
        # One list, also where nodes and edges both show it.
        self._tally = place.row.tally.list_of(self._size.size(int))
        self._step = place.ask(self._size, self._next_step)
        # All arguments are read, and so checked, whatever the selection reads of the page.
        self._order = connection.order(place).of(self._node_type.name)
        self._bounds = self._read_bounds()
        self.matching = Matching(self._paged, connection.narrow(place), place.row)

    @property
    def is_read(self) -> bool:
        """Whether anything was asked for that the page's rows give."""
        return "rows" in self.__dict__

    @cached_property
    def rows(self) -> Subquery:
        """The page's rows and one more, if there is one."""
        bounds = tuple(self._bounds.values())
        return self.keyset.page(bounds, backwards=self._backwards, size=self._step + 1)

    def object(self) -> Expression:
        return self._object(self.place.field, self._member)

    @cached_property
    def keyset(self) -> Keyset:
        return Keyset(self.matching, self._order)

    @property
    def _paged(self) -> Rows:
        if self._connection.rows is not None:
            return self._connection.rows
        rows = self.place.planning.rows(self._node_type)
        return replace(rows, tables=rows.tables[:1], kinds=None)

    @property
    def _node_type(self) -> GraphQLObjectType:
        return _type_of(_type_of(self.place.field.type, "edges"), "node")

    @cached_property
    def _wanted(self) -> Expression:
        return self.place.bind(self._size, "int", self._checked)

    def _object(
        self, of: Field, member: Callable[[Field], ColumnElement[Any]]
    ) -> ColumnElement[Any]:
        fields = self.place.planning.collector.fields(of, cast(GraphQLObjectType, of.type))
        return JsonObject({each.key: self._typed(each, member) for each in fields})

    def _typed(
        self, each: Field, member: Callable[[Field], ColumnElement[Any]]
    ) -> ColumnElement[Any]:
        return literal(each.parent.name) if each.name == "__typename" else member(each)

    def _member(self, each: Field) -> Expression:
        match each.name:
            case "nodes":
                return self._list(self._node(each))
            case "edges":
                return self._list(self._object(each, self._edge))
            case "pageInfo":
                return self._object(each, self._info)
            case "totalCount":
                return self._total()
        return self._added(each, self.place.row)

    def _edge(self, each: Field) -> Expression:
        match each.name:
            case "cursor":
                return self._cursor
            case "node":
                return self._node(each)
        return self._added(each, self._row)

    def _added(self, each: Field, row: Row) -> Expression:
        """A field that the schema adds to those of Relay."""
        reads = cast(ReadsPage, self.place.planning.mapping.reads(each.parent, each.name))
        return reads.on(Place(self.place.planning, each, row), self)

    def _info(self, each: Field) -> Expression:
        info: Mapping[str, Callable[[], Expression]] = {
            "hasNextPage": lambda: self._has_more(not self._backwards, "before"),
            "hasPreviousPage": lambda: self._has_more(self._backwards, "after"),
            "startCursor": lambda: self._cursor_at(first=not self._backwards),
            "endCursor": lambda: self._cursor_at(first=self._backwards),
        }
        return info[each.name]()

    def _total(self) -> Expression:
        known = self._connection.total(self.place)
        return self.matching.count() if known is None else known

    def _list(self, item: Expression) -> Expression:
        return json_list(item, self.keyset.ordering(self.rows), self.rows.c.n <= self._wanted)

    def _node(self, each: Field) -> Expression:
        place = Place(self.place.planning, each, self._row)
        return read_by_key(place, *self.keyset.key(self.rows), existing=True)

    @property
    def _row(self) -> Row:
        return Row(Rows(()), tally=self._tally, reader=self.place.row.reader)

    @property
    def _cursor(self) -> Expression:
        columns = range(len(self._order.columns))
        return encode_cursor(self._order, [self.rows.c[f"by{index}"] for index in columns])

    def _cursor_at(self, *, first: bool) -> Expression:
        """The cursor of the row where reading began, or where the page ends."""
        number = 1 if first else func.least(self.rows.c.of, self._wanted)
        return func.max(self._cursor).filter(self.rows.c.n == number, self._wanted > 0)

    def _has_more(self, reading: bool, side: str) -> Expression:
        """Whether rows follow in the direction of reading, or stand beyond a cursor."""
        found: list[ColumnElement[bool]] = []
        if reading:
            found.append(func.count(self.rows.c.n) > self._wanted)
        if side in self._bounds:
            found.append(self.keyset.exists(self._bounds[side].beyond()))
        return or_(*found) if found else false()

    def _given(self, name: str) -> bool:
        return name in self.place.field.inputs and self.place.given(self.place.input(name))

    def _read_bounds(self) -> Mapping[str, Bound]:
        return {
            name: read_bound(self.place, self.place.input(name), self._order, after=name == "after")
            for name in ("after", "before")
            if self._given(name)
        }

    def _read_size(self) -> Input:
        if self._backwards and self._given("first"):
            message = "first and last exclude each other."
            raise self.place.problem("BAD_ARGUMENT", message)
        for name in ("first", "last"):
            if self._given(name):
                return self.place.input(name)
        return constant("first", DEFAULT_SIZE)

    def _checked(self, size: int) -> int:
        largest = self.place.planning.limits.page
        if not 0 <= size <= largest:
            raise ValueError(f"{size} is not between 0 and {largest}")
        return size

    def _next_step(self, size: int) -> int:
        try:
            self._checked(size)
        except ValueError as error:
            raise self._bad_size(error) from None
        return next((step for step in _STEPS if step >= size), size)

    def _bad_size(self, error: ValueError) -> GraphQLError:
        message = f"Argument {self._size.name!r}: {error}."
        return self.place.problem("BAD_ARGUMENT", message)


def _type_of(type_: Any, field: str) -> GraphQLObjectType:
    return cast(GraphQLObjectType, get_named_type(type_.fields[field].type))
