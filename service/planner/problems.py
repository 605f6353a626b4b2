"""Errors that a client is told, each with a code that does not change."""

from __future__ import annotations

from collections.abc import Sequence

from graphql import GraphQLError, Node

Path = Sequence[str | int]


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
