"""The loader against pages that nobody tuned it on: no wrong answer, little missing."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

import pytest

from service.domain.values import Status

from .cases import Case, Outcome, cases, excerpt, run, small_cases
from .loader import answer, answer_alone, project, read_all, vocabulary
from .pages import VARIANTS
from .score import EMPTY

SUPPORT_RECALL = 0.99
SCALAR_RECALL = 0.90


def _faults(outcomes: Iterable[Outcome], most: int = 5) -> str:
    """The first faults with the lines they may come from."""
    located = (
        f"seed {outcome.case.seed} {outcome.case.variant}: {fault}\n{excerpt(outcome, fault)}"
        for outcome in outcomes
        for fault in (*outcome.score.wrong, *outcome.score.missed)
    )
    return "\n".join(islice(located, most))


@pytest.mark.parametrize("hard", [False, True], ids=["plain", "hard"])
@pytest.mark.parametrize("variant", [name for name in VARIANTS if name != "midway"])
def test_answers(variant: str, *, hard: bool) -> None:
    """Of each variant a world of 36 pages about models that no vocabulary knows."""
    seed = 100 + list(VARIANTS).index(variant)
    outcomes = [run(case, answer) for case in cases(seed, 36, [variant], hard=hard)]
    total = sum((outcome.score for outcome in outcomes), EMPTY)
    wrong = [outcome for outcome in outcomes if outcome.score.wrong]
    assert total.wrong == (), f"{total.kinds}\n{_faults(wrong)}"
    assert total.support_recall >= SUPPORT_RECALL, f"{total.kinds}\n{_faults(outcomes)}"
    assert total.scalar_recall >= SCALAR_RECALL, f"{total.kinds}\n{_faults(outcomes)}"


@pytest.mark.parametrize("variant", ["original", "compact", "mixed"])
def test_worlds_of_few_pages_invite_no_guess(variant: str) -> None:
    outcomes = [run(case, answer) for case in small_cases(9, 15, variant)]
    total = sum((outcome.score for outcome in outcomes), EMPTY)
    assert total.wrong == (), f"{total.kinds}\n{_faults(outcomes)}"
    assert total.support_recall >= SUPPORT_RECALL, f"{total.kinds}\n{_faults(outcomes)}"


def test_the_vocabulary_is_not_needed() -> None:
    outcomes = [run(case, answer_alone) for case in cases(31, 72, ["original"], hard=True)]
    total = sum((outcome.score for outcome in outcomes), EMPTY)
    assert total.wrong == (), f"{total.kinds}\n{_faults(outcomes)}"
    assert total.support_recall >= SUPPORT_RECALL, f"{total.kinds}\n{_faults(outcomes)}"
    assert total.scalar_recall >= SCALAR_RECALL, f"{total.kinds}\n{_faults(outcomes)}"


def test_what_is_known_has_evidence_and_evidence_is_verbatim() -> None:
    _, pages = Case(21, "mixed", hard=True).write()
    texts = {reading.document: page.content for page in pages for reading in read_all([page])[0]}
    for fact in project([*vocabulary(), *read_all(pages)[0]]).facts:
        assert fact.evidence or fact.status is Status.UNKNOWN
        for place in (*fact.evidence, *(one for rival in fact.rivals for one in rival.evidence)):
            text = texts[place.document].decode("utf-8-sig")
            assert place.quote == text[place.start : place.end]
            assert place.quote


@pytest.mark.parametrize("variant", ["original", "compact", "html"])
def test_order_of_documents_does_not_matter(variant: str) -> None:
    _, pages = Case(21, variant, hard=True).write()
    readings = [*vocabulary(), *read_all(pages)[0]]
    shuffled = random.Random(3).sample(readings, len(readings))
    assert project(shuffled) == project(readings)


def test_the_same_page_under_another_name_is_the_same_document() -> None:
    _, pages = Case(21, "original").write()
    renamed = [replace(page, file=f"copy-{page.file}") for page in pages]
    assert read_all([*pages, *renamed])[0] == read_all(pages)[0]
