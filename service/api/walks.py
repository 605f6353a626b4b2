"""The search behind a lineage.

Each direction is a breadth-first search in one recursive CTE. A row of it is a level: the models
that are reached there for the first time, as an array, beside all that are reached so far. So each
model is left once, however many ways lead to it, and a cycle ends where it closes.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    Column,
    FromClause,
    Integer,
    MetaData,
    Subquery,
    Table,
    Text,
    column,
    func,
    literal,
    not_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

from service.api.fields import argument
from service.api.roots import Root
from service.api.scalars import Direction, RelationKind
from service.api.steps import Steps, unnested
from service.planner.mapping import Expression, Place
from service.planner.sql import correlated
from service.tables.graph import models

MOST_REACHED = 5_000
"""A direction that has reached so many models goes no further."""

_DEEPEST, _DEFAULT_DEPTH = 20, 10

_UPWARD = {
    Direction.ANCESTORS: (True,),
    Direction.DESCENDANTS: (False,),
    Direction.BOTH: (True, False),
}
"""Whether a direction follows edges from source to target."""

lineages = Table(
    "lineages",
    MetaData(),
    Column("root_id", BigInteger),
    Column("kinds", ARRAY(Text)),
    Column("depth", Integer),
    Column("upward", ARRAY(Boolean)),
    Column("ids", ARRAY(BigInteger)),
    Column("depths", ARRAY(Integer)),
)
"""The shape of a lineage's own row; there is no such table.

upward, ids and depths go together: one of each for a model that a direction reaches, and for the
root."""

LINEAGE = (
    argument(
        "direction",
        Direction | None,
        "Which way to follow relations; null: both.",
        default=Direction.BOTH,
    ),
    argument(
        "kinds",
        list[RelationKind] | None,
        "Only follow relations of these kinds; null: of every kind.",
    ),
    argument(
        "depth",
        int | None,
        f"How many steps to go, from 1 to {_DEEPEST}; null: {_DEFAULT_DEPTH}.",
        default=_DEFAULT_DEPTH,
    ),
)
"""The arguments of a lineage beside its root."""


@dataclass(frozen=True)
class ReadLineage:
    """The lineage of a model, by the arguments direction, kinds and depth; null without a model."""

    root: Root

    def sql(self, place: Place) -> Expression:
        kinds = place.bind(place.input("kinds"), "text[]")
        asked = place.bind(place.input("depth"), "int", _checked)
        depth = func.coalesce(asked, literal(_DEFAULT_DEPTH))
        walk = _walk(place, self.root(place), Steps(place, kinds), depth)
        found = _collected(walk, kinds, depth)
        return correlated(select(place.object(place.derived(found))), [found]).scalar_subquery()


def _checked(depth: int) -> int:
    if not 1 <= depth <= _DEEPEST:
        raise ValueError(f"{depth} is not between 1 and {_DEEPEST}")
    return depth


def _walk(place: Place, root: Expression, steps: Steps, depth: Expression) -> CTE:
    """The levels of each direction: root_id, upward, depth, frontier, reached."""
    model, direction = place.table(models), _directions(place)
    alone = array([model.c.id])
    columns = [model.c.id.label("root_id"), direction.c.upward, literal(0).label("depth")]
    start = select(*columns, alone.label("frontier"), alone.label("reached"))
    start = correlated(start, [model.join(direction, true())]).where(model.c.id == root)
    walk = start.cte("walk", recursive=True, nesting=True)
    near = unnested(walk.c.frontier)
    edges = [
        steps.to_targets(near, walk.c.upward),
        steps.to_sources(near, not_(walk.c.upward)),
    ]
    room = literal(MOST_REACHED) - func.cardinality(walk.c.reached)
    fresh = steps.new_models(edges, walk.c.reached, most=room)
    following = select(
        walk.c.root_id,
        walk.c.upward,
        walk.c.depth + 1,
        fresh.c.ids,
        func.array_cat(walk.c.reached, fresh.c.ids),
    ).select_from(walk.join(fresh, true()))
    return walk.union_all(following.where(walk.c.depth < depth, fresh.c.ids.is_not(None)))


def _directions(place: Place) -> FromClause:
    asked = place.ask(place.input("direction"), lambda direction: direction)
    upward = array([literal(way) for way in _UPWARD[asked or Direction.BOTH]])
    return func.unnest(upward).table_valued(column("upward", Boolean)).render_derived()


def _collected(walk: CTE, kinds: Expression, depth: Expression) -> Subquery:
    """The one row of a lineage; none where the walk has no root."""
    node = unnested(walk.c.frontier)
    columns = [
        walk.c.root_id,
        kinds.label("kinds"),
        depth.label("depth"),
        func.array_agg(walk.c.upward).label("upward"),
        func.array_agg(node.c.id).label("ids"),
        func.array_agg(walk.c.depth).label("depths"),
    ]
    joined = walk.join(node, true())
    return correlated(select(*columns), [joined]).group_by(walk.c.root_id).subquery()
