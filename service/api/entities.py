"""What documents name, other than models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from service.api.connections import PAGE
from service.api.fields import argument, field, listed, read_from
from service.api.licensing.terms import CompatibleLicense, CompatibleLicenses, LicenseTerm
from service.api.licensing.words import LicenseFlow, Verdict
from service.api.listing import ModelCount
from service.api.pages import models_by_relation, models_by_support, models_of
from service.planner.lists import Bound
from service.planner.mapping import Through, ToMany, Value, Values
from service.planner.relay import GlobalId
from service.tables import graph
from service.tables.licensing import license_terms
from service.tables.search import entity_index

if TYPE_CHECKING:
    from service.api.models import ModelConnection

_KINDS = {
    "model": "Model",
    "organization": "Organization",
    "license": "License",
    "task": "Task",
    "feature": "Feature",
    "dataset": "Dataset",
    "benchmark": "Benchmark",
    "framework": "Framework",
}

Models = Annotated["ModelConnection", strawberry.lazy("service.api.models")]


def _model_count() -> Any:
    return field(
        ModelCount(), "How many models it has now, without stubs; null where `asOf` is the past."
    )


@strawberry.interface(
    description="An object with a globally unique id (Relay's Global Object Identification). "
    "Ids never change."
)
class Node:
    id: strawberry.ID = field(GlobalId(), "Names the object among all objects.")


@strawberry.interface(
    description="A node of the knowledge graph. Every kind of thing that documents name is one: "
    "Model, Organization, License, Task, Feature, Dataset, Benchmark, Framework."
)
@read_from(graph.entities, kinds=(graph.entities.c.kind, _KINDS))
class Entity(Node):
    slug: str = field(
        Value(graph.entities.c.slug), "Names it in addresses, among those of its kind."
    )
    name: str = field(Value(graph.entities.c.name), "As the sources' tables write it.")
    aliases: list[str] = listed(
        Values(
            graph.aliases.c.name,
            graph.aliases,
            on=graph.aliases.c.entity_id == graph.entities.c.id,
            order_by=(graph.aliases.c.name,),
            bound=Bound(20, most=500),
        ),
        "Other names that documents use, in alphabetical order.",
    )


@strawberry.type(description="Who makes models: a company, a laboratory, a university.")
@read_from(graph.organizations, graph.entities, entity_index)
class Organization(Entity):
    model_count: int | None = _model_count()
    models: Models = field(
        models_of(graph.models.c.organization_id == graph.organizations.c.id),
        "Its models, by name, without stubs.",
        arguments=PAGE,
    )


@strawberry.type(description="A licence, by the name that sources write.")
@read_from(graph.licenses, graph.entities, entity_index)
class License(Entity):
    spdx_expression: str | None = field(
        Value(graph.licenses.c.spdx_expression),
        "SPDX licence expression, LicenseRef- included; null where the name decides none.",
    )
    model_count: int | None = _model_count()
    models: Models = field(
        models_of(graph.models.c.license_id == graph.licenses.c.id),
        "The models under it, by name, without stubs.",
        arguments=PAGE,
    )
    terms: list[LicenseTerm] = listed(
        ToMany(
            on=license_terms.c.license_id == graph.licenses.c.id,
            order_by=(license_terms.c.position,),
            bound=Bound(100, most=500),
        ),
        "What it provides, matter by matter, also where it is silent; none where its terms are not "
        "known.",
    )
    compatible_with: list[CompatibleLicense] = listed(
        CompatibleLicenses(),
        "How the registry's licences that can be judged stand to it: YES first, then by name.",
        arguments=(
            argument(
                "flow",
                LicenseFlow,
                "INBOUND: material under which may become part of what carries this one. OUTBOUND: "
                "what may be carried by what material under this one became part of.",
            ),
            argument(
                "verdicts",
                list[Verdict] | None,
                "Only those with one of these verdicts; null: with any.",
                default=[Verdict.YES, Verdict.CONDITIONAL],
            ),
        ),
    )


@strawberry.type(description="Something that models do, such as object detection.")
@read_from(graph.tasks, graph.entities, entity_index)
class Task(Entity):
    parents: list[Task] = listed(
        ToMany(
            on=Through(
                graph.task_parents,
                near=graph.task_parents.c.task_id == graph.tasks.c.id,
                far=graph.task_parents.c.parent_id == graph.tasks.c.id,
            ),
            order_by=(graph.entities.c.sort_name, graph.entities.c.id),
            bound=Bound(20, most=100),
        ),
        "The more general tasks that this one is a kind of, by name.",
    )
    children: list[Task] = listed(
        ToMany(
            on=Through(
                graph.task_parents,
                near=graph.task_parents.c.parent_id == graph.tasks.c.id,
                far=graph.task_parents.c.task_id == graph.tasks.c.id,
            ),
            order_by=(graph.entities.c.sort_name, graph.entities.c.id),
            bound=Bound(100, most=500),
        ),
        "The more special tasks that are kinds of this one, by name.",
    )
    model_count: int | None = _model_count()
    models: Models = field(
        models_by_support(graph.model_tasks, "task_id", graph.tasks),
        "Models whose support for this task is YES, by name, without stubs.",
        arguments=PAGE,
    )


@strawberry.type(description="Something that models are like, such as fast enough for video.")
@read_from(graph.features, graph.entities, entity_index)
class Feature(Entity):
    model_count: int | None = _model_count()
    models: Models = field(
        models_by_support(graph.model_features, "feature_id", graph.features),
        "Models whose support for this feature is YES, by name, without stubs.",
        arguments=PAGE,
    )


@strawberry.type(description="Data that models are trained on.")
@read_from(graph.datasets, graph.entities, entity_index)
class Dataset(Entity):
    model_count: int | None = _model_count()
    models: Models = field(
        models_by_relation("TRAINED_ON", graph.datasets),
        "Models that documents say are trained on it, by name, without stubs.",
        arguments=PAGE,
    )


@strawberry.type(description="Data and a measure that models are compared by.")
@read_from(graph.benchmarks, graph.entities, entity_index)
class Benchmark(Entity):
    model_count: int | None = _model_count()
    models: Models = field(
        models_by_relation("EVALUATED_ON", graph.benchmarks),
        "Models that documents say were measured on it, by name, without stubs.",
        arguments=PAGE,
    )


@strawberry.type(description="Software that models are available in.")
@read_from(graph.frameworks, graph.entities, entity_index)
class Framework(Entity):
    model_count: int | None = _model_count()
    models: Models = field(
        models_by_relation("AVAILABLE_IN", graph.frameworks),
        "Models that documents say are available in it, by name, without stubs.",
        arguments=PAGE,
    )
