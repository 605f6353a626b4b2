"""Which entity each name of each document is.

- Two spellings with one key are one name (`identity.name_key`).
- An alias that names exactly one entity is that entity, unless a judgement says otherwise. One
  that only prose uses joins two models only where no two organizations stand against it.
- Two documents that describe models of one name by different organizations describe two models:
  the one whose organization comes first in the alphabet keeps the plain name, the others carry
  their organization as scope.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from service.domain.claims import Claim, Kind, Ref, refs_of
from service.domain.identity import entity_id, name_key, slugify
from service.domain.projection import VOCABULARY, Judgement, Reading

_UNATTRIBUTED = "unattributed"


class Key(NamedTuple):
    """An entity: the key of its name and, where two share that, whose it is."""

    kind: Kind
    name: str
    scope: str = ""

    @property
    def id(self) -> int:
        return entity_id(self.kind, self.name, self.scope)


@dataclass(slots=True)
class Names:
    """The answer to 'which entity is this?', for every name in the readings.

    Attributes:
        canonical: from the key of a name to the key of the entity it belongs to.
        scopes: (document, model's canonical key) to the scope of the model described there.
        written: every spelling of an entity, with the documents that use it.
        described: the models that some document describes.
        tables: how tables write an entity, in titles, rows and cells, and how often.
        vocabulary: how the vocabulary writes it.
    """

    canonical: dict[tuple[Kind, str], str] = field(default_factory=dict)
    scopes: dict[tuple[int, str], str] = field(default_factory=dict)
    written: dict[Key, dict[str, set[int]]] = field(default_factory=dict)
    described: set[Key] = field(default_factory=set)
    tables: dict[Key, Counter[str]] = field(default_factory=dict)
    vocabulary: dict[Key, str] = field(default_factory=dict)

    def entity(self, document: int, ref: Ref) -> Key:
        """The entity that a document means by a name."""
        name = self.canonical_name(ref)
        return Key(ref.kind, name, self.scopes.get((document, name), ""))

    def canonical_name(self, ref: Ref) -> str:
        return self.canonical.get((ref.kind, fold(ref)), fold(ref))

    def spelling(self, key: Key) -> str:
        """The name to show: as tables write it, the vocabulary's form of it first.

        Of an entity that no table has, the vocabulary's, else the form that most documents use.
        """
        tables, listed = self.tables.get(key), self.vocabulary.get(key)
        if tables and (listed is None or listed not in tables):
            return min(tables, key=lambda name: (-tables[name], name))
        if listed is not None:
            return listed
        written = self.written.get(key, {})
        return min(
            written,
            key=lambda name: (fold(Ref(key.kind, name)) != key.name, -len(written[name]), name),
            default=key.name,
        )

    def see_in_table(self, key: Key, name: str, times: int = 1) -> None:
        """Count a form that a table uses."""
        self.tables.setdefault(key, Counter())[name] += times


def fold(ref: Ref) -> str:
    """A name's key; what every name of a kind may end with says nothing."""
    key = name_key(ref.name)
    if ref.kind is Kind.LICENSE:
        return re.sub(r" (?:licen[cs]e )?agreement$| licen[cs]e$", "", key) or key
    if ref.kind is Kind.ORGANIZATION:
        return re.sub(r",? (inc|corp|ltd|co|llc)\.?$", r" \1", key)
    return key


def all_refs(reading: Reading) -> set[Ref]:
    return {
        ref
        for group in (reading.claims, reading.clauses, reading.listings)
        for observation in group
        for ref in refs_of(observation)
    }


def resolve_names(readings: Sequence[Reading], judgements: Sequence[Judgement]) -> Names:
    """Resolve every name of every document."""
    names = Names()
    names.canonical = _canonical(readings, judgements)
    makers = _makers(readings, names)
    _join_prose_aliases(names, readings, makers, judgements)
    names.scopes = _scopes(readings, names)
    for reading in readings:
        _record(names, reading)
    return names


def _canonical(
    readings: Sequence[Reading], judgements: Sequence[Judgement]
) -> dict[tuple[Kind, str], str]:
    """Aliases of the vocabulary and judgements, followed to their ends."""
    named = {(ref.kind, fold(ref)) for ref in _named_by_vocabulary(readings)}
    targets: dict[tuple[Kind, str], set[str]] = defaultdict(set)
    for claim in _aliases(readings, vocabulary=True):
        alias = Ref(claim.subject.kind, str(claim.value))
        if (alias.kind, fold(alias)) not in named:
            targets[alias.kind, fold(alias)].add(fold(claim.subject))
    canonical = {name: next(iter(keys)) for name, keys in targets.items() if len(keys) == 1}
    for judged in judgements:
        _apply(canonical, judged)
    return {name: _end_of(canonical, name) for name in canonical}


def _end_of(canonical: Mapping[tuple[Kind, str], str], name: tuple[Kind, str]) -> str:
    """Where a chain of aliases ends; a circle ends at its first name in the alphabet."""
    kind, end = name
    passed: list[str] = []
    while (kind, end) in canonical and end not in passed:
        passed.append(end)
        end = canonical[kind, end]
    return min(passed) if end in passed else end


def _apply(canonical: dict[tuple[Kind, str], str], judged: Judgement) -> None:
    left, right = fold(Ref(judged.kind, judged.left)), fold(Ref(judged.kind, judged.right))
    if judged.same:
        root = canonical.get((judged.kind, left), left)
        other = canonical.get((judged.kind, right), right)
        for name, target in list(canonical.items()):
            if name[0] is judged.kind and target == other:
                canonical[name] = root
        canonical[judged.kind, other] = root
        canonical.pop((judged.kind, root), None)
    else:
        for one, another in ((left, right), (right, left)):
            if canonical.get((judged.kind, one)) == another:
                del canonical[judged.kind, one]


def _named_by_vocabulary(readings: Sequence[Reading]) -> Iterator[Ref]:
    for reading in readings:
        if reading.source == VOCABULARY:
            yield from (claim.subject for claim in reading.claims if claim.property == "name")


def _aliases(readings: Sequence[Reading], *, vocabulary: bool) -> Iterator[Claim]:
    for reading in readings:
        if (reading.source == VOCABULARY) is vocabulary:
            yield from (claim for claim in reading.claims if claim.property == "alias")


def _makers(readings: Sequence[Reading], names: Names) -> dict[str, set[str]]:
    """The organizations that prose names as a model's, by the model's canonical name."""
    makers: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for model, organization in _made_by(reading, names):
            makers[model].add(organization)
    return makers


def _made_by(reading: Reading, names: Names) -> Iterator[tuple[str, str]]:
    for claim in reading.claims:
        if claim.property == "organization" and isinstance(claim.value, Ref):
            yield names.canonical_name(claim.subject), names.canonical_name(claim.value)


def _join_prose_aliases(
    names: Names,
    readings: Sequence[Reading],
    makers: Mapping[str, set[str]],
    judgements: Sequence[Judgement],
) -> None:
    """`Segment Anything Model (SAM)` makes SAM that model where only one model is called so.

    A model that some page describes keeps its name, and its id with it; two that pages describe
    under both names are two.
    """
    apart = set(_kept_apart(judgements))
    described = {names.canonical_name(ref) for reading in readings for ref in _described(reading)}
    targets: dict[tuple[Kind, str], set[str]] = defaultdict(set)
    for claim in _aliases(readings, vocabulary=False):
        alias = Ref(claim.subject.kind, str(claim.value))
        targets[alias.kind, names.canonical_name(alias)].add(names.canonical_name(claim.subject))
    for (kind, alias_name), keys in sorted(targets.items()):
        target = min(keys)
        pair = frozenset((target, alias_name))
        mutual = alias_name in targets.get((kind, target), ()) and alias_name < target
        if len(keys) > 1 or len(pair) < 2 or mutual or (kind, pair) in apart or pair <= described:
            continue
        ours, theirs = makers.get(target, set()), makers.get(alias_name, set())
        if not ours or not theirs or ours & theirs:
            kept = alias_name if alias_name in described else target
            names.canonical[kind, min(pair - {kept})] = kept
    names.canonical = {name: _end_of(names.canonical, name) for name in names.canonical}


def _kept_apart(judgements: Sequence[Judgement]) -> Iterator[tuple[Kind, frozenset[str]]]:
    for judged in judgements:
        if not judged.same:
            names = (judged.left, judged.right)
            yield judged.kind, frozenset(fold(Ref(judged.kind, name)) for name in names)


def _scopes(readings: Sequence[Reading], names: Names) -> dict[tuple[int, str], str]:
    """Which of several models of one name each document describes."""
    describing: dict[str, dict[int, frozenset[str]]] = defaultdict(dict)
    for reading in readings:
        makers: dict[str, set[str]] = defaultdict(set)
        for model, organization in _made_by(reading, names):
            makers[model].add(organization)
        for ref in _described(reading):
            name = names.canonical_name(ref)
            describing[name][reading.document] = frozenset(makers[name])
    scopes: dict[tuple[int, str], str] = {}
    for name, documents in describing.items():
        scopes.update(_split_by_maker(name, documents))
    return scopes


def _split_by_maker(
    name: str, documents: Mapping[int, frozenset[str]]
) -> Iterator[tuple[tuple[int, str], str]]:
    clusters = _clusters(set(documents.values()) - {frozenset()})
    if len(clusters) < 2:
        return
    first = min(clusters, key=sorted)
    for document, makers in documents.items():
        cluster = next((cluster for cluster in clusters if makers and makers <= cluster), None)
        if cluster is None:
            yield (document, name), _UNATTRIBUTED
        elif cluster is not first:
            yield (document, name), slugify(min(cluster))


def _clusters(groups: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Groups that share a member are one cluster."""
    clusters: list[frozenset[str]] = []
    for group in groups:
        touching = [cluster for cluster in clusters if cluster & group]
        merged = group.union(*touching)
        clusters = [cluster for cluster in clusters if cluster not in touching] + [merged]
    return clusters


def _described(reading: Reading) -> Iterator[Ref]:
    for claim in reading.claims:
        if claim.property == "name" and claim.subject.kind is Kind.MODEL:
            yield claim.subject


def _record(names: Names, reading: Reading) -> None:
    for ref in all_refs(reading):
        key = names.entity(reading.document, ref)
        names.written.setdefault(key, {}).setdefault(ref.name, set()).add(reading.document)
    for claim in reading.claims:
        key = names.entity(reading.document, claim.subject)
        if claim.property == "alias":
            spellings = names.written.setdefault(key, {})
            spellings.setdefault(str(claim.value), set()).add(reading.document)
        elif claim.property == "name" and reading.source == VOCABULARY:
            names.vocabulary[key] = claim.subject.name
        elif claim.property == "name" and key.kind is Kind.MODEL:
            names.described.add(key)
            names.see_in_table(key, claim.subject.name)
    for clause in reading.clauses:
        if clause.object is not None:
            key = names.entity(reading.document, clause.object)
            names.see_in_table(key, clause.object.name)
