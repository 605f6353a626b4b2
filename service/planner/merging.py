"""Whether fields of one response key can be merged, as the GraphQL specification says.

https://spec.graphql.org/October2021/#sec-Field-Selection-Merging. graphql-core's rule compares any
two fields, which takes seconds for a few hundred of them. Being alike is an equivalence, so each
field is compared with the first of its group here, and the groups' selections are merged once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLOutputType,
    GraphQLSchema,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)

from service.planner.problems import problem

_MOST_STEPS = 20_000
"""Fields that are looked at, in all groups; operations that share fragments, and types in types,
can make groups of them without end."""


@dataclass(frozen=True, slots=True)
class _Selected:
    """A field in a selection.

    Attributes:
        parent: the type that it is selected on.
    """

    parent: GraphQLNamedType
    node: FieldNode
    definition: GraphQLField

    @property
    def key(self) -> str:
        return self.node.alias.value if self.node.alias else self.node.name.value


_Selections: TypeAlias = Sequence[tuple[GraphQLNamedType, SelectionSetNode]]
_Group: TypeAlias = Sequence[_Selected]


def check_merging(schema: GraphQLSchema, document: DocumentNode) -> None:
    """Refuse a document, valid in all other respects, whose fields cannot be merged.

    Raises:
        GraphQLError: the first two fields that conflict, or TOO_MANY_FIELDS.
    """
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    merging = _Merging(schema, fragments)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            root = cast(GraphQLNamedType, schema.get_root_type(node.operation))
            merging.check([(root, node.selection_set)])


@dataclass
class _Merging:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    steps: int = 0
    known: set[Hashable] = field(default_factory=set)

    def check(self, selections: _Selections) -> None:
        self._descend(selections, _same_field, _overlapping)
        self._descend(selections, _same_shape, lambda group: (group,))

    def _descend(
        self,
        selections: _Selections,
        compare: Callable[[_Selected, _Selected], None],
        split: Callable[[_Group], Iterable[_Group]],
    ) -> None:
        """Compare the fields of each group with its first, then those of their sub-selections."""
        waiting = [selections]
        while waiting:
            for group in self._groups(waiting.pop()):
                for part in split(group):
                    first, *others = part
                    for other in others:
                        compare(first, other)
                    inner = _inside(part)
                    if inner and self._is_new(compare, inner):
                        waiting.append(inner)

    def _is_new(self, compare: Hashable, selections: _Selections) -> bool:
        """Whether these selections were not merged yet; fragments bring them again and again."""
        seen = (compare, frozenset(id(selection_set) for _, selection_set in selections))
        fresh = seen not in self.known
        self.known.add(seen)
        return fresh

    def _groups(self, selections: _Selections) -> Iterable[_Group]:
        grouped: dict[str, list[_Selected]] = {}
        for selected in self._open(selections):
            grouped.setdefault(selected.key, []).append(selected)
        return grouped.values()

    def _open(self, selections: _Selections) -> Iterator[_Selected]:
        """The fields of selections, each fragment opened once."""
        waiting, opened = list(reversed(selections)), set[str]()
        while waiting:
            parent, selection_set = waiting.pop()
            for node in selection_set.selections:
                if isinstance(node, FieldNode):
                    yield self._selected(parent, node)
                elif inner := self._fragment(parent, node, opened):
                    waiting.append(inner)

    def _selected(self, parent: GraphQLNamedType, node: FieldNode) -> _Selected:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            message = "The operation selects too many fields on types of types."
            raise problem("TOO_MANY_FIELDS", message, nodes=[node])
        definition = self.schema.get_field(cast(Any, parent), node.name.value)
        return _Selected(parent, node, cast(GraphQLField, definition))

    def _fragment(
        self, parent: GraphQLNamedType, node: Any, opened: set[str]
    ) -> tuple[GraphQLNamedType, SelectionSetNode] | None:
        if isinstance(node, FragmentSpreadNode):
            if node.name.value in opened:
                return None
            opened.add(node.name.value)
            node = self.fragments[node.name.value]
        condition = node.type_condition
        type_ = self.schema.get_type(condition.name.value) if condition else parent
        return cast(GraphQLNamedType, type_), node.selection_set


def _inside(group: _Group) -> _Selections:
    return [
        (get_named_type(each.definition.type), each.node.selection_set)
        for each in group
        if each.node.selection_set
    ]


def _overlapping(group: _Group) -> Iterable[_Group]:
    """The parts of a group that an object can have together.

    Two different object types have no object in common; an interface may have any.
    """
    parts: dict[str, list[_Selected]] = {}
    shared = [each for each in group if not is_object_type(each.parent)]
    for each in group:
        if is_object_type(each.parent):
            parts.setdefault(each.parent.name, list(shared)).append(each)
    return parts.values() or [shared]


def _same_shape(one: _Selected, other: _Selected) -> None:
    types = _shape(one.definition.type), _shape(other.definition.type)
    if types[0] != types[1]:
        raise _conflict(one, other, "they return conflicting types")


def _shape(type_: GraphQLOutputType) -> str:
    """The type as it is written; what is no leaf is alike."""
    if is_non_null_type(type_):
        return f"{_shape(type_.of_type)}!"
    if is_list_type(type_):
        return f"[{_shape(type_.of_type)}]"
    return type_.name if is_leaf_type(type_) else "{}"


def _same_field(one: _Selected, other: _Selected) -> None:
    names = one.node.name.value, other.node.name.value
    if names[0] != names[1]:
        raise _conflict(one, other, f"{names[0]!r} and {names[1]!r} are different fields")
    if _arguments(one.node) != _arguments(other.node):
        raise _conflict(one, other, "they have differing arguments")


def _arguments(node: FieldNode) -> Mapping[str, Hashable]:
    arguments = node.arguments or ()
    return {each.name.value: _plain(each.value) for each in arguments}


def _plain(value: ValueNode) -> Hashable:
    if isinstance(value, ListValueNode):
        return tuple(map(_plain, value.values))
    if isinstance(value, ObjectValueNode):
        return frozenset((each.name.value, _plain(each.value)) for each in value.fields)
    name = getattr(value, "name", None)
    return value.kind, name.value if name else getattr(value, "value", None)


def _conflict(one: _Selected, other: _Selected, reason: str) -> GraphQLError:
    message = (
        f"Fields {one.key!r} conflict because {reason}. "
        "Use different aliases on the fields to fetch both if this was intentional."
    )
    return GraphQLError(message, [one.node, other.node])
