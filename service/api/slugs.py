"""Slugs that arguments give, and what they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphql import GraphQLError
from sqlalchemy import BigInteger, FromClause, Subquery, and_, column, func, select

from service.planner.mapping import Expression, Place
from service.planner.selection import Field
from service.planner.sql import correlated
from service.tables.graph import entity_slugs, models


def entity(place: Place, kind: str, slug: Expression) -> Expression:
    """The id of the entity that a slug leads to; null if there is none."""
    named = place.table(entity_slugs)
    found = correlated(select(named.c.entity_id), [named])
    return found.where(named.c.kind == kind, named.c.slug == slug).scalar_subquery()


def each_entity(place: Place, kind: str, slugs: Expression) -> Subquery:
    """A row for each of the slugs: slug, n from 1, entity_id, null where it leads to none."""
    asked = func.unnest(slugs).table_valued("slug", with_ordinality="n").render_derived()
    named = place.table(entity_slugs)
    same = and_(named.c.kind == kind, named.c.slug == asked.c.slug)
    joined = asked.outerjoin(named, same)
    return correlated(select(asked.c.slug, asked.c.n, named.c.entity_id), [joined]).subquery()


def each_model(place: Place, slugs: Expression) -> Subquery:
    """A row for each of the slugs: slug, n from 1, id, null where it leads to no model."""
    asked, model = each_entity(place, "model", slugs), place.table(models)
    joined = asked.outerjoin(model, model.c.id == asked.c.entity_id)
    return correlated(select(asked.c.slug, asked.c.n, model.c.id), [joined]).subquery()


def each_id(ids: Expression) -> FromClause:
    """A row for each of some ids: id, n from 1."""
    numbered = func.unnest(ids).table_valued(column("id", BigInteger), with_ordinality="n")
    return numbered.render_derived()


def unknown_models(asked: Field, slugs: Iterable[str]) -> Sequence[GraphQLError]:
    """An error for each slug that leads to no model."""
    return [
        asked.problem("UNKNOWN_MODEL", f"No model has the slug {slug!r}.")
        for slug in dict.fromkeys(slugs)
    ]
