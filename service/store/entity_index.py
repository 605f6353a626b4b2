"""The rows by which entities are found and listed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from service.domain.claims import Kind, RelationKind
from service.domain.identity import sort_name
from service.domain.projection import Projection
from service.domain.values import Support
from service.domain.words import name_words, search_key, search_words
from service.store.differences import TableRow

_OBJECTS: Final = ("organization", "license")
"""The properties whose objects have the models that are theirs."""

MODELS_BY_RELATION: Final[Mapping[Kind, RelationKind]] = MappingProxyType(
    {
        Kind.DATASET: RelationKind.TRAINED_ON,
        Kind.BENCHMARK: RelationKind.EVALUATED_ON,
        Kind.FRAMEWORK: RelationKind.AVAILABLE_IN,
    }
)
"""The relations by which models are of an entity of these kinds."""


def index_rows(projection: Projection) -> Iterator[TableRow]:
    """A row for each entity, in the order of the table's columns."""
    counts, summaries = _model_counts(projection), _summaries(projection)
    for entity in projection.entities:
        aliases = [name for name, _ in entity.aliases]
        yield (
            entity.id,
            entity.kind.value,
            entity.id in projection.stubs,
            sort_name(entity.name),
            counts[entity.id],
            search_key(entity.name),
            aliases,
            list(map(search_key, aliases)),
            name_words([entity.name]),
            name_words(aliases),
            search_words(summaries.get(entity.id, "")),
        )


def _summaries(projection: Projection) -> Mapping[int, str]:
    return {
        fact.model: fact.text
        for fact in projection.facts
        if fact.property == "summary" and fact.text
    }


def _model_counts(projection: Projection) -> Counter[int]:
    """How many described models each entity has."""
    return Counter(other for model, other in _pairs(projection) if model not in projection.stubs)


def _pairs(projection: Projection) -> Iterator[tuple[int, int]]:
    """Models with the entities that they are of."""
    for fact in projection.facts:
        if fact.object and (fact.property in _OBJECTS or fact.support is Support.YES):
            yield fact.model, fact.object
    kinds = {entity.id: entity.kind for entity in projection.entities}
    for edge in projection.edges:
        if kinds[edge.source] is Kind.MODEL and _has_models(kinds[edge.target], edge.kind):
            yield edge.source, edge.target


def _has_models(kind: Kind, relation: RelationKind) -> bool:
    return MODELS_BY_RELATION.get(kind) is relation
