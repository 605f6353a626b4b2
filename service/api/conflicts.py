"""Facts on which sources disagree, of all models."""

from __future__ import annotations

from service.api.slugs import entity
from service.planner.connection import Connection
from service.planner.cursors import Order
from service.planner.mapping import Condition, Place
from service.planner.matching import Narrowed
from service.tables.graph import facts, models

_BY_MODEL = Order(
    "MODEL",
    (models.c.sort_name, facts.c.model_id, facts.c.position, facts.c.property),
    ("text", "bigint", "int", "text"),
)


def disputed_facts() -> Connection:
    """Query.conflicts: by the arguments `property` and `model`."""
    return Connection(order=lambda _: _BY_MODEL, narrow=_narrow)


def _narrow(place: Place) -> Narrowed:
    conditions: list[Condition] = [facts.c.status == "CONFLICTED"]
    property_, model = place.input("property"), place.input("model")
    if place.given(property_):
        conditions.append(facts.c.property == place.bind(property_, "text"))
    if place.given(model):
        conditions.append(facts.c.model_id == entity(place, "model", place.bind(model, "text")))
    return Narrowed(conditions, ((models, models.c.id == facts.c.model_id),))
