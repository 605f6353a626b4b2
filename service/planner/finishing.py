"""Fields that Python finishes: the statement reads what they take, wherever they stand.

In the JSON that PostgreSQL builds, such a field is an object whose first key begins with `#`. No
GraphQL name does, so no response key does; and inside of a JSON string each quote has a backslash
before it. So neither clients nor documents can write what is looked for here, as long as no scalar
of the schema is an object with keys of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
from graphql import GraphQLError
from graphql.execution.values import VariableValues
from sqlalchemy import literal_column

from service.planner.mapping import Expression, Place, Reads
from service.planner.problems import located
from service.planner.selection import Field
from service.planner.shapes import Filling, Shape, Shaping
from service.planner.sql import JsonObject

_READ = "#"
_MARK = re.compile(rb'\{"#(?P<number>\d+)" ?: ?|, ?"#" ?: ?0\}')

Make: TypeAlias = Callable[[Any], object]
"""Makes the field's object from what the statement read for it."""

Begin: TypeAlias = Callable[[Mapping[str, Any]], Make]
"""Looks at a request's coerced arguments, by their GraphQL names, before anything is read.

What it cannot take, it says by a GraphQLError with a code.
"""


@dataclass(frozen=True, slots=True)
class Finish:
    """A field that Python finishes, in a plan."""

    field: Field
    begin: Begin
    shape: Shape

    def ready(self, values: VariableValues) -> Finisher:
        """Look at the arguments.

        Raises:
            GraphQLError: one has a value that the field does not take.
        """
        arguments = {name: source.read(values) for name, source in self.field.inputs.items()}
        try:
            return Finisher(self, self.begin(arguments), values)
        except GraphQLError as error:
            raise located(error, self.field.nodes, self.field.path) from None


@dataclass(frozen=True, slots=True)
class Finisher:
    """A field that Python finishes, in one request."""

    finish: Finish
    make: Make
    values: VariableValues

    def value(self, mark: Mapping[str, Any]) -> Any:
        """The field's value, given what the statement left in its place.

        Raises:
            GraphQLError: it cannot be made.
        """
        filling = Filling(mark, self.values)
        try:
            return self.finish.shape(self.make(mark[_READ]), filling)
        except GraphQLError as error:
            raise located(error, self.finish.field.nodes, self.finish.field.path) from None


def finished(
    place: Place, begin: Begin, read: Expression, pools: Mapping[str, Reads]
) -> Expression:
    """What stands for a field until Python finishes it.

    Arguments:
        begin: looks at the arguments and gives what makes the object.
        read: JSON that the object is made from.
        pools: what parts of the object are picked from; see `Shaping`.
    """
    shaping = Shaping(place, pools)
    number = place.planning.finish(Finish(place.field, begin, shaping.value(place)))
    end: Expression = literal_column("0")
    return JsonObject({f"{_READ}{number}": read, **shaping.expressions, _READ: end})


def splice(text: bytes, finishers: Sequence[Finisher]) -> bytes:
    """The JSON with each finished field's value where the statement left its mark.

    Raises:
        GraphQLError: a value cannot be made.
    """
    at, number, parts = 0, 0, list[bytes]()
    enclosing: list[tuple[int, list[bytes]]] = []
    for mark in _MARK.finditer(text):
        parts.append(text[at : mark.start()])
        at = mark.end()
        if mark["number"] is not None:
            enclosing.append((number, parts))
            number, parts = int(mark["number"]), []
        else:
            value = finishers[number].value(orjson.loads(b'{"#":%b}' % b"".join(parts)))
            number, parts = enclosing.pop()
            parts.append(orjson.dumps(value))
    return b"".join((*parts, text[at:]))
