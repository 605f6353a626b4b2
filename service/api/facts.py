"""Facts and relations, with the places in documents that they come from."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from sqlalchemy import and_

from service.api.entities import Entity, Feature, Node, Task
from service.api.fields import field, listed, read_from
from service.api.scalars import FactStatus, RelationKind, RowGroup, Support
from service.planner.lists import Bound
from service.planner.mapping import Matching, ToMany, ToOne, Value
from service.planner.relay import GlobalId
from service.tables import graph, sources

if TYPE_CHECKING:
    from service.api.models import Model

_documents = sources.documents.c
_evidence = graph.fact_evidence.c
_facts = graph.facts.c
_rivals = graph.fact_rivals.c
_relations = graph.relations.c
_grounds = graph.relation_evidence.c


@strawberry.type(description="One revision of a text that was imported.")
@read_from(sources.documents)
class Document(Node):
    id: strawberry.ID = field(GlobalId(), "Names the revision among all objects.")
    title: str = field(Value(_documents.title), "What the document calls itself.")
    uri: str | None = field(Value(_documents.uri), "Where it was found, if that is known.")
    sha256: str = field(Value(_documents.sha256), "Of its content, as hexadecimal digits.")
    imported_at: datetime.datetime = field(
        Value(_documents.imported_at), "When this revision was first imported."
    )
    text: str = field(Value(_documents.text), "The whole text, as decoded, newlines untouched.")


@strawberry.type(description="Where a value comes from: the place in a document that says it.")
@read_from(graph.fact_evidence)
class Evidence:
    document: Document = field(ToOne(_evidence.document_id), "The document that says it.")
    quote: str = field(Value(_evidence.quote), "The words of the document, verbatim.")
    start: int = field(
        Value(_evidence.start),
        "Offset into the document as decoded, newlines untouched, in Unicode code points; quote "
        "is text[start:end].",
    )
    end: int = field(Value(_evidence.end), "Offset of the code point behind the quote.")


@strawberry.type(description="What other sources say instead of a fact's value.")
@read_from(graph.fact_rivals)
class RivalValue:
    text: str = field(Value(_rivals.text), "As a person would read it.")
    evidence: list[Evidence] = listed(
        ToMany(
            on=and_(
                _evidence.model_id == _rivals.model_id,
                _evidence.property == _rivals.property,
                _evidence.rival == _rivals.rival,
            ),
            order_by=(_evidence.position,),
            bound=Bound(10, most=200),
        ),
        "The places that say it.",
    )


@strawberry.type(description="One cell of knowledge about one model.")
@read_from(graph.facts, key=("model_id", "property"))
class Fact:
    model: Annotated[Model, strawberry.lazy("service.api.models")] = field(
        ToOne(_facts.model_id), "The model that it is about."
    )
    property: str = field(
        Value(_facts.property),
        "The property's key, such as organization, release_date, task:classification.",
    )
    label: str = field(Value(_facts.label), "The property's name, as a person would read it.")
    section: RowGroup = field(Value(_facts.section), "The section of a page that it belongs to.")
    text: str | None = field(Value(_facts.text), "As a person would read it; null where UNKNOWN.")
    support: Support | None = field(
        Value(_facts.support), "For task: and feature: properties; null elsewhere."
    )
    status: FactStatus = field(Value(_facts.status), "How the registry came by the value.")
    reason: str = field(Value(_facts.reason), "Why this value and no other, in a sentence.")
    notes: list[str] = field(
        Value(_facts.notes), "What tables say beside their mark, such as Demo (COCO)."
    )
    evidence: list[Evidence] = listed(
        ToMany(
            on=and_(
                _evidence.model_id == _facts.model_id,
                _evidence.property == _facts.property,
                _evidence.rival == 0,
            ),
            order_by=(_evidence.position,),
            bound=Bound(20, most=200),
        ),
        "The places that say it, or that it follows from.",
    )
    rivals: list[RivalValue] = listed(
        ToMany(
            on=and_(_rivals.model_id == _facts.model_id, _rivals.property == _facts.property),
            order_by=(_rivals.rival,),
            bound=Bound(10, most=100),
        ),
        "What other sources say instead.",
    )


@strawberry.type(description="A model's support for a task.")
@read_from(graph.model_tasks)
class ModelTask:
    task: Task = field(ToOne(graph.model_tasks.c.task_id), "The task.")
    support: Support = field(Value(graph.model_tasks.c.support), "Whether the model has it.")
    fact: Fact = field(
        Matching(
            and_(
                _facts.model_id == graph.model_tasks.c.model_id,
                _facts.property == graph.model_tasks.c.property,
            )
        ),
        "The fact, with its reason and evidence.",
    )


@strawberry.type(description="A model's support for a feature.")
@read_from(graph.model_features)
class ModelFeature:
    feature: Feature = field(ToOne(graph.model_features.c.feature_id), "The feature.")
    support: Support = field(Value(graph.model_features.c.support), "Whether the model has it.")
    fact: Fact = field(
        Matching(
            and_(
                _facts.model_id == graph.model_features.c.model_id,
                _facts.property == graph.model_features.c.property,
            )
        ),
        "The fact, with its reason and evidence.",
    )


@strawberry.type(description="An edge of the knowledge graph: source is (kind) target.")
@read_from(graph.relations)
class Relation:
    source: Entity = field(ToOne(_relations.source_id), "What the edge speaks of.")
    target: Entity = field(ToOne(_relations.target_id), "What it relates the source to.")
    kind: RelationKind = field(Value(_relations.kind), "What the edge says.")
    evidence: list[Evidence] = listed(
        ToMany(
            on=and_(
                _grounds.source_id == _relations.source_id,
                _grounds.kind == _relations.kind,
                _grounds.target_id == _relations.target_id,
            ),
            table=graph.relation_evidence,
            order_by=(_grounds.position,),
            bound=Bound(20, most=200),
        ),
        "The places that say it.",
    )
