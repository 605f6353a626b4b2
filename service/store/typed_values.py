"""A value as the claims table holds it: one column a type, all others null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from service.domain.claims import Ref, Value
from service.domain.values import Count, PartialDate


class ValueColumns(NamedTuple):
    """The columns of a claim that hold its value."""

    value_text: str | None = None
    value_number: float | None = None
    value_boolean: bool | None = None
    value_date: str | None = None
    value_count: str | None = None
    value_minimum: int | None = None
    value_maximum: int | None = None
    value_mention_id: int | None = None


VALUE_COLUMNS = ValueColumns._fields


def to_columns(value: Value, mentions: Mapping[Ref, int]) -> ValueColumns:
    """Put a value into its column.

    Args:
        mentions: ids of the document's mentions, by name.
    """
    match value:
        case bool():
            return ValueColumns(value_boolean=value)
        case str():
            return ValueColumns(value_text=value)
        case PartialDate():
            return ValueColumns(value_date=value.iso)
        case Count(text, minimum, maximum):
            return ValueColumns(value_count=text, value_minimum=minimum, value_maximum=maximum)
        case Ref():
            return ValueColumns(value_mention_id=mentions[value])
        case number:
            return ValueColumns(value_number=number)


def from_columns(columns: ValueColumns, refs: Mapping[int, Ref]) -> Value:
    """Read back the value that `to_columns` put there.

    Args:
        refs: names, by their mention's id.
    """
    match columns:
        case ValueColumns(value_text=str(text)):
            return text
        case ValueColumns(value_boolean=bool(boolean)):
            return boolean
        case ValueColumns(value_date=str(iso)):
            return PartialDate.from_iso(iso)
        case ValueColumns(
            value_count=str(text), value_minimum=int(minimum), value_maximum=int(maximum)
        ):
            return Count(text, minimum, maximum)
        case ValueColumns(value_mention_id=int(mention)):
            return refs[mention]
        case ValueColumns(value_number=float(number)):
            return number
    raise ValueError(f"no column holds a value: {columns}")
