"""Connections in the schema: one declaration for pages of objects of every type.

https://relay.dev/graphql/connections.htm
"""

from __future__ import annotations

from typing import Generic, TypeVar

import strawberry

from service.api.fields import argument, field

T = TypeVar("T")

PAGE = (
    argument("first", int | None, "How many from the beginning, from 0 to 100; 50 unless said."),
    argument("after", str | None, "The cursor that the page begins behind."),
    argument("last", int | None, "How many from the end, from 0 to 100; instead of first."),
    argument("before", str | None, "The cursor that the page ends before."),
)
"""The arguments of every connection."""


@strawberry.type(description="Where a page stands among all rows.")
class PageInfo:
    has_next_page: bool = field(None, "Whether rows follow the page.")
    has_previous_page: bool = field(None, "Whether rows come before the page.")
    start_cursor: str | None = field(None, "The first row's cursor; null on an empty page.")
    end_cursor: str | None = field(None, "The last row's cursor; null on an empty page.")


@strawberry.type(description="An object on a page, with its cursor.")
class Edge(Generic[T]):
    cursor: str = field(None, "Where it stands; for the arguments after and before.")
    node: T = field(None, "The object.")


@strawberry.type(description="A page of objects, without the edges.")
class Nodes(Generic[T]):
    nodes: list[T] = field(None, "The objects.")
    page_info: PageInfo = field(None, "Where the page stands.")
    total_count: int = field(None, "How many objects there are on all pages; costs a count.")


@strawberry.type(description="A page of objects.")
class Connection(Nodes[T], Generic[T]):
    edges: list[Edge[T]] = field(None, "The objects with their cursors.")
