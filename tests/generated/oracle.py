"""What is true of every cell, and which cells the tables alone decide.

The rules are those of the design, worked out here without the loader's code:

- a row that a page's complete section lacks is denied for both its models, if some page lists it;
- a row that a flat page lists is had by at least one of its two models: by the one where the
  other's is denied; tables that kept their marks decide both;
- a scalar is found where the answer is what the database holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import prose
from .pages import Page
from .world import SCALARS, World, iso

Cell = tuple[str, str]
"""A model's name and a property: `organization`, `task:Object Detection`."""


@dataclass(frozen=True)
class Truth:
    """The truth about a world as far as its pages can show it.

    Attributes:
        support: whether the model has the row, for every row that some page lists.
        decided: the cells that tables alone decide, a subset of `support`.
        database: every scalar that the site's database holds for them.
        scalars: those of them that a page shows.
        accepted: what else prose truly says of a scalar.
        rows: section and row that some page lists.
        models: names of the models that some page compares.
    """

    support: Mapping[Cell, bool]
    decided: Mapping[Cell, bool]
    database: Mapping[Cell, str]
    scalars: Mapping[Cell, str]
    accepted: Mapping[Cell, str]
    rows: frozenset[tuple[str, str]]
    models: frozenset[str]


def find_truth(world: World, pages: Sequence[Page]) -> Truth:
    """The truth that these pages (those that were not refused) can show."""
    rows = frozenset(
        (key, row) for page in pages for key in page.sections for row in page.sections[key]
    )
    shown = {model.name: model for page in pages for model in page.models}
    support = {
        (name, f"{key}:{row}"): row in model.rows
        for name, model in shown.items()
        for key, row in rows
    }
    return Truth(
        support,
        _decided(pages, rows),
        _scalars(pages),
        _scalars([page for page in pages if page.variant.cut not in {"table", "properties"}]),
        _accepted(pages),
        rows,
        frozenset(shown),
    )


def _scalars(pages: Iterable[Page]) -> dict[Cell, str]:
    keys = {label: key for key, label in SCALARS.items()}
    return {
        (model.name, keys.get(label, label)): text
        for page in pages
        for model in page.models
        for label, text in model.cells.items()
    }


def _accepted(pages: Sequence[Page]) -> dict[Cell, str]:
    """What prose says; of a date, only where no row of two dates shows the table's."""
    date = SCALARS["release_date"]
    dated = {
        model.name
        for page in pages
        for model in page.models
        if date in model.cells and _splits(page, date)
    }
    return {
        (model.name, key): said
        for page in pages
        for model in page.models
        for key, said in model.says.items()
        if key != "release_date" or model.name not in dated
    }


def _splits(page: Page, label: str) -> bool:
    """Whether the page shows which model's cell is whose: by marks, or because both are filled."""
    intact = page.variant.table != "flat"
    return page.variant.cut != "table" and (
        intact or all(label in model.cells for model in page.models)
    )


def _decided(pages: Sequence[Page], rows: frozenset[tuple[str, str]]) -> dict[Cell, bool]:
    decided = {cell: False for page in pages for cell in _denied(page, rows)}
    for page in pages:
        if page.variant.table != "flat":
            decided |= _marked(page)
    denied = frozenset(cell for cell, has in decided.items() if not has)
    for page in pages:
        decided |= dict.fromkeys(_forced(page, denied), True)
    return decided


def _denied(page: Page, rows: frozenset[tuple[str, str]]) -> list[Cell]:
    return [
        (model.name, f"{key}:{row}")
        for key, row in rows
        if key in page.complete and page.sections[key] and row not in page.sections[key]
        for model in page.models
    ]


def _marked(page: Page) -> dict[Cell, bool]:
    return {
        (model.name, f"{key}:{row}"): row in model.rows
        for key, listed in page.sections.items()
        for row in listed
        for model in page.models
    }


def _forced(page: Page, denied: frozenset[Cell]) -> list[Cell]:
    """Cells that a listed row leaves as the only one that can have it."""
    forced = []
    for key, listed in page.sections.items():
        for row in listed:
            cells = [(model.name, f"{key}:{row}") for model in page.models]
            open_cells = [cell for cell in cells if cell not in denied]
            forced += open_cells if len(open_cells) == 1 else []
    return forced


def same_scalar(key: str, answer: str, truth: str) -> bool:
    """Whether an answer says what the database says, in the registry's or the table's writing."""
    if key == "release_date":
        known = iso(truth)
        return answer.startswith(known) or known.startswith(answer)
    if key == "license":
        return prose.normal(answer) == prose.normal(truth)
    return answer.split() == truth.split()
