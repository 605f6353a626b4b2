"""Every argument of every field that a query can reach, with a variable as its value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_enum_type,
    is_input_object_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)

_USUAL: Mapping[str, str] = {
    "Boolean": "true",
    "ID": '"Model:1"',
    "Int": "1",
    "LicenseCheckInput": '{inbound: "MIT"}',
    "String": '"sam-clip"',
}
_TWO = '["sam-clip", "mask-r-cnn"]'
_WITH: Mapping[str, str] = {"after": "first: 1", "before": "last: 1"}
"""What an argument is given with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with one argument to be filled in, by a variable or by a literal.

    Attributes:
        place: such as Query.models(filter).
        item: the name of the type of what a page of the field holds, where it has pages.
        head: of the query, up to the argument's value.
    """

    place: str
    argument: GraphQLArgument
    item: str
    head: str
    tail: str

    @property
    def by_variable(self) -> str:
        """The query; its variable is `value`."""
        return f"query ($value: {self.argument.type}) {self.head}$value{self.tail}"

    def by_literal(self, value: Any) -> str:
        return f"{self.head}{literal(self.argument.type, value)}{self.tail}"

    @property
    def name(self) -> str:
        """The argument's own."""
        return self.place.rpartition("(")[2].removesuffix(")")

    @property
    def kind(self) -> str:
        """The name of the argument's type, whether it is a list or not."""
        return get_named_type(self.argument.type).name


def every_argument(schema: GraphQLSchema) -> Iterator[Asked]:
    """The arguments of all fields but those of mutations and introspection."""
    for type_, head in _ways(schema).items():
        for name, field in type_.fields.items():
            for argument, definition in field.args.items():
                others = _others(field, argument)
                yield Asked(
                    f"{type_.name}.{name}({argument})",
                    definition,
                    _item(field),
                    f"{head} {name}({others} {argument}: ",
                    f") {_selection(field)}" + " }" * (head.count("{") - head.count("}")),
                )


def literal(type_: Any, value: Any) -> str:
    """A value of a type as it stands in a document."""
    if is_non_null_type(type_):
        return literal(type_.of_type, value)
    if isinstance(value, list):
        inner = type_.of_type if is_list_type(type_) else type_
        return "[" + " ".join(literal(inner, each) for each in value) + "]"
    if is_input_object_type(get_named_type(type_)):
        fields: GraphQLInputObjectType = get_named_type(type_)
        members = (
            f"{key}: {literal(fields.fields[key].type, each)}" for key, each in value.items()
        )
        return "{" + ", ".join(members) + "}"
    return str(value) if is_enum_type(get_named_type(type_)) else json.dumps(value)


def _ways(schema: GraphQLSchema) -> Mapping[GraphQLObjectType, str]:
    """How each type is reached, the nearest first: a document up to its selection."""
    query = schema.query_type
    assert query is not None
    ways, waiting = {query: "{"}, [query]
    for type_ in waiting:
        for name, field in type_.fields.items():
            for reached in _reached(schema, field):
                if reached not in ways:
                    arguments = _others(field, "")
                    given = f"({arguments})" if arguments else ""
                    on = (
                        f" ... on {reached.name} {{"
                        if is_abstract_type(get_named_type(field.type))
                        else ""
                    )
                    ways[reached] = f"{ways[type_]} {name}{given} {{{on}"
                    waiting.append(reached)
    return ways


def _reached(schema: GraphQLSchema, field: GraphQLField) -> Sequence[GraphQLObjectType]:
    type_ = get_named_type(field.type)
    if is_object_type(type_):
        return [type_]
    return schema.get_possible_types(type_) if is_abstract_type(type_) else []


def _others(field: GraphQLField, argument: str) -> str:
    """The arguments that a field needs beside one."""
    required = {
        name: each
        for name, each in field.args.items()
        if is_non_null_type(each.type) and name != argument
    }
    given = [
        f"{name}: {_TWO if name == 'models' else _usual(each.type)}"
        for name, each in required.items()
    ]
    return ", ".join([*given, *filter(None, [_WITH.get(argument)])])


def _usual(type_: Any) -> str:
    named = get_named_type(type_)
    if isinstance(named, GraphQLInputObjectType):
        return _USUAL.get(named.name, "{}")
    if isinstance(named, GraphQLEnumType):
        return str(next(iter(named.values)))
    return _USUAL[named.name] if is_leaf_type(named) else ""


def _item(field: GraphQLField) -> str:
    type_ = get_named_type(field.type)
    nodes = type_.fields.get("nodes") if is_object_type(type_) else None
    return get_named_type(nodes.type).name if nodes else ""


def _selection(field: GraphQLField) -> str:
    type_ = get_named_type(field.type)
    if is_leaf_type(type_):
        return ""
    return (
        "{ totalCount nodes { __typename } }"
        if type_.name.endswith("Connection")
        else "{ __typename }"
    )
