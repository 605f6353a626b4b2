"""The three ways to write a comparison table, and the styles in which intact ones are written."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

Row = tuple[str, str, str]
"""Label, left cell, right cell."""

YES: Final = "\N{CHECK MARK}"
"""How rows write a mark before a style is applied."""


@dataclass(frozen=True)
class Style:
    """How an intact table is written.

    Attributes:
        yes, no: its marks; the plain site leaves the cell empty for no.
        bare: Markdown without outer pipes; HTML without thead and row heads.
        loud: section heads in bold.
        single_line: HTML without line breaks or with an indent.
    """

    yes: str = YES
    no: str = ""
    bare: bool = False
    loud: bool = False
    single_line: bool = False


PLAIN: Final = Style()
MARKS: Final = (
    (YES, ""),
    ("\N{HEAVY CHECK MARK}", ""),
    ("\N{WHITE HEAVY CHECK MARK}", "\N{CROSS MARK}"),
    (YES, "\N{BALLOT X}"),
    ("Yes", "No"),
    (YES, "\N{EM DASH}"),
    ("\N{HEAVY CHECK MARK}\N{VARIATION SELECTOR-16}", "-"),
)


def draw_style(rng: random.Random) -> Style:
    yes, no = rng.choice(MARKS)
    return Style(yes, no, rng.random() < 0.3, rng.random() < 0.3, rng.random() < 0.3)


def write_flat(head: Row, rows: Sequence[Row]) -> list[str]:
    """A line a row, cells fused, marks lost."""
    return ["".join(row).replace(YES, "") for row in (head, *rows)]


def write_markdown(
    head: Row, rows: Sequence[Row], heads: frozenset[str], style: Style
) -> list[str]:
    loud = [_embolden(row) if style.loud and row[0] in heads else row for row in rows]
    rule = (":---", ":---:", "---") if style.loud else ("---", "---", "---")
    lines = [" | ".join(cell.strip() for cell in row) for row in (head, rule, *loud)]
    return lines if style.bare else [f"| {line} |" for line in lines]


def _embolden(row: Row) -> Row:
    return f"**{row[0]}**", row[1], row[2]


def write_html(head: Row, rows: Sequence[Row], heads: frozenset[str], style: Style) -> list[str]:
    tag = "td" if style.bare else "th"
    top = "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in head) + "</tr>"
    body = [_html_section(row, style) if row[0] in heads else _html_row(row, style) for row in rows]
    lines = [
        '<table class="comparison" data-kind="models">',
        top if style.bare else f"<thead>{top}</thead>",
        *(body if style.bare else ("<tbody>", *body, "</tbody>")),
        "</table>",
    ]
    return ["".join(lines)] if style.single_line else lines


def _html_section(row: Row, style: Style) -> str:
    label = f"<strong>{escape(row[0])}</strong>" if style.loud else escape(row[0])
    if style.bare:
        return f"<tr><td>{label}</td><td></td><td></td></tr>"
    return f'<tr class="section"><th colspan="3" scope="colgroup">{label}</th></tr>'


def _html_row(row: Row, style: Style) -> str:
    label, *cells = (escape(cell) for cell in row)
    marked = (cell.replace(YES, "&#10003;") or ("&nbsp;" if style.loud else "") for cell in cells)
    body = "".join(f'<td class="cell">{cell}</td>' for cell in marked)
    return f"<tr><td>{label}</td>{body}</tr>" if style.bare else f"<tr><th>{label}</th>{body}</tr>"
