"""How many nodes an introspection can answer with: the schema says how long its lists are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_nullable_type,
    is_abstract_type,
    is_input_object_type,
    is_list_type,
    is_object_type,
)

from service.planner.selection import Collector, Field
from service.planner.tally import Tally


def measure_schema(schema: GraphQLSchema) -> Mapping[str, int]:
    """The length of the longest list of each name in a schema's introspection."""
    types = list(schema.type_map.values())
    abstract = [type_ for type_ in types if is_abstract_type(type_)]
    inputs = [type_ for type_ in types if is_input_object_type(type_)]
    return {
        "types": len(types),
        "directives": len(schema.directives),
        "fields": _most(fields.values() for fields in _fields(types)),
        "inputFields": _most(type_.fields for type_ in inputs),
        "enumValues": _most(getattr(type_, "values", ()) for type_ in types),
        "interfaces": _most(getattr(type_, "interfaces", ()) for type_ in types),
        "possibleTypes": _most(schema.get_possible_types(type_) for type_ in abstract),
        "locations": _most(each.locations for each in schema.directives),
        "args": _most(
            [field.args for fields in _fields(types) for field in fields.values()]
            + [each.args for each in schema.directives]
        ),
    }


def count_introspection(
    of: Field, collector: Collector, lengths: Mapping[str, int], tally: Tally
) -> None:
    """Count the lists below an introspection field."""
    if not is_object_type(of.type):
        return
    for each in collector.fields(of, of.type):
        if each.definition is not None and is_list_type(get_nullable_type(each.definition.type)):
            count_introspection(each, collector, lengths, tally.list_of(lengths[each.name]))
        else:
            count_introspection(each, collector, lengths, tally)


def _fields(types: Iterable[Any]) -> Iterator[Mapping[str, GraphQLField]]:
    """The fields of the types that have any that are answered."""
    for type_ in types:
        if hasattr(type_, "interfaces"):
            yield cast(GraphQLObjectType, type_).fields


def _most(lists: Iterable[Any]) -> int:
    return max(map(len, lists), default=0)
