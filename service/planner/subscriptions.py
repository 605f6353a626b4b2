"""What a subscription asks of its one field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from graphql import GraphQLObjectType, GraphQLSchema

from service.planner.inputs import Questions
from service.planner.operations import Prepared
from service.planner.selection import Collector


def read_arguments(schema: GraphQLSchema, prepared: Prepared) -> Mapping[str, Any]:
    """The coerced arguments of a subscription's field by their GraphQL names, absent ones None."""
    operation = prepared.operation
    collector = Collector(schema, operation.fragments, Questions(prepared.values))
    type_ = cast(GraphQLObjectType, schema.subscription_type)
    (field,) = collector.root(operation.node.selection_set, type_)
    return {name: source.read(prepared.values) for name, source in field.inputs.items()}
