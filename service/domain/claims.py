"""What documents say, before anything is made of it.

A parser yields observations: claims, clauses and listings. Each carries the place it was read at;
`quote` is always `text[start:end]` of the document, in Unicode code points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from service.domain.values import Count, PartialDate


class Kind(StrEnum):
    """The kinds of entities, each with a table of its own."""

    MODEL = "model"
    ORGANIZATION = "organization"
    LICENSE = "license"
    TASK = "task"
    FEATURE = "feature"
    DATASET = "dataset"
    BENCHMARK = "benchmark"
    FRAMEWORK = "framework"


class RelationKind(StrEnum):
    """Edges of the knowledge graph: the claim's subject is (kind) its value."""

    DERIVED_FROM = "DERIVED_FROM"
    FINE_TUNED_FROM = "FINE_TUNED_FROM"
    DISTILLED_FROM = "DISTILLED_FROM"
    MERGED_FROM = "MERGED_FROM"
    QUANTIZED_FROM = "QUANTIZED_FROM"
    ADAPTER_OF = "ADAPTER_OF"
    VARIANT_OF = "VARIANT_OF"
    EXTENDS = "EXTENDS"
    SUCCEEDS = "SUCCEEDS"
    USES = "USES"
    TRAINED_ON = "TRAINED_ON"
    EVALUATED_ON = "EVALUATED_ON"
    AVAILABLE_IN = "AVAILABLE_IN"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a document: code point offsets, start inclusive, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """An entity as a document names it; which entity that is, resolution decides."""

    kind: Kind
    name: str


Value: TypeAlias = str | float | bool | PartialDate | Count | Ref


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule that read an observation, and its version; a better version re-reads."""

    name: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: a document says that subject has value for property.

    Attributes:
        property: key of a declared property; `capability` holds a phrase that may name a task or
            feature; a RelationKind's value (MERGED_FROM, ...) makes the claim an edge; `alias`
            gives the subject another name; `name` says only that the document describes it.
        polarity: False where the document denies it.
        qualifiers: what narrows the statement: role, artifact, metric, setting.
    """

    subject: Ref
    property: str
    value: Value
    span: Span
    quote: str
    rule: Rule
    polarity: bool = True
    qualifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clause:
    """A table row whose cell borders or check marks are lost: it holds for at least one subject.

    Attributes:
        subjects: the models of the table's columns, left to right.
        property: `task` or `feature` (then `object` is the row's), else a scalar property's key.
        text: the cells' text, fused; empty where every cell is empty. For a task or feature row,
            the text left beside the row's name: marks and notes such as `Demo (COCO)`.
    """

    subjects: tuple[Ref, ...]
    property: str
    span: Span
    quote: str
    rule: Rule
    text: str = ""
    object: Ref | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A table section that is there in full: what it does not list, its subjects do not have.

    Attributes:
        property: `task` or `feature`.
        objects: what its rows name, top to bottom.
    """

    subjects: tuple[Ref, ...]
    property: str
    objects: tuple[Ref, ...]
    span: Span
    quote: str
    rule: Rule


Observation: TypeAlias = Claim | Clause | Listing


def refs_of(observation: Observation) -> Sequence[Ref]:
    """The names that an observation uses."""
    match observation:
        case Claim(subject=subject, value=Ref() as value):
            return (subject, value)
        case Claim(subject=subject):
            return (subject,)
        case Clause(subjects=subjects, object=Ref() as row):
            return (*subjects, row)
        case Clause(subjects=subjects):
            return subjects
        case Listing(subjects=subjects, objects=objects):
            return (*subjects, *objects)
