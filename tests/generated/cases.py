"""The worlds that tests and the command run over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from . import oracle, score
from .pages import VARIANTS, Page, write_pages
from .prose import write_overviews
from .score import Answers, Score
from .world import World, build_world

Loader = Callable[[Sequence[Page]], Answers]

PAGES_PER_WORLD = 36


@dataclass(frozen=True)
class Case:
    """One world written in one variant."""

    seed: int
    variant: str
    hard: bool = False
    other_rows: bool = False
    quiet: bool = False
    pages: int = PAGES_PER_WORLD

    @property
    def world(self) -> World:
        return write_overviews(
            build_world(
                self.seed,
                self.pages,
                hard=self.hard,
                other_rows=self.other_rows,
                quiet=self.quiet,
            )
        )

    def write(self) -> tuple[World, list[Page]]:
        world = self.world
        return world, write_pages(world, VARIANTS[self.variant])


@dataclass(frozen=True)
class Outcome:
    """What a loader made of a case."""

    case: Case
    pages: Sequence[Page]
    answers: Answers
    score: Score


def small_cases(seed: int, count: int, variant: str) -> Iterator[Case]:
    """Worlds of a few pages, where little is decided and much could be guessed."""
    for number in range(count):
        yield Case(seed * 1000 + number, variant, hard=True, pages=1 + number % 5)


def cases(seed: int, pages: int, variants: Sequence[str], *, hard: bool) -> Iterator[Case]:
    """Enough worlds for `pages` pages, the variants in turn.

    Every third has property rows of its own; of every fifth the prose says nothing of scalars.
    """
    for number in range(-(-pages // PAGES_PER_WORLD)):
        variant = variants[number % len(variants)]
        others = (number // len(variants) + number) % 3 == 2
        yield Case(seed * 1000 + number, variant, hard, others, quiet=number % 5 == 4)


def run(case: Case, loader: Loader) -> Outcome:
    """Load a case's pages and mark the answers; only a truncated page may be refused."""
    world, pages = case.write()
    answers = loader(pages)
    kept = [page for page in pages if page.file not in answers.refused]
    marked = score.mark(oracle.find_truth(world, kept), answers)
    refusals = tuple(
        score.Fault("refused page", (page.title, "-"), answers.refused[page.file], "readable")
        for page in pages
        if page.file in answers.refused and page.variant.cut == "none"
    )
    return Outcome(case, pages, answers, score.Score(refusals, (), 0, 0) + marked)


def excerpt(outcome: Outcome, fault: score.Fault) -> str:
    """The sentences and rows of the outcome's pages that a fault may come from."""
    model, key = fault.cell
    about = [page for page in outcome.pages if model in {one.name for one in page.models}]
    word = key.partition(":")[2] or key.replace("_", " ")
    lines = [
        f"    {line[:300]}"
        for page in about or outcome.pages
        for line in page.text.replace(". ", ".\n").splitlines()
        if any(quote in line for quote in fault.quotes or (word,))
    ]
    titles = ", ".join(page.title for page in about)
    return "\n".join([f"    pages: {titles}", *dict.fromkeys(lines[:8])])
