"""Global object identification: ids are `TypeName:key`, and any object is found by its id.

https://relay.dev/graphql/objectidentification.htm
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType
from sqlalchemy import ColumnElement, Integer, Text, case, cast, column, func, literal, select

from service.planner.inputs import Input
from service.planner.mapping import Expression, Place
from service.planner.row import Row
from service.planner.sql import correlated, json_list
from service.planner.tally import Tally

_GLOBAL_ID = re.compile(r"(?P<type>[A-Za-z]+):(?P<key>[0-9]{1,19})", re.ASCII)
_LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class GlobalId:
    """The id of an object whose key is an integer."""

    def sql(self, place: Place) -> Expression:
        return literal(f"{place.field.parent.name}:").concat(cast(place.row.key, Text))


@dataclass(frozen=True)
class ByGlobalId:
    """The object that the argument `id` names; null for an id that names none."""

    def sql(self, place: Place) -> Expression:
        source = place.input("id")
        type_name = place.bind(source, "text", _type_of)
        key = place.bind(source, "bigint", _key_of)
        return _read_any(place, type_name, key, place.row.tally)


@dataclass(frozen=True)
class ByGlobalIds:
    """The objects that the argument `ids` names, in its order; null for each that names none."""

    def sql(self, place: Place) -> Expression:
        source = place.input("ids")
        most = place.planning.limits.page
        names = place.bind(source, "text[]", lambda ids: [_type_of(id_) for id_ in _few(ids, most)])
        keys = place.bind(source, "bigint[]", lambda ids: [_key_of(id_) for id_ in ids])
        wanted = (
            func.unnest(names, keys)
            .table_valued(column("type", Text), column("key", Integer), with_ordinality="position")
            .render_derived()
        )
        item = _read_any(place, wanted.c.type, wanted.c.key, _tally_of_each(place, source))
        listed = select(json_list(item, [wanted.c.position]))
        return correlated(listed, [wanted]).scalar_subquery()


def _tally_of_each(place: Place, ids: Input) -> Tally:
    return place.row.tally.list_of(ids.size(len))


def _few(values: Sequence[str], most: int) -> Sequence[str]:
    """The values, which are at most so many.

    Raises:
        ValueError: there are more.
    """
    if len(values) > most:
        raise ValueError(f"{len(values)} are more than {most}")
    return values


def parse_global_id(text: str) -> tuple[str, int] | None:
    """The type's name and the key in a global id; None for a text that is none."""
    match = _GLOBAL_ID.fullmatch(text)
    if match is None or int(match["key"]) > _LARGEST_KEY:
        return None
    return match["type"], int(match["key"])


def _type_of(text: str) -> str | None:
    parsed = parse_global_id(text)
    return parsed[0] if parsed else None


def _key_of(text: str) -> int | None:
    parsed = parse_global_id(text)
    return parsed[1] if parsed else None


def _read_any(place: Place, name: Expression, key: Expression, tally: Tally) -> Expression:
    """The object of whichever type has the name, by its key."""
    types = place.planning.possible_types(place.field.type)
    readers: Mapping[str, ColumnElement[Any]] = {
        type_.name: _read_one(place, type_, key, own)
        for type_, own in zip(types, tally.one_of(len(types)), strict=True)
    }
    return case(readers, value=name)


def _read_one(place: Place, type_: GraphQLObjectType, key: Expression, tally: Tally) -> Expression:
    row = Row(place.planning.rows(type_), tally=tally, reader=place.row.reader)
    row.require()
    item = place.planning.concrete_object(place.field, type_, row)
    return correlated(select(item), [row.source()]).where(row.key == key).scalar_subquery()
