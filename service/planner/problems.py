"""Errors that a client is told, each with a code that does not change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphql import GraphQLError, Node

Path = Sequence[str | int]


CODES: Mapping[str, str] = {
    "SYNTAX_ERROR": "the document is no GraphQL",
    "DOCUMENT_TOO_LONG": "the document has too many characters",
    "TOO_MANY_TOKENS": "the document has too many lexical tokens",
    "TOO_MANY_OPERATIONS": "the document has too many operations",
    "TOO_MANY_MUTATION_FIELDS": "a mutation has too many root fields",
    "TOO_DEEP": "an operation has too many levels",
    "TOO_MANY_FIELDS": "an operation has too many fields",
    "TOO_MANY_ALIASES": "an operation has too many aliases",
    "TOO_MANY_DIRECTIVES": "an operation, or one place in it, has too many directives",
    "TOO_MANY_LIST_ELEMENTS": "the lists in arguments and variables are too long together",
    "INTROSPECTION_DISABLED": "the schema is not told",
    "INVALID_DOCUMENT": "the document does not fit the schema",
    "NO_OPERATION": "the document has no operation of that name, or several and no name is given",
    "BAD_VARIABLES": "a variable has a value that its type does not take",
    "BAD_ARGUMENT": "an argument has a value that its field does not take",
    "TOO_MANY_NODES": "the answer could hold too much",
    "REFUSED": "a mutation was refused for a reason that its message tells",
    "TIMEOUT": "the database took too long",
    "UNAVAILABLE": "the database does not answer",
    "INTERNAL_ERROR": "something broke; the service's log says what",
}
"""What the planner's codes mean. Schemas add their own for what their fields refuse."""


def problem(
    code: str,
    message: str,
    *,
    path: Path | None = None,
    nodes: Sequence[Node] | None = None,
) -> GraphQLError:
    """An error for the response's `errors`, with `code` in its extensions."""
    return GraphQLError(message, list(nodes or ()), path=path, extensions={"code": code})


def located(error: GraphQLError, nodes: Sequence[Node], path: Path) -> GraphQLError:
    """The error at a place in the document and in the response, unless it says where it is."""
    return GraphQLError(
        error.message,
        error.nodes or list(nodes),
        path=error.path or path,
        extensions=error.extensions,
    )


def coded(error: GraphQLError, code: str) -> GraphQLError:
    """The error, with `code` in its extensions unless it has one already."""
    # A new one would look for its line anew, which takes long in a document of many lines.
    error.extensions = {"code": code, **(error.extensions or {})}
    return error
