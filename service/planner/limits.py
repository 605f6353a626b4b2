"""What an operation may ask for. Checked on its text and on its plan, before any SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from service.planner.problems import problem


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest operation that is answered.

    Attributes:
        tokens: lexical tokens of a document.
        depth: fields inside fields; introspection has a limit of its own.
        fields: fields of an operation, those of a fragment once for each use.
        page: rows of a page, and ids of one `nodes`.
        compared: what can be compared at once.
        nodes: items that an operation's pages and lists could hold.
        documents: documents that are kept parsed and planned.
        plans: plans that are kept for one operation, which differ by the shape of variables.
    """

    tokens: int = 5_000
    depth: int = 15
    fields: int = 500
    page: int = 100
    compared: int = 10
    nodes: int = 500_000
    documents: int = 300
    plans: int = 16


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a selection, fragments opened."""

    fields: int = 0
    depth: int = 0


class _Sizes:
    """Sizes selections; each fragment once, so that nested spreads cost no exponential time."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, Size] = {}

    def of(self, selections: SelectionSetNode | None) -> Size:
        if selections is None:
            return Size()
        sizes = [self._of_node(node) for node in selections.selections]
        return Size(
            sum(size.fields for size in sizes), max((size.depth for size in sizes), default=0)
        )

    def _of_node(self, node: object) -> Size:
        if isinstance(node, FragmentSpreadNode):
            return self._of_fragment(node.name.value)
        inner = self.of(getattr(node, "selection_set", None))
        if not isinstance(node, FieldNode):
            return inner
        depth = 0 if node.name.value.startswith("__") else inner.depth + 1
        return Size(inner.fields + 1, depth)

    def _of_fragment(self, name: str) -> Size:
        if name not in self._known:
            # A fragment inside itself counts as empty here; validation reports the cycle.
            self._known[name] = Size()
            fragment = self._fragments.get(name)
            self._known[name] = self.of(fragment.selection_set) if fragment else Size()
        return self._known[name]


def check_size(document: DocumentNode, limits: Limits) -> None:
    """Refuse a document with an operation that is too deep or has too many fields.

    Raises:
        GraphQLError: with the code TOO_DEEP or TOO_MANY_FIELDS.
    """
    sizes = _Sizes(
        {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
    )
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            _check(sizes.of(node.selection_set), node, limits)


def _check(size: Size, node: OperationDefinitionNode, limits: Limits) -> None:
    if size.fields > limits.fields:
        raise problem(
            "TOO_MANY_FIELDS",
            f"The operation selects {size.fields} fields; at most {limits.fields} are answered.",
            nodes=[node],
        )
    if size.depth > limits.depth:
        raise problem(
            "TOO_DEEP",
            f"The operation is {size.depth} fields deep; at most {limits.depth} are answered.",
            nodes=[node],
        )
