"""Facets: of the models that a connection holds, how many there are of each value.

The models are read once, whatever facets are asked for; each facet groups them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import strawberry
from graphql import is_composite_type
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    FromClause,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    cast,
    desc,
    extract,
    func,
    select,
)

from service.api.entities import Feature, License, Organization, Task
from service.api.fields import field, listed, read_from
from service.planner.connection import Page
from service.planner.lists import Bound
from service.planner.mapping import Expression, Place, Value, read_by_key
from service.planner.sql import correlated, cut_list
from service.tables.graph import entities, model_features, model_tasks, models

T = TypeVar("T")

_matching = Table(
    "matching",
    MetaData(),
    Column("id", BigInteger),
    Column("organization_id", BigInteger),
    Column("license_id", BigInteger),
    Column("category", Text),
    Column("modality", Text),
    Column("released_on", Date),
)
_groups = Table(
    "groups",
    MetaData(),
    Column("value", BigInteger),
    Column("name", Text),
    Column("count", BigInteger),
)
"""Shapes, of no tables: the models that a connection holds, and a facet's values: null for the
models that have none."""


class Groups(Protocol):
    """How models are grouped."""

    def groups(self, place: Place, matching: FromClause) -> Select[Any]:
        """A row for each value: value, name, count; null where none is known."""


@dataclass(frozen=True)
class ByColumn:
    """By a value of the models' own."""

    value: Expression

    def groups(self, place: Place, matching: FromClause) -> Select[Any]:
        value = place.row[self.value]
        columns = value.label("value"), value.label("name"), func.count().label("count")
        return select(*columns).group_by(value)


@dataclass(frozen=True)
class ByEntity:
    """By an entity that the models have one of."""

    id: Expression

    def groups(self, place: Place, matching: FromClause) -> Select[Any]:
        return _named(place, ByColumn(self.id).groups(place, matching))


@dataclass(frozen=True)
class BySupport:
    """By the tasks or features for which the models have support YES."""

    table: Table
    object_id: str

    def groups(self, place: Place, matching: FromClause) -> Select[Any]:
        supported = place.table(self.table)
        value = supported.c[self.object_id]
        has = and_(supported.c.model_id == matching.c.id, supported.c.support == "YES")
        counted = select(value.label("value"), func.count().label("count"))
        counted = counted.select_from(matching.outerjoin(supported, has))
        return _named(place, counted.group_by(value))


def _named(place: Place, counted: Select[Any]) -> Select[Any]:
    """Groups of entities, with their names for order."""
    groups, named = counted.subquery(), place.table(entities)
    columns = groups.c.value, named.c.sort_name.label("name"), groups.c["count"]
    return select(*columns).outerjoin(named, named.c.id == groups.c.value)


@dataclass(frozen=True)
class Grouped:
    """A facet of a connection's models."""

    by: Groups

    def sql(self, place: Place) -> Expression:
        groups = self.by.groups(place, place.row.place(_matching)).cte(nesting=True)
        value = place.object(place.derived(groups))
        return select(value).add_cte(groups, nest_here=True).scalar_subquery()


class ReadFacets:
    """ModelConnection.facets."""

    def on(self, place: Place, page: Page) -> Expression:
        columns = [models.c[column.name].label(column.name) for column in _matching.c]
        matching = page.matching.select(*columns).cte(nesting=True)
        value = place.object(place.derived(matching))
        return select(value).add_cte(matching, nest_here=True).scalar_subquery()


class Counts:
    """Facet.counts: the values that most models have."""

    bound = Bound(20, most=100)

    def sql(self, place: Place) -> Expression:
        groups, length = place.row.place(_groups), self.bound.read(place)
        item = place.object(place.derived(groups, times=length.counted)).label("item")
        order = [desc(groups.c["count"]), groups.c.name, groups.c.value]
        known = correlated(select(item), [groups]).where(groups.c.value.is_not(None))
        return cut_list(known, order, length.limit)


class Distinct:
    """Facet.distinct: how many values there are."""

    def sql(self, place: Place) -> Expression:
        groups = place.row.place(_groups)
        return correlated(select(func.count(groups.c.value)), [groups]).scalar_subquery()


class Unknown:
    """Facet.unknown: how many models have none."""

    def sql(self, place: Place) -> Expression:
        groups = place.row.place(_groups)
        rest = correlated(select(groups.c["count"]), [groups]).where(groups.c.value.is_(None))
        return func.coalesce(rest.scalar_subquery(), 0)


class CountedValue:
    """FacetCount.value: an entity by its id, or the value itself."""

    def sql(self, place: Place) -> Expression:
        value = place.row[_groups.c.value]
        if is_composite_type(place.field.type):
            return read_by_key(place, value, existing=True)
        return value


def _counts() -> Any:
    return listed(
        Counts(), "The values that most models have, those of most models first, then by name."
    )


@strawberry.type(description="A value, and how many models have it.")
@read_from(_groups)
class FacetCount(Generic[T]):
    value: T = field(CountedValue(), "The value.")
    count: int = field(Value(_groups.c["count"]), "How many models have it.")


@strawberry.type(description="What every facet tells.")
@read_from(_groups)
class FacetTotals:
    distinct: int = field(Distinct(), "How many different values there are.")
    unknown: int = field(Unknown(), "How many models have no value that is known.")


@strawberry.type(description="How many models there are of each value.")
@read_from(_groups)
class Facet(FacetTotals, Generic[T]):
    counts: list[FacetCount[T]] = _counts()


@strawberry.type(description="A word, and how many models have it.")
@read_from(_groups)
class WordFacetCount(FacetCount[str]):
    pass


@strawberry.type(description="How many models there are of each word.")
@read_from(_groups)
class WordFacet(FacetTotals):
    counts: list[WordFacetCount] = _counts()


@strawberry.type(description="A year, and how many models were released in it.")
@read_from(_groups)
class YearFacetCount(FacetCount[int]):
    pass


@strawberry.type(description="How many models were released in each year.")
@read_from(_groups)
class YearFacet(FacetTotals):
    counts: list[YearFacetCount] = _counts()


@strawberry.type(
    description="What the models of a connection are like, on whichever page they stand."
)
@read_from(_matching)
class ModelFacets:
    organizations: Facet[Organization] = field(
        Grouped(ByEntity(_matching.c.organization_id)), "By who makes them."
    )
    licenses: Facet[License] = field(Grouped(ByEntity(_matching.c.license_id)), "By licence.")
    tasks: Facet[Task] = field(
        Grouped(BySupport(model_tasks, "task_id")), "By the tasks that they have: support YES."
    )
    features: Facet[Feature] = field(
        Grouped(BySupport(model_features, "feature_id")),
        "By the features that they have: support YES.",
    )
    modalities: WordFacet = field(Grouped(ByColumn(_matching.c.modality)), "By modality.")
    categories: WordFacet = field(
        Grouped(ByColumn(_matching.c.category)), "By category: open, closed."
    )
    years: YearFacet = field(
        Grouped(ByColumn(cast(extract("year", _matching.c.released_on), Integer))),
        "By the year of release.",
    )
