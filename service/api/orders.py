"""In which order a page holds its models."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import FromClause, Integer, case, cast, func, select

from service.api.scalars import ModelOrder
from service.api.wording import bind_key, bind_words, is_blank
from service.planner.cursors import Order
from service.planner.inputs import Input
from service.planner.mapping import Expression, Place
from service.planner.sql import correlated
from service.tables.graph import models
from service.tables.search import entity_index

_NAMED = (models.c.sort_name, models.c.id), ("text", "bigint")
_DATED = (models.c.released_on, models.c.id), ("date", "bigint")
_SIZED = (models.c.parameters_max, models.c.id), ("bigint", "bigint")
_WINDOWED = (models.c.context_window, models.c.id), ("bigint", "bigint")

BY_NAME = Order("NAME", *_NAMED)
_ORDERS: Mapping[ModelOrder, Order] = {
    ModelOrder.NAME: BY_NAME,
    ModelOrder.NAME_DESCENDING: Order("NAME_DESCENDING", *_NAMED, descending=True),
    ModelOrder.NEWEST: Order("NEWEST", *_DATED, descending=True, nullable=True),
    ModelOrder.OLDEST: Order("OLDEST", *_DATED, nullable=True),
    ModelOrder.LARGEST: Order("LARGEST", *_SIZED, descending=True, nullable=True),
    ModelOrder.SMALLEST: Order("SMALLEST", *_SIZED, nullable=True),
    ModelOrder.LONGEST_CONTEXT: Order(
        "LONGEST_CONTEXT", *_WINDOWED, descending=True, nullable=True
    ),
    ModelOrder.SHORTEST_CONTEXT: Order("SHORTEST_CONTEXT", *_WINDOWED, nullable=True),
}


def asked_order(place: Place) -> Order:
    """What the argument `orderBy` asks for.

    Raises:
        GraphQLError: it asks for relevance where the filter has no text.
    """
    asked = place.ask(place.input("orderBy"), lambda order: order) or ModelOrder.NAME
    return _by_relevance(place) if asked is ModelOrder.RELEVANCE else _ORDERS[asked]


def _by_relevance(place: Place) -> Order:
    text = place.input("filter")["text"]
    if not place.given(text) or is_blank(place, text):
        message = "Argument 'orderBy': RELEVANCE needs the filter's text."
        raise place.problem("BAD_ARGUMENT", message)
    index = place.table(entity_index)
    found = correlated(select(rank_of(index, place, text)), [index])
    rank = found.where(index.c.id == models.c.id).scalar_subquery()
    columns = (rank, *BY_NAME.columns)
    return Order("RELEVANCE", columns, ("int", *BY_NAME.types))


def rank_of(index: FromClause, place: Place, text: Input) -> Expression:
    """How well an entity, by its row of the index, meets a text that it does meet; best is 0.

    By the name, another name, the beginning of the name, words of the name, words of other names,
    words of any of them and the summary: 0, 2, 4, 6, 8, 10; and 1 more for a stub.
    """
    own = index.c
    key, words = bind_key(place, text), bind_words(place, text)
    rank = case(
        (own.key == key, 0),
        (key == func.any(own.alias_keys), 2),
        (func.starts_with(own.key, key), 4),
        (own.names.bool_op("@@")(words), 6),
        (own.aliases.bool_op("@@")(words), 8),
        else_=10,
    )
    return rank + cast(own.is_stub, Integer)
