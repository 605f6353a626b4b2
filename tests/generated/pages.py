"""Comparison pages: the layout and its variants."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

from . import tables
from .world import Model, World

Cut = Literal["none", "tasks", "features", "midway", "properties", "table"]
"""What a truncated page has lost: a section, the end from the middle of its tasks on, ..."""

Logo = Literal["none", "line", "lines", "inside", "fused", "fused-head", "fused-headings"]
"""Where logos' text went: a line above the overviews or inside them, or before the names."""

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
        table: flat has lost its borders and marks.
        html: the whole page is HTML, not the table alone.
        blank_row: an empty row inside the table.
        newline, mark: line ends, and a byte order mark.
        style: of an intact table.
    """

    name: str
    blank_lines: bool = True
    headings: bool = True
    logo: Logo = "none"
    table: Literal["flat", "markdown", "html"] = "flat"
    html: bool = False
    blank_row: bool = False
    cut: Cut = "none"
    newline: str = "\n"
    mark: bool = False
    style: tables.Style = tables.PLAIN


VARIANTS: Final = {
    variant.name: variant
    for variant in (
        Variant("original"),
        Variant("compact", blank_lines=False, headings=False),
        Variant("logo", logo="line"),
        Variant("logos", logo="lines", blank_lines=False, headings=False),
        Variant("logo-inside", logo="inside"),
        Variant("fused", logo="fused"),
        Variant("fused-compact", logo="fused", blank_lines=False, headings=False),
        Variant("fused-head", logo="fused-head"),
        Variant("fused-headings", logo="fused-headings"),
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
        Variant("midway"),
        Variant("mixed"),
    )
}

CUTS: Final[dict[str, tuple[Cut, ...]]] = {
    "truncated": ("tasks", "features", "properties", "table"),
    "midway": ("midway",),
}


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
        _write_page(world, number, pair, _vary(world, variant, rng))
        for number, pair in enumerate(world.pairs)
    ]


def _vary(world: World, variant: Variant, rng: random.Random) -> Variant:
    """The variant of one page: of truncated worlds a third is cut, hard worlds vary the style."""
    if variant.name == "mixed":
        variant = VARIANTS[
            rng.choice([name for name in VARIANTS if name not in {"mixed", "midway"}])
        ]
    if variant.name in CUTS and rng.random() < 0.35:
        return replace(variant, cut=rng.choice(CUTS[variant.name]))
    return replace(variant, style=tables.draw_style(rng)) if world.hard else variant


def _write_page(world: World, number: int, pair: tuple[int, int], variant: Variant) -> Page:
    models = (world.models[pair[0]], world.models[pair[1]])
    sections = _sections(world, models, variant.cut)
    text = variant.newline.join(_Writer(world, models, variant, sections).page())
    complete = frozenset(sections) if variant.cut in {"none", "tasks"} else frozenset()
    return Page(f"{number:03}.txt", text, variant, models, sections, complete)


def _sections(world: World, models: tuple[Model, Model], cut: Cut) -> dict[str, tuple[str, ...]]:
    """The rows that at least one of the two has, as far as the page still has them."""
    either = models[0].rows | models[1].rows
    tasks = tuple(row for row in world.tasks if row in either)
    features = tuple(row for row in world.features if row in either)
    kept: dict[Cut, dict[str, tuple[str, ...]]] = {
        "none": {"task": tasks, "feature": features},
        "tasks": {"feature": features},
        "features": {"task": tasks},
        "midway": {"task": tasks[: (len(tasks) + 1) // 2]},
    }
    return kept.get(cut, {})


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

    def _names(self, *fused: Logo) -> tuple[str, str]:
        """The names, with the logo's text before them if logos are fused in one of these ways."""
        fuse = self.variant.logo in fused
        left, right = ((model.logo or "") * fuse + model.name for model in self.models)
        return left, right

    @property
    def _headings(self) -> tuple[str, str]:
        return self._names("fused", "fused-headings")

    def _head(self) -> list[str]:
        left, right = (model.name for model in self.models)
        logos = [model.logo for model in self.models if model.logo]
        return [
            self._title,
            f"Compare {left} and {right} side-by-side.",
            f"Compare {self._title} live",
            *INTRODUCTION,
            "Models in this comparison",
            *{"line": logos[:1], "lines": logos}.get(self.variant.logo, []),
        ]

    def _overview(self) -> list[str]:
        blocks = [f"{' vs '.join(self._headings)}: Overview"]
        for name, model in zip(self._headings, self.models, strict=True):
            blocks += [model.logo] if model.logo and self.variant.logo == "inside" else []
            blocks += [name] * self.variant.headings
            blocks += model.overview
        return blocks

    def _table_heading(self) -> list[str]:
        lost = self.variant.cut == "table"
        return [] if lost else [f"{' vs '.join(self._headings)} Comparison Table"]

    def _table(self) -> list[str]:
        if self.variant.cut == "table":
            return []
        head = ("Property", *self._names("fused", "fused-head"))
        if self.variant.table == "flat":
            return tables.write_flat(head, self._rows())
        write = tables.write_html if self.variant.table == "html" else tables.write_markdown
        return write(head, self._rows(), frozenset(SECTIONS.values()), self.variant.style)

    def _rows(self) -> list[tables.Row]:
        """The table below its head; a section's head has empty cells, a blank row no label."""
        left, right = self.models
        rows = [
            (label, left.cells.get(label, ""), right.cells.get(label, ""))
            for label in self.world.labels
        ]
        if self.variant.blank_row:
            rows.insert(3, ("", "", ""))
        if self.variant.cut == "properties":
            return rows[:4]
        for key, listed in self.sections.items():
            rows += [(SECTIONS[key], "", ""), *(self._support(row) for row in listed)]
        return rows

    def _support(self, row: str) -> tables.Row:
        left, right = (self._mark(model, row) for model in self.models)
        return row, left, right

    def _mark(self, model: Model, row: str) -> str:
        flat, style = self.variant.table == "flat", self.variant.style
        if row not in model.rows:
            return "" if flat else style.no
        note = model.demos.get(row, "")
        if flat or style.yes.isalpha():
            return note if flat else style.yes
        return f"{style.yes} {note}".strip()

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
        tag = "h3" if block in self._headings else "p"
        return f"<{tag}>{escape(block)}</{tag}>"
