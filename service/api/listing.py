"""Lists of all entities of a kind."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import null

from service.api.connections import PAGE
from service.api.fields import argument
from service.api.scalars import EntityOrder
from service.api.wording import bind_words, is_blank
from service.planner.connection import Connection
from service.planner.cursors import Order
from service.planner.mapping import Condition, Expression, Place
from service.planner.matching import Narrowed
from service.planner.row import Rows, as_it_is
from service.tables.search import entity_index

LIST = (
    argument(
        "text",
        str | None,
        "Words to find in names and aliases; each may be the beginning of a word there.",
    ),
    argument("orderBy", EntityOrder | None, "Their order; null: by name."),
    *PAGE,
)
"""The arguments of a list of entities."""

_NAMED = (entity_index.c.sort_name, entity_index.c.id), ("text", "bigint")
_ORDERS: Mapping[EntityOrder, Order] = {
    EntityOrder.NAME: Order("NAME", *_NAMED),
    EntityOrder.MODELS: Order(
        "MODELS", (-entity_index.c.model_count, *_NAMED[0]), ("bigint", *_NAMED[1])
    ),
}


def all_of(kind: str) -> Connection:
    """The entities of a kind that documents know now."""

    def narrow(place: Place) -> Narrowed:
        conditions: list[Condition] = [entity_index.c.kind == kind]
        text = place.input("text")
        if place.given(text) and not is_blank(place, text):
            conditions.append(entity_index.c.search.bool_op("@@")(bind_words(place, text)))
        return Narrowed(conditions)

    return Connection(order=_asked_order, narrow=narrow, rows=Rows((entity_index,)))


def _asked_order(place: Place) -> Order:
    return _ORDERS[place.ask(place.input("orderBy"), lambda order: order) or EntityOrder.NAME]


class ModelCount:
    """How many models an entity has now; null in the past, of which no counts are kept."""

    def sql(self, place: Place) -> Expression:
        # The index is not even joined in the past: it lacks what is known no more.
        if place.row.reader is not as_it_is:
            return null()
        return place.row[entity_index.c.model_count]
