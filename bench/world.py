"""A generated registry: the rows that an import of as many documents would leave.

Every entity has a number. Ids are as scattered as the hashes that real ones are. Slugs of what
questions ask for are digits alone, since digits are all that pgbench can make up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from random import Random
from typing import Any, Final, TypeAlias

Row: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = dict[str, list[Row]]
"""By table, in the order of `COLUMNS`."""

COLUMNS: Final = {
    "documents": "id source_id key name title sha256 text length import_id",
    "entities": "id kind slug name name_key sort_name",
    "entity_slugs": "kind slug entity_id",
    "aliases": "entity_id name document_id",
    "organizations": "id",
    "licenses": "id spdx_expression",
    "tasks": "id",
    "features": "id",
    "models": "id sort_name is_stub organization_id license_id category modality release_date"
    " released_on parameters_text parameters_min parameters_max context_window summary"
    " search_text",
    "facts": "model_id property position section label object_id text support status reason",
    "fact_rivals": "model_id property rival text",
    "fact_evidence": "model_id property rival position document_id start end quote",
    "model_tasks": "model_id task_id sort_name object_sort_name support property",
    "model_features": "model_id feature_id sort_name object_sort_name support property",
    "relations": "source_id kind target_id",
    "relation_evidence": "source_id kind target_id position document_id start end quote",
}

KINDS: Final = {"organization": 3_000, "license": 30, "task": 120, "feature": 40}
"""How many of each there are beside the models."""

FIRST_SLUG: Final = 1_000_000

_ID_KINDS: Final = ("document", "model", *KINDS)
_SCATTER: Final = 0x9E3779B97F4A7C15
_TEXTS: Final = {"YES": "Yes", "NO": "No", "UNKNOWN": None}
_CELLS: Final = {"task": ("YES",) * 5 + ("NO",) * 4 + ("UNKNOWN",), "feature": ("YES", "YES", "NO")}
_RELATIONS: Final = ("EXTENDS", "FINE_TUNED_FROM", "USES", "VARIANT_OF")
_FAMILY: Final = 40
"""How many models follow from each other in a chain; its first one follows from a hub."""
_HUBS: Final = 20
"""Models that others refer to a thousand times more often."""


@dataclass(frozen=True)
class Entity:
    """An entity by its kind and its number among them, from 0."""

    kind: str
    number: int

    @cached_property
    def id(self) -> int:
        """Scattered over all ids and never the same for two entities: the factor is odd."""
        return (self.number * len(_ID_KINDS) + _ID_KINDS.index(self.kind)) * _SCATTER % 2**63

    @cached_property
    def slug(self) -> str:
        return str(FIRST_SLUG + self.number)

    @cached_property
    def name(self) -> str:
        return f"{self.kind.capitalize()} {self.slug}"

    @cached_property
    def sort_name(self) -> str:
        return self.name.lower()


_entity = cache(Entity)
"""For what many models have; models themselves would only fill the memory."""


@dataclass
class Page:
    """A document while it is being written: what it says of its models, a line each."""

    number: int
    text: str = ""

    @cached_property
    def id(self) -> int:
        return Entity("document", self.number).id

    def say(self, line: str) -> Row:
        """Write a line.

        Returns:
            document, start, end, quote.
        """
        start = len(self.text)
        self.text += f"{line}\n"
        return self.id, start, start + len(line), line


@dataclass
class World:
    """A registry of some size; the same seed gives the same rows.

    Attributes:
        models: how many; a document describes two of them.
        source, import_id: ids of the rows that the documents refer to.
    """

    models: int
    source: int
    import_id: int
    random: Random = field(default_factory=lambda: Random(20))  # noqa: S311  # no secret

    def vocabulary(self) -> Rows:
        """The rows of everything but models and documents."""
        rows: Rows = defaultdict(list)
        for kind, count in KINDS.items():
            for number in range(count):
                entity = Entity(kind, number)
                _add_entity(rows, entity)
                extra = ("MIT",) if kind == "license" else ()
                rows[f"{kind}s"].append((entity.id, *extra))
        return rows

    def batches(self, documents: int) -> Iterator[Rows]:
        """The rows of the documents and the models they describe, some documents at a time."""
        for start in range(0, self.models // 2, documents):
            rows: Rows = defaultdict(list)
            for number in range(start, min(start + documents, self.models // 2)):
                self._add_page(rows, Page(number))
            yield rows

    def _add_page(self, rows: Rows, page: Page) -> None:
        for number in (2 * page.number, 2 * page.number + 1):
            _Model(self, rows, page, Entity("model", number)).add()
        digest = sha256(page.text.encode()).hexdigest()
        title = f"Comparison {page.number}"
        named = (page.id, self.source, title, f"{page.number}.txt", title)
        rows["documents"].append((*named, digest, page.text, len(page.text), self.import_id))


def _add_entity(rows: Rows, entity: Entity) -> None:
    named = (entity.slug, entity.name, entity.sort_name, entity.sort_name)
    rows["entities"].append((entity.id, entity.kind, *named))
    rows["entity_slugs"].append((entity.kind, entity.slug, entity.id))


@dataclass
class _Model:
    """One model while its rows are being added."""

    world: World
    rows: Rows
    page: Page
    entity: Entity
    position: int = 0

    def add(self) -> None:
        _add_entity(self.rows, self.entity)
        self._add_scalars()
        self._add_alias()
        for kind, supports in _CELLS.items():
            self._add_cells(kind, supports)
        self._add_relations()

    def _add_alias(self) -> None:
        if self.entity.number % 2:
            self.rows["aliases"].append((self.entity.id, f"M{self.entity.slug}", self.page.id))

    def _add_scalars(self) -> None:
        random = self.world.random
        organization = _entity("organization", random.randrange(KINDS["organization"]))
        license_ = _entity("license", random.randrange(KINDS["license"]))
        category = random.choice(["open", "closed"])
        modality = random.choice(["vision", "text", "multimodal"])
        released = date(random.randrange(2016, 2027), random.randrange(1, 13), 1)
        millions = random.randrange(1, 100_000)
        self._add_fact("organization", organization.name, organization.id)
        self._add_fact("category", category)
        self._add_fact("modality", modality)
        self._add_fact("release_date", f"{released:%Y-%m}", rival=random.random() < 0.05)
        self._add_fact("context_window", None)
        self._add_fact("parameters", f"{millions}M")
        self._add_fact("license", license_.name, license_.id)
        name, weights = self.entity.sort_name, millions * 10**6
        row = (self.entity.id, name, False, organization.id, license_.id, category, modality)
        sizes = (f"{released:%Y-%m}", released, f"{millions}M", weights, weights, None)
        summary = f"{self.entity.name} is a {modality} model."
        self.rows["models"].append((*row, *sizes, summary, f"{name} {modality}"))

    def _add_fact(
        self, key: str, text: str | None, object_id: int | None = None, *, rival: bool = False
    ) -> None:
        status = "UNKNOWN" if text is None else "CONFLICTED" if rival else "STATED"
        reason = f"{self.entity.name}: {status.lower()} by the table of one page."
        label = key.replace("_", " ").title()
        row = (self.entity.id, key, self.position, "PROPERTY", label)
        self.rows["facts"].append((*row, object_id, text, None, status, reason))
        self.position += 1
        if text is not None:
            self._add_evidence(key, 0, f"{label}{text}")
        if rival:
            self.rows["fact_rivals"].append((self.entity.id, key, 1, "2015"))
            self._add_evidence(key, 1, f"{self.entity.name} was released in 2015")

    def _add_evidence(self, key: str, rival: int, line: str) -> None:
        place = self.page.say(line)
        self.rows["fact_evidence"].append((self.entity.id, key, rival, 0, *place))

    def _add_cells(self, kind: str, supports: Sequence[str]) -> None:
        numbers = self._some_of(KINDS[kind], len(supports))
        for number, support in zip(numbers, supports, strict=True):
            self._add_cell(_entity(kind, number), support)

    def _some_of(self, count: int, wanted: int) -> Sequence[int]:
        """Different numbers under count; the small ones come up more often."""
        chosen: dict[int, None] = {}
        while len(chosen) < wanted:
            chosen[int(count * self.world.random.random() ** 1.5)] = None
        return list(chosen)

    def _add_cell(self, item: Entity, support: str) -> None:
        key = f"{item.kind}:{item.slug}"
        status = "UNKNOWN" if support == "UNKNOWN" else "STATED"
        row = (self.entity.id, key, self.position, item.kind.upper(), item.name, item.id)
        reason = f"The table of one page says {support} of {item.name}."
        self.rows["facts"].append((*row, _TEXTS[support], support, status, reason))
        self.position += 1
        self._add_evidence(key, 0, item.name)
        names = (self.entity.sort_name, item.sort_name)
        cell = (self.entity.id, item.id, *names, support, key)
        self.rows[f"model_{item.kind}s"].append(cell)

    def _add_relations(self) -> None:
        kinds = self.world.random.sample(_RELATIONS, 1 + self.entity.number % 2)
        for kind, number in zip(kinds, self._targets(), strict=False):
            target = Entity("model", number)
            edge = (self.entity.id, kind, target.id)
            self.rows["relations"].append(edge)
            place = self.page.say(f"{self.entity.name} has to do with {target.name}.")
            self.rows["relation_evidence"].append((*edge, 0, *place))

    def _targets(self) -> Iterator[int]:
        """The model before this one in its family, or a hub; then a hub or any model."""
        random, number = self.world.random, self.entity.number
        yield number - 1 if number % _FAMILY else self._hub()
        any_other = (number + random.randrange(1, self.world.models)) % self.world.models
        yield self._hub() if random.random() < 0.2 else any_other

    def _hub(self) -> int:
        """Another model out of a few; some come up more often than others."""
        hub = int(_HUBS * self.world.random.random() ** 2)
        return hub if hub != self.entity.number else _HUBS
