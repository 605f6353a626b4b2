"""The questions that the API answers."""

from __future__ import annotations

import strawberry
from sqlalchemy import true

from service.api.alternatives import Alternative
from service.api.comparison import Compare, Comparison
from service.api.connections import PAGE
from service.api.entities import (
    Benchmark,
    Dataset,
    Feature,
    Framework,
    License,
    Node,
    Organization,
    Task,
)
from service.api.fields import argument, field, read_from
from service.api.filters import ModelFilter
from service.api.finding import Finding
from service.api.imports import ImportConnection, ImportStatus, listed_imports
from service.api.licensing.checks import Check
from service.api.licensing.naming import LicenseName, ReadName
from service.api.licensing.verdicts import LicenseVerdict
from service.api.licensing.words import LicenseCheckInput, LicenseContext, LicenseUse
from service.api.lineage import Lineage
from service.api.models import Model, ModelConnection
from service.api.pages import filtered_models
from service.api.past import AS_OF, AsOf
from service.api.paths import LONGEST, LineagePath, ReadPath
from service.api.ranking import ReadAlternatives
from service.api.roots import model_named
from service.api.scalars import BigInt, ModelOrder
from service.api.slugs import entity
from service.api.walks import LINEAGE, ReadLineage
from service.planner.mapping import Expression, Matching, Place, Value, read_by_key
from service.planner.relay import ByGlobalId, ByGlobalIds
from service.tables.sources import registry_state

_state = registry_state.c


class BySlug:
    """The object of the field's type that the argument `slug` leads to; null if there is none."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def sql(self, place: Place) -> Expression:
        slug = place.bind(place.input("slug"), "text")
        return read_by_key(place, entity(place, self._kind, slug))


_SLUG = (argument("slug", str, "Its slug, an old one, or that of a unique alias."),)


@strawberry.type(description="What the registry holds.")
@read_from(registry_state)
class RegistryInfo:
    version: BigInt = field(
        Value(_state.version), "Grows with every change to what a query can see."
    )
    models: int = field(Value(_state.models), "Models that documents describe, without stubs.")
    organizations: int = field(Value(_state.organizations), "Organizations.")
    licenses: int = field(Value(_state.licenses), "Licences.")
    tasks: int = field(Value(_state.tasks), "Tasks.")
    features: int = field(Value(_state.features), "Features.")
    claims: int = field(Value(_state.claims), "Statements of documents that stand.")
    conflicts: int = field(Value(_state.conflicts), "Facts on which sources disagree.")


@strawberry.type(description="The questions that the registry answers.")
class Query(Finding):
    node: Node | None = field(
        ByGlobalId(),
        "The object that an id names; null if it names none.",
        arguments=(argument("id", strawberry.ID, "An id that the API gave out."),),
    )
    nodes: list[Node | None] = field(
        ByGlobalIds(),
        "The objects that ids name, in the same order; null for each id that names none.",
        arguments=(argument("ids", list[strawberry.ID], "Ids that the API gave out."),),
    )
    registry: RegistryInfo = field(Matching(true()), "What the registry holds.")
    model: Model | None = field(
        AsOf(BySlug("model")),
        "A model, also one that is only mentioned.",
        arguments=(*_SLUG, AS_OF),
    )
    models: ModelConnection = field(
        filtered_models(),
        "Models, page by page.",
        arguments=(
            argument("filter", ModelFilter | None, "Which models; null: all but stubs."),
            argument("orderBy", ModelOrder | None, "Their order; null: by name."),
            *PAGE,
        ),
    )
    organization: Organization | None = field(
        BySlug("organization"), "An organization.", arguments=_SLUG
    )
    license: License | None = field(BySlug("license"), "A licence.", arguments=_SLUG)
    task: Task | None = field(BySlug("task"), "A task.", arguments=_SLUG)
    feature: Feature | None = field(BySlug("feature"), "A feature.", arguments=_SLUG)
    dataset: Dataset | None = field(BySlug("dataset"), "A dataset.", arguments=_SLUG)
    benchmark: Benchmark | None = field(BySlug("benchmark"), "A benchmark.", arguments=_SLUG)
    framework: Framework | None = field(BySlug("framework"), "A framework.", arguments=_SLUG)
    compare: Comparison | None = field(
        AsOf(Compare()),
        "Models side by side. A slug that leads to no model, or two that lead to the same one, "
        "are errors.",
        arguments=(argument("models", list[str], "From two to ten models, by slug."), AS_OF),
    )
    license_check: LicenseVerdict | None = field(
        Check(),
        "May material under licences be put to uses? A slug that leads to no model is an error.",
        arguments=(argument("input", LicenseCheckInput, "The material and the plan."),),
    )
    license_name: LicenseName = field(
        ReadName(),
        "What a licence's name, as somebody wrote it, means.",
        arguments=(argument("text", str, "The name, of at most 500 characters."),),
    )
    lineage: Lineage | None = field(
        ReadLineage(model_named("model")),
        "What a model comes from and what comes from it; null for an unknown slug.",
        arguments=(argument("model", str, "The model's slug."), *LINEAGE),
    )
    path: LineagePath | None = field(
        ReadPath(),
        "The shortest chain of relations between two models, in either direction; of several the "
        "first by the kinds and then the slugs of its edges, edge by edge. Null where there is "
        f"none of {LONGEST} edges or fewer, and for an unknown slug.",
        arguments=(
            argument("from", str, "The slug of the model that the chain begins at."),
            argument("to", str, "The slug of the model that it ends at."),
        ),
    )
    alternatives: list[Alternative] | None = field(
        ReadAlternatives(model_named("model")),
        "Models that could stand in for this one, best first, then by name: those that are known "
        "to have a task that it has. Null for an unknown slug.",
        arguments=(
            argument("model", str, "The slug of the model to replace."),
            argument(
                "uses",
                list[LicenseUse] | None,
                "What is to be done with the model. Models whose licences do not allow it, or are "
                "not known to, are left out, as by the filter usableFor.",
            ),
            argument("context", LicenseContext | None, "Who asks; for the licences."),
            argument(
                "includeUnusable",
                bool | None,
                "Also models that the uses leave out; `usability` says why.",
                default=False,
            ),
            argument("filter", ModelFilter | None, "Only these; null: all but stubs."),
            argument(
                "first",
                int | None,
                "How many from the beginning, from 0 to 100; null: 10.",
                default=10,
            ),
        ),
    )
    imports: ImportConnection = field(
        listed_imports(),
        "Imports, newest first.",
        arguments=(
            argument("status", ImportStatus | None, "Only those that ended so; null: all."),
            *PAGE,
        ),
    )
