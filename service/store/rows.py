"""A projection as rows: for each table of the graph, what it should hold. Pure.

Every row is a tuple in the order of the table's columns (`differences.written_columns`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from sqlalchemy import Table

from service.domain.claims import Kind
from service.domain.identity import sort_name
from service.domain.projection import Entity, Evidence, Fact, Projection
from service.domain.values import Count, PartialDate
from service.domain.words import name_words, search_words
from service.store.differences import TableRow
from service.store.entity_index import index_rows
from service.store.model_terms import model_rows
from service.tables import graph, search

_Rows: TypeAlias = Iterator[TableRow]
_FactsOf: TypeAlias = Mapping[str, Fact]
"""The facts of one model, by property."""

_KIND_TABLES: Mapping[Kind, Table] = MappingProxyType(
    {
        Kind.ORGANIZATION: graph.organizations,
        Kind.TASK: graph.tasks,
        Kind.FEATURE: graph.features,
        Kind.DATASET: graph.datasets,
        Kind.BENCHMARK: graph.benchmarks,
        Kind.FRAMEWORK: graph.frameworks,
    }
)
"""The kinds whose tables hold an id and nothing else."""


def rows_of(projection: Projection) -> Mapping[Table, list[TableRow]]:
    """The rows of the tables that a projection fills by itself, in an order for foreign keys."""
    return {
        graph.entities: list(_entities(projection)),
        **{table: list(_ids(projection, kind)) for kind, table in _KIND_TABLES.items()},
        graph.licenses: list(_licenses(projection)),
        graph.models: list(_models(projection)),
        graph.entity_slugs: list(_slugs(projection)),
        graph.aliases: list(_aliases(projection)),
        graph.task_parents: list(_parents(projection)),
        graph.facts: list(_facts(projection)),
        graph.fact_rivals: list(_rivals(projection)),
        graph.fact_evidence: list(_fact_evidence(projection)),
        graph.model_tasks: list(_support(projection, "TASK")),
        graph.model_features: list(_support(projection, "FEATURE")),
        graph.relations: [(edge.source, edge.kind.value, edge.target) for edge in projection.edges],
        graph.relation_evidence: list(_relation_evidence(projection)),
        search.entity_index: list(index_rows(projection)),
        **model_rows(projection),
    }


def _entities(projection: Projection) -> _Rows:
    for entity in projection.entities:
        yield (
            entity.id,
            entity.kind.value,
            entity.slug,
            entity.name,
            entity.name_key,
            entity.scope,
            sort_name(entity.name),
        )


def _ids(projection: Projection, kind: Kind) -> _Rows:
    return ((entity.id,) for entity in _of_kind(projection, kind))


def _licenses(projection: Projection) -> _Rows:
    """With the expressions that vocabularies give; `license_library` knows further ones."""
    return ((entity.id, entity.spdx_expression) for entity in _of_kind(projection, Kind.LICENSE))


def _slugs(projection: Projection) -> _Rows:
    """Own slugs come last, so that they win where an alias has the same."""
    for entity in projection.entities:
        for slug in entity.slugs:
            yield entity.kind.value, slug, entity.id, False
    for entity in projection.entities:
        yield entity.kind.value, entity.slug, entity.id, False


def _aliases(projection: Projection) -> _Rows:
    return (
        (entity.id, name, document)
        for entity in projection.entities
        for name, document in entity.aliases
    )


def _parents(projection: Projection) -> _Rows:
    return ((task.id, parent) for task in projection.entities for parent in task.parents)


def _models(projection: Projection) -> _Rows:
    facts: dict[int, dict[str, Fact]] = {}
    for fact in projection.facts:
        facts.setdefault(fact.model, {})[fact.property] = fact
    for model in _of_kind(projection, Kind.MODEL):
        yield _model(model, model.id in projection.stubs, facts.get(model.id, {}))


def _model(model: Entity, is_stub: bool, facts: _FactsOf) -> TableRow:
    summary = _text(facts, "summary")
    names = (model.name, *(name for name, _ in model.aliases))
    return (
        model.id,
        sort_name(model.name),
        is_stub,
        _object(facts, "organization"),
        _object(facts, "license"),
        _text(facts, "category"),
        _text(facts, "modality"),
        *_release(facts),
        *_parameters(facts),
        _context_window(facts),
        summary,
        " ".join(dict.fromkeys([*name_words(names), *search_words(summary or "")])),
    )


def _text(facts: _FactsOf, key: str) -> str | None:
    return facts[key].text if key in facts else None


def _object(facts: _FactsOf, key: str) -> int | None:
    return facts[key].object if key in facts else None


def _release(facts: _FactsOf) -> tuple[str | None, date | None]:
    """The date as precise as it is known, and the first day that it allows."""
    match facts.get("release_date"):
        case Fact(value=PartialDate(year, month, day) as released):
            return released.iso, date(year, month or 1, day or 1)
    return None, None


def _parameters(facts: _FactsOf) -> tuple[str | None, int | None, int | None]:
    match facts.get("parameters"):
        case Fact(value=Count(text, minimum, maximum)):
            return text, minimum, maximum
    return None, None, None


def _context_window(facts: _FactsOf) -> int | None:
    """The largest that the model offers."""
    match facts.get("context_window"):
        case Fact(value=Count(maximum=maximum)):
            return maximum
    return None


def _facts(projection: Projection) -> _Rows:
    for fact in projection.facts:
        yield (
            fact.model,
            fact.property,
            fact.position,
            fact.section,
            fact.label,
            fact.object,
            fact.text,
            fact.support.value if fact.support else None,
            fact.status.value,
            fact.reason,
            list(fact.notes),
        )


def _rivals(projection: Projection) -> _Rows:
    for fact in projection.facts:
        for number, rival in enumerate(fact.rivals, start=1):
            yield fact.model, fact.property, number, rival.text


def _fact_evidence(projection: Projection) -> _Rows:
    for fact in projection.facts:
        for number, evidence in enumerate((fact.evidence, *(r.evidence for r in fact.rivals))):
            for place in _places(evidence):
                yield fact.model, fact.property, number, *place


def _support(projection: Projection, section: str) -> _Rows:
    names = {entity.id: sort_name(entity.name) for entity in projection.entities}
    for fact in projection.facts:
        if fact.section == section and fact.object and fact.support:
            sort_names = names[fact.model], names[fact.object]
            yield fact.model, fact.object, *sort_names, fact.support.value, fact.property


def _relation_evidence(projection: Projection) -> _Rows:
    for edge in projection.edges:
        for place in _places(edge.evidence):
            yield edge.source, edge.kind.value, edge.target, *place


def _places(evidence: Iterable[Evidence]) -> Iterator[tuple[int, int, int, int, str]]:
    for position, place in enumerate(evidence):
        yield position, place.document, place.start, place.end, place.quote


def _of_kind(projection: Projection, kind: Kind) -> Iterator[Entity]:
    return (entity for entity in projection.entities if entity.kind is kind)
