"""Many rows at once: COPY, ids ahead of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import psycopg
from psycopg import sql
from sqlalchemy import ARRAY, Connection, Table, func, select


def copy_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Append rows to a table, inside the connection's transaction.

    Args:
        columns: names of the columns that a row gives, in its order; the others get defaults.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(f"COPY needs a psycopg connection, not {type(driver).__name__}")
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    arrays = [
        number for number, name in enumerate(columns) if isinstance(table.c[name].type, ARRAY)
    ]
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in _spelled(rows, arrays) if arrays else rows:
            copy.write_row(row)


def _spelled(rows: Iterable[Sequence[object]], arrays: Sequence[int]) -> Iterator[Sequence[object]]:
    """The rows with their arrays as PostgreSQL writes them.

    To let the driver do it takes longer than all the rest: it asks each item for its type.
    """
    for row in rows:
        values = list(row)
        for number in arrays:
            values[number] = _spell(values[number])
        yield values


def _spell(array: object) -> str | None:
    """An array of texts or integers, without nulls, as PostgreSQL writes it; None for none."""
    if not isinstance(array, list):
        return None
    return "{" + ",".join(map(_item, array)) + "}"


def _item(item: object) -> str:
    if isinstance(item, int):
        return str(item)
    if not isinstance(item, str):
        raise TypeError(f"an array of texts or integers holds no {type(item).__name__}")
    quoted = item.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def next_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """Ascending ids for `count` new rows of a table whose `id` is an identity column."""
    sequence = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
    numbers = func.generate_series(1, count).table_valued("number")
    return sorted(connection.scalars(select(sequence).select_from(numbers)))
