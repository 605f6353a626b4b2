"""Comparison pages: the layout, its variants, and the three ways to write a table."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

from .world import Model, World

Cut = Literal["none", "tasks", "features", "midway", "properties", "table"]
"""What a truncated page has lost: a section, the end from the middle of its tasks on, ..."""

SECTIONS: Final = {"task": "Vision Tasks", "feature": "Model Features"}

INTRODUCTION: Final = (
    "Put the same picture through both models and look at the results next to each other.",
    "The two models have too few tasks in common for a live demo. The table below lists what"
    " each of them can do.",
)


@dataclass(frozen=True)
class Variant:
    """How a page is written.

    Attributes:
        blank_lines, headings: False in the compact layout.
        logo: vendors' logos as a line before the overview, fused to names, or absent.
        table: flat has lost its borders and marks.
        html: the whole page is HTML, not the table alone.
        blank_row: an empty row inside the table.
        cut: what the page has lost.
        newline, mark: line ends, and a byte order mark.
    """

    name: str
    blank_lines: bool = True
    headings: bool = True
    logo: Literal["none", "line", "lines", "fused"] = "none"
    table: Literal["flat", "markdown", "html"] = "flat"
    html: bool = False
    blank_row: bool = False
    cut: Cut = "none"
    newline: str = "\n"
    mark: bool = False


VARIANTS: Final = {
    variant.name: variant
    for variant in (
        Variant("original"),
        Variant("compact", blank_lines=False, headings=False),
        Variant("logo", logo="line"),
        Variant("logos", logo="lines", blank_lines=False, headings=False),
        Variant("fused", logo="fused"),
        Variant("fused-compact", logo="fused", blank_lines=False, headings=False),
        Variant("blank-row", blank_row=True),
        Variant("markdown", table="markdown"),
        Variant("markdown-compact", table="markdown", blank_lines=False, headings=False),
        Variant("html", table="html"),
        Variant("html-blank-row", table="html", blank_row=True),
        Variant("html-page", table="html", html=True),
        Variant("windows", newline="\r\n", mark=True),
        Variant("no-headings", headings=False),
        Variant("no-blank-lines", blank_lines=False),
        Variant("truncated"),
    )
}

CUTS: Final[tuple[Cut, ...]] = ("tasks", "features", "midway", "properties", "table")


@dataclass(frozen=True)
class Page:
    """A page and what its table truly says.

    Attributes:
        sections: `task` and `feature` to the rows listed; a missing section has no key.
        complete: the sections that are certainly there in full.
    """

    file: str
    text: str
    variant: Variant
    models: tuple[Model, Model]
    sections: dict[str, tuple[str, ...]]
    complete: frozenset[str]

    @property
    def title(self) -> str:
        return " vs ".join(model.name for model in self.models)

    @property
    def content(self) -> bytes:
        return self.text.encode("utf-8-sig" if self.variant.mark else "utf-8")


def write_pages(world: World, variant: Variant) -> list[Page]:
    """A page for every pair of the world."""
    rng = random.Random(f"{world.seed}/{variant.name}")
    return [
        _write_page(world, number, pair, _vary(variant, rng))
        for number, pair in enumerate(world.pairs)
    ]


def _vary(variant: Variant, rng: random.Random) -> Variant:
    """Of a truncated world a third of the pages are truncated, each in its own way."""
    if variant.name == "truncated" and rng.random() < 0.35:
        return replace(variant, cut=rng.choice(CUTS))
    return variant


def _write_page(world: World, number: int, pair: tuple[int, int], variant: Variant) -> Page:
    models = (world.models[pair[0]], world.models[pair[1]])
    sections = _sections(world, models, variant.cut)
    writer = _Writer(world, models, variant, sections)
    lines = writer.page()
    if variant.cut == "midway":
        sections = {"task": sections["task"][: _half(sections["task"])]}
    complete = frozenset(sections) if variant.cut in {"none", "tasks"} else frozenset()
    text = variant.newline.join(lines)
    return Page(f"{number:03}.txt", text, variant, models, sections, complete)


def _half(rows: Sequence[str]) -> int:
    return len(rows) // 2


def _sections(world: World, models: tuple[Model, Model], cut: Cut) -> dict[str, tuple[str, ...]]:
    """The rows that at least one of the two has, as far as the page still has the section."""
    either = models[0].rows | models[1].rows
    sections = {
        "task": tuple(row for row in world.tasks if row in either),
        "feature": tuple(row for row in world.features if row in either),
    }
    lost = {"tasks": {"task"}, "features": {"feature"}, "midway": {"feature"}}
    gone = lost.get(cut, {"task", "feature"} if cut != "none" else set())
    return {key: rows for key, rows in sections.items() if key not in gone}


@dataclass(frozen=True)
class _Writer:
    """Writes one page's lines."""

    world: World
    models: tuple[Model, Model]
    variant: Variant
    sections: dict[str, tuple[str, ...]]

    def page(self) -> list[str]:
        if self.variant.html:
            return self._html_page()
        blocks = [*self._head(), *self._overview(), *self._table_heading()]
        gap = [""] if self.variant.blank_lines else []
        lines = [line for block in blocks for line in (block, *gap)]
        return lines + self._table()

    @property
    def _title(self) -> str:
        return " vs ".join(model.name for model in self.models)

    @property
    def _names(self) -> tuple[str, str]:
        """As headings write them: with the logo's text before it where it is fused."""
        fused = self.variant.logo == "fused"
        left, right = ((model.logo or "") * fused + model.name for model in self.models)
        return left, right

    def _head(self) -> list[str]:
        left, right = (model.name for model in self.models)
        return [
            self._title,
            f"Compare {left} and {right} side-by-side.",
            f"Compare {self._title} live",
            *INTRODUCTION,
            "Models in this comparison",
            *self._logos(),
        ]

    def _logos(self) -> list[str]:
        logos = [model.logo for model in self.models if model.logo]
        return {"line": logos[:1], "lines": logos}.get(self.variant.logo, [])

    def _overview(self) -> list[str]:
        blocks = [f"{' vs '.join(self._names)}: Overview"]
        for name, model in zip(self._names, self.models, strict=True):
            blocks += [name] * self.variant.headings
            blocks += model.overview
        return blocks

    def _table_heading(self) -> list[str]:
        lost = self.variant.cut == "table"
        return [] if lost else [f"{' vs '.join(self._names)} Comparison Table"]

    def _table(self) -> list[str]:
        writers: dict[str, Callable[[], list[str]]] = {
            "flat": self._flat,
            "markdown": self._markdown,
            "html": self._html,
        }
        return [] if self.variant.cut == "table" else writers[self.variant.table]()

    def _rows(self) -> list[tuple[str, str, str]]:
        """The whole table below its head; a section's head has empty cells, a gap has no label."""
        rows = [
            (label, *(model.cells.get(label, "") for model in self.models))
            for label in self.world.labels
        ]
        if self.variant.blank_row:
            rows.insert(3, ("", "", ""))
        if self.variant.cut == "properties":
            return rows[:4]
        for key, listed in self.sections.items():
            rows += [(SECTIONS[key], "", ""), *(self._support(row) for row in listed)]
        return rows[: -_half(self.sections["task"]) - 1] if self._midway else rows

    @property
    def _midway(self) -> bool:
        return self.variant.cut == "midway"

    def _support(self, row: str) -> tuple[str, str, str]:
        left, right = (self._mark(model, row) for model in self.models)
        return row, left, right

    def _mark(self, model: Model, row: str) -> str:
        if row not in model.rows:
            return ""
        flat = self.variant.table == "flat"
        return ("" if flat else "✓ ") + model.demos.get(row, "")

    def _flat(self) -> list[str]:
        left, right = self._names
        return [f"Property{left}{right}", *("".join(row) for row in self._rows())]

    def _markdown(self) -> list[str]:
        head = ("Property", *self._names)
        lines = [head, ("---", "---", "---"), *self._rows()]
        return [f"| {' | '.join(cell.strip() for cell in line)} |" for line in lines]

    def _html(self) -> list[str]:
        head = "".join(
            f'<th scope="col">{escape(cell)}</th>' for cell in ("Property", *self._names)
        )
        body = [_html_row(row, row[0] in SECTIONS.values()) for row in self._rows()]
        return [
            '<table class="comparison" data-kind="models">',
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *body,
            "</tbody>",
            "</table>",
        ]

    def _html_page(self) -> list[str]:
        title, *head = self._head()
        overview, *paragraphs = self._overview()
        body = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(line)}</p>" for line in head)]
        body += [f"<h2>{escape(overview)}</h2>"]
        body += [self._html_block(block) for block in paragraphs]
        body += [f"<h2>{escape(block)}</h2>" for block in self._table_heading()]
        return [
            "<!DOCTYPE html>",
            f'<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>',
            "<body>",
            *body,
            *self._table(),
            "</body></html>",
        ]

    def _html_block(self, block: str) -> str:
        tag = "h3" if block in self._names else "p"
        return f"<{tag}>{escape(block)}</{tag}>"


def _html_row(row: tuple[str, str, str], section: bool) -> str:
    label, *cells = (escape(cell) for cell in row)
    if section:
        return f'<tr class="section"><th colspan="3">{label}</th></tr>'
    body = "".join(f"<td>{cell.replace('✓', '&#10003;').strip()}</td>" for cell in cells)
    return f'<tr><th scope="row">{label}</th>{body}</tr>'
