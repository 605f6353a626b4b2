"""All facts about tasks and features: what speaks about each cell, weighed and put in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from service.domain.claims import Clause, Kind, Listing, Ref
from service.domain.consolidation.context import SUPPORT, Context
from service.domain.consolidation.names import Key
from service.domain.consolidation.phrases import Rows
from service.domain.consolidation.scalars import Place
from service.domain.consolidation.support import Cell, Row, Section, Statement, weigh
from service.domain.consolidation.verdicts import Verdict
from service.domain.identity import name_key
from service.domain.projection import Fact, Reading


class SupportFacts:
    """What is known of every cell; `facts` puts it in words once the slugs are known."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._cut = _cut_rows(context)
        statements = [*self._marked(), *self._said(), *self._named()]
        self._cells = weigh(statements, [*self._rows()], self._sections(), self._listed())

    def facts(self, slugs: Mapping[int, str]) -> Iterator[Fact]:
        """A fact for each cell.

        Args:
            slugs: of the tasks and features, by id.
        """
        spelling = self._context.names.spelling
        positions = self._positions()
        for cell, grounds in self._cells.items():
            verdict = Verdict(cell.model, grounds, spelling, self._denials)
            yield verdict.fact(
                cell.object, slugs[cell.object.id], spelling(cell.object), positions[cell.object]
            )

    def _positions(self) -> dict[Key, int]:
        """Tasks, then features, each by name, after all properties."""
        spelling = self._context.names.spelling
        order = sorted(
            {cell.object for cell in self._cells},
            key=lambda key: (key.kind is Kind.FEATURE, spelling(key).casefold(), key),
        )
        first = self._context.last_position + 1
        return {key: position for position, key in enumerate(order, start=first)}

    def _denials(self, row: Row, model: Key) -> list[Place]:
        """What denies a row to all its models but one."""
        others = [self._cells[Cell(other, row.object)] for other in row.models if other != model]
        spoken = [(said.title, said.evidence) for other in others for said in other.no]
        silent = [(page.title, page.evidence) for other in others for page in other.lacking]
        return [*spoken, *silent]

    def _clauses(self) -> Iterator[tuple[Reading, Clause, Ref]]:
        for reading in self._context.readings:
            for clause in reading.clauses:
                if clause.object is not None and (reading.document, clause) not in self._cut:
                    yield reading, clause, clause.object

    def _listed(self) -> Mapping[tuple[str, str], set[Key]]:
        """By source and property, all that some page of the source has a row for."""
        listed: dict[tuple[str, str], set[Key]] = defaultdict(set)
        for reading, clause, ref in self._clauses():
            listed[reading.source, clause.property].add(self._context.entity(reading, ref))
        return listed

    def _rows(self) -> Iterator[Row]:
        for reading, clause, ref in self._clauses():
            if len(clause.subjects) > 1:
                yield Row(
                    models=tuple(
                        self._context.entity(reading, subject) for subject in clause.subjects
                    ),
                    object=self._context.entity(reading, ref),
                    title=reading.title,
                    evidence=self._context.evidence(reading, clause),
                    note=clause.text,
                )

    def _sections(self) -> Iterator[Section]:
        for reading in self._context.readings:
            cut = [clause for document, clause in self._cut if document == reading.document]
            for listing in reading.listings if reading.closed_world else ():
                if not any(_within(clause, listing) for clause in cut):
                    yield self._section(reading, listing)

    def _section(self, reading: Reading, listing: Listing) -> Section:
        return Section(
            source=reading.source,
            models=tuple(self._context.entity(reading, subject) for subject in listing.subjects),
            property=listing.property,
            objects=frozenset(self._context.entity(reading, ref) for ref in listing.objects),
            title=reading.title,
            evidence=self._context.evidence(reading, listing),
        )

    def _marked(self) -> Iterator[Statement]:
        """Cells that have a mark of their own."""
        for reading, clause, ref in self._clauses():
            if len(clause.subjects) == 1:
                model = self._context.entity(reading, clause.subjects[0])
                cell = Cell(model, self._context.entity(reading, ref))
                evidence = self._context.evidence(reading, clause)
                yield Statement(cell, True, reading.title, evidence, note=clause.text)

    def _said(self) -> Iterator[Statement]:
        """Claims about a task or feature by its name."""
        for reading in self._context.readings:
            for claim in reading.claims:
                if claim.property in SUPPORT and isinstance(claim.value, Ref):
                    model = self._context.entity(reading, claim.subject)
                    cell = Cell(model, self._context.entity(reading, claim.value))
                    evidence = self._context.evidence(reading, claim)
                    yield Statement(cell, claim.polarity, reading.title, evidence)

    def _named(self) -> Iterator[Statement]:
        """Phrases that name a row, and models whose own name does."""
        rows = {kind: self._rows_named(kind) for kind in SUPPORT.values()}
        for reading in self._context.readings:
            for claim in reading.claims:
                named: list[Key] = []
                if claim.property == "capability":
                    found = {kind: known.named_by(str(claim.value)) for kind, known in rows.items()}
                    named = [Key(kind, name) for kind, name in found.items() if name is not None]
                elif claim.property == "name" and claim.subject.kind is Kind.MODEL:
                    stated = rows[Kind.TASK].stated_by_name(claim.subject.name)
                    named = [Key(Kind.TASK, name) for name in sorted(stated)]
                for key in named:
                    cell = Cell(self._context.entity(reading, claim.subject), key)
                    evidence = self._context.evidence(reading, claim)
                    yield Statement(cell, claim.polarity, reading.title, evidence)

    def _rows_named(self, kind: Kind) -> Rows:
        """The tasks or features that some table lists, by all their names."""
        names = self._context.names
        listed = {
            self._context.entity(reading, ref)
            for reading, _, ref in self._clauses()
            if ref.kind is kind
        }
        return Rows.of({key.name: {key.name, *names.written.get(key, {})} for key in listed})


def _cut_rows(context: Context) -> set[tuple[int, Clause]]:
    """The last row of a page where it is the beginning of a name that other pages have.

    Such a page is cut off within the row: it names nothing, and its section lists too little.
    """
    pages: dict[tuple[str, str], set[int]] = defaultdict(set)
    last_rows: dict[int, Clause] = {}
    for reading in context.readings:
        for clause in reading.clauses:
            if clause.object is not None:
                pages[clause.property, name_key(clause.object.name)].add(reading.document)
        last = max(reading.clauses, key=lambda clause: clause.span.end, default=None)
        if last is not None and last.object is not None and not last.text:
            last_rows[reading.document] = last
    return {(document, clause) for document, clause in last_rows.items() if _is_cut(clause, pages)}


def _is_cut(clause: Clause, pages: Mapping[tuple[str, str], set[int]]) -> bool:
    name = name_key(clause.object.name) if clause.object is not None else ""
    return len(pages[clause.property, name]) == 1 and any(
        kind == clause.property and other != name and other.startswith(name)
        for kind, other in pages
    )


def _within(clause: Clause, listing: Listing) -> bool:
    inside = listing.span.start <= clause.span.start and clause.span.end <= listing.span.end
    return inside and clause.property == listing.property
