"""Sub-selections of types that are read from Python's objects, not from rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from graphql import GraphQLObjectType, is_leaf_type
from graphql.execution.values import VariableValues

from service.planner.lists import Bound
from service.planner.selection import Field
from service.planner.tally import Tally

if TYPE_CHECKING:
    from service.planner.mapping import Expression, Place, Reads

Pools: TypeAlias = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Filling:
    """What a shape is filled from, beside the object.

    Attributes:
        pools: what the statement read for picking from, each by its keys.
    """

    pools: Pools
    values: VariableValues


Shape: TypeAlias = Callable[[Any, Filling], Any]
"""Turns an object into the JSON that is asked of it."""


class Tells(Protocol):
    """How a field is read from an object of Python's."""

    def shape(self, place: Place, shaping: Shaping) -> Shape:
        """Turns the object that has the field into the field's value."""


@dataclass(frozen=True)
class Attribute:
    """An attribute: what JSON knows, or an object of another such type, or None."""

    name: str

    def shape(self, place: Place, shaping: Shaping) -> Shape:
        get, shape = attrgetter(self.name), shaping.value(place)
        return lambda object_, filling: shape(get(object_), filling)


@dataclass(frozen=True)
class Attributes:
    """An attribute that is a sequence of what Attribute reads one of, cut at the bound."""

    name: str
    bound: Bound

    def shape(self, place: Place, shaping: Shaping) -> Shape:
        get, cut = attrgetter(self.name), _cut(place, self.bound)
        shape = shaping.value(_item(place, self.bound))
        return lambda object_, filling: [
            shape(each, filling) for each in cut(get(object_), filling)
        ]


@dataclass(frozen=True)
class Picked:
    """What the statement read for the key in an attribute; null where it read nothing.

    Attributes:
        pool: which of the finished field's pools it is picked from.
    """

    name: str
    pool: str

    def shape(self, place: Place, shaping: Shaping) -> Shape:
        get, pool = attrgetter(self.name), shaping.read(self.pool, place)
        return lambda object_, filling: filling.pools[pool].get(get(object_))


@dataclass(frozen=True)
class PickedList:
    """What the statement read for each key in an attribute, without those it read nothing for."""

    name: str
    pool: str
    bound: Bound

    def shape(self, place: Place, shaping: Shaping) -> Shape:
        get, cut = attrgetter(self.name), _cut(place, self.bound)
        name = shaping.read(self.pool, _item(place, self.bound))

        def shape(object_: Any, filling: Filling) -> Any:
            pool = filling.pools[name]
            return cut([pool[key] for key in get(object_) if key in pool], filling)

        return shape


@dataclass
class Shaping:
    """The shape of one finished field while it is planned.

    Attributes:
        place: of the finished field.
        pools: how each pool is read, by a place with the type of what is picked and the row of
            the finished field: as a JSON object.
        expressions: the pools that are read, each for one sub-selection.
    """

    place: Place
    pools: Mapping[str, Reads]
    expressions: dict[str, Expression] = field(default_factory=dict)

    def value(self, place: Place) -> Shape:
        """The shape of one value of a place's type, which is one of Python's."""
        if is_leaf_type(place.field.type):
            return _leaf
        fields = place.planning.fields(place.field, cast(GraphQLObjectType, place.field.type))
        members = {each.key: self._member(each, place.row.tally) for each in fields}
        return lambda object_, filling: (
            None
            if object_ is None
            else {key: shape(object_, filling) for key, shape in members.items()}
        )

    def read(self, pool: str, place: Place) -> str:
        """Have a pool read for a place's sub-selection; gives the name to find it by."""
        name = str(len(self.expressions))
        self.expressions[name] = self.pools[pool].sql(place)
        return name

    def _member(self, each: Field, tally: Tally) -> Shape:
        if each.name == "__typename":
            return lambda object_, filling: each.parent.name
        tells = self.place.planning.mapping.tells(each.parent, each.name)
        if tells is None:
            raise TypeError(f"{each.parent.name}.{each.name} is read from no object")
        row = self.place.row.counted(tally)
        return tells.shape(replace(self.place, field=each, row=row), self)


def _leaf(value: Any, _: Filling) -> Any:
    return value


def _item(place: Place, bound: Bound) -> Place:
    """The place of one item of a list, which is counted."""
    tally = place.row.tally.list_of(bound.read(place).counted)
    return replace(place, row=place.row.counted(tally))


def _cut(place: Place, bound: Bound) -> Callable[[Sequence[Any], Filling], Sequence[Any]]:
    """Cuts a list as the field's argument `first` says, if it has one."""
    source = place.field.inputs.get("first")

    def cut(items: Sequence[Any], filling: Filling) -> Sequence[Any]:
        first = source.read(filling.values) if source else None
        return items[: bound.usual if first is None else first]

    return cut
