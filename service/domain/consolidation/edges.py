"""Relations: what the claims say of how entities stand to each other."""

from __future__ import annotations

from collections import defaultdict

from service.domain.claims import Ref, RelationKind
from service.domain.consolidation.context import EDGES, Context
from service.domain.consolidation.names import Key
from service.domain.consolidation.scalars import Place, arranged
from service.domain.projection import Edge


def find_edges(context: Context) -> tuple[Edge, ...]:
    """Every relation that a claim states, with all places that do; sorted."""
    places: dict[tuple[Key, str, Key], list[Place]] = defaultdict(list)
    for reading in context.readings:
        for claim in reading.claims:
            if claim.property in EDGES and claim.polarity and isinstance(claim.value, Ref):
                source = context.entity(reading, claim.subject)
                target = context.entity(reading, claim.value)
                if source != target:
                    place = (reading.title, context.evidence(reading, claim))
                    places[source, claim.property, target].append(place)
    edges = [
        Edge(source.id, RelationKind(kind), target.id, arranged(found))
        for (source, kind, target), found in places.items()
    ]
    return tuple(sorted(edges, key=lambda edge: (edge.source, edge.kind, edge.target)))
