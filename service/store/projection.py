"""The projection into the tables of the graph, by difference to what they hold.

An entity, once there, stays in `entities`, and its old slugs lead to it until another entity needs
them; the tables of kinds hold those that current claims know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, Table, func, update

from service.domain.projection import Projection
from service.store.differences import (
    Difference,
    TableRow,
    difference,
    keep_changed,
    read_rows,
    write_added,
    write_removed,
)
from service.store.license_library import library_rows
from service.store.mentions import read_resolutions, resolve_mentions
from service.store.registry import next_version
from service.store.rows import rows_of
from service.tables import graph


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that reads otherwise than before.

    Attributes:
        model: slug of the model; name, its name.
        property: the fact's key; label, what people read.
        before, after: as a person reads it, None where unknown. Where the words are the same and
            only their status changed, both carry the status: `MIT (STATED)`, `MIT (CONFLICTED)`.
    """

    model: str
    name: str
    property: str
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Pending:
    """What writing a projection would do.

    Attributes:
        differences: by table, in an order that suits foreign keys.
        resolutions: ids of entities by ids of mentions, where they are to change.
    """

    differences: Mapping[Table, Difference]
    resolutions: Mapping[int, int]

    def __bool__(self) -> bool:
        return any(self.differences.values()) or bool(self.resolutions)


class _EntityRow(NamedTuple):
    id: int
    kind: str
    slug: str
    name: str
    name_key: str
    scope: str
    sort_name: str


class _FactRow(NamedTuple):
    model_id: int
    property: str
    position: int
    section: str
    label: str
    object_id: int | None
    text: str | None
    support: str | None
    status: str
    reason: str
    notes: list[str]


def compare_projection(connection: Connection, projection: Projection) -> Pending:
    """Find out what the tables lack of a projection, and what they have too much."""
    wanted = dict(rows_of(projection))
    licenses = read_rows(connection, graph.licenses)
    wanted.update(library_rows(connection, projection, licenses))
    held = {table: read_rows(connection, table) for table in wanted}
    wanted[graph.entities][:0] = _kept_entities(held[graph.entities], wanted[graph.entities])
    wanted[graph.entity_slugs][:0] = _kept_slugs(held[graph.entities], held[graph.entity_slugs])
    return Pending(
        {table: difference(table, held[table], rows) for table, rows in wanted.items()},
        _unresolved(connection, projection),
    )


def write_projection(connection: Connection, pending: Pending) -> None:
    """Do what `compare_projection` found, in the same transaction."""
    version = next_version(connection)
    for found in pending.differences.values():
        keep_changed(connection, found, version)
    _free_slugs(connection, pending.differences[graph.entities])
    for found in pending.differences.values():
        write_added(connection, found, version)
    for found in reversed(list(pending.differences.values())):
        write_removed(connection, found, version)
    resolve_mentions(connection, pending.resolutions)


def fact_changes(connection: Connection, pending: Pending) -> tuple[FactChange, ...]:
    """The facts that read otherwise, by model and position; after `write_projection`."""
    entities = {row.id: row for row in map(_EntityRow._make, read_rows(connection, graph.entities))}
    changes = (
        (entities[fact.model_id], fact, before, after)
        for fact, before, after in _told(pending.differences[graph.facts])
        if before != after
    )
    return tuple(
        FactChange(model.slug, model.name, fact.property, fact.label, before, after)
        for model, fact, before, after in sorted(
            changes, key=lambda change: (change[0].sort_name, change[0].id, change[1].position)
        )
    )


def _kept_entities(held: list[TableRow], wanted: list[TableRow]) -> Iterator[TableRow]:
    """The entities that are there, under another slug where a current entity needs theirs."""
    taken = {(row.kind, row.slug): row.id for row in map(_EntityRow._make, wanted)}
    for row in map(_EntityRow._make, held):
        is_free = taken.get((row.kind, row.slug), row.id) == row.id
        yield row if is_free else row._replace(slug=f"{row.slug}-{row.id:x}")


def _kept_slugs(entities: list[TableRow], slugs: list[TableRow]) -> Iterator[TableRow]:
    """The slugs that are or were an entity's own, as former ones; current slugs override them."""
    own = {(row.kind, row.slug): row.id for row in map(_EntityRow._make, entities)}
    for kind, slug, entity, former in slugs:
        if former or own.get((kind, slug)) == entity:
            yield kind, slug, entity, True


def _free_slugs(connection: Connection, found: Difference) -> None:
    """Take slugs away from entities that get others, so that two may change places."""
    moving = [before[0] for before, after in found.changed if before[2] != after[2]]
    if moving:
        entities = graph.entities
        slug = func.concat("moving-", entities.c.id)
        connection.execute(update(entities).where(entities.c.id.in_(moving)).values(slug=slug))


def _unresolved(connection: Connection, projection: Projection) -> Mapping[int, int]:
    held = read_resolutions(connection)
    pairs = ((held[mention], entity) for mention, entity in projection.mentions.items())
    return {mention: after for (mention, before), after in pairs if before != after}


def _told(found: Difference) -> Iterator[tuple[_FactRow, str | None, str | None]]:
    """Facts with what people read before and after."""
    for row in map(_FactRow._make, found.added):
        yield row, None, row.text
    for row in map(_FactRow._make, found.removed):
        yield row, row.text, None
    for old, new in found.changed:
        before, after = _FactRow._make(old), _FactRow._make(new)
        is_status = before.text == after.text and before.status != after.status
        yield after, _told_text(before, is_status), _told_text(after, is_status)


def _told_text(fact: _FactRow, with_status: bool) -> str | None:
    return f"{fact.text} ({fact.status})" if with_status and fact.text else fact.text
