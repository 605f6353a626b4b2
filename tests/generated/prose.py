"""Overviews: some of what is true of a model, among sentences that must decide nothing.

Invariant: what a sentence says of a model of this world is true in the site's database, also
where a lenient reader (case, hyphens, word order, "image", a zero-shot prefix) would look it up.
"""

from __future__ import annotations

import random
import string
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import phrases, words
from .world import Model, World, iso


def normal(row: str) -> tuple[str, ...]:
    """The words by which prose may name a row: no case, hyphens, order, "image", "zero-shot"."""
    parts = row.lower().replace("-", " ").split()
    if parts[:2] == ["zero", "shot"]:
        parts = parts[2:]
    return tuple(sorted(part for part in parts if part != "image"))


def spoken(row: str) -> str:
    """A row's name inside a sentence: acronyms keep their case."""
    if row == "Zero Shot Segmentation":
        return "zero-shot segmentation"
    return " ".join(
        part if part.isupper() or "3D" in part else part.lower() for part in row.split()
    )


def with_article(noun: str) -> str:
    return f"an {noun}" if noun[0].lower() in "aeio" else f"a {noun}"


def write_overviews(world: World) -> World:
    """The world with an overview for every model."""
    models = tuple(
        _Writer(world, index, random.Random(f"{world.seed}/{index}")).write()
        for index in range(len(world.models))
    )
    return replace(world, models=models)


def _capital(sentence: str) -> str:
    """A capital for a common word; names keep the case that they have."""
    return "The" + sentence[3:] if sentence.startswith("the ") else sentence


@dataclass
class _Writer:
    """Writes one model's overview and keeps book of what it says."""

    world: World
    index: int
    rng: random.Random
    says: dict[str, str] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def write(self) -> Model:
        rows = self.world.tasks + self.world.features
        have = {normal(row) for row in self.model.rows}
        lack = {normal(row) for row in rows if row not in self.model.rows}
        self.held = [row for row in self.world.tasks if normal(row) in have - lack]
        self.absent = [row for row in rows if normal(row) in lack - have]
        opener, body = self._opener(), self._sentences(self._body())
        cuts = sorted(self.rng.randint(0, len(body)) for _ in range(2))
        paragraphs = ([opener, *body[: cuts[0]]], body[cuts[0] : cuts[1]], body[cuts[1] :])
        overview = tuple(" ".join(sentences) for sentences in paragraphs if sentences)
        return replace(self.model, overview=overview, says=dict(self.says))

    @property
    def model(self) -> Model:
        return self.world.models[self.index]

    def _opener(self) -> str:
        """A first sentence, which names the model (the last template needs nothing else)."""
        if self.world.quiet:
            return self._sentences(phrases.OPENERS_PLAIN[-1:])[0]
        plain = not self.held or self.rng.random() < 0.5
        openers = phrases.OPENERS_PLAIN if plain else phrases.OPENERS_TASK
        tried = self._sentences(self.rng.sample(openers, len(openers)), most=1)
        return (tried or self._sentences(phrases.OPENERS_PLAIN[-1:]))[0]

    def _body(self) -> list[str]:
        told = 0.0 if self.world.quiet else 1.0
        pool = [self._some(phrases.DATES, 0.3 * told), self._some(phrases.LICENSES, 0.4 * told)]
        pool += [self._some(phrases.MAKERS, 0.3 * told), self._some(phrases.RELATIONS, 0.7)]
        pool += [self._some(phrases.ABILITIES, 0.6 if self.held else 0)]
        pool += [self._some(phrases.ABSENT, 0.4 if self.absent else 0)]
        pool += [self._some(phrases.OTHERS, 0.8), self._some(phrases.DISTRACTORS, 0.9)]
        pool += [self._some(phrases.DISTRACTORS, 0.8), self._some(phrases.OTHERS, 0.4)]
        pool += [self._some(phrases.HARD, 0.9 if self.world.hard else 0)]
        pool += [self._some(phrases.HARD, 0.6 if self.world.hard else 0)]
        pool += [
            self._some(phrases.FEATURES[row], 0.5)
            for row in sorted(self.model.features & phrases.FEATURES.keys())
        ]
        wanted = [template for template in pool if template]
        return self.rng.sample(wanted, len(wanted))

    def _some(self, templates: Sequence[str], share: float) -> str:
        return self.rng.choice(templates) if self.rng.random() < share else ""

    def _sentences(self, templates: Sequence[str], most: int | None = None) -> list[str]:
        """The templates whose slots can be filled; a pronoun only after one about the model."""
        sentences: list[str] = []
        mine = False
        for template in templates:
            if most is not None and len(sentences) == most:
                break
            slots = self._slots(template, mine)
            if slots is not None:
                sentences.append(_capital(template.format_map(slots)))
                mine = template not in phrases.OTHERS + phrases.HARD + phrases.RELATIONS
        return sentences

    def _slots(self, template: str, mine: bool) -> dict[str, str] | None:
        """A filling for every slot of the template, or None where there is none."""
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        filled = {name: self._slot(name, mine) for name in sorted(names)}
        if "PT" in names:
            filled |= self._partner()
        for slot, other in (("T", "T2"), ("X", "X2"), ("aX", "aX2")):
            if filled.get(slot) and filled.get(slot) == filled.get(other):
                return None
        if not all(filled.values()):
            return None
        self._note(names, filled)
        return {name: text or "" for name, text in filled.items()}

    def _slot(self, name: str, mine: bool) -> str | None:
        draw = self.rng.choice
        if name in {"S", "S0"}:
            return self._subject(name, mine)
        if name in {"T", "T2", "aT", "T3"}:
            return self._ability(name)
        if name in {"X", "X2", "aX", "aX2"}:
            row = spoken(draw(self.absent)) if self.absent else None
            return with_article(row) if row and name.startswith("a") else row
        if name in {"O", "D", "L", "M"}:
            return self._truth(name)
        makers = {self.model.cells.get("Organization")}
        return {
            "N": self.model.name,
            "Q": draw(words.STUBS),
            "R": draw([o for o in words.ORGANIZATIONS if o not in makers and len(o) > 5]),
            "U": draw(words.UNIVERSITIES),
            "G": draw(words.DATASETS),
            "E": f"{draw(words.MONTHS)} {self.rng.randint(2010, 2015)}",
            "Y": str(self.rng.randint(2024, 2026)),
            "K": str(self.rng.randint(3, 90)),
            "P": "",
            "PT": "",
        }[name]

    def _subject(self, name: str, mine: bool) -> str:
        if not mine or self.rng.random() < 0.5:
            return self.model.name
        return "it" if name == "S0" else self.rng.choice(("It", "The model"))

    def _ability(self, name: str) -> str | None:
        if name == "T3":
            return "classification" if "Classification" not in self.model.rows else None
        if not self.held:
            return None
        row = spoken(self.rng.choice(self.held))
        return with_article(row) if name == "aT" else row

    def _truth(self, name: str) -> str | None:
        """What is true of a scalar, as prose writes it; None where the table's cell is empty."""
        cells = {**self.model.untold, **self.model.cells}
        if name == "O":
            table = cells.get("Organization", "")
            return self.says.get("organization") or words.PROSE_NAMES.get(table, table)
        if name == "L":
            text = cells.get("License", "")
            return None if text in {"Custom", "Proprietary", "Research Only"} else text
        if name == "M":
            return cells.get("Modality")
        return self.says.get("release_date") or self._date(cells.get("Release Date"))

    def _date(self, table: str | None) -> str | None:
        """A date as prose writes it: in full, as a year, or (rarely) a month off the table's."""
        if table is None:
            return None
        year = table[-4:]
        if table == year or self.rng.random() < 0.15:
            return year
        month = int(iso(table)[-2:]) - 1
        if self.rng.random() < 0.1:
            month = (month + 1) % 12
        return f"{words.MONTHS[month]} {year}"

    def _partner(self) -> dict[str, str | None]:
        """Another model of this world and something that it has: said of it, it is true."""
        others = [model for model in self.world.models if model.name != self.model.name]
        other = self.rng.choice(others)
        rows = self.world.tasks + self.world.features
        lack = {normal(row) for row in rows if row not in other.rows}
        true = [row for row in sorted(other.tasks) if normal(row) not in lack]
        false = [row for row in true if row not in self.model.rows]
        return {"P": other.name, "PT": spoken(self.rng.choice(false)) if false else None}

    def _note(self, names: set[str], filled: dict[str, str | None]) -> None:
        noted = {"O": "organization", "D": "release_date", "L": "license"}
        for slot in names & noted.keys():
            self.says[noted[slot]] = filled[slot] or ""
