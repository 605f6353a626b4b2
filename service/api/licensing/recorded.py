"""The licences of models: read by the statement, and turned into materials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import FromClause, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from service.domain.licensing.labels import Label, Rivals
from service.domain.licensing.materials import (
    NOTHING_SAID,
    Recorded,
    materials,
    registry_label,
)
from service.domain.licensing.questions import Material
from service.domain.licensing.verdicts import Artifact, Flow
from service.planner.mapping import Expression, Place
from service.planner.sql import EMPTY_LIST, JsonObject, correlated
from service.tables.graph import entities, licenses
from service.tables.licensing import model_terms

_Terms: TypeAlias = Mapping[str, Any]


def recorded_licenses(place: Place, asked: FromClause) -> Expression:
    """What is recorded of each of the asked models, as JSON.

    Arguments:
        asked: a row for each model: id, and n, their order.
    """
    named = place.table(entities)
    model = JsonObject(
        {"slug": named.c.slug, "name": named.c.name, "terms": _terms(place, asked.c.id)}
    )
    listed = func.json_agg(aggregate_order_by(model, asked.c.n))
    source = asked.join(named, named.c.id == asked.c.id)
    found = correlated(select(func.coalesce(listed, EMPTY_LIST)), [source])
    return found.scalar_subquery()


def _terms(place: Place, model_id: Expression) -> Expression:
    """The labels that bind a model, in their order."""
    terms, license_, named, ancestor = map(place.table, (model_terms, licenses, entities, entities))
    row = JsonObject(
        {
            "artifact": terms.c.artifact,
            "flow": terms.c.flow,
            "license": named.c.name,
            "expression": license_.c.spdx_expression,
            "ancestor": ancestor.c.slug,
            "ancestorName": ancestor.c.name,
            "rival": terms.c.rival,
        }
    )
    source = (
        terms.outerjoin(license_, license_.c.id == terms.c.license_id)
        .outerjoin(named, named.c.id == terms.c.license_id)
        .outerjoin(ancestor, ancestor.c.id == terms.c.ancestor_id)
    )
    listed = func.json_agg(aggregate_order_by(row, terms.c.n))
    own = correlated(select(func.coalesce(listed, EMPTY_LIST)), [source])
    return own.where(terms.c.model_id == model_id).scalar_subquery()


@dataclass(frozen=True, slots=True)
class RecordedModel:
    """What is recorded of one model.

    Attributes:
        names: of it and of the ancestors whose labels bind it, by their slugs.
    """

    slug: str
    recorded: Sequence[Recorded]
    names: Mapping[str, str]

    def materials(self, asked: Artifact | None) -> Iterator[Material]:
        """What goes in where the model does."""
        return materials(self.slug, self.recorded, asked)


def read_recorded(rows: Sequence[Mapping[str, Any]]) -> Sequence[RecordedModel]:
    """The models of the JSON that `recorded_licenses` gives, each once."""
    distinct = {row["slug"]: row for row in rows}
    return [_read_model(row) for row in distinct.values()]


def _read_model(row: Mapping[str, Any]) -> RecordedModel:
    ancestors = {each["ancestor"]: each["ancestorName"] for each in row["terms"]}
    ancestors.pop(None, None)
    recorded = [_read_label(row["slug"], each) for each in _labels(row["terms"])]
    return RecordedModel(row["slug"], recorded, {**ancestors, row["slug"]: row["name"]})


def _labels(terms: Sequence[_Terms]) -> Sequence[Sequence[_Terms]]:
    """The rows of each label: one, and those that other sources say instead."""
    labels: list[list[_Terms]] = []
    for row in terms:
        if row["rival"] == 0:
            labels.append([])
        labels[-1].append(row)
    return labels


def _read_label(model: str, rows: Sequence[_Terms]) -> Recorded:
    first = rows[0]
    licenses = tuple(_read_license(row) for row in rows)
    return Recorded(
        model=first["ancestor"] or model,
        artifact=Artifact(first["artifact"]),
        label=licenses[0] if len(licenses) == 1 else Rivals(licenses),
        flow=Flow(first["flow"]),
        is_own=first["ancestor"] is None,
    )


def _read_license(row: _Terms) -> Label:
    name: str | None = row["license"]
    return NOTHING_SAID if name is None else registry_label(name, row["expression"])
