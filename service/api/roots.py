"""Which model a field starts from: one that an argument names, or the one that has the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import select

from service.planner.mapping import Expression, Place
from service.tables.graph import entity_slugs, models

Root: TypeAlias = Callable[[Place], Expression]
"""Gives the id of the model that a field starts from; null where there is none."""


def model_named(argument: str) -> Root:
    """The model whose slug an argument gives."""

    def root(place: Place) -> Expression:
        slug = place.bind(place.input(argument), "text")
        named = place.table(entity_slugs)
        found = select(named.c.entity_id).where(named.c.kind == "model", named.c.slug == slug)
        return found.scalar_subquery()

    return root


def this_model(place: Place) -> Expression:
    """The model that has the field."""
    return place.row[models.c.id]
