"""Which model a field starts from: one that an argument names, or the one that has the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from service.api.slugs import entity
from service.planner.mapping import Expression, Place
from service.tables.graph import models

Root: TypeAlias = Callable[[Place], Expression]
"""Gives the id of the model that a field starts from; null where there is none."""


def model_named(argument: str) -> Root:
    """The model whose slug an argument gives."""

    def root(place: Place) -> Expression:
        return entity(place, "model", place.bind(place.input(argument), "text"))

    return root


def this_model(place: Place) -> Expression:
    """The model that has the field."""
    return place.row[models.c.id]
