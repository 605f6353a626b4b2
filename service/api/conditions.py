"""What a filter can ask of a model: each condition is true, false or, where unknown, null.

A condition that names something which the registry does not know is null: neither it nor its
contrary finds a model. Words name nothing: one that no model has is another than the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Date,
    Table,
    and_,
    case,
    cast,
    false,
    func,
    literal_column,
    select,
    true,
)

from service.api.slugs import each_entity, entity
from service.api.wording import bind_words, is_blank
from service.planner.inputs import Input
from service.planner.mapping import Condition, Expression, Place
from service.planner.sql import correlated
from service.tables.graph import facts, model_features, model_tasks, models, relations

Asks: TypeAlias = Callable[[Place, Input], Condition]

_MOST_CAPABILITIES = 10

_AHEAD: Mapping[int, Expression] = {
    4: literal_column("interval '1 year - 1 day'"),
    7: literal_column("interval '1 month - 1 day'"),
}
_NO_DAYS: Expression = literal_column("interval '0 days'")
_length = func.length(models.c.release_date)
_last_day = cast(models.c.released_on + case(_AHEAD, value=_length, else_=_NO_DAYS), Date)
"""The last day that a release date allows, which is known by its year, its month or its day."""


def how_many(place: Place, source: Input) -> int:
    """How many tasks or features a condition names; the plan depends on it.

    Raises:
        GraphQLError: more than a model is asked for.
    """
    asked = place.ask(source, lambda slugs: min(len(slugs or ()), _MOST_CAPABILITIES + 1))
    if asked > _MOST_CAPABILITIES:
        message = f"Argument {source.name!r}: more than {_MOST_CAPABILITIES} slugs."
        raise place.problem("BAD_ARGUMENT", message)
    return int(asked)


@dataclass(frozen=True)
class Capability:
    """Tasks or features: where models' support for them is kept."""

    kind: str
    table: Table
    object_id: str

    def named(self, place: Place, source: Input, index: int) -> Expression:
        """The id of the one that a list names at an index."""
        return entity(place, self.kind, place.bind(source, "text", itemgetter(index)))

    def all_had(self, place: Place, source: Input) -> Condition:
        """Support YES for every one."""
        support = (self._support(place, source, at) for at in range(how_many(place, source)))
        return and_(true(), *(case({"YES": True, "NO": False}, value=each) for each in support))

    def none_decided(self, place: Place, source: Input) -> Condition:
        """Support for each is neither YES nor NO."""
        return and_(
            true(), *(self._undecided(place, source, at) for at in range(how_many(place, source)))
        )

    def _undecided(self, place: Place, source: Input, at: int) -> Condition:
        support = func.coalesce(self._support(place, source, at), "UNKNOWN")
        return case((self.named(place, source, at).is_not(None), support == "UNKNOWN"))

    def _support(self, place: Place, source: Input, at: int) -> Expression:
        supported = place.table(self.table)
        own = supported.c.model_id == models.c.id
        same = supported.c[self.object_id] == self.named(place, source, at)
        return (
            correlated(select(supported.c.support), [supported]).where(own, same).scalar_subquery()
        )


CAPABILITIES: Mapping[str, Capability] = {
    "tasks": Capability("task", model_tasks, "task_id"),
    "features": Capability("feature", model_features, "feature_id"),
}


def _one_of_entities(kind: str, column: Column[int]) -> Asks:
    def condition(place: Place, source: Input) -> Condition:
        several = place.ask(source, lambda slugs: min(len(slugs), 2))
        if several == 0:
            return _none_of(column)
        if several == 1:
            slug = place.bind(source, "text", itemgetter(0))
            return column == entity(place, kind, slug)
        return column == func.any(_entities(place, kind, source))

    return condition


def _entities(place: Place, kind: str, source: Input) -> Expression:
    """The ids that slugs lead to, null for each that leads to none."""
    named = each_entity(place, kind, place.bind(source, "text[]"))
    ids = correlated(select(named.c.entity_id), [named]).scalar_subquery()
    return func.array(ids, type_=ARRAY(BigInteger))


def _one_of_words(column: Column[str]) -> Asks:
    def condition(place: Place, source: Input) -> Condition:
        if not place.ask(source, bool):
            return _none_of(column)
        asked = func.any(place.bind(source, "text[]", _lower))
        # SQLAlchemy turns the sides of `==` around for two functions, and `ANY` may not come first.
        return func.lower(column).bool_op("=")(asked)

    return condition


def _none_of(column: Column[Any]) -> Condition:
    """What one of no values is: false, but where the model's own is not known."""
    return case((column.is_not(None), false()))


def _lower(words: Sequence[str]) -> Sequence[str]:
    return [word.lower() for word in words]


def _related(kind: str, relation: str) -> Asks:
    """Documents name one of these; that they name none does not make it false."""

    def condition(place: Place, source: Input) -> Condition:
        edges = place.table(relations)
        named = correlated(select(edges.c.source_id), [edges]).where(
            edges.c.kind == relation,
            edges.c.target_id == func.any(_entities(place, kind, source)),
        )
        return func.nullif(models.c.id.in_(named), False)

    return condition


def _text(place: Place, source: Input) -> Condition:
    if is_blank(place, source):
        return true()
    return models.c.search.bool_op("@@")(bind_words(place, source))


def _conflicts(place: Place, source: Input) -> Condition:
    said = place.table(facts)
    disputed = correlated(select(said.c.model_id), [said]).where(said.c.status == "CONFLICTED")
    has = models.c.id.in_(disputed)
    return has if place.ask(source, bool) else ~has


def _at_least(column: Column[int]) -> Asks:
    return lambda place, source: column >= place.bind(source, "bigint")


def _at_most(column: Column[int]) -> Asks:
    return lambda place, source: column <= place.bind(source, "bigint")


def _released_after(place: Place, source: Input) -> Condition:
    """All days that the date allows are after, none is, or nobody knows."""
    day = place.bind(source, "date")
    return and_(day <= _last_day, case((models.c.released_on >= day, True)))


def _released_before(place: Place, source: Input) -> Condition:
    day = place.bind(source, "date")
    return and_(models.c.released_on <= day, case((day >= _last_day, True)))


CONDITIONS: Mapping[str, Asks] = {
    "organization": _one_of_entities("organization", models.c.organization_id),
    "license": _one_of_entities("license", models.c.license_id),
    "tasksUnknown": CAPABILITIES["tasks"].none_decided,
    "featuresUnknown": CAPABILITIES["features"].none_decided,
    "modality": _one_of_words(models.c.modality),
    "category": _one_of_words(models.c.category),
    "dataset": _related("dataset", "TRAINED_ON"),
    "benchmark": _related("benchmark", "EVALUATED_ON"),
    "framework": _related("framework", "AVAILABLE_IN"),
    "text": _text,
    "releasedAfter": _released_after,
    "releasedBefore": _released_before,
    "minParameters": _at_least(models.c.parameters_max),
    "maxParameters": _at_most(models.c.parameters_max),
    "minContextWindow": _at_least(models.c.context_window),
    "hasConflicts": _conflicts,
}
"""By the name of the filter's field; tasks and features have ways of their own."""
