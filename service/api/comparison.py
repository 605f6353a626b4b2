"""Comparisons: models side by side, row by row, with what they share and may share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import strawberry
from graphql import GraphQLError
from sqlalchemy import (
    BigInteger,
    Column,
    FromClause,
    MetaData,
    Table,
    Text,
    and_,
    case,
    cast,
    collate,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from service.api.cells import cell, is_said
from service.api.entities import Feature, Task
from service.api.facts import Fact
from service.api.fields import argument, field, listed, read_from
from service.api.licensing.checks import Compatibility
from service.api.licensing.verdicts import LicenseVerdict
from service.api.models import Model
from service.api.scalars import RowGroup
from service.api.slugs import each_id, each_model, unknown_models
from service.planner.lists import Bound
from service.planner.mapping import Condition, Expression, Place, Value
from service.planner.selection import Field
from service.planner.sql import correlated, cut_list, json_list
from service.tables.graph import facts, model_features, model_tasks
from service.tables.sources import properties

_FEWEST = 2
_SHARED = Bound(100, most=500)
_SECTIONS = [group.value for group in RowGroup]

_compared = Table("compared", MetaData(), Column("ids", ARRAY(BigInteger)))
"""The shape of a comparison's own row; there is no such table."""

_known_text = collate(case((facts.c.status != "UNKNOWN", facts.c.text)), "C")
_first, _last = func.min(_known_text), func.max(_known_text)
_is_vaguer = and_(
    _first.regexp_match(r"^\d{4}(-\d\d)?\Z"), func.starts_with(_last, _first.concat("-"))
)
"""One date says less precisely what another says: 2023 and 2023-10."""

_differs = case(
    (and_(_first != _last, not_(_is_vaguer)), true()),
    (or_(_first != _last, func.count(_known_text) < func.count()), null()),
    else_=false(),
)
"""Over the cells of a row: whether known ones differ; null where unknown ones leave it open, or a
date that is less precise than another."""


class Compare:
    """Query.compare: the models that the argument names, in its order, each once."""

    def sql(self, place: Place) -> Expression:
        checked = partial(_checked, place.planning.limits.compared)
        slugs = place.bind(place.input("models"), "text[]", checked)
        found = _resolve(place, slugs).cte(f"compared_{len(place.planning.checks)}")
        complain = partial(_complain, place.field)
        place.planning.check(select(found.c.problem).scalar_subquery(), complain)
        whole = correlated(select(place.object(place.derived(found))), [found])
        return whole.where(found.c.problem.is_(None)).scalar_subquery()


class ComparedModels:
    """Comparison.models, in the order asked for."""

    def sql(self, place: Place) -> Expression:
        asked = each_id(place.row[_compared.c.ids])
        model = place.child(times=place.planning.limits.compared)
        item = correlated(select(place.object(model)), [model.source()])
        item = item.where(model.key == asked.c.id)
        listed = json_list(item.scalar_subquery(), [asked.c.n])
        return correlated(select(listed), [asked]).scalar_subquery()


class ComparedRows:
    """Comparison.rows: the declared rows, and those that any of the models has a fact for."""

    bound = Bound(300, most=1_000)

    def sql(self, place: Place) -> Expression:
        length, cells = self.bound.read(place), _cells(place)
        row = place.derived(cells, times=length.counted)
        rows = correlated(select(place.object(row).label("item")), [cells])
        rows = rows.group_by(cells.c.property)
        if place.ask(place.input("onlyDifferences"), bool):
            rows = rows.having(row[_differs].is_(true()))
        return cut_list(rows, _row_order(cells), length.limit)


class Cells:
    """ComparisonRow.cells: the facts of a row, in the order of the models."""

    def sql(self, place: Place) -> Expression:
        cells = place.row.place(facts)
        cell = place.derived(cells, times=place.planning.limits.compared)
        return json_list(place.object(cell), [cells.c.n])


@dataclass(frozen=True)
class SharedObjects:
    """Tasks or features of which the compared models' support meets a condition, by name."""

    table: Table
    object_id: str
    having: Callable[[FromClause, Expression], Condition]
    bound: Bound = _SHARED

    def sql(self, place: Place) -> Expression:
        length = self.bound.read(place)
        ids = place.row[_compared.c.ids]
        supported = place.table(self.table)
        columns = supported.c
        name = func.min(columns.object_sort_name).label("name")
        shared = correlated(select(columns[self.object_id].label("id"), name), [supported])
        shared = shared.where(columns.model_id == func.any(ids)).group_by(columns[self.object_id])
        found = shared.having(self.having(supported, func.cardinality(ids))).subquery()
        child = place.child(times=length.counted)
        item = correlated(select(place.object(child)), [child.source()])
        item = item.where(child.key == found.c.id)
        items = correlated(select(item.label("item")), [found])
        return cut_list(items, [found.c.name, found.c.id], length.limit)


def _all_have(supported: FromClause, models: Expression) -> Condition:
    return _how_many(supported, "YES") == models


def _none_lacks(supported: FromClause, models: Expression) -> Condition:
    """Some may have it, none is known to lack it, and at least one is not known to have it."""
    return and_(_how_many(supported, "NO") == 0, _how_many(supported, "YES") < models)


def _how_many(supported: FromClause, support: str) -> Expression:
    return func.count().filter(supported.c.support == support)


def _checked(most: int, slugs: Sequence[str]) -> Sequence[str]:
    if not _FEWEST <= len(slugs) <= most:
        message = f"a comparison takes from {_FEWEST} to {most} models, not {len(slugs)}"
        raise ValueError(message)
    return slugs


def _resolve(place: Place, slugs: Expression) -> Any:
    """One row: the models' ids in order; `problem` lists slugs with ids unless all is well."""
    asked = each_model(place, slugs)
    pair = func.json_build_array(asked.c.slug, cast(asked.c.id, Text))
    pairs = func.json_agg(aggregate_order_by(pair, asked.c.n))
    distinct = func.count(asked.c.id.distinct())
    return select(
        func.array_agg(aggregate_order_by(asked.c.id, asked.c.n)).label("ids"),
        case((distinct < func.count(), pairs)).label("problem"),
    )


def _complain(asked: Field, pairs: Sequence[tuple[str, str | None]]) -> Sequence[GraphQLError]:
    """Errors for slugs that lead to no model, or else to one that another slug led to."""
    unknown = [slug for slug, id_ in pairs if id_ is None]
    if unknown:
        return unknown_models(asked, unknown)
    ids = [id_ for _, id_ in pairs]
    repeated = dict.fromkeys(slug for slug, id_ in pairs if ids.count(id_) > 1)
    named = ", ".join(map(repr, repeated))
    return [asked.problem("REPEATED_MODEL", f"The same model is named twice: {named}.")]


def _cells(place: Place) -> Any:
    """A row for each known key and compared model: the columns of `facts`, position and n."""
    ids, said = place.row[_compared.c.ids], place.table(facts)
    known, asked = _keys(place, ids).subquery(), each_id(ids)
    joined = known.join(asked, true()).outerjoin(said, is_said(said, asked.c.id, known))
    columns = [*cell(said, asked.c.id, known), known.c.position, asked.c.n]
    return correlated(select(*columns), [joined]).subquery()


def _keys(place: Place, ids: Expression) -> Any:
    """The rows' keys, each once, with section, label and position; passages are not compared."""
    said, known, silent = map(place.table, (facts, properties, properties))
    declared = select(
        known.c.key,
        literal("PROPERTY").label("section"),
        known.c.label,
        known.c.position,
    ).where(known.c.compared)
    stored = select(said.c.property, said.c.section, said.c.label, said.c.position)
    passages = select(silent.c.key).where(silent.c.value_type == "passage")
    stored = correlated(stored, [said]).where(
        said.c.model_id == func.any(ids), said.c.property.not_in(passages)
    )
    keys = union_all(declared, stored).subquery()
    first = [
        func.min(collate(keys.c.section, "C")).label("section"),
        func.min(collate(keys.c.label, "C")).label("label"),
        func.min(keys.c.position).label("position"),
    ]
    return select(keys.c.key, *first).group_by(keys.c.key)


def _row_order(cells: FromClause) -> Sequence[Expression]:
    """Sections in their order; properties by position, tasks and features by name."""
    section = func.min(cells.c.section)
    rank = case({name: index for index, name in enumerate(_SECTIONS)}, value=section)
    place = case((section == "PROPERTY", func.min(cells.c.position)))
    name = func.lower(func.min(cells.c.label))
    return rank, place, name, cells.c.property


@strawberry.type(description="One row of a comparison: a property, task or feature.")
@read_from(facts)
class ComparisonRow:
    key: str = field(
        Value(facts.c.property), "The property's key, such as license or task:detection."
    )
    label: str = field(Value(func.min(facts.c.label)), "As a person would read it.")
    group: RowGroup = field(Value(func.min(facts.c.section)), "The section that it belongs to.")
    differs: bool | None = field(
        Value(_differs), "Whether the cells differ; null where unknown cells leave it open."
    )
    cells: list[Fact] = field(Cells(), "One per compared model, in the order asked for.")


@strawberry.type(description="Models side by side.")
@read_from(_compared)
class Comparison:
    models: list[Model] = field(ComparedModels(), "The models, in the order asked for.")
    rows: list[ComparisonRow] = listed(
        ComparedRows(),
        "Every property that comparisons show, and everything that is said of any of the models: "
        "properties first, then tasks, then features.",
        arguments=(
            argument(
                "onlyDifferences",
                bool | None,
                "Only rows of which it is known that the cells differ.",
                default=False,
            ),
        ),
    )
    shared_tasks: list[Task] = listed(
        SharedObjects(model_tasks, "task_id", _all_have),
        "Tasks that every compared model has, by name.",
    )
    possibly_shared_tasks: list[Task] = listed(
        SharedObjects(model_tasks, "task_id", _none_lacks),
        "Tasks that a document lists or states for at least one of the compared models, that none "
        "of them is known to lack and at least one is not known to have, by name.",
    )
    shared_features: list[Feature] = listed(
        SharedObjects(model_features, "feature_id", _all_have),
        "Features that every compared model has, by name.",
    )
    possibly_shared_features: list[Feature] = listed(
        SharedObjects(model_features, "feature_id", _none_lacks),
        "Features that a document lists or states for at least one of the compared models, that "
        "none of them is known to lack and at least one is not known to have, by name.",
    )
    license_compatibility: LicenseVerdict = field(
        Compatibility(lambda place: each_id(place.row[_compared.c.ids])),
        "Can works under these models' licences be combined, and under what?",
    )
