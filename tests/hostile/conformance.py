"""Whether an answer is what its schema promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLResolveInfo,
    GraphQLSchema,
    NameNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    execute_sync,
    get_named_type,
    is_abstract_type,
    visit,
)

_TYPE = "type_of_object"
_ASKED = FieldNode(alias=NameNode(value=_TYPE), name=NameNode(value="__typename"))


class _Asking(Visitor):
    """Asks for the type of each object that may be of several."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode | None:
        type_ = self._info.get_parent_type()
        if type_ is None or not is_abstract_type(get_named_type(type_)):
            return None
        return SelectionSetNode(selections=(*node.selections, _ASKED))


def asking_for_types(schema: GraphQLSchema, document: DocumentNode) -> DocumentNode:
    """The document, whose answer can be read without guessing."""
    info = TypeInfo(schema)
    asked: DocumentNode = visit(document, TypeInfoVisitor(info, _Asking(info)))
    return asked


def misfits(schema: GraphQLSchema, document: DocumentNode, data: Any) -> Sequence[str]:
    """What is wrong with the answer to a document that asks for types; nothing, if it conforms.

    An engine that takes the answer for its source must come to the same answer.
    """
    result = execute_sync(
        schema,
        document,
        root_value=data,
        field_resolver=_find,
        type_resolver=lambda value, *_: value[_TYPE],
    )
    told = [error.message for error in result.errors or ()]
    return told if told or result.data == data else ["something was not asked for"]


def _find(source: Any, info: GraphQLResolveInfo[Any], **_: Any) -> Any:
    return source[info.path.key]
