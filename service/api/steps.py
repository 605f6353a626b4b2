"""Steps along relations, from a set of models to those that relations join to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    FromClause,
    Select,
    column,
    except_,
    func,
    or_,
    select,
    union,
)

from service.planner.mapping import Condition, Expression, Place
from service.planner.sql import correlated
from service.tables.graph import models, relations


def unnested(ids: Expression) -> FromClause:
    """A row for each of the ids: id."""
    return func.unnest(ids).table_valued(column("id", BigInteger)).render_derived()


@dataclass(frozen=True)
class Steps:
    """Steps along relations of some kinds.

    Attributes:
        place: says how tables are read.
        kinds: an array; null: of every kind.
    """

    place: Place
    kinds: Expression | None = None

    def to_targets(self, near: FromClause, *conditions: Condition) -> Select[Any]:
        """The edges that begin at nodes: far (the target), source_id, kind, target_id."""
        return self._edges(near, "source_id", "target_id").where(*conditions)

    def to_sources(self, near: FromClause, *conditions: Condition) -> Select[Any]:
        """The edges that end at nodes, in the same columns; far is the source."""
        return self._edges(near, "target_id", "source_id").where(*conditions)

    def _edges(self, near: FromClause, here: str, there: str) -> Select[Any]:
        edge = self.place.table(relations)
        columns = [edge.c[there].label("far"), edge.c.source_id, edge.c.kind, edge.c.target_id]
        joined = near.join(edge, edge.c[here] == near.c.id)
        found = correlated(select(*columns), [joined])
        if self.kinds is None:
            return found
        return found.where(or_(self.kinds.is_(None), edge.c.kind == func.any(self.kinds)))

    def new_models(
        self, edges: list[Select[Any]], known: Expression, most: Expression | None = None
    ) -> FromClause:
        """One row, ids: of the models at the far ends that are not known; null if there are none.

        Of more than `most`, those with the smallest ids.
        """
        model, fresh = self.place.table(models), except_(far_ends(edges), listed(known)).subquery()
        joined = fresh.join(model, model.c.id == fresh.c.id)
        found = correlated(select(model.c.id), [joined])
        if most is not None:
            found = found.order_by(model.c.id).limit(most)
        return gathered(found)


def far_ends(edges: list[Select[Any]]) -> CompoundSelect[Any]:
    """The nodes at the far ends of edges, each once: id."""
    ends = (edge.with_only_columns(edge.selected_columns.far.label("id")) for edge in edges)
    return union(*ends)


def gathered(ids: Select[Any] | CompoundSelect[Any]) -> FromClause:
    """One row, ids: an array of what a statement finds; null if that is nothing."""
    found = ids.subquery()
    return correlated(select(func.array_agg(found.c.id).label("ids")), [found]).lateral()


def listed(ids: Expression) -> Select[Any]:
    """The ids of an array, for a set operation."""
    return select(func.unnest(ids).label("id")).correlate_except()
