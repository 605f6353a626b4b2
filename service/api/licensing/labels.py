"""The licences of models: what sources say, and where a label promises too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry
from sqlalchemy import BigInteger, ColumnClause, Text, case, column, func, select

from service.api.entities import License
from service.api.facts import Fact, Relation
from service.api.fields import field, read_from
from service.api.licensing.words import Artifact, Verdict
from service.api.scalars import FactStatus
from service.domain.licensing.lineage import LONGEST_PATH
from service.planner.mapping import Embedded, Expression, Place, ToOne, Value
from service.planner.sql import correlated, json_list
from service.tables.graph import facts
from service.tables.licensing import license_risks

if TYPE_CHECKING:
    from service.api.models import Model

Model_ = Annotated["Model", strawberry.lazy("service.api.models")]

LICENSE_PROPERTIES = {
    "license": "UNSPECIFIED",
    "license_code": "CODE",
    "license_weights": "WEIGHTS",
    "license_data": "DATA",
    "license_outputs": "OUTPUTS",
}
"""The properties that hold licences, and what they are about."""

_facts, _risks = facts.c, license_risks.c


class RiskPath:
    """LicenseRisk.path: its models pair by pair, with the kinds of their relations."""

    def sql(self, place: Place) -> Expression:
        path, kinds = place.row[_risks.path], place.row[_risks.kinds]
        columns: list[ColumnClause[object]] = [
            column("source_id", BigInteger),
            column("kind", Text),
            column("target_id", BigInteger),
        ]
        steps = (
            func.unnest(path[1 : func.cardinality(kinds)], kinds, path[2 : func.cardinality(path)])
            .table_valued(*columns, with_ordinality="n")
            .render_derived()
        )
        item = place.object(place.derived(steps, times=LONGEST_PATH))
        return correlated(select(json_list(item, [steps.c.n])), [steps]).scalar_subquery()


@strawberry.type(
    description="What sources say about a model's licence, or that of a part of it. A label is a "
    "claim and no fact of law."
)
@read_from(facts, key=("model_id", "property"))
class ModelLicense:
    artifact: Artifact = field(
        Value(case(LICENSE_PROPERTIES, value=_facts.property)),
        "What the label is about; UNSPECIFIED where sources do not say.",
    )
    license: License | None = field(
        ToOne(_facts.object_id), "The licence; null where sources do not decide it."
    )
    status: FactStatus = field(Value(_facts.status), "How the registry came by it.")
    fact: Fact = field(
        Embedded(), "The fact, with its evidence, and with what other sources say instead."
    )


@strawberry.type(
    description="A label that promises more than the licence of a model that it comes from allows."
)
@read_from(license_risks, key=("model_id", "n"))
class LicenseRisk:
    artifact: Artifact = field(Value(_risks.artifact), "What the model's label is about.")
    license: License = field(ToOne(_risks.license_id), "The model's label.")
    ancestor: Model_ = field(ToOne(_risks.ancestor_id), "The model that it comes from.")
    ancestor_license: License = field(ToOne(_risks.ancestor_license_id), "The ancestor's label.")
    verdict: Verdict = field(
        Value(_risks.verdict),
        "NO where the ancestor's licence does not allow the label; UNKNOWN where it is contested.",
    )
    text: str = field(Value(_risks.reason), "Why, in one sentence.")
    authority: str = field(
        Value(_risks.authority),
        "The clause, matrix or published reading that it rests on, with its date.",
    )
    url: str | None = field(Value(_risks.url), "Where the authority can be read.")
    distance: int = field(Value(_risks.distance), "How many relations lie between the two models.")
    path: list[Relation] = field(
        RiskPath(),
        f"The relations from the model to the ancestor, the first {LONGEST_PATH} at most.",
    )
