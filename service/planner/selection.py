"""The fields of an operation, collected and merged as the GraphQL specification says.

https://spec.graphql.org/October2021/#CollectFields: fields of one response key become one field
with the selections of all; the order is that of first appearance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_non_null_type,
)

from service.planner.inputs import Input, Questions, read_inputs
from service.planner.problems import problem

_DIRECTIVES = {GraphQLSkipDirective.name: False, GraphQLIncludeDirective.name: True}


@dataclass(frozen=True)
class Field:
    """One response key of an object type.

    Attributes:
        key: response key: the alias, or the name.
        parent: the object type that has the field.
        definition: the schema's field; None for __typename.
        nodes: every place in the document that asks for this key; at least one.
        path: response keys from the root to here, without list indices.
    """

    key: str
    parent: GraphQLObjectType
    definition: GraphQLField | None
    nodes: tuple[FieldNode, ...]
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.nodes[0].name.value

    @property
    def type(self) -> GraphQLNamedType:
        """The field's type without lists and non-null."""
        return get_named_type(cast(GraphQLField, self.definition).type)

    @property
    def required(self) -> bool:
        """Whether the schema says that it is not null."""
        return is_non_null_type(cast(GraphQLField, self.definition).type)

    def problem(self, code: str, message: str) -> GraphQLError:
        """An error at this field, in the document and in the response."""
        return problem(code, message, path=self.path, nodes=self.nodes)

    @cached_property
    def inputs(self) -> Mapping[str, Input]:
        return read_inputs(self.definition, self.nodes[0]) if self.definition else {}


@dataclass
class Collector:
    """Collects the fields of one operation; asks for variables of @skip and @include.

    Attributes:
        collected: how many fields came out so far.
    """

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    questions: Questions
    collected: int = field(default=0)

    def root(self, selections: SelectionSetNode, type_: GraphQLObjectType) -> list[Field]:
        """The fields of the operation itself."""
        return self._fields(type_, (selections,), ())

    def fields(self, of: Field, type_: GraphQLObjectType) -> list[Field]:
        """The fields below a field, where its object is of the given concrete type."""
        selections = [node.selection_set for node in of.nodes if node.selection_set]
        return self._fields(type_, selections, of.path)

    def _fields(
        self,
        type_: GraphQLObjectType,
        selections: Sequence[SelectionSetNode],
        path: tuple[str, ...],
    ) -> list[Field]:
        grouped: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for selection_set in selections:
            for node in self._nodes(type_, selection_set, seen):
                key = node.alias.value if node.alias else node.name.value
                grouped.setdefault(key, []).append(node)
        self.collected += len(grouped)
        return [
            Field(key, type_, self._definition(type_, nodes[0]), tuple(nodes), (*path, key))
            for key, nodes in grouped.items()
        ]

    def _definition(self, type_: GraphQLObjectType, node: FieldNode) -> GraphQLField | None:
        return self.schema.get_field(type_, node.name.value)

    def _nodes(
        self, type_: GraphQLObjectType, selections: SelectionSetNode, seen: set[str]
    ) -> Iterator[FieldNode]:
        """The field nodes that apply to a type, fragments opened; `seen` holds opened spreads."""
        for node in selections.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
                continue
            fragment = self._open(node, seen)
            if fragment is not None and self._applies(fragment, type_):
                yield from self._nodes(type_, fragment.selection_set, seen)

    def _open(
        self, node: SelectionNode, seen: set[str]
    ) -> InlineFragmentNode | FragmentDefinitionNode | None:
        if isinstance(node, InlineFragmentNode):
            return node
        name = cast(FragmentSpreadNode, node).name.value
        if name in seen:
            return None
        seen.add(name)
        return self.fragments[name]

    def _applies(
        self, fragment: InlineFragmentNode | FragmentDefinitionNode, type_: GraphQLObjectType
    ) -> bool:
        if fragment.type_condition is None:
            return True
        condition = self.schema.get_type(fragment.type_condition.name.value)
        if condition is type_:
            return True
        return is_abstract_type(condition) and self.schema.is_sub_type(condition, type_)

    def _included(self, node: SelectionNode) -> bool:
        return all(
            self._condition(directive) is _DIRECTIVES[directive.name.value]
            for directive in node.directives or ()
            if directive.name.value in _DIRECTIVES
        )

    def _condition(self, directive: DirectiveNode) -> bool:
        (argument,) = directive.arguments or ()
        value: Any = argument.value
        if not isinstance(value, VariableNode):
            return bool(value.value)
        name = value.name.value
        source = Input(name, lambda values: values.coerced.get(name), constant=False)
        return bool(self.questions.ask(source, bool))
