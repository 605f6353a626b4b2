"""Cells of knowledge: one for a model and a property, also where no document says anything."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Text,
    and_,
    case,
    cast,
    collate,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from service.domain.projection import NOTHING_SAID
from service.planner.mapping import Expression, Place
from service.planner.sql import correlated
from service.tables.graph import entities, entity_slugs, facts, models
from service.tables.sources import properties

_NO_NOTES = cast(literal_column("'{}'"), ARRAY(Text))


class FactByProperty:
    """Model.fact: the fact; UNKNOWN for a known property without one; null for any other key."""

    def sql(self, place: Place) -> Expression:
        model = place.row[models.c.id]
        known = _known_keys(place, model).subquery()
        said = place.table(facts)
        joined = known.outerjoin(said, is_said(said, model, known))
        statement = select(*cell(said, model, known)).select_from(joined)
        found = statement.correlate_except(known, said).limit(literal_column("1")).subquery()
        fact = place.derived(found)
        return correlated(select(place.object(fact)), [found]).scalar_subquery()


def is_said(said: FromClause, model: Expression, known: FromClause) -> ColumnElement[bool]:
    """Joins the fact, if there is one, about a model and a known property."""
    return and_(said.c.model_id == model, said.c.property == known.c.key)


def cell(said: FromClause, model: Expression, known: FromClause) -> list[ColumnElement[Any]]:
    """The columns of `facts`, read from a fact or made up where there is none.

    `known` has key, section and label.
    """
    unsaid = said.c.model_id.is_(None)
    unsaid_support = case((known.c.section != "PROPERTY", literal("UNKNOWN")))
    values: dict[str, ColumnElement[Any]] = {
        "model_id": model,
        "property": known.c.key,
        "section": known.c.section,
        "label": collate(func.coalesce(said.c.label, known.c.label), "C"),
        "text": said.c.text,
        "support": case((unsaid, unsaid_support), else_=said.c.support),
        "status": func.coalesce(said.c.status, literal("UNKNOWN")),
        "reason": func.coalesce(said.c.reason, literal(NOTHING_SAID)),
        "notes": func.coalesce(said.c.notes, _NO_NOTES),
    }
    return [value.label(name) for name, value in values.items()]


def _known_keys(place: Place, model: Expression) -> Any:
    """The property asked for, with its section and label; no row where the key means none.

    A task's or feature's slug may be an old one or an alias's.
    """
    key = place.bind(place.input("property"), "text")
    said, known, named, slugs = map(place.table, (facts, properties, entities, entity_slugs))
    columns = [said.c.property.label("key"), said.c.section, said.c.label]
    stored = select(*columns).where(said.c.model_id == model, said.c.property == key)
    declared = select(known.c.key, literal("PROPERTY"), known.c.label)
    objects = select(
        slugs.c.kind.concat(":").concat(named.c.slug), func.upper(slugs.c.kind), named.c.name
    )
    objects = objects.select_from(slugs.join(named, named.c.id == slugs.c.entity_id))
    return union_all(
        stored.correlate_except(said),
        declared.where(known.c.key == key),
        objects.where(
            slugs.c.kind == func.split_part(key, ":", 1),
            slugs.c.slug == func.split_part(key, ":", 2),
            slugs.c.kind.in_(("task", "feature")),
        ),
    )
