"""How long it takes to work out and write which licences bind models, and where labels drift."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from sqlalchemy import Connection, select

from service.cli.opening import migrate_registry
from service.domain.claims import Kind, RelationKind
from service.domain.licensing.lineage import BINDING
from service.domain.projection import Edge, Entity, Fact, Projection
from service.domain.values import Status
from service.postgres import Database
from service.store.differences import difference, read_rows, write_added
from service.store.migrate import connect
from service.store.model_terms import model_rows
from service.store.rows import rows_of
from service.tables import graph, licensing

TARGET: Final = 60.0
"""Seconds for 100,000 models with 150,000 relations."""

_TO_A_BASE: Final = 50
"""Models for each base, which is made from none; most others are made from one of the bases."""
_FROM_BASE: Final = 0.7
_UNLABELLED: Final = 0.1
_KINDS: Final = sorted(BINDING)


@dataclass(frozen=True)
class Drift:
    """What it took.

    Attributes:
        terms, risks: how many rows that makes.
    """

    models: int
    relations: int
    terms: int
    risks: int
    seconds: float

    @property
    def is_good(self) -> bool:
        return self.seconds <= TARGET

    def __str__(self) -> str:
        target = f"target {TARGET:.0f} s{'' if self.is_good else ', too slow'}"
        return (
            f"Drift of {self.models:,} models with {self.relations:,} relations: "
            f"{self.terms:,} terms, {self.risks:,} risks, {self.seconds:.1f} s ({target})"
        )


def measure_drift(url: str, models: int) -> Drift:
    """Fill the tables of licences for generated models with half as many relations again.

    Arguments:
        url: of an empty database; its licences are those of the vocabulary.
    """
    migrate_registry(Database(url))
    with connect(url) as connection:
        projection = _projection(_licenses(connection), models)
        _write_models(connection, projection)
        started = time.perf_counter()
        rows = model_rows(projection)
        for table, wanted in rows.items():
            write_added(connection, difference(table, read_rows(connection, table), wanted), 2)
        took = time.perf_counter() - started
    terms, risks = rows[licensing.model_terms], rows[licensing.license_risks]
    return Drift(models, len(projection.edges), len(terms), len(risks), took)


def _licenses(connection: Connection) -> Sequence[Entity]:
    columns = graph.entities.c.id, graph.entities.c.slug, graph.entities.c.name
    query = select(*columns).join(graph.licenses).order_by(graph.entities.c.slug)
    return [
        Entity(id_, Kind.LICENSE, slug, name, slug, "")
        for id_, slug, name in connection.execute(query)
    ]


def _projection(licenses: Sequence[Entity], models: int) -> Projection:
    random = Random(40)  # noqa: S311  # no secret
    edges = set(_lineage(random, models))
    return Projection(
        mentions={},
        entities=(*licenses, *(_model(number) for number in range(1, models + 1))),
        facts=tuple(_labels(random, licenses, models)),
        stubs=frozenset(),
        edges=tuple(Edge(*edge, evidence=()) for edge in sorted(edges)),
    )


def _model(number: int) -> Entity:
    return Entity(number, Kind.MODEL, f"model-{number}", f"Model {number}", f"model {number}", "")


def _labels(random: Random, licenses: Sequence[Entity], models: int) -> Iterator[Fact]:
    for number in range(1, models + 1):
        if random.random() > _UNLABELLED:
            license_ = random.choice(licenses)
            yield Fact(
                number,
                "license",
                0,
                "PROPERTY",
                "License",
                license_.name,
                Status.STATED,
                "",
                object=license_.id,
            )


def _lineage(random: Random, models: int) -> Iterator[tuple[int, RelationKind, int]]:
    """One relation of each model that is no base to an earlier one, and others besides."""
    bases = models // _TO_A_BASE
    made = range(bases + 1, models + 1)
    for number in (*made, *random.choices(made, k=models * 3 // 2 - len(made))):
        newest = bases if random.random() < _FROM_BASE else number - 1
        yield number, random.choice(_KINDS), random.randint(1, newest)


def _write_models(connection: Connection, projection: Projection) -> None:
    rows = rows_of(replace(projection, edges=()))
    for table in (graph.entities, graph.models):
        held = read_rows(connection, table)
        write_added(connection, difference(table, held, rows[table]), 1)
