"""A world: models with true attributes, as the comparing site's own database would hold them.

Invariant: a model's cells are the same on every page; `None` is an empty cell.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from . import words

SCALARS: dict[str, str] = {
    "organization": "Organization",
    "category": "Category",
    "modality": "Modality",
    "release_date": "Release Date",
    "context_window": "Context Window",
    "parameters": "Parameters",
    "license": "License",
}
"""The seven properties and their labels, in the order of the tables."""

_FILLED = {"organization": 0.93, "release_date": 0.92, "license": 0.9, "parameters": 0.7}


@dataclass(frozen=True)
class Model:
    """A model and all that is true of it.

    Attributes:
        cells: label to what the table writes, only where the cell is not empty.
        untold: label to what is true but not in the site's table; prose may say it.
        tasks, features: rows that the site's database checks for it.
        demos: row to the note beside its mark.
        says: property to what its prose says, where prose says it (dates as ISO).
        logo: what the vendor's logo is called, where pages show one.
        overview: its paragraphs, the same on every page.
    """

    name: str
    cells: Mapping[str, str]
    tasks: frozenset[str]
    features: frozenset[str]
    demos: Mapping[str, str] = field(default_factory=dict)
    untold: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    logo: str | None = None
    overview: tuple[str, ...] = ()

    @property
    def rows(self) -> frozenset[str]:
        """Every task and feature it has."""
        return self.tasks | self.features


@dataclass(frozen=True)
class World:
    """Models, the rows their site knows, and which pairs it compares.

    Attributes:
        hard: rarer and nastier writing.
        quiet: prose says nothing of scalars, so that tables alone can.
    """

    seed: int
    hard: bool
    quiet: bool
    models: tuple[Model, ...]
    tasks: tuple[str, ...]
    features: tuple[str, ...]
    other_rows: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the property rows, in table order."""
        return (*SCALARS.values(), *self.other_rows)


def build_world(
    seed: int, pages: int, *, hard: bool = False, other_rows: bool = False, quiet: bool = False
) -> World:
    """A world with about `pages` pages, each model on one to six of them."""
    rng = random.Random(seed)
    count = max(4, round(pages / 1.6))
    tasks = tuple(rng.sample(words.TASKS, rng.randint(8, 14)))
    features = tuple(rng.sample(words.FEATURES, rng.randint(4, 8)))
    others = tuple(rng.sample(sorted(words.OTHER_ROWS), rng.randint(2, 5))) if other_rows else ()
    known = words.CONFUSABLE if hard and seed % 2 else words.ORGANIZATIONS
    organizations = rng.sample(known, min(len(known), 6 + count // 3))
    models = tuple(
        _model(rng, name, organizations, tasks, features, others, hard)
        for name in _names(rng, count, tasks)
    )
    return World(
        seed, hard, quiet, models, tasks, features, others, _pairs(rng, len(models), pages)
    )


def _names(rng: random.Random, count: int, tasks: tuple[str, ...]) -> list[str]:
    names: list[str] = []
    while len(names) < count:
        name = _name(rng, names, tasks)
        if _folded(name) not in {_folded(known) for known in names}:
            names.append(name)
    return names


def _folded(name: str) -> str:
    """Names that are alike but for case and hyphens may be one name: a world has only one."""
    return name.lower().replace("-", " ")


def _name(rng: random.Random, known: list[str], tasks: tuple[str, ...]) -> str:
    """A new name: one of its own, one that holds another's, or one that names a task."""
    draw = rng.random()
    stem = rng.choice(words.STEMS)
    if draw < 0.12 and known:
        return f"{stem}-{rng.choice(known)}"
    if draw < 0.3 and known:
        return rng.choice(known) + rng.choice((" 2", " Mini", "-X", " 2 Large", "-S"))
    if draw < 0.36:
        return f"{stem} {rng.choice(tasks)}"
    if draw < 0.4:
        return f"{rng.choice(words.ORGANIZATIONS)} {stem}"
    return stem + rng.choice(words.ENDINGS)


def _model(
    rng: random.Random,
    name: str,
    organizations: list[str],
    tasks: tuple[str, ...],
    features: tuple[str, ...],
    others: tuple[str, ...],
    hard: bool,
) -> Model:
    held = set(rng.sample(tasks, rng.randint(1, 5))) | {row for row in tasks if row in name}
    wanted = set(rng.sample(features, rng.randint(1, min(4, len(features)))))
    cells = _cells(rng, organizations, hard) | _other_cells(rng, others)
    demos = {row: rng.choice(words.DEMOS) for row in sorted(held) if rng.random() < 0.12}
    organization = cells.get("Organization")
    logo = organization if rng.random() < 0.4 else None
    return Model(
        name, cells, frozenset(held), frozenset(wanted), demos, _untold(rng, cells, hard), logo=logo
    )


def _untold(rng: random.Random, cells: Mapping[str, str], hard: bool) -> dict[str, str]:
    """In hard worlds, a truth for some of the empty cells."""
    true = {"Release Date": _date(rng), "License": rng.choice(words.LICENSES)}
    return {label: text for label, text in true.items() if hard and label not in cells}


def _cells(rng: random.Random, organizations: list[str], hard: bool) -> dict[str, str]:
    contexts = words.CONTEXTS + (words.HARD_CONTEXTS if hard else ())
    drawn = {
        "organization": rng.choice(organizations),
        "category": rng.choice(words.CATEGORIES),
        "modality": rng.choice(words.MODALITIES),
        "release_date": _date(rng),
        "context_window": rng.choice(contexts),
        "parameters": rng.choice(words.PARAMETERS),
        "license": rng.choice(words.LICENSES),
    }
    filled = _FILLED | {"context_window": 0.5 if hard else 0.25}
    return {
        SCALARS[key]: text for key, text in drawn.items() if rng.random() < filled.get(key, 0.98)
    }


def _date(rng: random.Random) -> str:
    year = rng.randint(2016, 2025)
    return str(year) if rng.random() < 0.12 else f"{rng.choice(words.MONTHS)[:3]} {year}"


def _other_cells(rng: random.Random, others: tuple[str, ...]) -> dict[str, str]:
    return {label: rng.choice(words.OTHER_ROWS[label]) for label in others if rng.random() < 0.75}


def _pairs(rng: random.Random, count: int, pages: int) -> tuple[tuple[int, int], ...]:
    """Distinct pairs, every model in at least one and at most six."""
    order = rng.sample(range(count), count)
    pairs = [(left, right) for left, right in zip(order[::2], order[1::2], strict=False)]
    if count % 2:
        pairs.append((order[-1], order[0]))
    degree = {index: sum(index in pair for pair in pairs) for index in range(count)}
    for _ in range(pages * 20):
        left, right = rng.sample(range(count), 2)
        fresh = (left, right) not in pairs and (right, left) not in pairs
        if len(pairs) < pages and fresh and max(degree[left], degree[right]) < 6:
            pairs.append((left, right))
            degree[left] += 1
            degree[right] += 1
    return tuple(pairs)


def iso(text: str) -> str:
    """ISO 8601 of a date as tables or prose write it: `Oct 2023`, `January 2021`, `2022`."""
    month, _, year = text.rpartition(" ")
    if not month:
        return year
    number = next(n for n, name in enumerate(words.MONTHS, 1) if name.startswith(month[:3]))
    return f"{year}-{number:02}"
