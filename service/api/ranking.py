"""How alternatives to a model are found and ranked.

docs/decisions/0026-lineage-and-alternatives.md says why.

Candidates come from the index of models by task. All are scored, and all that a score is made of is
kept in the row, so that reasons can say it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Integer,
    MetaData,
    Numeric,
    Subquery,
    Table,
    Text,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from service.api.filters import described, narrow_models
from service.api.licensing.asking import read_context
from service.api.licensing.usability import AskedUses, is_usable
from service.api.roots import Root
from service.planner.lists import Bound
from service.planner.mapping import Condition, Expression, Place, only
from service.planner.matching import Narrowed
from service.planner.row import Row
from service.planner.sql import correlated, cut_list
from service.tables.graph import entities, model_features, model_tasks, models

WEIGHTS: Final = {"tasks": 6, "features": 2, "modality": 1, "category": 1}

_GROUPS: Final = {
    "tasks": (model_tasks, "task_id"),
    "features": (model_features, "feature_id"),
}

_KNOWN: Final = ("YES", "NO")

ranked = Table(
    "ranked",
    MetaData(),
    Column("id", BigInteger),
    Column("sort_name", Text),
    Column("root_name", Text),
    Column("task_ids", ARRAY(BigInteger)),
    *(
        Column(name, Integer)
        for group in _GROUPS
        for name in (group, f"{group}_yes", f"{group}_no")
    ),
    Column("modality", Text),
    Column("root_modality", Text),
    Column("category", Text),
    Column("root_category", Text),
    Column("score", Numeric),
    Column("uses", ARRAY(Text)),
    Column("context", JSON),
)
"""The shape of an alternative's own row; there is no such table.

tasks and features are how many the root has; _yes and _no, of how many of these it is known that
the candidate has them, and that it lacks them.
"""


@dataclass(frozen=True)
class ReadAlternatives:
    """The models that could stand in for the root, best first; null where there is no root."""

    root: Root
    bound: Bound = field(default=Bound(10, most=100))

    def sql(self, place: Place) -> Expression:
        length, root = self.bound.read(place), _root(place, self.root(place))
        candidate = _scored(_candidates(place, root, _narrowed(place), _plan(place)))
        item = place.object(place.derived(candidate, times=length.counted)).label("item")
        order = [candidate.c.score.desc(), candidate.c.sort_name, candidate.c.id]
        listed = cut_list(correlated(select(item), [candidate]), order, length.limit)
        return correlated(select(listed), [root]).scalar_subquery()


def _narrowed(place: Place) -> Narrowed:
    asked = place.field.inputs.get("filter")
    narrowed = Narrowed((described(),)) if asked is None else narrow_models(place, asked)
    return replace(narrowed, conditions=[*narrowed.conditions, *_usable(place)])


def _usable(place: Place) -> Iterator[Condition]:
    inputs = place.field.inputs
    if "uses" in inputs and not place.ask(inputs["includeUnusable"], bool):
        asked = AskedUses(inputs["uses"], inputs["context"])
        if asked.is_given(place):
            yield is_usable(place, asked)


def _plan(place: Place) -> Mapping[str, Expression]:
    """The uses that are asked about, and by whom; null where none can be."""
    inputs = place.field.inputs
    if "uses" not in inputs:
        return {"uses": cast(null(), ARRAY(Text)), "context": cast(null(), JSON)}
    context = place.bind(inputs["context"], "json", _checked)
    return {"uses": place.bind(inputs["uses"], "text[]"), "context": context}


def _checked(context: Mapping[str, Any]) -> str:
    """The context as JSON, if it is one to ask with."""
    read_context(context)
    return json.dumps(context)


def _root(place: Place, id_: Expression) -> Subquery:
    """The root's row: id, name, modality, category, and the tasks and features it has."""
    model, named = place.table(models), place.table(entities)
    columns = [
        model.c.id,
        named.c.name,
        model.c.modality,
        model.c.category,
        *(_had(place, model.c.id, *group) for group in _GROUPS.values()),
    ]
    found = correlated(select(*columns), [model.join(named, named.c.id == model.c.id)])
    # OFFSET keeps PostgreSQL from putting the lists' subqueries where the lists are used.
    return found.where(model.c.id == id_).offset(literal_column("0")).subquery()


def _had(place: Place, model: Expression, table: Table, object_id: str) -> Expression:
    """The ids of what a model has of a group."""
    supported = place.table(table)
    found = correlated(select(supported.c[object_id]), [supported])
    found = found.where(supported.c.model_id == model, supported.c.support == "YES")
    ids = func.array(found.scalar_subquery(), type_=ARRAY(BigInteger))
    return ids.label(f"{object_id}s")


def _candidates(
    place: Place, root: Subquery, narrowed: Narrowed, plan: Mapping[str, Expression]
) -> Subquery:
    """The rows of `ranked` without their score, of models that share a task with the root."""
    base = Row(only(models), reader=place.row.reader)
    model, tasks, features = base.place(models), *(_counts(place, root, name) for name in _GROUPS)
    source = tasks.join(model, model.c.id == tasks.c.id)
    source = source.outerjoin(features, features.c.id == tasks.c.id)
    for table, on in narrowed.joins:
        source = source.join(table, base[on])
    columns = {
        "tasks_yes": tasks.c.yes,
        "tasks_no": tasks.c.no,
        "features_yes": func.coalesce(features.c.yes, 0),
        "features_no": func.coalesce(features.c.no, 0),
        "root_name": root.c.name,
        "task_ids": root.c.task_ids,
        "tasks": func.cardinality(root.c.task_ids),
        "features": func.cardinality(root.c.feature_ids),
        "root_modality": root.c.modality,
        "root_category": root.c.category,
        **plan,
    }
    labelled = [value.label(name) for name, value in columns.items()]
    own = [model.c.id, model.c.sort_name, model.c.modality, model.c.category]
    conditions = [base[condition] for condition in narrowed.conditions]
    shares_task = tasks.c.yes > 0
    found = correlated(select(*own, *labelled), [source])
    return found.where(shares_task, model.c.id != root.c.id, *conditions).subquery()


def _counts(place: Place, root: Subquery, group: str) -> Subquery:
    """How many of what the root has of a group models are known to have and to lack."""
    table, object_id = _GROUPS[group]
    supported, ids = place.table(table), root.c[f"{object_id}s"]
    support = supported.c.support
    yes, no = (func.count().filter(support == known).label(known.lower()) for known in _KNOWN)
    found = correlated(select(supported.c.model_id.label("id"), yes, no), [supported])
    found = found.where(supported.c[object_id] == func.any(ids), support.in_(_KNOWN))
    return found.group_by(supported.c.model_id).subquery()


def _scored(candidate: Subquery) -> Subquery:
    """The rows with their score.

    Agreement is counted in parts of a whole, so that one division gives the score, rounded once.
    """
    tasks, features = candidate.c.tasks, func.greatest(candidate.c.features, 1)
    whole = tasks * features
    known = {
        "tasks": tasks > 0,
        "features": candidate.c.features > 0,
        "modality": candidate.c.root_modality.is_not(None),
        "category": candidate.c.root_category.is_not(None),
    }
    agreement = {
        "tasks": _balance(candidate, "tasks") * features,
        "features": _balance(candidate, "features") * tasks,
        "modality": _sameness(candidate, "modality") * whole,
        "category": _sameness(candidate, "category") * whole,
    }
    points = reduce(add, (weight * agreement[name] for name, weight in WEIGHTS.items()))
    weights = reduce(add, (case((known[name], each), else_=0) for name, each in WEIGHTS.items()))
    most = weights * whole
    score = func.round(cast(most + points, Numeric) / (2 * most), 4, type_=Numeric)
    return correlated(select(*candidate.c, score.label("score")), [candidate]).subquery()


def _balance(candidate: Subquery, group: str) -> Expression:
    """How many it has less how many it lacks; what is UNKNOWN counts as neither."""
    yes, no = (candidate.c[f"{group}_{known.lower()}"] for known in _KNOWN)
    return yes - no


def _sameness(candidate: Subquery, name: str) -> Expression:
    """1 for the same word, -1 for another, 0 where one of the two is UNKNOWN."""
    own, of_root = candidate.c[name], candidate.c[f"root_{name}"]
    return case((own == of_root, 1), (own != of_root, -1), else_=0)
