"""The declared properties of models."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from service.domain.projection import Property
from service.store.differences import (
    TableRow,
    difference,
    read_rows,
    write_added,
    write_removed,
)
from service.tables.sources import properties


def read_properties(connection: Connection) -> tuple[Property, ...]:
    """The declared properties, in the order of a page."""
    statement = select(properties).order_by(properties.c.position, properties.c.key)
    return tuple(
        Property(
            key=row.key,
            label=row.label,
            value_type=row.value_type,
            cardinality=row.cardinality,
            policy=row.policy,
            position=row.position,
            compared=row.compared,
            labels=tuple(row.labels.splitlines()),
            words=tuple(row.words.splitlines()),
        )
        for row in connection.execute(statement)
    )


def write_properties(connection: Connection, declared: Sequence[Property]) -> bool:
    """Make these the declared properties.

    Returns:
        whether they were others before.
    """
    rows = [_row(declaration) for declaration in declared]
    found = difference(properties, read_rows(connection, properties), rows)
    write_added(connection, found)
    write_removed(connection, found)
    return bool(found)


def _row(declaration: Property) -> TableRow:
    values = {
        "key": declaration.key,
        "label": declaration.label,
        "labels": "\n".join(declaration.labels),
        "words": "\n".join(declaration.words),
        "value_type": declaration.value_type,
        "cardinality": declaration.cardinality,
        "policy": declaration.policy,
        "position": declaration.position,
        "compared": declaration.compared,
    }
    return tuple(values[column.name] for column in properties.columns)
