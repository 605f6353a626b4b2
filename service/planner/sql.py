"""The few SQL constructs that SQLAlchemy lacks, and rendering for PostgreSQL."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

EMPTY_LIST: ColumnElement[Any] = literal_column("'[]'::json")
_EMPTY_OBJECT: ColumnElement[Any] = literal_column("'{}'::json")

# The paramstyle keeps SQLAlchemy from doubling percent signs; parameters are rendered here.
_DIALECT = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]


class Parameter(ColumnElement[Any]):
    """A value that each request brings: `$1::type_name`.

    Attributes:
        position: tells it apart from others; its number in the text is another one.
    """

    inherit_cache = False

    def __init__(self, position: int, type_name: str) -> None:
        self.position = position
        self.type_name = type_name


@compiles(Parameter)
def _render_parameter(
    element: Parameter, compiler: SQLCompiler, *, numbers: dict[int, int], **_: object
) -> str:
    number = numbers.setdefault(element.position, len(numbers) + 1)
    return f"${number}::{element.type_name}"


class JsonObject(ColumnElement[Any]):
    """A JSON object with its keys in the order given.

    Rendered as JSON_OBJECT, which unlike json_build_object takes any number of keys. Keys must be
    GraphQL names: they are not escaped.
    """

    inherit_cache = False

    def __init__(self, members: Mapping[str, ColumnElement[Any]]) -> None:
        self.members = members


@compiles(JsonObject)
def _render_object(element: JsonObject, compiler: SQLCompiler, **kw: object) -> str:
    members = ", ".join(
        f"'{key}' VALUE {compiler.process(value, **kw)}" for key, value in element.members.items()
    )
    return f"JSON_OBJECT({members})" if members else "'{}'::json"


def json_list(
    item: ColumnElement[Any],
    order_by: Sequence[ColumnElement[Any]],
    where: ColumnElement[bool] | None = None,
) -> ColumnElement[Any]:
    """Aggregate items to a JSON array; no rows give an empty one."""
    items = func.json_agg(aggregate_order_by(item, *order_by) if order_by else item)
    return func.coalesce(items if where is None else items.filter(where), EMPTY_LIST)


def json_pool(key: ColumnElement[Any], item: ColumnElement[Any]) -> ColumnElement[Any]:
    """Aggregate items to a JSON object by their keys, which are not null; no rows: an empty one."""
    return func.coalesce(func.json_object_agg(key, item), _EMPTY_OBJECT)


def cut_list(
    items: Select[Any], order_by: Sequence[ColumnElement[Any]], limit: ColumnElement[Any]
) -> ColumnElement[Any]:
    """Aggregate the first rows' only column, `item`, to a JSON array."""
    # PostgreSQL computes the items behind the LIMIT, and aggregates in the subquery's order.
    cut = items.order_by(*order_by).limit(limit).subquery()
    listed: ColumnElement[Any] = select(json_list(cut.c.item, ())).scalar_subquery()
    return listed


def correlated(statement: Select[Any], own: Iterable[Any]) -> Select[Any]:
    """The statement with `own` as its only FROM; every other table is an enclosing query's."""
    sources = list(own)
    return statement.select_from(*sources).correlate_except(*sources)


def render(statement: Select[Any], reserved: int = 0) -> tuple[str, Sequence[int]]:
    """The statement's text, and the positions of the parameters that are $1, $2, ... in it.

    All other values stand inline. Parameters in the first `reserved` positions have these as their
    numbers, whether or not the statement reads them; of the others, those are left out that it does
    not read, since PostgreSQL could not tell their types.
    """
    numbers = {position: position for position in range(1, reserved + 1)}
    options = {"literal_binds": True, "numbers": numbers}
    text = str(statement.compile(dialect=_DIALECT, compile_kwargs=options))
    return text, tuple(numbers)


def encode(value: Any) -> str | None:
    """A value in PostgreSQL's text format.

    Raises:
        ValueError: a string holds what PostgreSQL's text cannot.
        TypeError: the value has no text format here.
    """
    match value:
        case None:
            return None
        case Enum():
            return encode(value.value)
        case bool():
            return "true" if value else "false"
        case str():
            return _storable(value)
        case int() | float():
            return str(value)
        case datetime.date():
            return value.isoformat()
        case list() | tuple():
            return "{" + ",".join(map(_encode_item, value)) + "}"
    raise TypeError(f"no text format for {type(value).__name__}")


def _encode_item(value: Any) -> str:
    text = encode(value)
    if text is None:
        return "NULL"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("a string must not hold the character U+0000")
    if fault := surrogate_fault(text):
        raise ValueError(fault)
    return text


def surrogate_fault(text: str) -> str | None:
    """What is wrong with a string that UTF-8 cannot hold; None for all others."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "a string must not hold half of a surrogate pair"
    return None
