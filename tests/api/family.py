"""Registries of models and the relations between them, a letter or so a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias

from sqlalchemy import Connection

from service.tables import graph, metadata
from tests.api.graph import entity, model_row, write_graph
from tests.scratch import ScratchDatabase, ScratchServer

Edge: TypeAlias = tuple[str, str, str]
"""source, kind, target"""

_FIRST_ID = 1_000
"""Those below are of tests.api.graph."""


@dataclass
class Family:
    """A registry that models are added to.

    Attributes:
        ids: of each model, by its slug.
    """

    database: ScratchDatabase
    ids: dict[str, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(_FIRST_ID))

    def add(self, edges: Sequence[Edge], *, alone: Iterable[str] = (), stubs: str = "") -> None:
        """Add edges with the models that they name; `stubs` are letters, the others described."""
        ends = (slug for source, _, target in edges for slug in (source, target))
        new = dict.fromkeys(slug for slug in (*ends, *alone) if slug not in self.ids)
        self.ids |= {slug: next(self._numbers) for slug in new}
        with self.database.begin() as connection:
            self._add_models(connection, list(new), stubs)
            if edges:
                connection.execute(graph.relations.insert(), [self._row(edge) for edge in edges])

    def _add_models(self, connection: Connection, slugs: Sequence[str], stubs: str) -> None:
        if not slugs:
            return
        rows = [entity(self.ids[slug], "model", slug, slug.upper()) for slug in slugs]
        connection.execute(graph.entities.insert(), rows)
        named = [{"kind": "model", "slug": slug, "entity_id": self.ids[slug]} for slug in slugs]
        connection.execute(graph.entity_slugs.insert(), named)
        models = [
            model_row({"id": self.ids[slug], "name": slug.upper(), "is_stub": slug in stubs})
            for slug in slugs
        ]
        connection.execute(graph.models.insert(), models)

    def _row(self, edge: Edge) -> dict[str, object]:
        source, kind, target = edge
        return {"source_id": self.ids[source], "kind": kind, "target_id": self.ids[target]}


@contextmanager
def new_family(server: ScratchServer) -> Iterator[Family]:
    """The registry of tests.api.graph, to add to."""
    with server.scratch("template0") as database:
        with database.begin() as connection:
            metadata.create_all(connection)
            write_graph(connection)
        yield Family(database)


def edges(text: str) -> list[Edge]:
    """Edges as they are drawn: `a EXTENDS b`, one a line."""
    return [(source, kind, target) for source, kind, target in map(str.split, text.splitlines())]
