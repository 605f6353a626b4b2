"""How large a document is: every limit on its text is checked by one walk over it.

Each fragment is sized once, whatever uses it, and counts once for each use. So spreads in spreads,
which open to exponentially many fields, take no more time than their text is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    IntValueNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableDefinitionNode,
)

from service.planner.limits import Limits
from service.planner.problems import problem

_MANY = 1_000_000_000
"""Counts stop here: what is beyond is beyond every limit."""

_INTROSPECTION = ("__schema", "__type")

_DIGITS = 100
"""The longest number that is read; no type takes a longer one."""


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a selection, fragments opened.

    Attributes:
        roots: fields that are not inside of another.
        depth: levels of fields.
        elements: of lists in arguments.
    """

    roots: int = 0
    fields: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0
    elements: int = 0


def check_size(document: DocumentNode, limits: Limits) -> Mapping[str | None, int]:
    """Refuse a document with an operation that is larger than the limits allow.

    Returns:
        how many elements the lists in each operation's arguments have, by its name.

    Raises:
        GraphQLError: what is too large, with its code.
    """
    operations = [
        node for node in document.definitions if isinstance(node, OperationDefinitionNode)
    ]
    if len(operations) > limits.operations:
        message = f"The document has more than {limits.operations} operations."
        raise problem("TOO_MANY_OPERATIONS", message, nodes=operations[limits.operations :])
    sizes = _Sizes(document, limits)
    return {
        node.name.value if node.name else None: _check(sizes.of_operation(node), node, limits)
        for node in operations
    }


def _check(size: Size, node: OperationDefinitionNode, limits: Limits) -> int:
    checks = [
        (size.depth, limits.depth, "TOO_DEEP", "levels of fields"),
        (size.fields, limits.fields, "TOO_MANY_FIELDS", "fields"),
        (size.aliases, limits.aliases, "TOO_MANY_ALIASES", "aliases"),
        (size.directives, limits.directives, "TOO_MANY_DIRECTIVES", "directives"),
        (size.elements, limits.list_elements, "TOO_MANY_LIST_ELEMENTS", "elements in lists"),
    ]
    if node.operation is OperationType.MUTATION:
        roots = size.roots, limits.mutation_fields, "TOO_MANY_MUTATION_FIELDS", "root fields"
        checks.insert(0, roots)
    for found, most, code, what in checks:
        if found > most:
            message = f"The operation has more than {most} {what}, counting each use of a fragment."
            raise problem(code, message, nodes=[node])
    return size.elements


class _Sizes:
    """Sizes the operations of one document."""

    def __init__(self, document: DocumentNode, limits: Limits) -> None:
        fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._limits = limits
        self._fragments: dict[str, Size] = {}
        for name in _used_first(fragments):
            self._fragments[name] = self._of_fragment(fragments[name])

    def of_operation(self, node: OperationDefinitionNode) -> Size:
        own = [self._of_variable(each) for each in node.variable_definitions or ()]
        return _sum([*own, self._at(node), self._of(node.selection_set)])

    def _of_variable(self, node: VariableDefinitionNode) -> Size:
        default = [node.default_value] if node.default_value else []
        return _sum([self._at(node), Size(elements=_elements(default))])

    def _of_fragment(self, node: FragmentDefinitionNode) -> Size:
        return _sum([self._at(node), self._of(node.selection_set)])

    def _of(self, selections: SelectionSetNode) -> Size:
        return _sum(self._of_selection(node) for node in selections.selections)

    def _of_selection(self, node: SelectionNode) -> Size:
        inner = self._inside(node)
        if isinstance(node, FieldNode):
            self._check_name(node)
            inner = Size(
                roots=1,
                fields=inner.fields + 1,
                depth=inner.depth + 1,
                aliases=inner.aliases + bool(node.alias),
                directives=inner.directives,
                elements=inner.elements + _elements(_values(node.arguments)),
            )
        return _sum([inner, self._at(node)]) if node.directives else inner

    def _check_name(self, node: FieldNode) -> None:
        if node.name.value in _INTROSPECTION and not self._limits.introspection:
            raise problem("INTROSPECTION_DISABLED", "Introspection is disabled.", nodes=[node])

    def _inside(self, node: SelectionNode) -> Size:
        if isinstance(node, FragmentSpreadNode):
            # One that is not known yet is inside of itself; validation reports the cycle.
            return self._fragments.get(node.name.value, Size())
        selections: SelectionSetNode | None = getattr(node, "selection_set", None)
        return self._of(selections) if selections else Size()

    def _at(self, node: Node) -> Size:
        """The directives at a node."""
        directives: tuple[DirectiveNode, ...] = getattr(node, "directives", None) or ()
        most = self._limits.directives_in_place
        if len(directives) > most:
            message = f"More than {most} directives stand in one place."
            raise problem("TOO_MANY_DIRECTIVES", message, nodes=[node])
        elements = sum(_elements(_values(each.arguments)) for each in directives)
        return Size(directives=len(directives), elements=elements)


def _sum(sizes: Iterable[Size]) -> Size:
    roots = fields = depth = aliases = directives = elements = 0
    for size in sizes:
        roots += size.roots
        fields += size.fields
        depth = max(depth, size.depth)
        aliases += size.aliases
        directives += size.directives
        elements += size.elements
    counts = (roots, fields, depth, aliases, directives, elements)
    return Size(*(min(count, _MANY) for count in counts))


def _values(arguments: Iterable[ArgumentNode] | None) -> Iterator[ValueNode]:
    return (argument.value for argument in arguments or ())


def _elements(values: Iterable[ValueNode]) -> int:
    """How many elements the lists in values have, inner lists counted too."""
    waiting, count = list(values), 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, ListValueNode):
            count += len(value.values)
            waiting.extend(value.values)
        elif isinstance(value, ObjectValueNode):
            waiting.extend(each.value for each in value.fields)
        elif isinstance(value, IntValueNode | FloatValueNode) and len(value.value) > _DIGITS:
            message = f"A number has more than {_DIGITS} digits."
            raise problem("BAD_ARGUMENT", message, nodes=[value])
    return count


def _used_first(fragments: Mapping[str, FragmentDefinitionNode]) -> Iterator[str]:
    """The names of fragments, each behind those that it uses unless they use it in turn."""
    entered: set[str] = set()
    for name in fragments:
        waiting = [(name, False)]
        while waiting:
            current, done = waiting.pop()
            if done:
                yield current
            elif current in fragments and current not in entered:
                entered.add(current)
                waiting.append((current, True))
                waiting.extend((used, False) for used in _spreads(fragments[current]))


def _spreads(fragment: FragmentDefinitionNode) -> Iterator[str]:
    waiting: list[SelectionSetNode] = [fragment.selection_set]
    while waiting:
        for node in waiting.pop().selections:
            if isinstance(node, FragmentSpreadNode):
                yield node.name.value
            elif selections := getattr(node, "selection_set", None):
                waiting.append(selections)
