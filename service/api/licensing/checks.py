"""The fields whose answers are verdicts on what a request brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from service.api.licensing.asking import (
    expressions,
    read_artifact,
    read_context,
    read_labels,
    read_outbound,
    read_texts,
    read_uses,
)
from service.api.licensing.pools import Asked, Materials
from service.api.licensing.recorded import RecordedModel
from service.api.licensing.verdicts import Asks, verdict
from service.api.slugs import each_model, unknown_models
from service.domain.licensing.plans import MAKES_ONE
from service.domain.licensing.questions import Material, Question
from service.planner.mapping import Expression, Place
from service.planner.problems import problem
from service.planner.sql import correlated


class Check:
    """Query.licenseCheck."""

    def sql(self, place: Place) -> Expression:
        asked = place.input("input")
        slugs = place.bind(asked["models"], "text[]")

        def models(inner: Place) -> Any:
            return each_model(inner, slugs)

        unknown = _unknown(place, models)
        place.planning.check(unknown, partial(unknown_models, place.field))
        materials = Materials(
            models,
            lambda: place.bind(asked, "text[]", _named),
            lambda: place.bind(asked, "bool", _makes_one),
        )
        return case((unknown.is_(None), verdict(place, materials, _begin)))


class Compatibility:
    """Whether the models of a row can be combined, and under what."""

    def __init__(self, models: Asked) -> None:
        self._models = models

    def sql(self, place: Place) -> Expression:
        return verdict(place, Materials(self._models), lambda _: _together)


def _together(models: Sequence[RecordedModel], _: Any) -> Question:
    return Question(tuple(each for model in models for each in model.materials(None)))


def _begin(arguments: Mapping[str, Any]) -> Asks:
    """Looks at what a check asks.

    Raises:
        GraphQLError: it asks about nothing, for too much, or for what there is not.
    """
    asked = arguments["input"]
    given, models = read_labels(asked, "inbound"), read_texts(asked, "models")
    if not given and not models:
        message = "Argument 'input': name at least one licence in inbound or one of the models."
        raise problem("BAD_ARGUMENT", message)
    artifact = read_artifact(asked.get("artifact"))
    named = [Material(label, artifact) for label in given]
    outbound, uses = read_outbound(asked), read_uses(asked.get("uses"))
    context = read_context(asked.get("context"))

    def question(recorded: Sequence[RecordedModel], _: Any) -> Question:
        of_models = [each for model in recorded for each in model.materials(artifact)]
        return Question((*named, *of_models), outbound, uses, context)

    return question


def _named(asked: Mapping[str, Any]) -> Sequence[str]:
    """The expressions of the licences that a check names."""
    outbound = read_outbound(asked)
    return expressions([*read_labels(asked, "inbound"), *([outbound] if outbound else [])])


def _makes_one(asked: Mapping[str, Any]) -> bool:
    """Whether a check asks what the materials can become together."""
    uses = read_uses(asked.get("uses"))
    return bool(uses & MAKES_ONE) or not (uses or asked.get("outbound"))


def _unknown(place: Place, models: Asked) -> Expression:
    """Those of the slugs that lead to no model, as JSON; null if there are none."""
    asked = models(place)
    listed = func.json_agg(aggregate_order_by(asked.c.slug, asked.c.n))
    return correlated(select(listed), [asked]).where(asked.c.id.is_(None)).scalar_subquery()
