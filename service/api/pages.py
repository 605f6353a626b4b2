"""Pages of models."""

from __future__ import annotations

from sqlalchemy import Table, select

from service.api.filters import described, narrow_models, supporting
from service.api.orders import BY_NAME, asked_order
from service.planner.connection import Connection
from service.planner.cursors import Order
from service.planner.mapping import Condition, Place
from service.planner.matching import Narrowed
from service.planner.sql import correlated
from service.tables.graph import models, relations


def filtered_models() -> Connection:
    """Query.models: by the arguments `filter` and `orderBy`."""
    return Connection(
        order=asked_order, narrow=lambda place: narrow_models(place, place.input("filter"))
    )


def models_of(on: Condition) -> Connection:
    """The models that a condition joins to an enclosing row, by name, without stubs."""
    return Connection(order=_by_name, narrow=lambda _: Narrowed((on, described())))


def models_by_support(table: Table, object_id: str, objects: Table) -> Connection:
    """The models with support YES for the enclosing row, by name, without stubs."""

    def narrow(place: Place) -> Narrowed:
        supported = place.table(table)
        own = supported.c[object_id] == objects.c.id
        return Narrowed((own, described()), ((supported, supporting(supported)),))

    return Connection(order=_by_name, narrow=narrow)


def models_by_relation(kind: str, targets: Table) -> Connection:
    """The models that are related to the enclosing row, by name, without stubs."""

    def narrow(place: Place) -> Narrowed:
        edges = place.table(relations)
        own = correlated(select(edges.c.source_id), [edges])
        own = own.where(edges.c.kind == kind, edges.c.target_id == targets.c.id)
        return Narrowed((models.c.id.in_(own), described()))

    return Connection(order=_by_name, narrow=narrow)


def _by_name(_: Place) -> Order:
    return BY_NAME
