"""What every step of a consolidation works on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from service.domain.claims import Claim, Clause, Kind, Listing, Ref, RelationKind
from service.domain.consolidation.names import Key, Names
from service.domain.identity import property_key
from service.domain.projection import Evidence, Property, Reading

EDGES: Final = frozenset(kind.value for kind in RelationKind)
"""Properties whose claims are relations."""

SUPPORT: Final[Mapping[str, Kind]] = {"task": Kind.TASK, "feature": Kind.FEATURE}
"""Properties whose claims and clauses are about tasks and features."""

NAMING: Final = frozenset({"name", "alias", "parent", "spdx_expression", "capability"})
"""Properties whose claims are about names, or become something else than a fact of their own."""


@dataclass(frozen=True, slots=True)
class Context:
    """The readings, in one order whatever order they came in, and how to read them.

    Attributes:
        properties: all that are declared, and those that rows of tables bring, by key.
    """

    readings: Sequence[Reading]
    names: Names
    properties: Mapping[str, Property]

    def entity(self, reading: Reading, ref: Ref) -> Key:
        return self.names.entity(reading.document, ref)

    def evidence(self, reading: Reading, observation: Claim | Clause | Listing) -> Evidence:
        span = observation.span
        return Evidence(reading.document, span.start, span.end, observation.quote)

    @property
    def last_position(self) -> int:
        return max((declared.position for declared in self.properties.values()), default=0)


def declare(properties: Sequence[Property], readings: Sequence[Reading]) -> Mapping[str, Property]:
    """All declared properties, and after them, by name, rows of text that no declaration knows."""
    declared = {known.key: known for known in properties}
    labels: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for clause in reading.clauses:
            if clause.property not in declared and clause.property not in SUPPORT:
                labels[clause.property].add(_label_in(clause))
    first = max(100, 1 + max((known.position for known in properties), default=0))
    for position, (key, found) in enumerate(sorted(labels.items()), start=first):
        declared[key] = Property(key, min(found), "text", "one", "table", position, compared=False)
    return declared


def _label_in(clause: Clause) -> str:
    """The label of a row with borders: the first of its pieces that makes the clause's key."""
    pieces = (piece.strip(" *_`") for piece in re.split(r"[|<>\n]", clause.quote))
    return next(
        (piece for piece in pieces if property_key(piece) == clause.property),
        clause.property.replace("_", " ").capitalize(),
    )
