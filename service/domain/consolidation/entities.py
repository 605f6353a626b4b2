"""The nodes of the graph: every entity that a document names or a fact refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from service.domain.claims import Kind, Ref
from service.domain.consolidation.names import Key, Names
from service.domain.identity import distinct_slugs, name_key, slugify
from service.domain.projection import Entity, Reading


def build_entities(
    readings: Sequence[Reading], names: Names, referred: Iterable[Key]
) -> list[Entity]:
    """Every entity, with the names, parents and expressions that documents give it."""
    keys = {*names.written, *referred}
    slugs = _slugs(keys, names)
    parents = _parents(readings, names)
    expressions = _expressions(readings, names)
    taken = {(key.kind, slug) for key, slug in slugs.items()}
    further = _further_slugs(keys, names, taken)
    return [
        Entity(
            id=key.id,
            kind=key.kind,
            slug=slugs[key],
            name=names.spelling(key),
            name_key=key.name,
            scope=key.scope,
            aliases=_aliases(key, names),
            slugs=tuple(sorted(further.get(key, ()))),
            spdx_expression=expressions.get(key),
            parents=tuple(sorted(parent.id for parent in parents.get(key, ()))),
        )
        for key in keys
    ]


def _slugs(keys: Iterable[Key], names: Names) -> dict[Key, str]:
    """A slug for each, of the name that is shown."""
    kinds: dict[Kind, dict[Key, tuple[str, str]]] = defaultdict(dict)
    for key in keys:
        kinds[key.kind][key] = (name_key(names.spelling(key)), key.scope)
    slugs = {}
    for named in kinds.values():
        distinct = distinct_slugs(named.values())
        slugs.update({key: distinct[name] for key, name in named.items()})
    return slugs


def _aliases(key: Key, names: Names) -> tuple[tuple[str, int], ...]:
    shown = names.spelling(key)
    return tuple(
        (written, min(documents))
        for written, documents in sorted(names.written.get(key, {}).items())
        if written != shown and documents
    )


def _further_slugs(
    keys: Iterable[Key], names: Names, taken: set[tuple[Kind, str]]
) -> dict[Key, set[str]]:
    """Slugs of aliases, where only one entity of the kind has the alias."""
    claimed: dict[tuple[Kind, str], set[Key]] = defaultdict(set)
    for key in keys:
        for written in names.written.get(key, {}):
            claimed[key.kind, slugify(written)].add(key)
    further: dict[Key, set[str]] = defaultdict(set)
    for (kind, slug), owners in claimed.items():
        if len(owners) == 1 and (kind, slug) not in taken:
            further[next(iter(owners))].add(slug)
    return further


def _parents(readings: Sequence[Reading], names: Names) -> Mapping[Key, set[Key]]:
    parents: dict[Key, set[Key]] = defaultdict(set)
    for reading in readings:
        for claim in reading.claims:
            if claim.property == "parent" and isinstance(claim.value, Ref):
                child = names.entity(reading.document, claim.subject)
                parent = names.entity(reading.document, claim.value)
                if child != parent:
                    parents[child].add(parent)
    return parents


def _expressions(readings: Sequence[Reading], names: Names) -> dict[Key, str]:
    """SPDX expressions; none where documents give one licence several."""
    found: dict[Key, set[str]] = defaultdict(set)
    for reading in readings:
        for claim in reading.claims:
            if claim.property == "spdx_expression":
                found[names.entity(reading.document, claim.subject)].add(str(claim.value))
    return {key: next(iter(texts)) for key, texts in found.items() if len(texts) == 1}
