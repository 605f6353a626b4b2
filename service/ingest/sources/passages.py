"""Text with the place of every character, so that what is read from it can be quoted.

A document becomes lines: of plain text, of Markdown or of HTML. Whatever markup is dropped on the
way, each character keeps the offsets it had in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Final

from service.domain.claims import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of readable text.

    Attributes:
        text: as a person reads it, without markup.
        starts, ends: for each character of text, its offsets in the document.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Where text[start:end] stands in the document; not for an empty piece."""
        return Span(self.starts[start], self.ends[end - 1])

    @property
    def whole(self) -> Span:
        return self.span(0, len(self.text))

    def piece(self, start: int, end: int) -> Passage:
        """text[start:end] without the white space at its ends."""
        cut = self.text[start:end]
        start += len(cut) - len(cut.lstrip())
        end = max(start, end - (len(cut) - len(cut.rstrip())))
        return Passage(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def followed_by(self, other: Passage) -> Passage:
        """Both, with one space between."""
        return Passage(
            f"{self.text} {other.text}",
            [*self.starts, self.ends[-1], *other.starts],
            [*self.ends, other.starts[0], *other.ends],
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document, or a row of a table whose borders are there.

    Attributes:
        number: 1-based line of the document that it begins on.
        passage: its text; of a table row, the cells' text joined.
        cells: the row's cells, None for a line of text.
    """

    number: int
    passage: Passage
    cells: tuple[Passage, ...] | None = None

    @property
    def text(self) -> str:
        return self.passage.text


_HTML: Final = re.compile(r"<(?:!doctype|html|body|table|h[1-6]|p|div|main|article)\b", re.I)
_RULER: Final = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?")
_HEADING: Final = re.compile(r"\s{0,3}#{1,6}\s+(?P<text>.*?)(?:\s+#+)?$")
_LINK: Final = re.compile(r"\[(?P<text>[^\[\]]+)\]\([^()\s]*\)")
_BAR: Final = re.compile(r"(?<!\\)\|")
_BLOCKS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "caption", "blockquote", "dt", "dd"}
)
_GROUPS: Final = frozenset(
    {"div", "section", "article", "main", "header", "footer", "ul", "ol", "dl", "body", "br", "hr"}
)
_TABLE: Final = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_BREAKS: Final = _BLOCKS | _GROUPS | _TABLE
_SILENT: Final = frozenset({"script", "style", "head", "template", "noscript", "sup"})
_PICTURES: Final = frozenset({"img", "svg", "i", "input"})
_UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"
_WIDEST: Final = 20


def read_lines(text: str) -> list[Line]:
    """All lines that hold text, in order, whichever markup the document uses."""
    if _HTML.search(text):
        reader = _HtmlLines(text)
        reader.feed(text)
        reader.close()
        return reader.finished()
    return list(_plain_lines(text))


def _plain_lines(text: str) -> Iterator[Line]:
    start = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        passage = _plain_passage(raw, start)
        if passage.text and not _RULER.fullmatch(passage.text):
            yield _markdown_line(number, passage)
        start += len(raw) + 1


def _plain_passage(raw: str, start: int) -> Passage:
    readable = raw.replace("\N{NO-BREAK SPACE}", " ")
    starts, ends = range(start, start + len(raw)), range(start + 1, start + len(raw) + 1)
    return Passage(readable, starts, ends).piece(0, len(raw))


def _markdown_line(number: int, passage: Passage) -> Line:
    heading = _HEADING.match(passage.text)
    if heading:
        return Line(number, _unemphasised(passage.piece(*heading.span("text"))))
    bars = [match.start() for match in _BAR.finditer(passage.text)]
    if len(bars) < 2:
        return Line(number, _unemphasised(passage))
    edges = [-1, *bars, len(passage.text)]
    cells = [passage.piece(left + 1, right) for left, right in pairwise(edges)]
    first = 1 if passage.text.startswith("|") else 0
    last = len(cells) - 1 if passage.text.endswith("|") else len(cells)
    return Line(number, passage, tuple(_unemphasised(cell) for cell in cells[first:last]))


def _unemphasised(passage: Passage) -> Passage:
    """Without Markdown's emphasis marks around the whole, or the target of a link that it is."""
    match = re.fullmatch(r"(\*{1,3}|__|`)(?=\S)(?P<text>.*)(?<=\S)\1", passage.text)
    match = match or _LINK.fullmatch(passage.text)
    return passage.piece(*match.span("text")) if match else passage


class _HtmlLines(HTMLParser):
    """Collects the lines of HTML, or of text that holds some."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._text = text
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._lines: list[Line] = []
        self._characters: list[tuple[str, int, int]] = []
        self._row: list[Passage] | None = None
        self._width = 0
        self._row_number = 1
        self._blocks = 0
        self._silent = 0

    def finished(self) -> list[Line]:
        self._end_line()
        return self._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _PICTURES:
            self._add_picture(tag, dict(attrs))
        if tag in _BREAKS:
            self._end_line()
        if tag == "tr":
            self._end_row()
            self._row, self._row_number = [], self.getpos()[0]
        if tag in ("td", "th"):
            self._end_cell()
            self._width = _span_of(dict(attrs))
        self._blocks += tag in _BLOCKS

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in _BREAKS:
            self._end_line()
        if tag in ("tr", "table"):
            self._end_row()
        self._blocks = max(0, self._blocks - (tag in _BLOCKS))

    def handle_data(self, data: str) -> None:
        start = self._offset()
        for place, character in enumerate(data, start=start):
            if character == "\n" and not self._blocks and self._row is None:
                self._end_line()
            else:
                self._add(character, place, place + 1)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _add_picture(self, tag: str, attributes: dict[str, str | None]) -> None:
        """A picture in a cell by its description; without one it says nothing that is known."""
        described = attributes.get("alt") or attributes.get("aria-label") or attributes.get("title")
        if tag == "input":
            described = "✓" if "checked" in attributes else ""
        elif tag == "i":
            described = described or ""
        start = self._offset()
        if self._row is not None:
            for character in _UNREADABLE if described is None else described:
                self._add(character, start, start + len(self.get_starttag_text() or "<"))

    def _reference(self, raw: str) -> None:
        start = self._offset()
        end = start + len(raw)
        end += self._text[end : end + 1] == ";"
        for character in unescape(raw + ";"):
            self._add(character, start, end)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _add(self, character: str, start: int, end: int) -> None:
        if self._silent:
            return
        if character.isspace():
            character = " "
            if not self._characters or self._characters[-1][0] == " ":
                return
        self._characters.append((character, start, end))

    def _take(self) -> Passage:
        taken, self._characters = self._characters, []
        text = "".join(character for character, _, _ in taken)
        starts = [start for _, start, _ in taken]
        return Passage(text, starts, [end for _, _, end in taken]).piece(0, len(text))

    def _end_cell(self) -> None:
        cell = self._take()
        if self._row is not None and self._width:
            self._row.extend([cell] * self._width)
        self._width = 0

    def _end_line(self) -> None:
        if self._row is not None:
            self._add(" ", self._offset(), self._offset() + 1)
            return
        passage = self._take()
        if passage.text:
            number = bisect_right(self._line_starts, passage.starts[0])
            self._lines.append(_markdown_line(number, passage))

    def _end_row(self) -> None:
        self._end_cell()
        row, self._row = self._row, None
        self._characters = []
        filled = [cell for cell in row or () if cell.text]
        if row and filled:
            joined = filled[0]
            for before, cell in pairwise(filled):
                joined = joined if cell is before else joined.followed_by(cell)
            self._lines.append(Line(self._row_number, joined, tuple(row)))


def _span_of(attributes: dict[str, str | None]) -> int:
    """How many columns a cell spans."""
    width = attributes.get("colspan") or "1"
    return min(max(int(width), 1), _WIDEST) if width.isdecimal() else 1
