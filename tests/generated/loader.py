"""The only module here that knows the code under test: pages in, `score.Answers` out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from service.domain.claims import Claim, Clause, Kind, Listing
from service.domain.consolidation import consolidate
from service.domain.identity import document_id
from service.domain.projection import Fact, Projection, Property, Reading
from service.errors import DocumentRefused
from service.ingest.sources import parse_document
from service.ingest.sources.properties import read_properties

from . import words
from .pages import Page
from .score import Answer, Answers
from .world import SCALARS

VOCABULARY: Final = Path(__file__).parents[2] / "seed" / "vocabulary"

_SECTIONS: Final = {"TASK": "task", "FEATURE": "feature"}
_KINDS: Final = {Kind.TASK: "task", Kind.FEATURE: "feature"}


@cache
def declared_properties() -> Sequence[Property]:
    return read_properties((VOCABULARY / "properties.yaml").read_text())


def vocabulary() -> list[Reading]:
    """Readings of the vocabulary that a new registry starts with."""
    files = sorted(set(VOCABULARY.glob("*.yaml")) - {VOCABULARY / "properties.yaml"})
    return [read(file.name, file.read_bytes()) for file in files]


def read(name: str, content: bytes) -> Reading:
    """A document as consolidation gets it.

    Raises:
        DocumentRefused: the parser refuses it.
    """
    parsed = parse_document(name, content, declared_properties())
    return Reading(
        document_id(parsed.source, parsed.key, hashlib.sha256(content).hexdigest()),
        parsed.source,
        parsed.title,
        parsed.closed_world,
        claims=tuple(seen for seen in parsed.observations if isinstance(seen, Claim)),
        clauses=tuple(seen for seen in parsed.observations if isinstance(seen, Clause)),
        listings=tuple(seen for seen in parsed.observations if isinstance(seen, Listing)),
    )


def read_all(pages: Iterable[Page]) -> tuple[list[Reading], dict[str, str]]:
    """Readings of the pages that are not refused, and the messages of those that are."""
    readings: dict[int, Reading] = {}
    refused: dict[str, str] = {}
    for page in pages:
        try:
            reading = read(page.file, page.content)
        except DocumentRefused as refusal:
            refused[page.file] = str(refusal)
        else:
            readings[reading.document] = reading
    return list(readings.values()), refused


def project(readings: Sequence[Reading]) -> Projection:
    return consolidate(readings, declared_properties(), ())


def answer(pages: Sequence[Page]) -> Answers:
    """What the loader makes of the pages, in a registry that knows its vocabulary."""
    return _answer(pages, vocabulary())


def answer_alone(pages: Sequence[Page]) -> Answers:
    """What the loader makes of the pages alone."""
    return _answer(pages, [])


def _answer(pages: Sequence[Page], known: list[Reading]) -> Answers:
    readings, refused = read_all(pages)
    return _answers(project([*known, *readings]), _rows(project(known)), refused)


def _answers(
    projection: Projection, known: frozenset[tuple[str, str]], refused: dict[str, str]
) -> Answers:
    names = {
        entity.id: entity.name
        for entity in projection.entities
        if entity.kind is Kind.MODEL and entity.id not in projection.stubs
    }
    cells = {
        (names[fact.model], key): Answer(
            fact.text, fact.support, fact.status, tuple(place.quote for place in fact.evidence)
        )
        for fact in projection.facts
        if fact.model in names and (key := _key(fact))
    }
    return Answers(cells, frozenset(names.values()), _rows(projection) - known, refused)


def _key(fact: Fact) -> str | None:
    """The cell's key; None for properties that no table of these worlds has."""
    section = _SECTIONS.get(fact.section)
    if section:
        return f"{section}:{fact.label}"
    return fact.property if fact.property in SCALARS else _written(fact)


def _written(fact: Fact) -> str | None:
    """The label by which pages write a further property, whichever of its labels is shown."""
    labels = {one.key: {one.label, *one.labels} for one in declared_properties()}
    shown = {_folded(label) for label in labels.get(fact.property, {fact.label})}
    return next((label for label in words.OTHER_ROWS if _folded(label) in shown), None)


def _folded(label: str) -> str:
    return "".join(character for character in label.lower() if character.isalnum())


def _rows(projection: Projection) -> frozenset[tuple[str, str]]:
    return frozenset(
        (_KINDS[entity.kind], entity.name)
        for entity in projection.entities
        if entity.kind in _KINDS
    )
