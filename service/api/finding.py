"""The questions by which entities and facts are found."""

from __future__ import annotations

import strawberry

from service.api.conflicts import disputed_facts
from service.api.connections import PAGE, Connection
from service.api.entities import (
    Benchmark,
    Dataset,
    Feature,
    Framework,
    License,
    Organization,
    Task,
)
from service.api.facts import Fact
from service.api.fields import argument, field
from service.api.listing import LIST, all_of
from service.api.scalars import EntityKind
from service.api.search import SearchConnection, found_entities


@strawberry.type(description="The questions by which entities and facts are found.")
class Finding:
    search: SearchConnection = field(
        found_entities(),
        "Entities of all kinds whose name is the query or begins with it, or in whose names and "
        "summary every word of the query is the beginning of a word. Models that documents only "
        "mention are found, too.",
        arguments=(
            argument(
                "query",
                str,
                "What somebody typed: 500 characters and 20 words at most. Nothing is found where "
                "it has no letter and no digit.",
            ),
            argument("kinds", list[EntityKind] | None, "Of these kinds; null: of every kind."),
            *PAGE,
        ),
    )
    organizations: Connection[Organization] = field(
        all_of("organization"), "Organizations.", arguments=LIST
    )
    licenses: Connection[License] = field(all_of("license"), "Licences.", arguments=LIST)
    tasks: Connection[Task] = field(all_of("task"), "Tasks.", arguments=LIST)
    features: Connection[Feature] = field(all_of("feature"), "Features.", arguments=LIST)
    datasets: Connection[Dataset] = field(all_of("dataset"), "Datasets.", arguments=LIST)
    benchmarks: Connection[Benchmark] = field(all_of("benchmark"), "Benchmarks.", arguments=LIST)
    frameworks: Connection[Framework] = field(all_of("framework"), "Frameworks.", arguments=LIST)
    conflicts: Connection[Fact] = field(
        disputed_facts(),
        "Facts on which sources disagree, by the models' names and in the order of a page.",
        arguments=(
            argument("property", str | None, "About this property, such as release_date."),
            argument("model", str | None, "About the model with this slug."),
            *PAGE,
        ),
    )
