"""Cursors: where in an order a row stands, as text that clients pass back."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Text, cast, func, literal

from service.planner.mapping import Expression

_EXTREMES = {"bigint": (-(2**63), 2**63 - 1), "date": ("-infinity", "infinity")}


@dataclass(frozen=True)
class Stretch:
    """A part of an order: all of its rows stand before those of the next.

    Attributes:
        conditions: which of the connection's rows are in it.
        first: what the order's first column is in all of its rows; None where it differs.
        is_null: whether the first column is null in all of its rows.
        walk: conditions under which an index has the rows in their order. The rows are then looked
            for among the next few of these first, which finds those that are many at once.
    """

    conditions: tuple[ColumnElement[bool], ...] = ()
    first: int | None = None
    is_null: bool = False
    walk: tuple[ColumnElement[bool], ...] = ()


@dataclass(frozen=True)
class Order:
    """A total order of a connection's rows.

    Attributes:
        name: kept in cursors, so that one of another order is refused; a connection puts before it
            of what type its rows are, so that one of other rows is refused, too.
        columns: compared one after the other; the last tells rows apart.
        types: the columns' PostgreSQL types.
        descending: for all columns.
        nullable: whether the first column may be null; nulls come last, ordered by the others. Such
            an order is of dates and big integers only.
        parts: the stretches that it consists of, if they are to be read one after the other, each
            only where those before it do not fill a page.
    """

    name: str
    columns: tuple[ColumnElement[Any], ...]
    types: tuple[str, ...]
    descending: bool = False
    nullable: bool = False
    parts: tuple[Stretch, ...] = ()

    def of(self, type_name: str) -> Order:
        """The order of rows of a type."""
        return replace(self, name=f"{type_name}.{self.name}")

    @property
    def stretches(self) -> Sequence[Stretch]:
        if not self.nullable:
            return self.parts or (Stretch(),)
        first = self.columns[0]
        return (Stretch((first.is_not(None),)), Stretch((first.is_(None),), is_null=True))


def encode_cursor(order: Order, values: Sequence[Expression]) -> Expression:
    """The SQL expression of a row's cursor: base64 of a JSON list."""
    listed = func.json_build_array(literal(order.name), *values)
    encoded = func.encode(func.convert_to(cast(listed, Text), "UTF8"), "base64")
    # PostgreSQL breaks base64 into lines.
    return func.translate(encoded, "\n", "")


def decode_cursor(order: Order, text: str) -> Sequence[Any]:
    """The values of the order's columns in a cursor.

    Raises:
        ValueError: the text is no cursor of this order.
    """
    try:
        name, *values = orjson.loads(base64.b64decode(text.encode(), validate=True))
    except (ValueError, TypeError):
        raise ValueError(f"{text!r} is not a cursor") from None
    if name != order.name or not _fits(order, values):
        raise ValueError(f"{text!r} is a cursor of other rows or another order")
    return list(values)


def position_among_values(order: Order, cursor: str) -> Sequence[Any]:
    """Where a cursor stands among the rows whose first column has a value; null is the end."""
    first, *others = decode_cursor(order, cursor)
    least, greatest = _EXTREMES.get(order.types[0], (None, None))
    end = least if order.descending else greatest
    return [end if first is None else first, *others]


def position_among_nulls(order: Order, cursor: str) -> Sequence[Any]:
    """Where a cursor stands among the rows whose first column is null; a value is the start."""
    first, *others = decode_cursor(order, cursor)
    if first is None:
        return others
    return [_EXTREMES[name][1 if order.descending else 0] for name in order.types[1:]]


def _fits(order: Order, values: Sequence[Any]) -> bool:
    return len(values) == len(order.columns) and all(
        _is(type_name, value) or (value is None and order.nullable and index == 0)
        for index, (type_name, value) in enumerate(zip(order.types, values, strict=False))
    )


def _is(type_name: str, value: Any) -> bool:
    match type_name:
        case "int":
            return type(value) is int and -(2**31) <= value < 2**31
        case "bigint":
            return type(value) is int and -(2**63) <= value < 2**63
        case "date":
            return isinstance(value, str) and _is_date(value)
        case _:
            return isinstance(value, str)


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
