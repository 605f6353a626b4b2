"""Where the columns of a type are found inside the statement.

Mappings are declared against plain tables (`models.c.name`). A Row stands for one place in the
statement where such a row is read, and turns declared expressions into ones on its own aliases. A
table is joined only if a field reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, cast

from sqlalchemy import CTE, Column, ColumnElement, FromClause, Table, TableClause, and_, column
from sqlalchemy import table as table_clause
from sqlalchemy.sql import visitors

from service.planner.tally import Tally

Reader: TypeAlias = Callable[[Table], FromClause]
"""Gives a new FROM with a table's columns each time that the table is to be read."""


def as_it_is(table: Table) -> FromClause:
    """The reader of what tables hold."""
    return _plain(table).alias()


@cache
def _plain(table: Table) -> TableClause:
    """The table without constraints: SQLAlchemy makes aliases of one ten times as fast."""
    return table_clause(table.name, *(column(each.name, each.type) for each in table.columns))


@dataclass(frozen=True)
class Rows:
    """The tables that a type's fields are declared against.

    Attributes:
        tables: joined one to one on `key`; the first has a row exactly where the object exists.
        key: names of the columns that identify a row in each of the tables.
        kinds: for an interface: (column that tells the type, its value to the type's name).
    """

    tables: tuple[Table, ...]
    key: tuple[str, ...] = ("id",)
    kinds: tuple[Column[Any], Mapping[str, str]] | None = None


class Row:
    """One row of a type inside the statement.

    Attributes:
        tally: counts the items of its lists.
        reader: how tables are read in this row and in those that are read from it.
    """

    def __init__(
        self,
        rows: Rows,
        *,
        given: Mapping[Table, FromClause] | None = None,
        tally: Tally | None = None,
        reader: Reader = as_it_is,
    ) -> None:
        """Begin with no table read; `given` names those that an enclosing FROM already offers."""
        self.rows = rows
        self.tally = tally or Tally()
        self.reader = reader
        self._given = dict(given or {})
        self._joined: dict[Table, FromClause] = {}

    def __getitem__(self, expression: ColumnElement[Any]) -> ColumnElement[Any]:
        """The declared expression, on this row's aliases; other tables are left alone."""
        if isinstance(expression, Column):
            # Most are one column, and SQLAlchemy's traversal takes longer than all else.
            found = self._replace(expression)
            return expression if found is None else cast(ColumnElement[Any], found)
        replaced = visitors.replacement_traverse(expression, {}, self._replace)
        return cast(ColumnElement[Any], replaced)

    def counted(self, tally: Tally) -> Row:
        """The same row, with the items of its lists counted in another tally."""
        same = copy(self)
        same.tally = tally
        return same

    @property
    def key(self) -> ColumnElement[Any]:
        """The key of a row that one column identifies."""
        (key,) = self.keys
        return key

    @property
    def keys(self) -> Sequence[ColumnElement[Any]]:
        return [self._column(self.rows.tables[0], name) for name in self.rows.key]

    def require(self) -> None:
        """Read the first table even if no field does, since its row says that the object exists."""
        self.place(self.rows.tables[0])

    def stand_in(self, table: Table) -> None:
        """Read a table with columns of the same names in place of the first."""
        alias = self.reader(table)
        self._joined = {self.rows.tables[0]: alias, table: alias}

    def source(self) -> FromClause:
        """The FROM of this row: the tables that are read, joined."""
        if not self._joined:
            self.require()
        first, *others = dict.fromkeys(self._joined.values())
        source: FromClause = first
        for other in others:
            source = source.join(other, self._same_key(other, first))
        return source

    def link(self) -> ColumnElement[bool]:
        """That the joined tables' row is the given one."""
        inner, outer = next(iter(self._joined.values())), next(iter(self._given.values()))
        return self._same_key(inner, outer)

    @property
    def split(self) -> bool:
        """Whether fields read both an enclosing FROM and tables of this row's own."""
        return bool(self._given and self._joined)

    def _same_key(self, left: FromClause, right: FromClause) -> ColumnElement[bool]:
        return and_(*(left.c[name] == right.c[name] for name in self.rows.key))

    def _replace(self, element: Any, **_: Any) -> ColumnElement[Any] | CTE | None:
        if isinstance(element, CTE):
            # It is made of aliases already, and a copy would be another one of the same name.
            return element
        if isinstance(element, Column) and self._reads(element.table):
            return self._column(element.table, element.key)
        return None

    def _reads(self, table: Any) -> bool:
        return table in self.rows.tables or self._has(table)

    def _column(self, table: Table, name: str) -> ColumnElement[Any]:
        return self.place(self._holder(table, name)).c[name]

    def _holder(self, table: Table, name: str) -> Table:
        """The table to read a column from: any that is at hand, if it is the key."""
        if name in self.rows.key and table in self.rows.tables and not self._has(table):
            return next(filter(self._has, self.rows.tables), table)
        return table

    def _has(self, table: Table) -> bool:
        return table in self._given or table in self._joined

    def place(self, table: Table) -> FromClause:
        found = self._given.get(table, self._joined.get(table))
        if found is None:
            found = self._joined[table] = self.reader(table)
        return found
