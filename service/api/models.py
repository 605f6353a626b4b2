"""Models: the facts about them as fields, and each fact with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import strawberry
from sqlalchemy import Column, Integer, and_, case, cast, func, or_, select

from service.api.cells import FactByProperty
from service.api.connections import Connection
from service.api.entities import Entity, License, Organization
from service.api.facets import ModelFacets, ReadFacets
from service.api.facts import Fact, ModelFeature, ModelTask, Relation
from service.api.fields import argument, field, listed, read_from
from service.api.licensing.labels import LICENSE_PROPERTIES, LicenseRisk, ModelLicense
from service.api.ranking import ReadAlternatives
from service.api.roots import this_model
from service.api.scalars import BigInt, DatePrecision, RelationKind, Support
from service.api.walks import LINEAGE, ReadLineage
from service.planner.lists import Bound
from service.planner.mapping import Condition, Embedded, Expression, Place, ToMany, ToOne, Value
from service.planner.sql import correlated
from service.tables import graph
from service.tables.licensing import license_risks

if TYPE_CHECKING:
    from service.api.alternatives import Alternative
    from service.api.lineage import Lineage

OwnLineage = Annotated["Lineage", strawberry.lazy("service.api.lineage")]
OwnAlternative = Annotated["Alternative", strawberry.lazy("service.api.alternatives")]

_models = graph.models.c
_date = _models.release_date
_relations = graph.relations.c


@strawberry.type(description="A date as precise as its source: a year, a month or a day.")
@read_from(graph.models)
class PartialDate:
    iso: str = field(
        Value(_date), "ISO 8601, as long as its precision: 2023, 2023-01 or 2023-01-31."
    )
    year: int = field(Value(cast(func.substr(_date, 1, 4), Integer)), "Of the Gregorian calendar.")
    month: int | None = field(
        Value(cast(func.nullif(func.substr(_date, 6, 2), ""), Integer)),
        "From 1 to 12; null where only the year is known.",
    )
    day: int | None = field(
        Value(cast(func.nullif(func.substr(_date, 9, 2), ""), Integer)),
        "From 1 to 31; null where only the month or year is known.",
    )
    precision: DatePrecision = field(
        Value(case({4: "YEAR", 7: "MONTH"}, value=func.length(_date), else_="DAY")),
        "How much of the date is known.",
    )


@strawberry.type(description="A number of weights, or the range over a family's sizes.")
@read_from(graph.models)
class ParameterCount:
    text: str = field(Value(_models.parameters_text), "As the source writes it: 2.7M-62.8M.")
    minimum: BigInt = field(Value(_models.parameters_min), "The smallest size, in weights.")
    maximum: BigInt = field(Value(_models.parameters_max), "The largest size, in weights.")


def _supports(column: Column[str]) -> Callable[[Place], Sequence[Condition]]:
    def where(place: Place) -> Sequence[Condition]:
        asked = place.ask(place.input("support"), _distinct)
        return () if asked is None else (column.in_(asked),)

    return where


def _distinct(asked: Sequence[Support] | None) -> tuple[str, ...] | None:
    """The kinds asked for, each once: PostgreSQL can use the index if it knows them."""
    return None if asked is None else tuple(sorted({str(support.value) for support in asked}))


def _name_of(id_: Column[int]) -> Callable[[Place], Expression]:
    def name(place: Place) -> Expression:
        named = place.table(graph.entities)
        return (
            correlated(select(named.c.sort_name), [named])
            .where(named.c.id == id_)
            .scalar_subquery()
        )

    return name


def _kinds(place: Place) -> Sequence[Condition]:
    source = place.input("kinds")
    if not place.given(source):
        return ()
    return (_relations.kind == func.any(place.bind(source, "text[]")),)


_SUPPORT = argument(
    "support",
    list[Support] | None,
    "Only support of these kinds; null: of every kind.",
    default=[Support.YES],
)


@strawberry.type(description="An AI model, with what the sources say of it.")
@read_from(graph.models, graph.entities)
class Model(Entity):
    is_stub: bool = field(
        Value(_models.is_stub),
        "True where documents only mention the model and none describes it. Stubs are found by "
        "slug and in relations; models (unless asked) and registry.models leave them out.",
    )
    summary: str | None = field(
        Value(_models.summary), "What it is, in the words of a document that describes it."
    )
    organization: Organization | None = field(
        ToOne(_models.organization_id), "Who makes it; null where unknown."
    )
    license: License | None = field(
        ToOne(_models.license_id), "The licence it is offered under; null where unknown."
    )
    licenses: list[ModelLicense] = listed(
        ToMany(
            on=and_(
                graph.facts.c.model_id == _models.id,
                graph.facts.c.property.in_(LICENSE_PROPERTIES),
            ),
            order_by=(graph.facts.c.position, graph.facts.c.property),
            bound=Bound(10, most=20),
        ),
        "What sources say of the licences of its code, weights, data and outputs, or of the whole.",
    )
    license_risks: list[LicenseRisk] = listed(
        ToMany(
            on=license_risks.c.model_id == _models.id,
            order_by=(license_risks.c.n,),
            bound=Bound(20, most=200),
        ),
        "Where its label promises more than the licences of the models that it comes from allow: "
        "the worst first, then the nearest.",
    )
    category: str | None = field(
        Value(_models.category), "open or closed, as the sources use the words."
    )
    modality: str | None = field(
        Value(_models.modality), "What it works on: vision, text, multimodal, ..."
    )
    release_date: PartialDate | None = field(
        Embedded(_models.release_date.is_not(None)), "When it was released; null where unknown."
    )
    parameters: ParameterCount | None = field(
        Embedded(_models.parameters_text.is_not(None)), "Its size; null where unknown."
    )
    context_window: BigInt | None = field(Value(_models.context_window), "In tokens.")
    tasks: list[ModelTask] = listed(
        ToMany(
            on=graph.model_tasks.c.model_id == _models.id,
            order_by=(graph.model_tasks.c.object_sort_name, graph.model_tasks.c.task_id),
            where=_supports(graph.model_tasks.c.support),
            bound=Bound(100, most=500),
        ),
        "Tasks that documents list or state for this model, or that are denied for it, by name.",
        arguments=(_SUPPORT,),
    )
    features: list[ModelFeature] = listed(
        ToMany(
            on=graph.model_features.c.model_id == _models.id,
            order_by=(graph.model_features.c.object_sort_name, graph.model_features.c.feature_id),
            where=_supports(graph.model_features.c.support),
            bound=Bound(100, most=500),
        ),
        "Features that documents list or state for this model, or that are denied for it, by name.",
        arguments=(_SUPPORT,),
    )
    fact: Fact | None = field(
        FactByProperty(),
        "What is known about one property; null for a property that the registry does not know.",
        arguments=(
            argument("property", str, "The property's key, such as license or task:detection."),
        ),
    )
    facts: list[Fact] = listed(
        ToMany(
            on=graph.facts.c.model_id == _models.id,
            order_by=(graph.facts.c.position, graph.facts.c.property),
            bound=Bound(300, most=1_000),
        ),
        "Everything that documents say about it, in the order of a page.",
    )
    relations: list[Relation] = listed(
        ToMany(
            on=or_(_relations.source_id == _models.id, _relations.target_id == _models.id),
            order_by=(
                _relations.kind,
                _name_of(_relations.source_id),
                _name_of(_relations.target_id),
                _relations.source_id,
                _relations.target_id,
            ),
            where=_kinds,
            bound=Bound(100, most=500),
        ),
        "The edges that begin or end at this model, by kind and names.",
        arguments=(
            argument(
                "kinds",
                list[RelationKind] | None,
                "Only edges of these kinds; null: of every kind.",
            ),
        ),
    )
    lineage: OwnLineage = field(
        ReadLineage(this_model),
        "What it comes from and what comes from it.",
        arguments=LINEAGE,
    )
    alternatives: list[OwnAlternative] = listed(
        ReadAlternatives(this_model),
        "Described models that could stand in for it, best first, then by name: those that are "
        "known to have a task that it has.",
    )


@strawberry.type(description="A page of models.")
class ModelConnection(Connection[Model]):
    facets: ModelFacets = field(
        ReadFacets(), "How many of all the models, not of the page's alone, there are of each kind."
    )
