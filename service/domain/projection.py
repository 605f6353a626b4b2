"""What the claims add up to: the shape in which consolidation hands its result to `store`.

A projection is a value: the same claims, vocabulary and judgements give an equal projection, in
whatever order they came. Identifiers are hashes of what they name (`service.domain.identity`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from service.domain.claims import Claim, Clause, Kind, Listing, Ref, RelationKind, Value
from service.domain.values import Status, Support

VALUE_TYPES: Final = (
    "text",
    "organization",
    "license",
    "word",
    "date",
    "count",
    "tokens",
    "number",
    "boolean",
    "passage",
)
"""What a property's cells may hold: a word is one of those declared, a passage is prose that is
shown but not compared; `grammar` says how each is written."""

VOCABULARY: Final = "vocabulary"
"""The source whose documents name what there is and describe no model."""

NOTHING_SAID: Final = "No document says anything about it."
"""The reason of a fact that is not known because nobody speaks of it."""

CARDINALITIES: Final = ("one", "many")
POLICIES: Final = ("table", "prose")


@dataclass(frozen=True, slots=True)
class Property:
    """A row of the declared property table.

    Attributes:
        key: organization, release_date, ...
        label, labels: how tables write it; the first is shown.
        value_type: one of VALUE_TYPES.
        cardinality: one of CARDINALITIES.
        policy: whose statement is shown where sources disagree; one of POLICIES.
        position: order on a page.
        compared: True: every comparison has its row, also where nothing is known.
        words: known values of a word-typed property, as they are shown; case does not count.
    """

    key: str
    label: str
    value_type: str
    cardinality: str
    policy: str
    position: int
    compared: bool
    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One current document and what a parser saw in it.

    Attributes:
        document: its id; hash of source, key and content.
        title: for reasons and order.
        closed_world: from the source's manifest.
    """

    document: int
    source: str
    title: str
    closed_world: bool
    claims: tuple[Claim, ...]
    clauses: tuple[Clause, ...]
    listings: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision that two names of one kind are one entity (same), or are not."""

    kind: Kind
    left: str
    right: str
    same: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a document: `quote` is its text[start:end]."""

    document: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Rival:
    """What other sources say instead; `object` is its entity's id where it is one."""

    text: str
    evidence: tuple[Evidence, ...]
    object: int | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A node: what `entities` and its kind's table hold.

    Attributes:
        id: of the entity.
        aliases: (name, id of a document that uses it), sorted by name.
        slugs: further slugs that lead here (unique aliases').
        spdx_expression: licenses only.
        parents: tasks only; ids.
    """

    id: int
    kind: Kind
    slug: str
    name: str
    name_key: str
    scope: str
    aliases: tuple[tuple[str, int], ...] = ()
    slugs: tuple[str, ...] = ()
    spdx_expression: str | None = None
    parents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known about one (model, property), ready to be shown.

    Attributes:
        property: organization, task:classification, ...
        position: order on a page, unique within a model.
        section: PROPERTY | TASK | FEATURE.
        value: typed value where there is one; `object` its entity's id where it is one.
        text: as a person reads it; None where unknown.
        support: tasks and features only.
        notes: what a table row says beside its mark.
    """

    model: int
    property: str
    position: int
    section: str
    label: str
    text: str | None
    status: Status
    reason: str
    support: Support | None = None
    value: Value | None = None
    object: int | None = None
    evidence: tuple[Evidence, ...] = ()
    rivals: tuple[Rival, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation: source is (kind) target."""

    source: int
    kind: RelationKind
    target: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """Everything that queries read.

    Attributes:
        mentions: which entity each name of each document is: (document id, ref) to entity id.
        entities: sorted by id.
        facts: sorted by (model, position); one per (model, property).
        stubs: ids of the models that documents only mention.
        edges: sorted by (source, kind, target).
    """

    mentions: Mapping[tuple[int, Ref], int]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    stubs: frozenset[int]
    edges: tuple[Edge, ...]
