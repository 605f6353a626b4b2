"""What a mutation's fields do, and how their payloads are read.

A field acts first: whatever it does, it gives back an outcome. Then one statement reads the payload
from the outcome, which it gets as a row, and from the tables that the row's columns lead to.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import FromClause, Table, column, func, select
from sqlalchemy.dialects.postgresql import JSONB

from service.planner.lists import Bound
from service.planner.mapping import Expression, Place
from service.planner.sql import Parameter, correlated, cut_list

Act = Callable[[Any, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]

_OUTCOME = Parameter(1, "jsonb")
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


@dataclass(frozen=True)
class Mutates:
    """A root field of Mutation.

    Attributes:
        act: does the work, given what the caller of the planner passes along and the coerced
            arguments by their GraphQL names; gives the outcome, a value for each column, as JSON
            has them. What it cannot do for a reason that the client should know, it says by a
            GraphQLError with a code.
        outcome: the table that the payload's type is read from. There is no such table in the
            database: it names the outcome's columns and their types.
        scope: what the caller of the planner must hold before anything runs; None: nothing.
    """

    act: Act
    outcome: Table
    scope: str | None = None

    def sql(self, place: Place) -> Expression:
        row = _record(_OUTCOME, self.outcome)
        payload = select(place.object(place.derived(row)))
        return correlated(payload, [row]).scalar_subquery()


@dataclass(frozen=True)
class Recorded:
    """A list of objects inside of the outcome: a column of JSON objects, read in their order.

    The listed type is read from a table that names the objects' keys, like the outcome's own.

    Attributes:
        bound: how long it may be.
    """

    column: Expression
    bound: Bound = field(default=Bound(100))

    def sql(self, place: Place) -> Expression:
        length = self.bound.read(place)
        items = (
            func.jsonb_array_elements(place.row[self.column])
            .table_valued(column("item", JSONB), with_ordinality="position")
            .render_derived()
        )
        (table, *_) = place.planning.rows(place.field.type).tables
        row = _record(items.c.item, table)
        value = place.object(place.derived(row, length.counted)).label("item")
        listed = correlated(select(value), [items, row])
        return cut_list(listed, [items.c.position], length.limit)


def encode_outcome(outcome: Mapping[str, Any]) -> str:
    """The outcome as JSON that PostgreSQL takes: U+FFFD stands for U+0000, which it cannot hold."""
    return _NUL.sub(rb"\1\\ufffd", orjson.dumps(outcome)).decode()


def _record(value: Expression, table: Table) -> FromClause:
    columns = [column(each.name, each.type) for each in table.columns]
    row = func.jsonb_to_record(value).table_valued(*columns)
    return row.render_derived(with_types=True)
