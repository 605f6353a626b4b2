"""Facts about scalar properties: what the table's cells and the prose add up to.

The declared policy says which of the two is shown where they disagree; the other is the rival, and
the fact is CONFLICTED. What only says less precisely the same agrees ("in 2021").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from service.domain.claims import Ref, Value
from service.domain.consolidation.cells import Cell, Row
from service.domain.consolidation.names import Key
from service.domain.grammar import render
from service.domain.projection import NOTHING_SAID, Evidence, Fact, Property, Rival
from service.domain.values import Count, PartialDate, Status

Place: TypeAlias = tuple[str, Evidence]
"""A document's title and a place in it; the title orders evidence and is named in reasons."""

MOST_EVIDENCE = 10
"""Places shown for one value; a model may be on hundreds of pages that all say the same."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A statement in prose about a scalar property.

    Attributes:
        key: the entity that the value names, where it names one.
        role: of an organization: developer, contributor or parent; '' elsewhere.
    """

    value: Value
    key: Key | None
    role: str
    title: str
    evidence: Evidence


@dataclass(slots=True)
class _Candidate:
    """One value, with all that says it; weight is how often."""

    value: Value
    key: Key | None
    places: list[Place] = field(default_factory=list)
    inferred: bool = False
    weight: int = 1

    @property
    def text(self) -> str:
        return render(self.value)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return arranged(self.places)

    @property
    def as_rival(self) -> Rival:
        return Rival(self.text, self.evidence, self.key.id if self.key else None)


def arranged(places: Iterable[Place]) -> tuple[Evidence, ...]:
    """Evidence by document title and place, each once."""
    order = sorted(
        set(places), key=lambda place: (place[0], place[1].document, place[1].start, place[1].end)
    )
    return tuple(evidence for _, evidence in order[:MOST_EVIDENCE])


def titles(places: Iterable[Place]) -> str:
    """The documents of some places, in words; there is at least one."""
    first, *others = sorted({title for title, _ in places})
    return f"'{first}'" + (f" and {len(others)} more" if others else "")


def scalar_fact(
    model: Key,
    declared: Property,
    cell: Cell | None,
    remarks: Sequence[Remark],
    read: Callable[[str], tuple[Value, Key | None] | None],
    cells: Callable[[Key], Cell | None],
) -> Fact:
    """The fact about one model's scalar property.

    Args:
        read: a cell's text to its value and the entity it names.
        cells: what the same property's rows say about another model.
    """
    table = _from_table(cell, read, cells)
    prose = _from_prose([remark for remark in remarks if remark.role in ("", "developer")])
    first, second = (prose, table) if declared.policy == "prose" else (table, prose)
    ranked = [*first, *second]
    if not ranked:
        return _unknown(model, declared, cell)
    shown = ranked[0]
    excused = _documents_that_also_name(shown, remarks)
    rivals = []
    for other in ranked[1:]:
        if _agree(shown, other) or _is_excused(other, excused):
            shown.places.extend(other.places if _agree(shown, other) else ())
            shown.inferred = shown.inferred and not _agree(shown, other)
        else:
            rivals.append(other)
    return _fact(model, declared, shown, rivals, cell, by_table=shown in table)


def _fact(
    model: Key,
    declared: Property,
    shown: _Candidate,
    rivals: Sequence[_Candidate],
    cell: Cell | None,
    *,
    by_table: bool,
) -> Fact:
    status = Status.INFERRED if shown.inferred else Status.STATED
    if rivals:
        status = Status.CONFLICTED
    return Fact(
        model=model.id,
        property=declared.key,
        position=declared.position,
        section="PROPERTY",
        label=declared.label,
        text=shown.text,
        status=status,
        reason=_reason(declared, shown, rivals, by_table=by_table),
        value=shown.value,
        object=shown.key.id if shown.key else None,
        evidence=shown.evidence,
        rivals=tuple(rival.as_rival for rival in rivals),
    )


def _reason(
    declared: Property, shown: _Candidate, rivals: Sequence[_Candidate], *, by_table: bool
) -> str:
    if rivals:
        others = ", ".join(sorted({rival.text for rival in rivals}))
        rule = "the table's value is shown" if by_table else "the most used is shown"
        return f"Sources disagree: {shown.text} or {others}. For {declared.key}, {rule}."
    if shown.inferred:
        return (
            f"A row names {shown.text} for one of two models, and other pages leave it to this "
            f"one ({titles(shown.places)})."
        )
    return f"Stated in {titles(shown.places)}."


def _unknown(model: Key, declared: Property, cell: Cell | None) -> Fact:
    places: list[Place] = []
    reason = NOTHING_SAID
    if cell is not None and cell.open:
        places = [(row.title, row.evidence) for row in cell.open]
        reason = min(
            f"The row '{row.evidence.quote}' can be read in several ways, and nothing decides "
            "between them."
            for row in cell.open
        )
    elif cell is not None and cell.empty:
        places = [(row.title, row.evidence) for row in cell.empty]
        reason = "Its cell is empty wherever a table has the row."
    return Fact(
        model=model.id,
        property=declared.key,
        position=declared.position,
        section="PROPERTY",
        label=declared.label,
        text=None,
        status=Status.UNKNOWN,
        reason=reason,
        evidence=arranged(places),
    )


def _from_table(
    cell: Cell | None,
    read: Callable[[str], tuple[Value, Key | None] | None],
    cells: Callable[[Key], Cell | None],
) -> list[_Candidate]:
    """The values of the table, the one of the most rows first."""
    candidates: list[_Candidate] = []
    if cell is None:
        return candidates
    for text, rows in sorted(cell.values.items()):
        found = read(text)
        if found is None:
            continue
        places = [(row.title, row.evidence) for row in rows]
        inferred = text not in cell.stated
        if inferred:
            places += _what_decided(rows, cells)
        _merge(candidates, _Candidate(*found, places, inferred, len(rows)))
    return sorted(candidates, key=lambda one: (-one.weight, one.text))


def with_misfits(fact: Fact, misfits: Sequence[Remark]) -> Fact:
    """The fact, and beside it what prose says that no reading of the model's rows allows."""
    rivals = [one.as_rival for one in _from_prose(misfits)]
    said = ", ".join(rival.text for rival in rivals)
    status = fact.status if fact.text is None else Status.CONFLICTED
    reason = f"{fact.reason} Prose says {said}, which no reading of the row allows."
    return replace(fact, status=status, reason=reason, rivals=(*fact.rivals, *rivals))


def _what_decided(rows: Sequence[Row], cells: Callable[[Key], Cell | None]) -> list[Place]:
    """Rows of other pages by which a row's value was left to one of its models."""
    others = {other for row in rows for other in row.models}
    quoted = {row.evidence for row in rows}
    found = [cell for other in others if (cell := cells(other)) is not None]
    return [
        (empty.title, empty.evidence)
        for cell in found
        for empty in cell.empty
        if empty.evidence not in quoted
    ]


def _from_prose(remarks: Iterable[Remark]) -> list[_Candidate]:
    """The values of prose, the one of the most places first, dates as precise as any says."""
    candidates: list[_Candidate] = []
    ordered = sorted(remarks, key=_most_precise_first)
    for remark in ordered:
        place = (remark.title, remark.evidence)
        _merge(candidates, _Candidate(remark.value, remark.key, [place]))
    return sorted(candidates, key=lambda one: (-one.weight, one.text))


def _most_precise_first(remark: Remark) -> tuple[int, str]:
    text = render(remark.value)
    return -len(text), text


def _merge(candidates: list[_Candidate], new: _Candidate) -> None:
    for known in candidates:
        if _agree(known, new):
            known.places.extend(new.places)
            known.inferred = known.inferred and new.inferred
            known.weight += new.weight
            return
    candidates.append(new)


def _agree(one: _Candidate, other: _Candidate) -> bool:
    if one.key is not None and other.key is not None:
        return one.key == other.key
    match one.value, other.value:
        case PartialDate(), PartialDate():
            return one.value.agrees(other.value)
        case Count(), Count():
            return one.value.minimum == other.value.minimum and (
                one.value.maximum == other.value.maximum
            )
        case Ref(), Ref():
            return one.value == other.value
    return one.text.casefold() == other.text.casefold()


def _documents_that_also_name(shown: _Candidate, remarks: Sequence[Remark]) -> set[int]:
    """Documents whose prose names the shown organization beside others, in whatever role."""
    return {
        remark.evidence.document
        for remark in remarks
        if remark.role and shown.key is not None and remark.key == shown.key
    }


def _is_excused(other: _Candidate, documents: set[int]) -> bool:
    return bool(documents) and {evidence.document for _, evidence in other.places} <= documents


def listed_fact(model: Key, declared: Property, remarks: Sequence[Remark]) -> Fact:
    """The fact about a property that may have several values: all of them, by name."""
    texts: dict[str, str] = {}
    for remark in sorted(remarks, key=lambda remark: render(remark.value)):
        texts.setdefault(render(remark.value).casefold(), render(remark.value))
    places = [(remark.title, remark.evidence) for remark in remarks]
    return Fact(
        model=model.id,
        property=declared.key,
        position=declared.position,
        section="PROPERTY",
        label=declared.label,
        text="; ".join(texts.values()),
        status=Status.STATED,
        reason=f"Stated in {titles(places)}.",
        value="; ".join(texts.values()),
        evidence=arranged(places),
    )
