"""All facts about scalar properties: rows and remarks collected, rows solved, facts assembled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from service.domain.claims import Claim, Kind, Ref, Value
from service.domain.consolidation.cells import Cell, Row, folded, solve
from service.domain.consolidation.context import EDGES, NAMING, SUPPORT, Context
from service.domain.consolidation.names import Key
from service.domain.consolidation.scalars import Remark, listed_fact, scalar_fact, with_misfits
from service.domain.grammar import parse_value, splits
from service.domain.projection import Fact, Property, Reading

_CONTRIBUTORS = "contributors"
_RESULTS = "benchmark_result"


class ScalarFacts:
    """The facts, and the entities that they refer to, which no document may name as they do."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._names = context.names
        self._rows = _rows(context)
        self._remarks = _remarks(context)
        self._solved = {
            (source, key): solve(rows, context.properties[key], self._known(key), self._own(key))
            for (source, key), rows in sorted(self._rows.items())
        }
        self.referred: set[Key] = set()
        for (_, key), cells in sorted(self._solved.items()):
            self._see_names(context.properties[key], cells)
        self.facts = [self._fact(model, declared) for model, declared in self._subjects()]

    def _known(self, key: str) -> set[str]:
        """Every name in use that a cell of the property could hold."""
        value_type = self._context.properties[key].value_type
        if value_type not in ("organization", "license"):
            return set()
        return {
            name
            for entity, spellings in self._names.written.items()
            if entity.kind is Kind(value_type)
            for name in spellings
        }

    def _own(self, key: str) -> dict[Key, set[str]]:
        """For each model the names, in all spellings, that prose gives it for a property."""
        own: dict[Key, set[str]] = defaultdict(set)
        for (model, remarked), remarks in self._remarks.items():
            if remarked == key:
                for remark in remarks:
                    if remark.key is not None:
                        own[model] |= self._names.written.get(remark.key, {}).keys()
        return own

    def _subjects(self) -> Iterator[tuple[Key, Property]]:
        """Every (model, property) that has a fact, also one that nothing is known about."""
        properties = self._context.properties
        pairs = {pair for pair in self._remarks if pair[1] in properties}
        for (_, key), cells in self._solved.items():
            pairs |= {(model, key) for model in cells}
        for declared in properties.values():
            if declared.compared:
                pairs |= {(model, declared.key) for model in self._names.described}
        for model, key in sorted(pairs):
            yield model, properties[key]

    def _fact(self, model: Key, declared: Property) -> Fact:
        remarks = self._remarks.get((model, declared.key), [])
        if declared.cardinality == "many" and remarks:
            return listed_fact(model, declared, remarks)
        solved = [cells for (_, key), cells in sorted(self._solved.items()) if key == declared.key]

        def cell_of(other: Key) -> Cell | None:
            return _joined([cells[other] for cells in solved if other in cells])

        def read(text: str) -> tuple[Value, Key | None] | None:
            return self._read(text, declared)

        misfits = [remark for remark in remarks if not self._fits(model, declared, remark)]
        fitting = [remark for remark in remarks if remark not in misfits]
        fact = scalar_fact(model, declared, cell_of(model), fitting, read, cell_of)
        return with_misfits(fact, misfits) if misfits else fact

    def _fits(self, model: Key, declared: Property, remark: Remark) -> bool:
        """Whether a name that prose gives could be what the table says.

        A row that nothing decides still rules out a name that no reading of it has.
        """
        rows = [
            row
            for (_, key), cells in self._solved.items()
            if key == declared.key and model in cells and not cells[model].values
            for row in cells[model].open
        ]
        if remark.key is None or not rows:
            return True
        written = {remark.key.name, *self._names.written.get(remark.key, {})}
        names = {folded(name, declared) for name in written}
        known = {folded(name, declared) for name in self._known(declared.key)}
        return any(
            folded(row.text, declared) in known or _allows(row, model, declared, names)
            for row in rows
        )

    def _see_names(self, declared: Property, cells: Mapping[Key, Cell]) -> None:
        """Learn how cells write the entities that they hold."""
        for cell in cells.values():
            for text, rows in cell.values.items():
                value = parse_value(text, declared)
                if isinstance(value, Ref):
                    key = Key(value.kind, self._names.canonical_name(value))
                    self.referred.add(key)
                    self._names.see_in_table(key, text, len(rows))

    def _read(self, text: str, declared: Property) -> tuple[Value, Key | None] | None:
        """A cell's value; an entity by the name that is shown of it."""
        value = parse_value(text, declared)
        if not isinstance(value, Ref):
            return None if value is None else (value, None)
        key = Key(value.kind, self._names.canonical_name(value))
        return Ref(value.kind, self._names.spelling(key)), key


def _allows(row: Row, model: Key, declared: Property, names: Set[str]) -> bool:
    """Whether some reading of a row gives a model one of the names."""
    position = row.models.index(model)
    return any(
        reading[position] and folded(reading[position], declared) in names
        for reading in splits(row.text, declared)
    )


def _rows(context: Context) -> dict[tuple[str, str], list[Row]]:
    """The rows of scalar properties, by source and property."""
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for reading in context.readings:
        for clause in reading.clauses:
            if clause.property not in SUPPORT:
                models = tuple(context.entity(reading, subject) for subject in clause.subjects)
                row = Row(models, clause.text, reading.title, context.evidence(reading, clause))
                rows[reading.source, clause.property].append(row)
    return rows


def _remarks(context: Context) -> dict[tuple[Key, str], list[Remark]]:
    """What prose says, by model and property."""
    remarks: dict[tuple[Key, str], list[Remark]] = defaultdict(list)
    for reading in context.readings:
        for claim in reading.claims:
            subject = context.entity(reading, claim.subject)
            if claim.polarity and subject.kind is Kind.MODEL:
                for key in _fact_keys(claim):
                    remarks[subject, key].append(_remark(context, reading, claim, key))
    return remarks


def _fact_keys(claim: Claim) -> Iterator[str]:
    """The properties that a claim is about."""
    if claim.property in EDGES:
        if "gain" in claim.qualifiers:
            yield _RESULTS
        return
    if claim.property in NAMING or claim.property in SUPPORT:
        return
    artifact = claim.qualifiers.get("artifact")
    yield f"{claim.property}_{artifact}" if artifact else claim.property
    if claim.qualifiers.get("role") == "contributor":
        yield _CONTRIBUTORS


def _remark(context: Context, reading: Reading, claim: Claim, key: str) -> Remark:
    entity = context.entity(reading, claim.value) if isinstance(claim.value, Ref) else None
    value: Value = claim.value
    if entity is not None:
        value = Ref(entity.kind, context.names.spelling(entity))
    if key == _RESULTS and isinstance(value, Ref):
        value, entity = _result(claim, value), None
    role = "" if key in (_CONTRIBUTORS, _RESULTS) else claim.qualifiers.get("role", "")
    return Remark(value, entity, role, reading.title, context.evidence(reading, claim))


def _result(claim: Claim, benchmark: Ref) -> str:
    """A gain on a benchmark in words: +6.8 points mean IoU on Pascal VOC."""
    unit = claim.qualifiers.get("unit", "")
    measure = " ".join(part for part in (unit, claim.qualifiers.get("metric", "")) if part)
    return f"+{claim.qualifiers['gain']} {measure} on {benchmark.name}"


def _joined(cells: Sequence[Cell]) -> Cell | None:
    """What several sources' tables say of one cell."""
    if len(cells) < 2:
        return cells[0] if cells else None
    joined = Cell()
    for cell in cells:
        for value, rows in cell.values.items():
            joined.values.setdefault(value, []).extend(rows)
        joined.stated |= cell.stated
        joined.empty.extend(cell.empty)
        joined.open.extend(cell.open)
    return joined
