"""The table of a comparison page, row by row, with or without its borders.

- A property row without borders is its label and the two cells, fused: a clause over both models.
  With borders each cell is a clause of its own.
- A task or feature row without check marks is a clause over both models; with marks, each marked
  cell is a clause of its own, and an explicit no is a claim that denies.
- A section that is there in full is a listing: what it lacks, its models do not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from service.domain.claims import Claim, Clause, Kind, Listing, Observation, Ref, Rule, Span
from service.domain.grammar import parse_date, parse_value, runs_backwards, says_nothing, splits
from service.domain.identity import property_key
from service.domain.projection import Property
from service.errors import DocumentRefused
from service.ingest.sources.comparison_layout import SECTION_HEADING, Page
from service.ingest.sources.parsed import Notice
from service.ingest.sources.passages import Line, Passage

_ROW: Final = Rule("comparison.row")
_SECTION: Final = Rule("comparison.section")
_ASIDE: Final = r"\((?:[^()]|\([^()]*\))*\)"
_NOTE: Final = rf"Demo(?:\s?{_ASIDE})?"
_CHECK: Final = r"(?:[✓✔✅☑√]|:white_check_mark:|:heavy_check_mark:)[\uFE0E\uFE0F]?"
_CROSS: Final = r"(?:[✗✘❌✕✖×]|:x:)[\uFE0E\uFE0F]?"
_MARK: Final = re.compile(rf"(?P<yes>{_CHECK}|{_NOTE})|(?P<no>{_CROSS})")
_MARKS: Final = re.compile(rf"(?:\s*(?:{_CHECK}(?:\s{_ASIDE})?|{_CROSS}|{_NOTE}))+$")
_YES: Final = frozenset(
    {"yes", "true", "y", "supported", "check", "checkmark", "check mark", "tick"}
)
_NO: Final = frozenset({"no", "false", "n", "not supported", "unsupported", "cross", "cross mark"})
_NOT_A_ROW: Final = re.compile(r"https?://|©|[.!?:;]$|\S{60}| vs\.? ")
_LONGEST_ROW: Final = 80
MAX_ROWS: Final = 2_000
MAX_ROW: Final = 1_000


@dataclass(slots=True)
class Table:
    """What the table says."""

    observations: list[Observation] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@dataclass(slots=True)
class _Section:
    """A section being read: its property, and per model what it lists."""

    property: str
    start: int
    end: int
    listed: tuple[list[Ref], list[Ref]] = field(default_factory=lambda: ([], []))
    fused: bool = True


def read_table(document: str, text: str, page: Page, properties: Sequence[Property]) -> Table:
    """Read all rows.

    Raises:
        DocumentRefused: a row is what its property's type forbids, has too many cells, or the page
            is cut off within the property rows.
    """
    if len(page.rows) > MAX_ROWS:
        raise DocumentRefused(
            document, f"a table of more than {MAX_ROWS:,} rows", page.rows[MAX_ROWS].number
        )
    return _Reader(document, text, page, properties).read()


class _Reader:
    """Reads the rows of one table in order."""

    def __init__(
        self, document: str, text: str, page: Page, properties: Sequence[Property]
    ) -> None:
        self._document = document
        self._text = text
        self._rows = page.rows
        self._head = page.head
        self._models = tuple(Ref(Kind.MODEL, name.text) for name in page.names)
        self._labels = _labels(properties)
        self._table = Table()
        self._sections: dict[str, _Section] = {}
        self._section: _Section | None = None
        self._seen: set[tuple[str, str]] = set()

    def read(self) -> Table:
        for row in self._rows:
            if not self._read_row(row):
                break
        self._note_missing_sections()
        for section in self._sections.values():
            if self._is_whole(section):
                self._table.observations.extend(self._listings(section))
        return self._table

    def _read_row(self, row: Line) -> bool:
        """False where the table has ended."""
        heading = _section_of(row)
        if heading is not None:
            whole = row.passage.whole
            section = _Section(heading, whole.start, whole.end)
            self._section = self._sections.setdefault(heading, section)
        elif self._may_be_cut(row):
            self._notice(row, "the page ends before its features; its last row is not read")
        elif self._section is None:
            self._read_property(row)
        else:
            return self._read_support(row, self._section)
        return True

    def _may_be_cut(self, row: Line) -> bool:
        """Whether the page ends within a row: with its last line, before its last section."""
        is_last = row is self._rows[-1] and not self._text.endswith("\n")
        return is_last and row.cells is None and "feature" not in self._sections

    def _is_whole(self, section: _Section) -> bool:
        """Whether a section lists all that it should.

        A page ends with its features. Where these are missing or empty, it may have been cut off
        within what is its last section, which then lists too little and denies nothing.
        """
        if not section.fused:
            return True
        cut = section.property == "task" and "feature" not in self._sections
        return any(section.listed) and not cut

    def _read_property(self, row: Line) -> None:
        if len(row.text) > MAX_ROW:
            raise DocumentRefused(
                self._document, f"a row of more than {MAX_ROW:,} characters", row.number
            )
        if row.cells is not None:
            self._read_bordered_property(row, self._padded(row))
            return
        found = self._label_of(row.text)
        if found is None:
            self._notice(row, f"no declared property begins this row: {row.text[:60]!r}; not read")
            return
        label, declared = found
        cells = row.passage.piece(len(label), len(row.text))
        if not splits(cells.text, declared):
            self._refuse_impossible(row, declared, cells.text)
            self._notice(row, f"{cells.text[:60]!r} is no {declared.value_type}; left undecided")
        self._add_clause(self._models, declared.key, row, cells.text)

    def _label_of(self, text: str) -> tuple[str, Property] | None:
        """The longest declared label that the row begins with and that a cell may follow."""
        for label, declared in self._labels:
            rest = text[len(label) :]
            if text[: len(label)].casefold() == label and not rest[:1].isspace():
                return label, declared
        return None

    def _read_bordered_property(self, row: Line, cells: tuple[Passage, ...]) -> None:
        label = cells[0].text
        declared = next((known for name, known in self._labels if name == label.casefold()), None)
        key = declared.key if declared else property_key(label)
        if not key:
            self._notice(row, f"a row without a label: {row.text[:60]!r}; not read")
            return
        for model, cell in zip(self._models, cells[1:], strict=True):
            if (
                declared
                and not says_nothing(cell.text)
                and parse_value(cell.text, declared) is None
            ):
                self._refuse_impossible(row, declared, cell.text)
                self._notice(row, f"{cell.text[:60]!r} is no {declared.value_type}; not read")
                continue
            self._add_clause((model,), key, row, "" if says_nothing(cell.text) else cell.text)

    def _refuse_impossible(self, row: Line, declared: Property, cells: str) -> None:
        """A date that is none and a range that runs backwards are faults of the document."""
        pieces = [(cells[:cut], cells[cut:]) for cut in range(len(cells) + 1)]
        if declared.value_type == "date":
            raise DocumentRefused(
                self._document,
                f"expected one or two dates after {declared.label!r}, such as 'Oct 2023'; "
                f"found {_unread_date(pieces)!r}",
                row.number,
            )
        for left, right in pieces:
            backwards = [part for part in (left, right) if runs_backwards(part)]
            if backwards and all(
                not part or part in backwards or parse_value(part, declared) is not None
                for part in (left, right)
            ):
                raise DocumentRefused(
                    self._document,
                    f"the range {backwards[0]!r} runs backwards; expected the smaller number first",
                    row.number,
                )

    def _read_support(self, row: Line, section: _Section) -> bool:
        if row.cells is not None:
            section.fused = False
            self._read_bordered_support(row, self._padded(row), section)
            section.end = row.passage.whole.end
            return True
        marks = _MARKS.search(row.text)
        name = row.text[: marks.start() if marks else None].strip()
        if not name or len(name) > _LONGEST_ROW or _NOT_A_ROW.search(name):
            self._notice(row, f"not a row of the table: {row.text[:60]!r}; the table ends above it")
            return False
        section.end = row.passage.whole.end
        self._read_fused_support(row, section, name, marks[0] if marks else "")
        return True

    def _read_fused_support(self, row: Line, section: _Section, name: str, marks: str) -> None:
        ref = self._object(row, section, name)
        if ref is None:
            return
        for listed in section.listed:
            listed.append(ref)
        found = list(_MARK.finditer(marks))
        if len(found) != len(self._models):
            self._add_clause(self._models, section.property, row, marks.strip(), ref)
            return
        for model, mark in zip(self._models, found, strict=True):
            if mark["yes"]:
                self._add_clause((model,), section.property, row, mark[0], ref)
            else:
                self._deny(model, section.property, row, ref)

    def _read_bordered_support(
        self, row: Line, cells: tuple[Passage, ...], section: _Section
    ) -> None:
        ref = self._object(row, section, cells[0].text)
        if ref is None:
            return
        for model, cell, listed in zip(self._models, cells[1:], section.listed, strict=True):
            answer = _answer_of(cell.text)
            if answer is not None or not says_nothing(cell.text):
                listed.append(ref)
            if answer:
                self._add_clause((model,), section.property, row, cell.text, ref)
            elif answer is False:
                self._deny(model, section.property, row, ref)
            elif not says_nothing(cell.text):
                self._notice(row, f"{cell.text[:60]!r} is neither a yes nor a no; left undecided")

    def _object(self, row: Line, section: _Section, name: str) -> Ref | None:
        """What the row names; None, with a notice, where an earlier row names it or none does."""
        key = (section.property, name.casefold())
        if says_nothing(name) or key in self._seen:
            self._notice(row, f"the row {name!r} was there before; not read again")
            return None
        self._seen.add(key)
        return Ref(Kind(section.property), name)

    def _listings(self, section: _Section) -> Iterator[Listing]:
        """One for both models where the rows are fused, else one for each."""
        span = Span(section.start, section.end)
        quote = self._text[span.start : span.end]
        groups: list[tuple[tuple[Ref, ...], list[Ref]]] = [(self._models, section.listed[0])]
        if not section.fused:
            pairs = zip(self._models, section.listed, strict=True)
            groups = [((model,), listed) for model, listed in pairs]
        for models, listed in groups:
            yield Listing(models, section.property, tuple(listed), span, quote, _SECTION)

    def _padded(self, row: Line) -> tuple[Passage, ...]:
        cells = list(row.cells or ())
        width = 1 + len(self._models)
        while len(cells) > width and not cells[-1].text:
            cells.pop()
        if len(cells) > width:
            raise DocumentRefused(
                self._document, f"a row of {len(cells)} cells; expected {width}", row.number
            )
        return tuple(cells) + (Passage("", (), ()),) * (width - len(cells))

    def _add_clause(
        self,
        models: tuple[Ref, ...],
        key: str,
        row: Line,
        cells: str,
        ref: Ref | None = None,
    ) -> None:
        span = row.passage.whole
        quote = self._text[span.start : span.end]
        self._table.observations.append(
            Clause(models, key, span, quote, _ROW, text=cells, object=ref)
        )

    def _deny(self, model: Ref, key: str, row: Line, ref: Ref) -> None:
        span = row.passage.whole
        quote = self._text[span.start : span.end]
        self._table.observations.append(Claim(model, key, ref, span, quote, _ROW, polarity=False))

    def _notice(self, row: Line, message: str) -> None:
        self._table.notices.append(Notice(row.number, message))

    def _note_missing_sections(self) -> None:
        missing = [key for key in ("task", "feature") if key not in self._sections]
        if len(missing) == 2 and not self._table.observations:
            last = self._rows[-1].number if self._rows else self._head.number
            raise DocumentRefused(
                self._document, "the page ends before the first rows of its table", last
            )
        for key in missing:
            self._table.notices.append(
                Notice(None, f"no section of {key}s, as on a page that is cut off; denies nothing")
            )


def _labels(properties: Sequence[Property]) -> list[tuple[str, Property]]:
    """Every label, casefolded, the longest first."""
    labels = [
        (label.casefold(), declared)
        for declared in properties
        for label in (declared.label, *declared.labels)
    ]
    return sorted(labels, key=lambda pair: (-len(pair[0]), pair[0]))


def _section_of(row: Line) -> str | None:
    """The property of the section that a row is the heading of, if it is one."""
    text = row.text if row.cells is None else row.cells[0].text
    if row.cells is not None and any(cell.text not in ("", text) for cell in row.cells[1:]):
        return None
    match = SECTION_HEADING.fullmatch(text)
    if match is None:
        return None
    return "task" if match["kind"].casefold().startswith("task") else "feature"


def _answer_of(cell: str) -> bool | None:
    """Whether a cell says yes or no; None where it says neither."""
    word = cell.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    marks = _MARKS.match(cell)
    if marks is None or marks.end() != len(cell):
        return None
    first = _MARK.search(cell)
    return bool(first and first["yes"])


def _unread_date(pieces: Sequence[tuple[str, str]]) -> str:
    """The part of the cells that no date explains: the rest beside the longest that is one."""
    rests = [
        rest
        for left, right in pieces
        for date, rest in ((left, right), (right, left))
        if parse_date(date) is not None
    ]
    return min(rests, key=len, default=pieces[0][1])
