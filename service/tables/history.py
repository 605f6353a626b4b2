"""What the projection held in earlier versions of the registry.

Every table whose rows say since which version they hold has a twin, `past_...`, with the rows that
no longer do: a row was there in the versions from `since` to before `until`. The twins are made
from the tables, so that they have the same columns, but for those that the database computes; these
are computed where they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Index,
    Subquery,
    Table,
    cast,
    literal_column,
    select,
    union_all,
)

from service.tables import graph, licensing, sources
from service.tables.base import metadata

_STILL = cast(literal_column(str(2**63 - 1)), BigInteger)
"""`until` of the rows that still hold; no version comes as far."""

_BY_NAME = ("sort_name", "id")
_BY_SUPPORT = ("support", "sort_name", "model_id")
_LOOKED_UP_BY: Mapping[Table, Sequence[Sequence[str]]] = MappingProxyType(
    {
        graph.task_parents: [("parent_id",)],
        graph.models: [("organization_id", *_BY_NAME), ("license_id", *_BY_NAME)],
        graph.model_tasks: [("task_id", *_BY_SUPPORT)],
        graph.model_features: [("feature_id", *_BY_SUPPORT)],
        graph.relations: [("target_id", "kind", "source_id")],
    }
)
"""What a model's page looks rows up by, where it is not how their key begins."""


def _past(table: Table) -> Table:
    return Table(
        f"past_{table.name}",
        metadata,
        *(_copy(column) for column in table.columns if column.computed is None),
        Column("until", BigInteger, primary_key=True, comment="The version that ended it."),
        CheckConstraint("since < until", name="period"),
        *_indexes(table),
        comment=f"Rows of {table.name} that no longer hold.",
    )


def _copy(column: Column[Any]) -> Column[Any]:
    return Column(
        column.name,
        column.type,
        primary_key=column.primary_key,
        nullable=column.nullable,
        autoincrement=False,
    )


def _indexes(table: Table) -> Iterator[Index]:
    return (Index(None, *columns) for columns in _LOOKED_UP_BY.get(table, ()))


PAST: Mapping[Table, Table] = MappingProxyType(
    {
        table: _past(table)
        for module in (sources, graph, licensing)
        for table in vars(module).values()
        if isinstance(table, Table) and "since" in table.columns
    }
)
"""The tables that have a history, each with the one that keeps it."""


def periods(table: Table) -> Subquery:
    """All rows that a table holds or held, with the versions `since` and `until`."""
    past = PAST[table]
    held = select(*table.columns, _STILL.label("until"))
    ended = select(*(_in_the_past(past, column) for column in table.columns), past.c.until)
    return union_all(held, ended).subquery()


def _in_the_past(past: Table, column: Column[Any]) -> ColumnElement[Any]:
    if column.computed is None:
        return past.c[column.name]
    return literal_column(str(column.computed.sqltext), column.type).label(column.name)
