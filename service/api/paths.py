"""Paths: the shortest chain of relations between two models, each edge in either direction.

The search goes breadth first from both ends in turns, a whole level at a time, from the end where
fewer models are waiting; so a hub is opened only where nothing smaller is left. It ends where the
levels meet. All shortest chains lie in the levels then known; the first of them is chosen edge by
edge, among the models that have a shortest way on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry
from sqlalchemy import (
    CTE,
    BigInteger,
    Column,
    ColumnClause,
    Integer,
    MetaData,
    Select,
    Subquery,
    Table,
    Text,
    case,
    cast,
    collate,
    column,
    func,
    intersect,
    literal,
    literal_column,
    not_,
    null,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, array
from sqlalchemy.types import TypeEngine

from service.api.facts import Relation
from service.api.fields import field, read_from
from service.api.roots import model_named
from service.api.steps import Steps, far_ends, gathered, listed, unnested
from service.planner.mapping import Condition, Expression, Place
from service.planner.sql import correlated, json_list
from service.tables.graph import entities, models

LONGEST = 10
"""The most edges that a path may have."""

_EDGE: Mapping[str, TypeEngine[Any]] = {
    "source_id": BigInteger(),
    "kind": Text(),
    "target_id": BigInteger(),
}

_paths = Table(
    "paths",
    MetaData(),
    *(Column(f"{name}s", ARRAY(type_)) for name, type_ in _EDGE.items()),
)
"""The shape of a path's own row: its edges in order; there is no such table."""

_NONE = cast(array([]), ARRAY(BigInteger))


class ReadPath:
    """Query.path: between the models that the arguments from and to name."""

    def sql(self, place: Place) -> Expression:
        steps = Steps(place)
        search = _search(place, steps)
        chain = _chain(place, steps, _levels(search, _useful(steps, search)))
        found = _collected(chain)
        return correlated(select(place.object(place.derived(found))), [found]).scalar_subquery()


def _search(place: Place, steps: Steps) -> CTE:
    """The search from both ends, a row for each level that is added.

    Columns: near and far, the models of the latest level from each end; near_before and far_before,
    those of the level before it; near_steps and far_steps, how far from the ends the latest are;
    met, the models in both latest levels, null if there are none.
    """
    search = _ends(place).cte(recursive=True)
    fewer = func.cardinality(search.c.near) <= func.cardinality(search.c.far)
    opened = case((fewer, search.c.near), else_=search.c.far)
    before = case((fewer, search.c.near_before), else_=search.c.far_before)
    waiting = unnested(opened)
    edges = [steps.to_targets(waiting), steps.to_sources(waiting)]
    # An edge leads to its own level or to one beside it, so that no earlier ones need be known.
    fresh = steps.new_models(edges, func.array_cat(opened, before))
    other = case((fewer, search.c.far), else_=search.c.near)
    met = gathered(intersect(listed(fresh.c.ids), listed(other)))
    near = _grown(search, "near", fewer, fresh.c.ids)
    far = _grown(search, "far", not_(fewer), fresh.c.ids)
    following = select(*near, *far, met.c.ids)
    following = following.select_from(search.join(fresh, true()).join(met, true()))
    steps_so_far = search.c.near_steps + search.c.far_steps
    return search.union_all(
        following.where(search.c.met.is_(None), fresh.c.ids.is_not(None), steps_so_far < LONGEST)
    )


def _ends(place: Place) -> Select[Any]:
    """The row that the search begins with; none if one of the models is unknown."""
    source, target = place.table(models), place.table(models)
    columns = [
        *_end("near", source.c.id),
        *_end("far", target.c.id),
        case((source.c.id == target.c.id, array([source.c.id]))).label("met"),
    ]
    ends = correlated(select(*columns), [source.join(target, true())])
    from_, to = model_named("from")(place), model_named("to")(place)
    return ends.where(source.c.id == from_, target.c.id == to)


def _end(side: str, id_: Expression) -> Sequence[Expression]:
    levels: dict[str, Expression] = {
        side: array([id_]),
        f"{side}_before": _NONE,
        f"{side}_steps": literal(0),
    }
    return [value.label(name) for name, value in levels.items()]


def _grown(search: CTE, side: str, grows: Condition, fresh: Expression) -> Sequence[Expression]:
    """One side's columns in the next row."""
    latest, before, steps = (search.c[f"{side}{suffix}"] for suffix in ("", "_before", "_steps"))
    return [
        case((grows, fresh), else_=latest),
        case((grows, latest), else_=before),
        steps + cast(grows, Integer),
    ]


def _useful(steps: Steps, search: CTE) -> CTE:
    """Of the levels from the near end up to where the levels met, the models on shortest chains.

    Columns: n, how many steps from the near end; ids.
    """
    met = correlated(select(search.c.near_steps.label("n"), search.c.met.label("ids")), [search])
    useful = met.where(search.c.met.is_not(None)).cte(recursive=True)
    later, level = unnested(useful.c.ids), search.alias()
    ends = far_ends([steps.to_targets(later), steps.to_sources(later)])
    here = unnested(level.c.near)
    known = correlated(select(here.c.id), [level.join(here, true())])
    fresh = gathered(intersect(ends, known.where(level.c.near_steps == useful.c.n - 1)))
    earlier = select(useful.c.n - 1, fresh.c.ids).select_from(useful.join(fresh, true()))
    return useful.union_all(earlier.where(useful.c.n > 0))


def _levels(search: CTE, useful: CTE) -> CTE:
    """The models that a shortest chain can hold at each step from the near end: n, ids.

    Every model of a level from the far end has a way on, so that nothing is taken out there.
    """
    met, level = search.alias(), search.alias()
    n = met.c.near_steps + met.c.far_steps - level.c.far_steps
    behind = select(n, level.c.far).select_from(met.join(level, true()))
    behind = behind.where(met.c.met.is_not(None), level.c.far_steps < met.c.far_steps)
    return union_all(select(useful.c.n, useful.c.ids), behind).cte()


def _chain(place: Place, steps: Steps, levels: CTE) -> CTE:
    """The chain, from the near end: n, id, and the edge that leads to it from the one before."""
    edge = [_nothing(type_).label(name) for name, type_ in _EDGE.items()]
    start = select(levels.c.n, levels.c.ids[1].label("id"), *edge).where(levels.c.n == 0)
    chain = start.cte(recursive=True)
    step = _step(place, steps, levels, chain).lateral("step")
    columns = [step.c[name] for name in ("far", *_EDGE)]
    following = select(chain.c.n + 1, *columns).select_from(chain.join(step, true()))
    return chain.union_all(following)


def _nothing(type_: TypeEngine[Any]) -> Expression:
    value = cast(null(), type_)
    return collate(value, "C") if isinstance(type_, Text) else value


def _step(place: Place, steps: Steps, levels: CTE, chain: CTE) -> Select[Any]:
    """The first edge, by kind and slugs, from the chain's latest model to the next level."""
    latest = unnested(array([chain.c.id]))
    edge = union(steps.to_targets(latest), steps.to_sources(latest)).subquery()
    source, target, level = place.table(entities), place.table(entities), levels.alias()
    following = unnested(level.c.ids)
    known = correlated(select(following.c.id), [level.join(following, true())])
    joined = edge.join(source, source.c.id == edge.c.source_id)
    joined = joined.join(target, target.c.id == edge.c.target_id)
    found = correlated(select(edge), [joined])
    found = found.where(edge.c.far.in_(known.where(level.c.n == chain.c.n + 1)))
    return found.order_by(edge.c.kind, source.c.slug, target.c.slug).limit(literal_column("1"))


def _collected(chain: CTE) -> Subquery:
    """The one row of a path; none where there is no chain."""
    is_edge = chain.c.n > 0
    columns: list[Expression] = [
        func.coalesce(
            func.array_agg(aggregate_order_by(chain.c[name], chain.c.n)).filter(is_edge),
            cast(array([]), ARRAY(type_)),
        ).label(f"{name}s")
        for name, type_ in _EDGE.items()
    ]
    return correlated(select(*columns), [chain]).having(func.count() > 0).subquery()


class PathRelations:
    """LineagePath.relations, in the order of the chain."""

    def sql(self, place: Place) -> Expression:
        columns: list[ColumnClause[Any]] = [column(name, type_) for name, type_ in _EDGE.items()]
        edge = (
            func.unnest(*(place.row[_paths.c[f"{name}s"]] for name in _EDGE))
            .table_valued(*columns, with_ordinality="n")
            .render_derived()
        )
        item = place.object(place.derived(edge, times=LONGEST))
        return correlated(select(json_list(item, [edge.c.n])), [edge]).scalar_subquery()


@strawberry.type(description="A chain of relations between two models.")
@read_from(_paths)
class LineagePath:
    relations: list[Relation] = field(
        PathRelations(),
        "The edges from the first model to the second, each in either direction; none where the "
        "two are the same.",
    )
