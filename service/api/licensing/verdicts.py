"""Verdicts: whether a plan is allowed, why, and what must be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import null

from service.api.entities import License
from service.api.fields import field, listed
from service.api.licensing.pools import CANDIDATES, MODELS, NAMED, Materials
from service.api.licensing.recorded import RecordedModel, read_recorded, recorded_licenses
from service.api.licensing.words import Verdict
from service.domain.licensing.judging import judge
from service.domain.licensing.questions import Question
from service.domain.licensing.verdicts import Answer, Reason
from service.planner.finishing import Make, finished
from service.planner.lists import Bound
from service.planner.mapping import Expression, Place
from service.planner.shapes import Attribute, Attributes, Picked, PickedList
from service.planner.sql import JsonObject

if TYPE_CHECKING:
    from service.api.models import Model

Model_ = Annotated["Model", strawberry.lazy("service.api.models")]

Asks: TypeAlias = Callable[[Sequence[RecordedModel], Any], Question]
"""Puts the question, given what is recorded of the models, and what else the statement read."""


def verdict(
    place: Place,
    materials: Materials,
    begin: Callable[[Mapping[str, Any]], Asks],
    beside: Expression | None = None,
) -> Expression:
    """A field of the type LicenseVerdict.

    Arguments:
        begin: looks at the field's arguments.
        beside: what else the question is put from.
    """

    def ready(arguments: Mapping[str, Any]) -> Make:
        asks = begin(arguments)
        return lambda read: _answer(asks, read_recorded(read["models"]), read["beside"])

    models = recorded_licenses(place, materials.models(place))
    read = JsonObject({"models": models, "beside": null() if beside is None else beside})
    return finished(place, ready, read, materials.pools)


def _answer(asks: Asks, models: Sequence[RecordedModel], beside: Any) -> Answer:
    names = {slug: name for model in models for slug, name in model.names.items()}
    answer = judge(asks(models, beside))
    return replace(answer, reasons=tuple(_of_model(each, names) for each in answer.reasons))


def _of_model(reason: Reason, names: Mapping[str, str]) -> Reason:
    """The reason, saying whose licence it is about."""
    if reason.model is None:
        return reason
    return replace(reason, text=f"{names[reason.model]}: {reason.text}")


@strawberry.type(description="Why a verdict is what it is.")
class LicenseReason:
    verdict: Verdict = field(Attribute("verdict"), "What this reason alone comes to.")
    text: str = field(
        Attribute("text"), "One sentence; where models were asked about, behind the model's name."
    )
    license: License | None = field(
        Picked("license", NAMED),
        "The licence or the model's licence that the reason is about; null: about none or all, or "
        "about one that the registry has no entity for.",
    )
    model: Model_ | None = field(
        Picked("model", MODELS),
        "The model whose licence it is about: one that was asked about, or that it comes from; "
        "null where licences were given by name.",
    )
    authority: str = field(
        Attribute("authority"),
        "The clause, matrix or published reading that it rests on, with its date.",
    )
    url: str | None = field(Attribute("url"), "Where the authority can be read.")
    obligation: str | None = field(
        Attribute("obligation"), "What it asks to be done, in a sentence; null where nothing is."
    )
    missing: str | None = field(
        Attribute("missing"),
        "The context whose absence keeps it from being decided, such as monthlyActiveUsers.",
    )
    decides: bool = field(
        Attribute("decides"),
        "False for what is told beside the verdict and does not enter into it, such as a "
        "published view that differs.",
    )


@strawberry.type(
    description="Whether a plan is allowed. Derived from the terms of licences and from published "
    "matrices, whose dates the reasons give."
)
class LicenseVerdict:
    verdict: Verdict = field(Attribute("verdict"), "The verdict on the whole plan.")
    reasons: list[LicenseReason] = listed(
        Attributes("reasons", Bound(100, most=1_000)),
        "What the verdict rests on: those that decide before others, and of these the worst first.",
    )
    obligations: list[str] = listed(
        Attributes("obligations", Bound(100, most=1_000)),
        "What must be done for YES or CONDITIONAL to hold, each once.",
    )
    missing_context: list[str] = field(
        Attributes("missing_context", Bound(10)),
        "Context whose absence keeps the verdict from being decided: fields of LicenseContext.",
    )
    outbound_candidates: list[License] = listed(
        PickedList("outbound_candidates", CANDIDATES, Bound(300, most=1_000)),
        "For MERGE and COMBINE, and where neither uses nor outbound are asked about: licences of "
        "the registry that the result may carry. Those of the materials come first, then others "
        "by name.",
    )
