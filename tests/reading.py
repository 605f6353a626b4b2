"""Documents to what is known, without a database: for tests of parsers and of consolidation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.domain.claims import Claim, Clause, Kind, Listing
from service.domain.consolidation import consolidate
from service.domain.identity import document_id
from service.domain.projection import Edge, Entity, Fact, Judgement, Projection, Property, Reading
from service.domain.values import Status, Support
from service.ingest.sources import Parsed, parse_document
from service.ingest.sources.properties import read_properties

SEED = Path(__file__).parents[1] / "seed"
VOCABULARY = SEED / "vocabulary"


@cache
def properties() -> tuple[Property, ...]:
    return read_properties((VOCABULARY / "properties.yaml").read_text(encoding="utf-8"))


def parse(content: str, name: str = "page.txt") -> Parsed:
    return parse_document(name, content.encode(), properties())


def reading_of(parsed: Parsed) -> Reading:
    digest = hashlib.sha256(parsed.text.encode()).hexdigest()
    return Reading(
        document=document_id(parsed.source, parsed.key, digest),
        source=parsed.source,
        title=parsed.title,
        closed_world=parsed.closed_world,
        claims=tuple(seen for seen in parsed.observations if isinstance(seen, Claim)),
        clauses=tuple(seen for seen in parsed.observations if isinstance(seen, Clause)),
        listings=tuple(seen for seen in parsed.observations if isinstance(seen, Listing)),
    )


@cache
def vocabulary() -> tuple[Reading, ...]:
    files = sorted(set(VOCABULARY.glob("*.yaml")) - {VOCABULARY / "properties.yaml"})
    return tuple(reading_of(parse(file.read_text(encoding="utf-8"), file.name)) for file in files)


@dataclass(frozen=True)
class Known:
    """A projection, asked by names as a person would."""

    projection: Projection

    def entity(self, name: str, kind: Kind = Kind.MODEL) -> Entity:
        (found,) = [
            entity
            for entity in self.projection.entities
            if entity.name == name and entity.kind is kind
        ]
        return found

    def facts(self, model: str) -> dict[str, Fact]:
        entity = self.entity(model)
        return {fact.property: fact for fact in self.projection.facts if fact.model == entity.id}

    def fact(self, model: str, key: str) -> Fact:
        return self.facts(model)[key]

    def value(self, model: str, key: str) -> tuple[str | None, Status]:
        fact = self.fact(model, key)
        return fact.text, fact.status

    def support(self, model: str, section: str) -> dict[Support, set[str]]:
        found: dict[Support, set[str]] = {support: set() for support in Support}
        for fact in self.facts(model).values():
            if fact.section == section and fact.support is not None:
                found[fact.support].add(fact.label)
        return found

    def relations(self) -> set[tuple[str, str, str]]:
        names = {entity.id: entity.name for entity in self.projection.entities}
        return {
            (names[edge.source], edge.kind.value, names[edge.target])
            for edge in self.projection.edges
        }

    def edge(self, source: str, kind: str, target: str) -> Edge:
        names = {entity.id: entity.name for entity in self.projection.entities}
        (found,) = [
            edge
            for edge in self.projection.edges
            if (names[edge.source], edge.kind.value, names[edge.target]) == (source, kind, target)
        ]
        return found


def known(
    pages: Iterable[str], judgements: Sequence[Judgement] = (), *, with_vocabulary: bool = True
) -> Known:
    """What the pages, and the vocabulary, add up to."""
    readings = [reading_of(parse(page)) for page in pages]
    if with_vocabulary:
        readings.extend(vocabulary())
    return Known(consolidate(readings, properties(), judgements))


def page(
    left: str,
    right: str,
    rows: Sequence[str] = (),
    *,
    tasks: Sequence[str] | None = ("Classification",),
    features: Sequence[str] | None = ("Foundation Vision",),
    overviews: tuple[str, str] = ("", ""),
) -> str:
    """A comparison page without borders and check marks; None leaves a section out."""
    lines = [
        f"{left} vs {right}",
        "",
        f"{left} vs {right}: Overview",
        "",
        *(
            part
            for name, text in zip((left, right), overviews, strict=True)
            for part in (name, text)
        ),
        f"{left} vs {right} Comparison Table",
        "",
        f"Property{left}{right}",
        *rows,
        *(["Vision Tasks", *tasks] if tasks is not None else []),
        *(["Model Features", *features] if features is not None else []),
    ]
    return "\n".join(lines)
