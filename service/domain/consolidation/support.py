"""Who has which task or feature, from statements, table rows and what tables lack.

- A statement (prose, a model's name, a marked cell) says yes or no.
- A row without check marks is true of at least one of its models.
- A listing denies its models every row that it lacks and that some page of its source has. Against
  a statement such a denial yields.
- A row all of whose other models are denied is the remaining one's (unit propagation). A yes denies
  nobody, so one pass reaches the fixed point.
- A row all of whose models are denied contradicts the denials: its cells are in conflict, and what
  is in conflict decides no other row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from service.domain.consolidation.names import Key
from service.domain.projection import Evidence
from service.domain.values import Status, Support


class Cell(NamedTuple):
    """A model and a task or feature."""

    model: Key
    object: Key


@dataclass(frozen=True, slots=True)
class Statement:
    """A document that says yes or no about a cell, in words."""

    cell: Cell
    yes: bool
    title: str
    evidence: Evidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row without check marks; note is what it says beside them."""

    models: tuple[Key, ...]
    object: Key
    title: str
    evidence: Evidence
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """A listing: all the rows that a source's page has of one kind."""

    source: str
    models: tuple[Key, ...]
    property: str
    objects: frozenset[Key]
    title: str
    evidence: Evidence


@dataclass(slots=True)
class Grounds:
    """All that speaks about one cell."""

    yes: list[Statement] = field(default_factory=list)
    no: list[Statement] = field(default_factory=list)
    lacking: list[Section] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    deciding: list[Row] = field(default_factory=list)
    contradicted: list[Row] = field(default_factory=list)

    @property
    def notes(self) -> tuple[str, ...]:
        """What tables say in the cell's row beside the mark, such as 'Demo (COCO)'."""
        notes = {row.note for row in self.rows} | {statement.note for statement in self.yes}
        return tuple(sorted(note for note in notes if note.strip("✓✔✅☑️ ")))

    @property
    def is_denied(self) -> bool:
        """Whether it is known to be a no; a denial by a listing yields to a statement."""
        return not self.yes and bool(self.no or self.lacking)

    @property
    def verdict(self) -> tuple[Support, Status]:
        if self.contradicted or (self.yes and self.no):
            return Support.UNKNOWN, Status.CONFLICTED
        if self.yes:
            return Support.YES, Status.STATED
        if self.no:
            return Support.NO, Status.STATED
        if self.lacking:
            return Support.NO, Status.INFERRED
        if self.deciding:
            return Support.YES, Status.INFERRED
        return Support.UNKNOWN, Status.UNKNOWN


def weigh(
    statements: Iterable[Statement],
    rows: Sequence[Row],
    sections: Iterable[Section],
    listed: Mapping[tuple[str, str], Set[Key]],
) -> dict[Cell, Grounds]:
    """The grounds of every cell that a document lists, states or denies.

    Args:
        listed: by source and property, all that some page of the source has a row for.
    """
    cells: dict[Cell, Grounds] = defaultdict(Grounds)
    for statement in statements:
        grounds = cells[statement.cell]
        (grounds.yes if statement.yes else grounds.no).append(statement)
    for row in rows:
        for model in row.models:
            cells[Cell(model, row.object)].rows.append(row)
    _deny(cells, sections, listed)
    _resolve(cells, rows)
    return dict(cells)


def _deny(
    cells: dict[Cell, Grounds],
    sections: Iterable[Section],
    listed: Mapping[tuple[str, str], Set[Key]],
) -> None:
    for section in sections:
        for lacking in listed[section.source, section.property] - section.objects:
            for model in section.models:
                cells[Cell(model, lacking)].lacking.append(section)


def _resolve(cells: Mapping[Cell, Grounds], rows: Sequence[Row]) -> None:
    open_rows = []
    for row in rows:
        members = [cells[Cell(model, row.object)] for model in row.models]
        if any(member.yes for member in members):
            continue
        if all(member.is_denied for member in members):
            for member in members:
                member.contradicted.append(row)
        else:
            open_rows.append((row, members))
    for row, members in open_rows:
        remaining = [member for member in members if not member.is_denied or member.contradicted]
        if len(remaining) == 1 and not remaining[0].contradicted:
            remaining[0].deciding.append(row)
