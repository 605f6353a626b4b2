"""Alternatives: models that could stand in for another, best first, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry
from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import array

from service.api.entities import Task
from service.api.fields import field, listed, read_from
from service.api.licensing.asking import read_context
from service.api.licensing.pools import Materials
from service.api.licensing.recorded import RecordedModel
from service.api.licensing.verdicts import LicenseVerdict, verdict
from service.api.models import Model
from service.api.ranking import WEIGHTS, ranked
from service.api.slugs import each_id
from service.domain.licensing.questions import Question
from service.domain.licensing.verdicts import Use
from service.planner.lists import Bound
from service.planner.mapping import Expression, Place, ToOne, Value
from service.planner.sql import JsonObject, correlated, cut_list
from service.tables.graph import model_tasks

_row = ranked.c


class SharedTasks:
    """Alternative.sharedTasks, by name."""

    bound = Bound(100)

    def sql(self, place: Place) -> Expression:
        length, supported = self.bound.read(place), place.table(model_tasks)
        task = place.child(times=length.counted)
        task.require()
        item = place.object(task).label("item")
        joined = task.source().join(supported, supported.c.task_id == task.key)
        shared = correlated(select(item), [joined]).where(
            supported.c.model_id == place.row[_row.id],
            supported.c.support == "YES",
            supported.c.task_id == func.any(place.row[_row.task_ids]),
        )
        order = [supported.c.object_sort_name, supported.c.task_id]
        return cut_list(shared, order, length.limit)


def _counted(group: str) -> Expression:
    """Says of how many of the root's tasks or features what is known."""
    of, yes, no = (_row[f"{group}{suffix}"] for suffix in ("", "_yes", "_no"))
    of_root = f"{group.capitalize()}, weight {WEIGHTS[group]}: of the %s that %s has,"
    text = func.format(
        f"{of_root} YES for %s, NO for %s, UNKNOWN for %s.",
        of,
        _row.root_name,
        yes,
        no,
        of - yes - no,
    )
    nothing = func.format(f"{group.capitalize()}, weight 0: none is known of %s.", _row.root_name)
    return case((of > 0, text), else_=nothing)


def _compared(name: str) -> Expression:
    """Says whether a word is the same for both."""
    own, of_root = _row[name], _row[f"root_{name}"]
    label, weight = name.capitalize(), WEIGHTS[name]
    known = f"{label}, weight {weight}: %s, where that of %s is %s."
    same = f"{label}, weight {weight}: %s, the same as that of %s."
    return case(
        (
            of_root.is_(None),
            func.format(f"{label}, weight 0: that of %s is UNKNOWN.", _row.root_name),
        ),
        (own == of_root, func.format(same, own, _row.root_name)),
        else_=func.format(known, func.coalesce(own, "UNKNOWN"), _row.root_name, of_root),
    )


class Usability:
    """Alternative.usability: what licenseCheck says of the model."""

    def sql(self, place: Place) -> Expression:
        uses, context = place.row[_row.uses], place.row[_row.context]
        plan = JsonObject({"uses": uses, "context": context})
        materials = Materials(lambda inner: each_id(array([inner.row[_row.id]])))
        judged = verdict(place, materials, lambda _: _asks, plan)
        return case((func.cardinality(uses) > 0, judged))


def _asks(models: Sequence[RecordedModel], plan: Mapping[str, Any]) -> Question:
    (model,) = models
    uses = frozenset(map(Use, plan["uses"]))
    materials = tuple(model.materials(None))
    return Question(materials, uses=uses, context=read_context(plan["context"]))


def _reasons() -> Sequence[Expression]:
    return [
        _counted("tasks"),
        _counted("features"),
        _compared("modality"),
        _compared("category"),
    ]


@strawberry.type(description="A model that could stand in for another.")
@read_from(ranked)
class Alternative:
    model: Model = field(ToOne(_row.id), "The model that could stand in.")
    shared_tasks: list[Task] = listed(
        SharedTasks(), "The tasks that both models are known to have, by name."
    )
    score: float = field(
        Value(_row.score),
        "From 0 to 1: 1/2 + (sum of weight x agreement) / (2 x sum of weights), to 4 digits. The "
        "agreement in tasks, and in features, is (YES - NO) / all that the other model has; in "
        "modality and category it is 1 for the same, -1 for another and 0 where UNKNOWN. So YES "
        "counts for, NO against, and UNKNOWN neither way. The weights are "
        + ", ".join(f"{name} {weight}" for name, weight in WEIGHTS.items())
        + "; where the other model itself has none known, the weight is 0.",
    )
    reasons: list[str] = field(
        Value(array(_reasons())), "What the score is made of, a sentence for each weight."
    )
    usability: LicenseVerdict | None = field(
        Usability(),
        "Whether its licences allow the uses that were asked about; null where none were.",
    )
