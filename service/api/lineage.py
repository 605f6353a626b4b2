"""Lineage: the models that a model comes from, and those that come from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import strawberry
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    FromClause,
    Integer,
    MetaData,
    Subquery,
    Table,
    column,
    func,
    not_,
    select,
    union,
)

from service.api.facts import Relation
from service.api.fields import field, listed, read_from
from service.api.models import Model
from service.api.steps import Steps, unnested
from service.api.walks import MOST_REACHED, lineages
from service.planner.lists import Bound
from service.planner.mapping import Expression, Place, ToOne, Value
from service.planner.sql import correlated, cut_list
from service.tables.graph import models

_entries = Table("lineage_entries", MetaData(), Column("id", BigInteger), Column("depth", Integer))
"""The shape of an entry's own row; there is no such table."""


class Entries:
    """Lineage.entries: each model once, with its least depth."""

    bound = Bound(1_000)

    def sql(self, place: Place) -> Expression:
        length, entry, model = self.bound.read(place), _reached(place), place.table(models)
        item = place.object(place.derived(entry, times=length.counted)).label("item")
        joined = entry.join(model, model.c.id == entry.c.id)
        order = [entry.c.depth, model.c.sort_name, entry.c.id]
        return cut_list(correlated(select(item), [joined]), order, length.limit)


class FollowedRelations:
    """Lineage.relations: by kind and names, as Model.relations."""

    bound = Bound(1_000)

    def sql(self, place: Place) -> Expression:
        length, edge = self.bound.read(place), _followed(place)
        source, target = place.table(models), place.table(models)
        item = place.object(place.derived(edge, times=length.counted)).label("item")
        joined = edge.join(source, source.c.id == edge.c.source_id)
        joined = joined.join(target, target.c.id == edge.c.target_id)
        names = [edge.c.kind, source.c.sort_name, target.c.sort_name]
        order = [*names, edge.c.source_id, edge.c.target_id]
        return cut_list(correlated(select(item), [joined]), order, length.limit)


@dataclass(frozen=True)
class Count:
    """How many rows there are."""

    rows: Callable[[Place], FromClause]

    def sql(self, place: Place) -> Expression:
        rows = self.rows(place)
        return correlated(select(func.count()), [rows]).scalar_subquery()


def _reached(place: Place) -> Subquery:
    """The models other than the root: id, depth."""
    node = _nodes(place)
    least = select(node.c.id, func.min(node.c.depth).label("depth")).where(node.c.depth > 0)
    return correlated(least, [node]).group_by(node.c.id).subquery()


def _followed(place: Place) -> Subquery:
    """The edges that lead on from models nearer than the depth, to models that are reached."""
    node, steps = _nodes(place), Steps(place, place.row[lineages.c.kinds])
    nearer = node.c.depth < place.row[lineages.c.depth]
    edges = [
        steps.to_targets(node, nearer, node.c.upward),
        steps.to_sources(node, nearer, not_(node.c.upward)),
    ]
    found = union(*edges).subquery()
    known = unnested(place.row[lineages.c.ids])
    reached = found.c.far.in_(correlated(select(known.c.id), [known]))
    columns = [found.c.source_id, found.c.kind, found.c.target_id]
    return correlated(select(*columns), [found]).where(reached).distinct().subquery()


def _nodes(place: Place) -> FromClause:
    """The models that each direction reaches: upward, id, depth."""
    columns = [lineages.c.upward, lineages.c.ids, lineages.c.depths]
    return (
        func.unnest(*(place.row[each] for each in columns))
        .table_valued(column("upward", Boolean), column("id", BigInteger), column("depth", Integer))
        .render_derived()
    )


@strawberry.type(description="A model that a lineage reaches.")
@read_from(_entries)
class LineageEntry:
    model: Model = field(ToOne(_entries.c.id), "The model.")
    depth: int = field(Value(_entries.c.depth), "The fewest steps from the root to it, from 1.")


@strawberry.type(
    description="What a model comes from and what comes from it: the models that relations between "
    "models lead to, directly and through others. A direction that reaches "
    f"{MOST_REACHED:,} models goes no further."
)
@read_from(lineages)
class Lineage:
    root: Model = field(ToOne(lineages.c.root_id), "The model whose lineage it is.")
    entries: list[LineageEntry] = listed(
        Entries(),
        "The models that are reached, each once, without the root, by depth and name.",
    )
    entry_count: int = field(
        Count(_reached), "How many models are reached, also those that entries leaves out."
    )
    relations: list[Relation] = listed(
        FollowedRelations(),
        "The edges that are followed, by kind and names: those that lead on from models fewer "
        "steps from the root than the depth that was asked for.",
    )
    relation_count: int = field(
        Count(_followed), "How many edges are followed, also those that relations leaves out."
    )
