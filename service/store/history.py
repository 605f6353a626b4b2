"""Rows that end go to the history, in one statement for each table.

A row ends with the version that the running transaction brings. One that this version brought was
never seen by anybody and leaves nothing; nor does a row of a table without a history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Delete,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    column,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)

from service.tables.history import PAST, periods
from service.tables.sources import registry_state

Key: TypeAlias = tuple[Any, ...]
"""The values of a table's primary key."""


def keep_rows(connection: Connection, table: Table, keys: Sequence[Key], version: int) -> None:
    """Copy rows that are about to be changed to the history; they hold until before the version."""
    if keys and table in PAST:
        wanted = _listed(table, keys)
        held = select(*_kept(table)).where(_same_key(table, wanted))
        connection.execute(_ending(table, held, version))


def remove_rows(connection: Connection, table: Table, keys: Sequence[Key], version: int) -> None:
    """Move rows to the history; they hold until before the version."""
    if not keys:
        return
    removal = _removal(table, _listed(table, keys))
    if table in PAST:
        removed = removal.returning(*_kept(table)).cte("removed")
        connection.execute(_ending(table, select(removed), version))
    else:
        connection.execute(removal)


def find_broken_periods(connection: Connection) -> Iterator[str]:
    """Keys of which two rows hold in one version, or one holds in a version that is to come."""
    for table in PAST:
        yield from connection.scalars(_broken(table))


def _kept(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.computed is None]


def _listed(table: Table, keys: Sequence[Key]) -> FromClause:
    """The keys as rows, with the names of their columns."""
    columns = list(table.primary_key)
    values = [
        literal(list(each), ARRAY(key.type))
        for key, each in zip(columns, zip(*keys, strict=True), strict=True)
    ]
    names = (column(key.name, key.type) for key in columns)
    return func.unnest(*values).table_valued(*names).render_derived(name="wanted")


def _same_key(table: Table, wanted: FromClause) -> ColumnElement[bool]:
    return and_(*(key == wanted.c[key.name] for key in table.primary_key))


def _removal(table: Table, wanted: FromClause) -> Delete:
    return delete(table).where(_same_key(table, wanted))


def _ending(table: Table, held: Select[Any], version: int) -> Any:
    ended = held.subquery()
    rows = select(*ended.c, literal(version)).where(ended.c.since < version)
    names = [*(column.name for column in _kept(table)), "until"]
    return insert(PAST[table]).from_select(names, rows)


def _broken(table: Table) -> Select[Any]:
    rows = periods(table)
    keys = [rows.c[key.name] for key in table.primary_key]
    before = func.lag(rows.c.until).over(partition_by=keys, order_by=(rows.c.since, rows.c.until))
    followed = select(*keys, rows.c.since, before.label("before")).subquery()
    version = select(func.max(registry_state.c.version)).scalar_subquery()
    name = literal(table.name, Text)
    named = func.concat_ws(" ", name, *(followed.c[key.name] for key in keys))
    overlaps, is_ahead = followed.c.before > followed.c.since, followed.c.since > version
    return select(named).where(or_(overlaps, is_ahead))
