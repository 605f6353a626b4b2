"""What a table holds against what it should hold, and the statements that make up for it.

Rows are tuples in the order of `written_columns`. Rows that are as they should be are not touched,
so a projection that says nothing new writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    Table,
    and_,
    bindparam,
    select,
    type_coerce,
    update,
)
from sqlalchemy.types import NULLTYPE

from service.store.bulk import copy_rows
from service.store.history import Key, keep_rows, remove_rows

TableRow: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be written to a table.

    Attributes:
        changed: pairs of the row as it is and as it should be; of columns that are not compared,
            the first has none.
        removed: rows as they are.
    """

    table: Table
    added: Sequence[TableRow]
    changed: Sequence[tuple[TableRow, TableRow]]
    removed: Sequence[TableRow]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def written_columns(table: Table) -> list[Column[Any]]:
    """The columns that a row gives; those that are not compared come last."""
    given = [
        column for column in table.columns if column.computed is None and column.name != "since"
    ]
    return sorted(given, key=_is_settled)


def _is_settled(column: Column[Any]) -> bool:
    """Whether others of its row decide it (a quote, its document and span), so never compared."""
    return column.name == "quote" and "document_id" in column.table.columns


def read_rows(connection: Connection, table: Table) -> list[TableRow]:
    """All rows of a table, without the columns that are not compared."""
    # The driver's own types are compared; SQLAlchemy's conversions would only cost time.
    columns = [type_coerce(column, NULLTYPE) for column in _compared_columns(table)]
    return [tuple(row) for row in connection.execute(select(*columns)).all()]


def difference(table: Table, held: Iterable[TableRow], wanted: Iterable[TableRow]) -> Difference:
    """Compare what a table holds, as `read_rows` gives it, with what it should hold."""
    key, width = _key_getter(table), len(_compared_columns(table))
    before = {key(row): row for row in held}
    after = {key(row): row for row in wanted}
    return Difference(
        table,
        added=[row for k, row in after.items() if k not in before],
        changed=[
            (before[k], row) for k, row in after.items() if k in before and before[k] != row[:width]
        ],
        removed=[row for k, row in before.items() if k not in after],
    )


def keep_changed(connection: Connection, found: Difference, version: int) -> None:
    """Keep the rows that differ in the history; before anything is written to the table."""
    key = _key_getter(found.table)
    keep_rows(connection, found.table, [key(before) for before, _ in found.changed], version)


def write_added(connection: Connection, found: Difference, version: int) -> None:
    """Insert the rows that are missing and update those that differ; they hold since a version."""
    stamp = {"since": version} if "since" in found.table.columns else {}
    names = [*_names(written_columns(found.table)), *stamp]
    rows = ((*row, *stamp.values()) for row in found.added)
    copy_rows(connection, found.table, names, rows)
    if found.changed:
        values = {**_parameters(found.table), **stamp}
        statement = update(found.table).where(_same_key(found.table)).values(values)
        connection.execute(statement, [_bound(found.table, row) for _, row in found.changed])


def write_removed(connection: Connection, found: Difference, version: int) -> None:
    """Move the rows that should not be there to the history; they hold until before a version."""
    key = _key_getter(found.table)
    remove_rows(connection, found.table, [key(row) for row in found.removed], version)


def _compared_columns(table: Table) -> list[Column[Any]]:
    return [column for column in written_columns(table) if not _is_settled(column)]


def _names(columns: Iterable[Column[Any]]) -> list[str]:
    return [column.name for column in columns]


def _key_getter(table: Table) -> Callable[[TableRow], Key]:
    names = _names(written_columns(table))
    return _pick([names.index(column.name) for column in table.primary_key])


def _pick(positions: Sequence[int]) -> Callable[[TableRow], Key]:
    """Like itemgetter, which gives no tuple for one position."""
    if len(positions) > 1:
        return itemgetter(*positions)
    (position,) = positions
    return lambda row: (row[position],)


def _same_key(table: Table) -> Any:
    return and_(*(column == bindparam(f"new_{column.name}") for column in table.primary_key))


def _parameters(table: Table) -> Mapping[str, Any]:
    return {
        column.name: bindparam(f"new_{column.name}")
        for column in written_columns(table)
        if not column.primary_key
    }


def _bound(table: Table, row: TableRow) -> Mapping[str, object]:
    names = _names(written_columns(table))
    return {f"new_{name}": value for name, value in zip(names, row, strict=False)}
