"""The steps of consolidation, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from service.domain.claims import Claim, Clause, Kind, Listing, Ref, RelationKind, Value
from service.domain.consolidation import cells as scalar_cells
from service.domain.consolidation import support
from service.domain.consolidation.entities import build_entities
from service.domain.consolidation.names import Key, all_refs, resolve_names
from service.domain.consolidation.phrases import Rows
from service.domain.consolidation.scalars import Remark, arranged, listed_fact, scalar_fact
from service.domain.consolidation.verdicts import support_fact
from service.domain.grammar import parse_value
from service.domain.identity import name_key
from service.domain.projection import (
    Edge,
    Evidence,
    Fact,
    Judgement,
    Projection,
    Property,
    Reading,
)

_EDGES = frozenset(kind.value for kind in RelationKind)
_SUPPORT = {"task": Kind.TASK, "feature": Kind.FEATURE}
_NOT_FACTS = _EDGES | {"name", "alias", "parent", "spdx_expression", "capability", *_SUPPORT}
_FIRST_UNDECLARED = 100


def consolidate(
    readings: Sequence[Reading], properties: Sequence[Property], judgements: Sequence[Judgement]
) -> Projection:
    """Work out what all current documents add up to.

    Args:
        readings: one for each current document, in any order.
        properties: all that are declared.
        judgements: those in force.
    """
    return _Consolidation(readings, properties, judgements).project()


@dataclass(slots=True)
class _Scalars:
    """What is said about scalar properties: rows by source and property, remarks by model."""

    rows: dict[tuple[str, str], list[scalar_cells.Row]] = field(
        default_factory=lambda: defaultdict(list)
    )
    remarks: dict[tuple[Key, str], list[Remark]] = field(default_factory=lambda: defaultdict(list))
    solved: dict[tuple[str, str], dict[Key, scalar_cells.Cell]] = field(default_factory=dict)


class _Consolidation:
    """One run. Its attributes are the results of the steps, each set once."""

    def __init__(
        self,
        readings: Sequence[Reading],
        properties: Sequence[Property],
        judgements: Sequence[Judgement],
    ) -> None:
        # Order must not matter: whatever iterates below starts from one order.
        self._readings = sorted(readings, key=lambda reading: (reading.title, reading.document))
        self._names = resolve_names(self._readings, judgements)
        self._properties = {declared.key: declared for declared in properties}
        self._declare_others()
        self._referred: set[Key] = set()

    def project(self) -> Projection:
        facts = [*self._scalar_facts()]
        support_facts = self._support_cells()
        edges = self._edges()
        entities = build_entities(self._readings, self._names, self._referred)
        slugs = {entity.id: entity.slug for entity in entities}
        facts.extend(self._support_facts(support_facts, slugs))
        models = {entity.id for entity in entities if entity.kind is Kind.MODEL}
        described = {key.id for key in self._names.described}
        return Projection(
            mentions={
                (reading.document, ref): self._names.entity(reading.document, ref).id
                for reading in self._readings
                for ref in all_refs(reading)
            },
            entities=tuple(sorted(entities, key=lambda entity: entity.id)),
            facts=tuple(sorted(facts, key=lambda fact: (fact.model, fact.position))),
            stubs=frozenset(models - described),
            edges=edges,
        )

    def _declare_others(self) -> None:
        """Rows that no declaration knows: text, after all others, by name."""
        keys = {clause.property for reading in self._readings for clause in reading.clauses}
        keys |= {claim.property for reading in self._readings for claim in reading.claims}
        others = sorted(keys - self._properties.keys() - _NOT_FACTS)
        last = max((declared.position for declared in self._properties.values()), default=0)
        for position, key in enumerate(others, start=max(_FIRST_UNDECLARED, last + 1)):
            self._properties[key] = Property(
                key, key.replace("_", " ").capitalize(), "text", "one", "table", position, False
            )

    def _entity(self, reading: Reading, ref: Ref) -> Key:
        return self._names.entity(reading.document, ref)

    # Scalar properties

    def _scalar_facts(self) -> Iterator[Fact]:
        scalars = self._collect_scalars()
        for (source, key), rows in sorted(scalars.rows.items()):
            declared = self._properties[key]
            scalars.solved[source, key] = scalar_cells.solve(
                rows, declared, self._known(declared), self._own(scalars, key)
            )
        for model, declared in self._subjects(scalars):
            yield self._scalar_fact(scalars, model, declared)

    def _collect_scalars(self) -> _Scalars:
        scalars = _Scalars()
        for reading in self._readings:
            for clause in reading.clauses:
                if clause.property not in _SUPPORT:
                    scalars.rows[reading.source, clause.property].append(self._row(reading, clause))
            for claim in reading.claims:
                if claim.property not in _NOT_FACTS and claim.polarity:
                    subject = self._entity(reading, claim.subject)
                    if subject.kind is Kind.MODEL:
                        key = self._fact_key(claim)
                        scalars.remarks[subject, key].append(self._remark(reading, claim))
        return scalars

    def _fact_key(self, claim: Claim) -> str:
        """The property a claim is about; a further organization is no rival of the first."""
        artifact = claim.qualifiers.get("artifact")
        return f"{claim.property}_{artifact}" if artifact else claim.property

    def _row(self, reading: Reading, clause: Clause) -> scalar_cells.Row:
        models = tuple(self._entity(reading, subject) for subject in clause.subjects)
        return scalar_cells.Row(models, clause.text, reading.title, _evidence(reading, clause))

    def _remark(self, reading: Reading, claim: Claim) -> Remark:
        key = self._entity(reading, claim.value) if isinstance(claim.value, Ref) else None
        value: Value = claim.value
        if key is not None:
            value = Ref(key.kind, self._names.spelling(key))
        role = claim.qualifiers.get("role", "")
        return Remark(value, key, role, reading.title, _evidence(reading, claim))

    def _known(self, declared: Property) -> set[str]:
        """Every name in use that a cell of the property's type could hold."""
        if declared.value_type not in ("organization", "license"):
            return set()
        kind = Kind(declared.value_type)
        return {
            name
            for key, spellings in self._names.written.items()
            if key.kind is kind
            for name in spellings
        }

    def _own(self, scalars: _Scalars, key: str) -> dict[Key, set[str]]:
        """For each model the names, in all spellings, that prose gives it for a property."""
        own: dict[Key, set[str]] = defaultdict(set)
        for (model, remarked), remarks in scalars.remarks.items():
            if remarked == key:
                for remark in remarks:
                    if remark.key is not None:
                        own[model] |= self._names.written.get(remark.key, {}).keys()
        return own

    def _subjects(self, scalars: _Scalars) -> Iterator[tuple[Key, Property]]:
        """Every (model, property) that has a fact, also one that nothing is known about."""
        pairs = {pair for pair in scalars.remarks if pair[1] in self._properties}
        for (_, key), cells in scalars.solved.items():
            pairs |= {(model, key) for model in cells}
        for declared in self._properties.values():
            if declared.compared:
                pairs |= {(model, declared.key) for model in self._names.described}
        for model, key in sorted(pairs):
            yield model, self._properties[key]

    def _scalar_fact(self, scalars: _Scalars, model: Key, declared: Property) -> Fact:
        remarks = scalars.remarks.get((model, declared.key), [])
        if declared.cardinality == "many" and remarks:
            return listed_fact(model, declared, remarks)
        solved = [
            cells for (_, key), cells in sorted(scalars.solved.items()) if key == declared.key
        ]

        def cell_of(other: Key) -> scalar_cells.Cell | None:
            return _joined([cells[other] for cells in solved if other in cells])

        def read(text: str) -> tuple[Value, Key | None] | None:
            return self._read(text, declared)

        return self._refer(scalar_fact(model, declared, cell_of(model), remarks, read, cell_of))

    def _read(self, text: str, declared: Property) -> tuple[Value, Key | None] | None:
        value = parse_value(text, declared)
        if not isinstance(value, Ref):
            return None if value is None else (value, None)
        key = Key(value.kind, self._names.canonical_name(value))
        self._names.written.setdefault(key, {}).setdefault(value.name, set())
        return Ref(value.kind, self._shown(key, value.name)), key

    def _shown(self, key: Key, written: str) -> str:
        """A cell's own spelling, unless it is an alias of what the vocabulary calls otherwise."""
        if name_key(written) == key.name and key not in self._names.titles:
            self._names.table_spellings.setdefault(key, written)
        return self._names.spelling(key)

    def _refer(self, fact: Fact) -> Fact:
        if isinstance(fact.value, Ref):
            self._referred.add(Key(fact.value.kind, self._names.canonical_name(fact.value)))
        return fact

    # Tasks and features

    def _support_cells(self) -> dict[support.Cell, support.Grounds]:
        cut = set(self._cut_rows())
        rows, sections = [], []
        for reading in self._readings:
            for clause in reading.clauses:
                if clause.object is not None and len(clause.subjects) > 1 and clause not in cut:
                    rows.append(self._support_row(reading, clause, clause.object))
            if reading.closed_world:
                for listing in reading.listings:
                    if not any(_within(clause, listing) for clause in cut):
                        sections.append(self._section(reading, listing))
        statements = [*self._statements(), *self._prose_statements(cut)]
        return support.weigh(statements, rows, sections)

    def _cut_rows(self) -> Iterator[Clause]:
        """The last row of a page where it is the beginning of a name that other pages have.

        Such a page is cut off within the row: it names nothing, and its section lists too little.
        """
        pages: dict[tuple[str, str], set[int]] = defaultdict(set)
        for reading in self._readings:
            for clause in reading.clauses:
                if clause.object is not None:
                    pages[clause.property, name_key(clause.object.name)].add(reading.document)
        for reading in self._readings:
            last = max(reading.clauses, key=lambda clause: clause.span.end, default=None)
            if last is None or last.object is None or last.text:
                continue
            name = name_key(last.object.name)
            longer = any(
                kind == last.property and other != name and other.startswith(name)
                for kind, other in pages
            )
            if longer and len(pages[last.property, name]) == 1:
                yield last

    def _support_row(self, reading: Reading, clause: Clause, ref: Ref) -> support.Row:
        models = tuple(self._entity(reading, subject) for subject in clause.subjects)
        evidence = _evidence(reading, clause)
        return support.Row(models, self._entity(reading, ref), reading.title, evidence, clause.text)

    def _section(self, reading: Reading, listing: Listing) -> support.Section:
        return support.Section(
            reading.source,
            tuple(self._entity(reading, subject) for subject in listing.subjects),
            listing.property,
            frozenset(self._entity(reading, ref) for ref in listing.objects),
            reading.title,
            _evidence(reading, listing),
        )

    def _statements(self) -> Iterator[support.Statement]:
        """Cells with a mark, and explicit claims about a task or feature."""
        for reading in self._readings:
            for clause in reading.clauses:
                if clause.object is not None and len(clause.subjects) == 1:
                    cell = support.Cell(
                        self._entity(reading, clause.subjects[0]),
                        self._entity(reading, clause.object),
                    )
                    yield support.Statement(cell, True, reading.title, _evidence(reading, clause))
            for claim in reading.claims:
                if claim.property in _SUPPORT and isinstance(claim.value, Ref):
                    cell = support.Cell(
                        self._entity(reading, claim.subject), self._entity(reading, claim.value)
                    )
                    yield support.Statement(
                        cell, claim.polarity, reading.title, _evidence(reading, claim)
                    )

    def _prose_statements(self, cut: set[Clause]) -> Iterator[support.Statement]:
        """Phrases that name a row, and models' names that do."""
        rows = {kind: self._rows(kind, cut) for kind in _SUPPORT.values()}
        for reading in self._readings:
            for claim in reading.claims:
                named: Iterable[tuple[Kind, str]] = ()
                if claim.property == "capability":
                    named = _named(rows, str(claim.value))
                elif claim.property == "name" and claim.subject.kind is Kind.MODEL:
                    stated = rows[Kind.TASK].stated_by_name(claim.subject.name)
                    named = ((Kind.TASK, name) for name in sorted(stated))
                for kind, name in named:
                    cell = support.Cell(self._entity(reading, claim.subject), Key(kind, name))
                    yield support.Statement(
                        cell, claim.polarity, reading.title, _evidence(reading, claim)
                    )

    def _rows(self, kind: Kind, cut: set[Clause]) -> Rows:
        """The tasks or features that some table lists, by all their names."""
        listed = {
            self._entity(reading, clause.object)
            for reading in self._readings
            for clause in reading.clauses
            if clause.object is not None and clause.object.kind is kind and clause not in cut
        }
        return Rows.of({key.name: {key.name, *self._names.written.get(key, {})} for key in listed})

    def _support_facts(
        self, cells: Mapping[support.Cell, support.Grounds], slugs: Mapping[int, str]
    ) -> Iterator[Fact]:
        positions = self._positions({cell.object for cell in cells})

        def denials(row: support.Row, model: Key) -> list[tuple[str, Evidence]]:
            others = [
                cells[support.Cell(other, row.object)] for other in row.models if other != model
            ]
            spoken = [(said.title, said.evidence) for other in others for said in other.no]
            silent = [(page.title, page.evidence) for other in others for page in other.lacking]
            return [*spoken, *silent]

        for cell, grounds in cells.items():
            yield support_fact(
                cell.model,
                cell.object,
                slugs[cell.object.id],
                self._names.spelling(cell.object),
                positions[cell.object],
                grounds,
                self._names.spelling,
                denials,
            )

    def _positions(self, objects: set[Key]) -> dict[Key, int]:
        """Tasks, then features, each by name, after all properties."""
        first = 1 + max((declared.position for declared in self._properties.values()), default=0)
        order = sorted(
            objects,
            key=lambda key: (key.kind is Kind.FEATURE, self._names.spelling(key).casefold(), key),
        )
        return {key: position for position, key in enumerate(order, start=first)}

    # Relations

    def _edges(self) -> tuple[Edge, ...]:
        places: dict[tuple[Key, str, Key], list[tuple[str, Evidence]]] = defaultdict(list)
        for reading in self._readings:
            for claim in reading.claims:
                if claim.property in _EDGES and claim.polarity and isinstance(claim.value, Ref):
                    source = self._entity(reading, claim.subject)
                    target = self._entity(reading, claim.value)
                    if source != target:
                        place = (reading.title, _evidence(reading, claim))
                        places[source, claim.property, target].append(place)
        edges = [
            Edge(source.id, RelationKind(kind), target.id, arranged(evidence))
            for (source, kind, target), evidence in places.items()
        ]
        return tuple(sorted(edges, key=lambda edge: (edge.source, edge.kind, edge.target)))


def _evidence(reading: Reading, observation: Claim | Clause | Listing) -> Evidence:
    span = observation.span
    return Evidence(reading.document, span.start, span.end, observation.quote)


def _within(clause: Clause, listing: Listing) -> bool:
    return (
        clause.property == listing.property
        and listing.span.start <= clause.span.start
        and clause.span.end <= listing.span.end
        and listing.subjects == clause.subjects
    )


def _named(rows: Mapping[Kind, Rows], phrase: str) -> Iterator[tuple[Kind, str]]:
    for kind, known in rows.items():
        name = known.named_by(phrase)
        if name is not None:
            yield kind, name


def _joined(cells: Sequence[scalar_cells.Cell]) -> scalar_cells.Cell | None:
    """What several sources' tables say of one cell."""
    if len(cells) < 2:
        return cells[0] if cells else None
    joined = scalar_cells.Cell()
    for cell in cells:
        for value, rows in cell.values.items():
            joined.values.setdefault(value, []).extend(rows)
        joined.stated |= cell.stated
        joined.empty.extend(cell.empty)
        joined.open.extend(cell.open)
    return joined
