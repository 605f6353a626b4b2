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
    return GraphQLError(message, nodes, path=path, extensions={"code": code})


def coded(error: GraphQLError, code: str) -> GraphQLError:
    """The error, with `code` in its extensions unless it has one already."""
    extensions = {"code": code, **(error.extensions or {})}
    return GraphQLError(
        error.message,
        error.nodes,
        error.source,
        error.positions,
        error.path,
        extensions=extensions,
    )
