"""Search: entities of all kinds by their names and summaries, ranked by what matched.

A score is declared, not weighed, so that anybody can work it out from what is shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import strawberry
from sqlalchemy import (
    Text,
    and_,
    case,
    column,
    desc,
    false,
    func,
    literal,
    not_,
    null,
    select,
    true,
)

from service.api.connections import Edge, Nodes
from service.api.entities import Entity
from service.api.fields import field
from service.api.scalars import SearchMatch
from service.api.wording import bind_key, bind_words, is_blank
from service.domain.words import search_key, search_words
from service.planner.connection import Connection, Page
from service.planner.cursors import Order, Stretch
from service.planner.mapping import Condition, Expression, Place
from service.planner.matching import Narrowed
from service.planner.row import Rows
from service.planner.sql import correlated
from service.tables.graph import entities, models
from service.tables.search import entity_index

_index = entity_index.c

_BEST = 12
_MATCHES = {0: "NAME", 1: "ALIAS", 2: "NAME", 3: "NAME", 4: "ALIAS", 5: "SUMMARY"}
"""What matched, by half of the rank."""


def found_entities() -> Connection:
    """Query.search: by the arguments `query` and `kinds`."""
    return Connection(_by_rank, _narrow, _count, Rows((entity_index,)))


def _by_rank(place: Place) -> Order:
    # In each part of the order the rank is one and the same.
    columns = (null(), _index.key, _index.id)
    blank = is_blank(place, place.input("query"))
    parts = (Stretch(first=0),) if blank else tuple(_parts(place))
    return Order("RANK", columns, ("int", "text", "bigint"), parts=parts)


def _parts(place: Place) -> Iterator[Stretch]:
    """The entities of each rank, found by the index that suits it; see `rank_of`."""
    query = place.input("query")
    key, words = bind_key(place, query), bind_words(place, query)
    is_name, is_alias = _index.key == key, key == func.any(_index.alias_keys)
    begins = and_(_index.key >= key, _index.key < place.bind(query, "text", _behind))
    named, known, found = (
        vector.bool_op("@@")(words) for vector in (_index.names, _index.aliases, _index.search)
    )
    exactly = _index.aliases.bool_op("@@")(place.bind(query, "tsquery", _exactly))
    yield from _described_first((is_name,), 0)
    yield from _described_first((exactly, is_alias, _index.key != key), 2)
    yield from _described_first((begins, _index.key != key, not_(is_alias)), 4)
    yield from _described_first((named, not_(begins), not_(is_alias)), 6, walk=True)
    yield from _described_first((known, not_(named), not_(is_alias)), 8, walk=True)
    yield from _described_first((found, not_(named), not_(known)), 10, walk=True)


def _described_first(
    conditions: tuple[Condition, ...], rank: int, *, walk: bool = False
) -> Iterator[Stretch]:
    for worse, is_stub in enumerate((false(), true())):
        own = _index.is_stub == is_stub
        yield Stretch((own, *conditions), rank + worse, walk=(own,) if walk else ())


def _behind(query: str) -> str:
    """Stands behind all keys that begin with the query's."""
    return search_key(query) + chr(sys.maxunicode)


def _exactly(query: str) -> str:
    key = search_key(query)
    return f"'{key}'" if key else ""


def _narrow(place: Place) -> Narrowed:
    kinds = place.input("kinds")
    conditions: list[Condition] = [false()] if is_blank(place, place.input("query")) else []
    if place.given(kinds):
        conditions.append(_index.kind == func.any(place.bind(kinds, "text[]")))
    return Narrowed(conditions)


def _count(place: Place) -> Expression:
    query = place.input("query")
    if is_blank(place, query):
        return literal(0)
    found = _index.search.bool_op("@@")(bind_words(place, query))
    counted = correlated(select(func.count()), [entity_index])
    return counted.where(found, *_narrow(place).conditions).scalar_subquery()


class Score:
    """SearchEdge.score."""

    def on(self, place: Place, page: Page) -> Expression:
        return literal(_BEST) - page.rows.c.by0


class Matched:
    """SearchEdge.matched."""

    def on(self, place: Place, page: Page) -> Expression:
        return case(_MATCHES, value=page.rows.c.by0 // 2)


class MatchedText:
    """SearchEdge.text: the name, the alias that fits best, or the summary."""

    def on(self, place: Place, page: Page) -> Expression:
        (id_,) = page.keyset.key(page.rows)
        named, described = place.table(entities), place.table(models)
        name = _only(named.c.name, named.c.id == id_)
        texts = {
            "ALIAS": _best_alias(page.place, id_),
            "SUMMARY": _only(described.c.summary, described.c.id == id_),
        }
        return func.coalesce(case(texts, value=Matched().on(place, page)), name)


def _only(value: Expression, condition: Condition) -> Expression:
    table = value.table
    return correlated(select(value), [table]).where(condition).scalar_subquery()


def _best_alias(place: Place, id_: Expression) -> Expression:
    """The alias that is the query, or else begins with it, or else has most of its words."""
    query = place.input("query")
    key, index = bind_key(place, query), place.table(entity_index)
    alias = (
        func.unnest(index.c.alias_names, index.c.alias_keys)
        .table_valued(column("name", Text), column("key", Text))
        .render_derived()
        .lateral()
    )
    order = [alias.c.key == key, func.starts_with(alias.c.key, key), _words_in(place, alias.c.key)]
    best = correlated(select(alias.c.name), [index, alias]).where(index.c.id == id_)
    return best.order_by(*map(desc, order), alias.c.name).limit(1).scalar_subquery()


def _words_in(place: Place, key: Expression) -> Expression:
    words = place.bind(place.input("query"), "text[]", _words)
    word = func.unnest(words).table_valued(column("text", Text)).render_derived()
    found = correlated(select(func.count()), [word])
    return found.where(func.strpos(key, word.c.text) > 0).scalar_subquery()


def _words(text: str) -> Sequence[str]:
    return search_words(text)


@strawberry.type(description="An entity that a search found, with what matched.")
class SearchEdge(Edge[Entity]):
    score: int = field(
        Score(),
        "How well it matches: 12 where the query is its name, 10 another name, 8 the beginning of "
        "its name; where all words are beginnings of words, 6 in its name, 4 in other names, 2 in "
        "names and summary together; 1 less for a model that documents only mention. Punctuation, "
        "spaces, case and accents do not count.",
    )
    matched: SearchMatch = field(Matched(), "Where the query was found.")
    text: str = field(
        MatchedText(), "The name, the other name or the summary in which the query was found."
    )


@strawberry.type(description="A page of what a search found: best score first, then by name.")
class SearchConnection(Nodes[Entity]):
    edges: list[SearchEdge] = field(None, "What was found, with cursors and what matched.")
