"""Alternatives: models that could stand in for another, best first, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry
from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import array

from service.api.entities import Task
from service.api.fields import field, listed, read_from
from service.api.models import Model
from service.api.ranking import WEIGHTS, ranked
from service.planner.lists import Bound
from service.planner.mapping import Expression, Place, ToOne, Value
from service.planner.sql import correlated, cut_list
from service.tables.graph import model_tasks

NOT_JUDGED = "This registry does not judge licences yet."

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


def _licensed() -> Expression:
    """Says of the uses that were asked about, if any, that nothing is known."""
    text = f"Whether its licence allows %s is UNKNOWN. {NOT_JUDGED}"
    uses = func.array_to_string(_row.uses, ", ")
    return case((func.cardinality(_row.uses) > 0, func.format(text, uses)))


def _reasons() -> Sequence[Expression]:
    return [
        _counted("tasks"),
        _counted("features"),
        _compared("modality"),
        _compared("category"),
        _licensed(),
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
        Value(func.array_remove(array(_reasons()), None)),
        "What the score is made of, a sentence for each weight; then whether the licence allows "
        "the uses that were asked about.",
    )
