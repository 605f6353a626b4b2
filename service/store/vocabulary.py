"""The declared properties of models."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from service.domain.projection import Property
from service.store.differences import (
    TableRow,
    difference,
    keep_changed,
    read_rows,
    write_added,
    write_removed,
    written_columns,
)
from service.store.registry import next_version
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
        whether they were others before; the registry then needs its next version.
    """
    rows = [_row(declaration) for declaration in declared]
    found = difference(properties, read_rows(connection, properties), rows)
    version = next_version(connection)
    keep_changed(connection, found, version)
    write_added(connection, found, version)
    write_removed(connection, found, version)
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
    return tuple(values[column.name] for column in written_columns(properties))
