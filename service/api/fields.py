"""How a type says where it is read from: a line a field, beside the field's GraphQL description."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

import strawberry
from graphql import GraphQLNamedType, GraphQLObjectType
from sqlalchemy import Column, Table
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument

from service.planner.connection import ReadsPage
from service.planner.lists import Bound
from service.planner.mapping import Reads
from service.planner.row import Rows
from service.planner.shapes import Tells

_READS = "reads"
_ROWS = "__rows__"
_DEFINITION = "strawberry-definition"

T = TypeVar("T")


def read_from(
    *tables: Table,
    key: tuple[str, ...] = ("id",),
    kinds: tuple[Column[Any], Mapping[str, str]] | None = None,
) -> Callable[[type[T]], type[T]]:
    """Declare the tables behind a type; see `Rows`."""

    def declare(type_: type[T]) -> type[T]:
        setattr(type_, _ROWS, Rows(tables, key, kinds))
        return type_

    return declare


def field(
    reads: Reads | ReadsPage | Tells | None,
    description: str,
    *,
    arguments: Sequence[StrawberryArgument] = (),
    name: str | None = None,
) -> Any:
    """A field of a type, and how it is read; None where an enclosing field reads it.

    `name` is its GraphQL name, where Python keeps that for itself.
    """
    declared = strawberry.field(name=name, description=description, metadata={_READS: reads})
    declared.arguments = list(arguments)
    return declared


class Bounded(Protocol):
    """What is cut."""

    @property
    def bound(self) -> Bound:
        """Where it is cut."""


class ReadsCut(Bounded, Reads, Protocol):
    """How a list is read that is cut."""


class TellsCut(Bounded, Tells, Protocol):
    """How a list is read from an object of Python's and cut."""


def listed(
    reads: ReadsCut | TellsCut, description: str, *, arguments: Sequence[StrawberryArgument] = ()
) -> Any:
    """A field that is a list and takes `first`, which says where the list is cut."""
    bound = reads.bound
    first = argument(
        "first",
        int | None,
        f"How many from the beginning, from 0 to {bound.largest}; null: {bound.usual}.",
    )
    cut = f"{description} The first {bound.usual}, unless `first` says how many."
    return field(reads, cut, arguments=(*arguments, first))


def argument(
    name: str, type_: Any, description: str, *, default: Any = strawberry.UNSET
) -> StrawberryArgument:
    """An argument of a field, by its GraphQL name."""
    return StrawberryArgument(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(type_),
        description=description,
        default=default,
    )


class StrawberryDeclarations:
    """Finds what types and fields declared, from the schema that Strawberry built of them."""

    def reads(self, parent: GraphQLObjectType, field: str) -> Reads | None:
        return cast(Reads | None, _declared(parent, field))

    def tells(self, parent: GraphQLObjectType, field: str) -> Tells | None:
        return cast(Tells | None, _declared(parent, field))

    def rows(self, type_: GraphQLNamedType) -> Rows:
        rows: Rows = getattr(type_.extensions[_DEFINITION].origin, _ROWS)
        return rows


def _declared(parent: GraphQLObjectType, field: str) -> Any:
    declared = parent.fields.get(field)
    definition = declared.extensions.get(_DEFINITION) if declared else None
    return definition.metadata.get(_READS) if definition else None
