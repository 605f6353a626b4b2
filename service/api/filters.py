"""Which models a page holds, and in which order."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, cast

import strawberry
from sqlalchemy import ARRAY, BigInteger, Table, and_, func, literal_column, select, true

from service.api.scalars import BigInt, ModelOrder
from service.planner.connection import Connection
from service.planner.cursors import Order
from service.planner.inputs import Input
from service.planner.keyset import Narrowed
from service.planner.mapping import Condition, Expression, Place
from service.tables.graph import entity_slugs, model_features, model_tasks, models

_MOST_CAPABILITIES = 10
_LONGEST_TEXT = 500
_DICTIONARY: Expression = literal_column("'simple'::regconfig")


def _option(description: str, default: Any = strawberry.UNSET) -> Any:
    return strawberry.field(description=description, default=default)


@strawberry.input(description="All conditions must hold. Slugs everywhere.")
class ModelFilter:
    organization: list[str] | None = _option("Made by one of these.")
    license: list[str] | None = _option("Under one of these licences.")
    tasks: list[str] | None = _option("Support YES for every one of these, ten at most.")
    features: list[str] | None = _option("Support YES for every one of these, ten at most.")
    modality: list[str] | None = _option("Of one of these modalities.")
    category: list[str] | None = _option("Of one of these categories: open, closed.")
    text: str | None = _option(
        "Words to find in names, aliases and summaries; each may be the beginning of a word there."
    )
    released_after: datetime.date | None = _option(
        "Released on this day or later. A date known by its month or year counts as its first day."
    )
    released_before: datetime.date | None = _option(
        "Released on this day or earlier. A date known by its month or year counts as its first "
        "day."
    )
    max_parameters: BigInt | None = _option(
        "No more weights than this, by a range's maximum; models of unknown size are left out."
    )
    include_stubs: bool | None = _option("Also models that documents only mention.", False)


_BY_NAME = Order("NAME", (models.c.sort_name, models.c.id), ("text", "bigint"))
_DATED = (models.c.released_on, models.c.id), ("date", "bigint")
_SIZED = (models.c.parameters_max, models.c.id), ("bigint", "bigint")
_ORDERS = {
    ModelOrder.NAME: _BY_NAME,
    ModelOrder.NEWEST: Order("NEWEST", *_DATED, descending=True, nullable=True),
    ModelOrder.OLDEST: Order("OLDEST", *_DATED, nullable=True),
    ModelOrder.LARGEST: Order("LARGEST", *_SIZED, descending=True, nullable=True),
    ModelOrder.SMALLEST: Order("SMALLEST", *_SIZED, nullable=True),
}


def filtered_models() -> Connection:
    """Query.models: by the arguments `filter` and `orderBy`."""
    return Connection(order=_asked_order, narrow=_narrow)


def models_of(on: Condition) -> Connection:
    """The models that a condition joins to an enclosing row, by name, without stubs."""
    return Connection(order=_by_name, narrow=lambda _: Narrowed((on, _described())))


def models_by_support(table: Table, object_id: str, objects: Table) -> Connection:
    """The models with support YES for the enclosing row, by name, without stubs."""

    def narrow(place: Place) -> Narrowed:
        supported = place.table(table)
        own = supported.c[object_id] == objects.c.id
        return Narrowed((own, _described()), (_supporting(supported),))

    return Connection(order=_by_name, narrow=narrow)


def _by_name(_: Place) -> Order:
    return _BY_NAME


def _asked_order(place: Place) -> Order:
    asked = place.ask(place.input("orderBy"), lambda order: order)
    return _ORDERS[asked or ModelOrder.NAME]


def _described() -> Condition:
    return models.c.is_stub.is_(False)


def _supporting(supported: Any) -> tuple[Any, Condition]:
    """Join support YES to models; with the name, so that both are read in the order of pages."""
    same = and_(
        supported.c.model_id == models.c.id,
        supported.c.sort_name == models.c.sort_name,
        supported.c.support == "YES",
    )
    return supported, same


def _narrow(place: Place) -> Narrowed:
    source = place.input("filter")
    conditions: list[Condition] = []
    joins: list[tuple[Any, Condition]] = []
    for name, condition in _CONDITIONS.items():
        if place.given(source[name]):
            conditions.append(condition(place, source[name]))
    for name, (kind, table, object_id) in _CAPABILITIES.items():
        for index in range(_how_many(place, source[name])):
            supported = place.table(table)
            slug = place.bind(source[name], "text", itemgetter(index))
            conditions.append(supported.c[object_id] == _entity(place, kind, slug))
            joins.append(_supporting(supported))
    if not place.ask(source["includeStubs"], bool):
        conditions.append(_described())
    return Narrowed(conditions, joins)


_CAPABILITIES = {
    "tasks": ("task", model_tasks, "task_id"),
    "features": ("feature", model_features, "feature_id"),
}


def _how_many(place: Place, source: Input) -> int:
    asked = place.ask(source, lambda slugs: min(len(slugs or ()), _MOST_CAPABILITIES + 1))
    if asked > _MOST_CAPABILITIES:
        raise place.problem(
            "BAD_ARGUMENT", f"Argument {source.name!r}: more than {_MOST_CAPABILITIES} slugs."
        )
    return int(asked)


def _entity(place: Place, kind: str, slug: Expression) -> Expression:
    named = place.table(entity_slugs)
    found = select(named.c.entity_id)
    return found.where(named.c.kind == kind, named.c.slug == slug).scalar_subquery()


def _one_of_entities(kind: str, column: Any) -> Callable[[Place, Input], Condition]:
    def condition(place: Place, source: Input) -> Condition:
        if place.ask(source, lambda slugs: len(slugs) == 1):
            slug = place.bind(source, "text", itemgetter(0))
            return cast(Condition, column == _entity(place, kind, slug))
        named, slugs = place.table(entity_slugs), place.bind(source, "text[]")
        found = select(named.c.entity_id).where(
            named.c.kind == kind, named.c.slug == func.any(slugs)
        )
        ids = func.array(found.scalar_subquery(), type_=ARRAY(BigInteger))
        return cast(Condition, column == func.any(ids))

    return condition


def _one_of(column: Any) -> Callable[[Place, Input], Condition]:
    def condition(place: Place, source: Input) -> Condition:
        return cast(Condition, column == func.any(place.bind(source, "text[]")))

    return condition


def _text(place: Place, source: Input) -> Condition:
    if not place.ask(source, lambda text: bool(_words(text))):
        return true()
    query = func.to_tsquery(_DICTIONARY, place.bind(source, "text", _prefixes))
    return models.c.search.bool_op("@@")(query)


def _words(text: str) -> Sequence[str]:
    return text.split()


def _prefixes(text: str) -> str:
    """A tsquery that finds all words, each as the beginning of one.

    Raises:
        ValueError: the text is longer than anybody types.
    """
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"more than {_LONGEST_TEXT} characters")
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in _words(text))
    return " & ".join(f"'{word}':*" for word in quoted)


_CONDITIONS: dict[str, Callable[[Place, Input], Condition]] = {
    "organization": _one_of_entities("organization", models.c.organization_id),
    "license": _one_of_entities("license", models.c.license_id),
    "modality": _one_of(models.c.modality),
    "category": _one_of(models.c.category),
    "text": _text,
    "releasedAfter": lambda place, source: models.c.released_on >= place.bind(source, "date"),
    "releasedBefore": lambda place, source: models.c.released_on <= place.bind(source, "date"),
    "maxParameters": lambda place, source: models.c.parameters_max <= place.bind(source, "bigint"),
}
