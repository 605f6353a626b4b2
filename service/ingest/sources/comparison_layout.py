"""Where the parts of a comparison page are: title, names, logos, overviews and table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from service.errors import DocumentRefused
from service.ingest.sources.passages import Line, Passage
from service.ingest.sources.sentences import Author, begins_with

_VS: Final = re.compile(r" (?:vs|VS|Vs|versus)\.? ")
_HEAD: Final = re.compile(r"(?i)(?:property|feature|attribute|metric|specification)?s?$")
_OVERVIEW: Final = re.compile(r"(?i).+ vs\.? .+\boverview$")
_TABLE_HEADING: Final = re.compile(r"(?i).*\bcomparison table$")
_ORGANIZATION: Final = re.compile(r"(?i)organi[sz]ation")
_ENDS_A_SENTENCE: Final = re.compile(r"[.!?][\"'”’)\]]*$")
_TITLE_WITHIN: Final = 30
_SHORTEST_BROKEN_LINE: Final = 60
_PREFIX: Final = re.compile(r"(?i)(?:compare|comparing)\s+")
_SUFFIX: Final = re.compile(
    r"(?i)\s*(?:\|.*|[:–—-]\s*(?:comparison|compare\b.*|side[- ]by[- ]side.*))$"
)
SECTION_HEADING: Final = re.compile(
    r"(?i)(?:[a-z][\w&/+-]*\s)*(?P<kind>tasks?|features?|capabilities):?"
)
"""The first line of a section of tasks or of features; 'Vision Tasks', 'Model Features'."""


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page.

    Attributes:
        names: the two models, as the title writes them, in the order of the table's columns.
        logos: a vendor's name alone on a line or fused to a model's.
        overviews: the paragraphs about each of the two.
        organization_cells: what the organization row says, fused or cell by cell; to check a
            vendor's name against.
        head: the table's first line; rows: those below it.
    """

    title: Passage
    names: tuple[Passage, Passage]
    logos: tuple[Passage, ...]
    overviews: tuple[tuple[Passage, ...], tuple[Passage, ...]]
    organization_cells: tuple[str, ...]
    head: Line
    rows: tuple[Line, ...]


def find_title(lines: Sequence[Line]) -> Line | None:
    """The first line 'A vs B' among the first few, or None."""
    for line in lines[:_TITLE_WITHIN]:
        if line.cells is None and _VS.search(line.text) and len(line.text) < 300:
            return line
    return None


def read_page(document: str, lines: Sequence[Line]) -> Page:
    """Take a page apart.

    Raises:
        DocumentRefused: a part without which nothing can be read is missing or contradicts another.
    """
    title = find_title(lines)
    if title is None:
        raise DocumentRefused(document, "expected a title 'A vs B'", 1)
    at = _find_head(document, lines)
    head, rows = lines[at], tuple(_rows_below(lines[at], lines[at + 1 :]))
    passage = _bare_title(title.passage)
    cells = _organization_cells(rows)
    above = lines[lines.index(title) + 1 : at]
    names = _match_names(document, title, passage, head, (*cells, *_short_lines(above)))
    body = list(_below_overview_heading(above))
    return Page(
        title=passage,
        names=names,
        logos=tuple(_find_logos((*above, head), names, cells)),
        overviews=_assign(body, names, cells),
        organization_cells=cells,
        head=head,
        rows=rows,
    )


def _bare_title(title: Passage) -> Passage:
    prefix, suffix = _PREFIX.match(title.text), _SUFFIX.search(title.text)
    start = prefix.end() if prefix else 0
    return title.piece(start, suffix.start() if suffix else len(title.text))


def _find_head(document: str, lines: Sequence[Line]) -> int:
    """Where the table begins: below its heading, if it has one."""
    headings = [index for index, line in enumerate(lines) if _is_table_heading(line)]
    for index in range(headings[-1] + 1 if headings else 0, len(lines)):
        line = lines[index]
        if line.cells is not None and len(line.cells) > 2 and _HEAD.match(line.cells[0].text):
            return index
        if line.cells is None and line.text.startswith("Property") and line.text != "Property":
            return index
    last = lines[-1].number if lines else 1
    raise DocumentRefused(
        document, "the page ends before its comparison table, whose head begins 'Property'", last
    )


def _is_table_heading(line: Line) -> bool:
    return bool(_TABLE_HEADING.match(line.text) and _VS.search(line.text))


def _rows_below(head: Line, below: Sequence[Line]) -> Iterator[Line]:
    """A table with borders ends where they do; one without ends with the document.

    A section's heading may stand between two parts of a table, and each part repeat the head.
    """
    for line in below:
        if (head.cells is None) != (line.cells is None):
            if line.cells is None and SECTION_HEADING.fullmatch(line.text):
                yield line
                continue
            return
        if line.cells is not None and head.cells is not None and _repeats(head.cells, line.cells):
            continue
        if line.cells is None or any(cell.text for cell in line.cells):
            yield line


def _repeats(head: Sequence[Passage], cells: Sequence[Passage]) -> bool:
    return [cell.text for cell in cells[1:]] == [cell.text for cell in head[1:]]


def _organization_cells(rows: Sequence[Line]) -> tuple[str, ...]:
    for row in rows:
        label = _ORGANIZATION.match(row.text if row.cells is None else row.cells[0].text)
        if label and row.cells is None:
            return (row.text[label.end() :],)
        if label and row.cells is not None:
            return tuple(cell.text for cell in row.cells[1:])
    return ()


def _short_lines(lines: Sequence[Line]) -> Iterator[str]:
    return (line.text for line in lines if len(line.text) < 60)


def _match_names(
    document: str, title: Line, passage: Passage, head: Line, vendors: Sequence[str]
) -> tuple[Passage, Passage]:
    """The title's two names, at the 'vs' that the table's head confirms."""
    pairs = [
        (passage.piece(0, vs.start()), passage.piece(vs.end(), len(passage.text)))
        for vs in _VS.finditer(passage.text)
    ]
    for left, right in pairs:
        if left.text.casefold() == right.text.casefold():
            raise DocumentRefused(document, f"compares {left.text} with itself", title.number)
        if _is_head_of(head, left.text, right.text, vendors):
            return left, right
        if head.cells is not None and _is_head_of(head, right.text, left.text, vendors):
            return right, left
    raise DocumentRefused(
        document,
        f"the table is about other models ({_head_names(head)}) than the title ({passage.text})",
        head.number,
    )


def _head_names(head: Line) -> str:
    if head.cells is not None:
        return ", ".join(cell.text for cell in head.cells[1:])
    return head.text.removeprefix("Property")


def _is_head_of(head: Line, left: str, right: str, vendors: Sequence[str]) -> bool:
    if head.cells is not None:
        named = [cell.text for cell in head.cells[1:]]
        return len(named) == 2 and all(
            text.endswith(name) and _is_vendor(text[: -len(name)], vendors)
            for text, name in zip(named, (left, right), strict=True)
        )
    match = re.fullmatch(
        rf"(.*?){re.escape(left)}(.*?){re.escape(right)}", head.text.removeprefix("Property")
    )
    return match is not None and all(_is_vendor(part, vendors) for part in match.groups())


def _is_vendor(text: str, vendors: Sequence[str]) -> bool:
    """Whether text before a name is nothing, or what a line or the organization row also says."""
    bare = text.strip()
    return not bare or any(cell.startswith(bare) or cell.endswith(bare) for cell in vendors)


def _find_logos(
    lines: Sequence[Line], names: tuple[Passage, Passage], cells: Sequence[str]
) -> Iterator[Passage]:
    """Vendors' names alone on a line or before a model's; the organization row confirms them."""
    for line in lines:
        for text in _logo_candidates(line, names):
            if text.text and _is_vendor(text.text, cells):
                yield text


def _logo_candidates(line: Line, names: tuple[Passage, Passage]) -> Iterator[Passage]:
    if line.cells is not None or len(line.text) > 100:
        return
    start = len("Property") if line.text.startswith("Property") else 0
    yield line.passage
    for name in names:
        at = line.text.find(name.text, start)
        if at > start and at + len(name.text) == len(line.text):
            yield line.passage.piece(start, at)


def _below_overview_heading(above: Sequence[Line]) -> Iterator[Line]:
    inside = not any(_OVERVIEW.match(line.text) for line in above)
    for line in above:
        if _is_table_heading(line):
            return
        if inside:
            yield line
        inside = inside or bool(_OVERVIEW.match(line.text))


def _assign(
    body: Sequence[Line], names: tuple[Passage, Passage], cells: tuple[str, ...]
) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Each paragraph to the model under whose heading it stands.

    A page without headings has each model's paragraphs begin with one that begins with its name.
    Where that name may be part of a longer one, whose paragraphs follow is not known.
    """
    overviews: tuple[list[Passage], list[Passage]] = ([], [])
    owner: int | None = None
    has_headings = any(_heading_of(line.text, names, cells) is not None for line in body)
    for passage in _paragraphs(body):
        heading = _heading_of(passage.text, names, cells)
        begun = heading if has_headings else _subject_of(passage, names, cells)
        if begun is not None:
            owner = begun
        elif not has_headings and _may_name(passage.text, names):
            owner = None
        if heading is None and owner is not None:
            overviews[owner].append(passage)
    return tuple(overviews[0]), tuple(overviews[1])


def _paragraphs(body: Sequence[Line]) -> Iterator[Passage]:
    """Paragraphs; lines that were broken in mid-sentence are joined."""
    open_line: tuple[Passage, int] | None = None
    for line in body:
        if open_line is not None and _continues(open_line, line):
            open_line = (open_line[0].followed_by(line.passage), line.number)
            continue
        if open_line is not None:
            yield open_line[0]
        open_line = (line.passage, line.number)
    if open_line is not None:
        yield open_line[0]


def _continues(before: tuple[Passage, int], line: Line) -> bool:
    passage, number = before
    broken = len(passage.text) >= _SHORTEST_BROKEN_LINE
    ended = _ENDS_A_SENTENCE.search(passage.text)
    return number + 1 == line.number and broken and not ended and line.text[:1].islower()


def _heading_of(text: str, names: tuple[Passage, Passage], cells: Sequence[str]) -> int | None:
    for index, name in enumerate(names):
        if text.endswith(name.text) and _is_vendor(text[: -len(name.text)], cells):
            return index
    return None


def _subject_of(
    paragraph: Passage, names: tuple[Passage, Passage], cells: tuple[str, ...]
) -> int | None:
    """The model that a paragraph begins with, the one that it names first."""
    starts = {
        index: begins_with(Author("", name.text, cells, (other.text,)), paragraph)
        for index, (name, other) in enumerate((names, names[::-1]))
    }
    found = {index: start for index, start in starts.items() if start is not None}
    return min(found, key=lambda index: found[index], default=None)


def _may_name(text: str, names: tuple[Passage, Passage]) -> bool:
    """Whether text begins with words in capitals that end in a model's name, as 'Acme Foo is'."""
    return any(
        re.match(rf"(?:[A-Z][\w.&'’-]* ){{1,5}}{re.escape(name.text)}(?= [a-z(])", text)
        for name in names
    )
