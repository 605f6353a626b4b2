"""The steps of consolidation, in order."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.claims import Kind
from service.domain.consolidation.context import Context, declare
from service.domain.consolidation.edges import find_edges
from service.domain.consolidation.entities import build_entities
from service.domain.consolidation.names import all_refs, resolve_names
from service.domain.consolidation.scalar_facts import ScalarFacts
from service.domain.consolidation.support_facts import SupportFacts
from service.domain.projection import Judgement, Projection, Property, Reading


def consolidate(
    readings: Sequence[Reading], properties: Sequence[Property], judgements: Sequence[Judgement]
) -> Projection:
    """Work out what all current documents add up to.

    Args:
        readings: one for each current document, in any order.
        properties: all that are declared.
        judgements: those in force.
    """
    # Order must not matter: whatever iterates below starts from one order.
    ordered = sorted(readings, key=lambda reading: (reading.title, reading.document))
    names = resolve_names(ordered, judgements)
    context = Context(ordered, names, declare(properties, ordered))
    scalars = ScalarFacts(context)
    support = SupportFacts(context)
    entities = build_entities(ordered, names, scalars.referred)
    slugs = {entity.id: entity.slug for entity in entities}
    facts = [*scalars.facts, *support.facts(slugs)]
    models = {entity.id for entity in entities if entity.kind is Kind.MODEL}
    return Projection(
        mentions={
            (reading.document, ref): names.entity(reading.document, ref).id
            for reading in ordered
            for ref in all_refs(reading)
        },
        entities=tuple(sorted(entities, key=lambda entity: entity.id)),
        facts=tuple(sorted(facts, key=lambda fact: (fact.model, fact.position))),
        stubs=frozenset(models - {key.id for key in names.described}),
        edges=find_edges(context),
    )
