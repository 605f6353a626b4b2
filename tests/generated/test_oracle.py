"""The oracle and the marking are themselves examined: on a world small enough to reason by hand."""

from __future__ import annotations

import pytest

from .cases import Case, cases
from .oracle import find_truth, same_scalar
from .pages import VARIANTS, write_pages
from .prose import normal
from .score import Answer, Answers, mark
from .world import Model, World

ADA = Model("Ada", {"License": "MIT"}, frozenset({"Segmentation", "OCR"}), frozenset({"Tiny"}))
BEA = Model("Bea", {"License": "MIT"}, frozenset({"Segmentation"}), frozenset({"Tiny"}))
CYD = Model("Cyd", {}, frozenset({"Counting"}), frozenset({"Tiny"}), says={"license": "MIT"})
WORLD = World(
    1,
    False,
    False,
    (ADA, BEA, CYD),
    ("Segmentation", "OCR", "Counting"),
    ("Tiny",),
    (),
    ((0, 1), (1, 2)),
)


def test_flat_tables_decide_by_denial_and_by_what_denial_leaves() -> None:
    truth = find_truth(WORLD, write_pages(WORLD, VARIANTS["original"]))
    assert dict(truth.decided) == {
        ("Ada", "task:Counting"): False,
        ("Bea", "task:Counting"): False,
        ("Bea", "task:OCR"): False,
        ("Cyd", "task:OCR"): False,
        ("Ada", "task:OCR"): True,
        ("Cyd", "task:Counting"): True,
    }


def test_tables_with_marks_decide_every_row_that_they_list() -> None:
    truth = find_truth(WORLD, write_pages(WORLD, VARIANTS["markdown"]))
    assert truth.decided == truth.support
    assert truth.support["Cyd", "task:Segmentation"] is False


def test_scalars_are_those_of_the_database() -> None:
    truth = find_truth(WORLD, write_pages(WORLD, VARIANTS["original"]))
    assert dict(truth.scalars) == {("Ada", "license"): "MIT", ("Bea", "license"): "MIT"}
    assert dict(truth.accepted) == {("Cyd", "license"): "MIT"}


def test_marking_tells_wrong_from_missing_and_from_unknown() -> None:
    truth = find_truth(WORLD, write_pages(WORLD, VARIANTS["original"]))
    cells = {
        ("Ada", "task:OCR"): Answer("No", "NO", "INFERRED"),
        ("Bea", "task:OCR"): Answer("No", "NO", "INFERRED"),
        ("Bea", "task:Segmentation"): Answer(None, "UNKNOWN", "UNKNOWN"),
        ("Ada", "license"): Answer("GPL 3.0", None, "STATED"),
        ("Cyd", "license"): Answer("MIT", None, "STATED"),
        ("Cyd", "parameters"): Answer("7B", None, "STATED"),
    }
    result = mark(truth, Answers(cells, frozenset({"Ada", "Bea", "Dot"})))
    assert sorted((fault.kind, *fault.cell) for fault in result.wrong) == [
        ("invented model", "Dot", "-"),
        ("lost model", "Cyd", "-"),
        ("wrong NO (INFERRED)", "Ada", "task:OCR"),
        ("wrong license (STATED)", "Ada", "license"),
        ("wrong parameters (STATED)", "Cyd", "parameters"),
    ]
    assert result.support_recall == pytest.approx(2 / 6)
    assert result.scalar_recall == 0


@pytest.mark.parametrize(
    ("key", "answer", "truth", "same"),
    [
        ("release_date", "2021-02", "Feb 2021", True),
        ("release_date", "2021", "Feb 2021", True),
        ("release_date", "2021-01", "Feb 2021", False),
        ("release_date", "2021-01", "2021", True),
        ("license", "AGPL-3.0", "AGPL 3.0", True),
        ("license", "MIT", "MIT-Research", False),
        ("organization", "Nova", "Nova Labs", False),
        ("parameters", "7B", "7B", True),
    ],
)
def test_same_scalar(key: str, answer: str, truth: str, *, same: bool) -> None:
    assert same_scalar(key, answer, truth) is same


@pytest.mark.parametrize("case", list(cases(11, 900, list(VARIANTS), hard=True)), ids=str)
def test_prose_says_no_more_than_the_database(case: Case) -> None:
    """A stated ability is one that the database has, under every row it may be looked up by."""
    for model in case.world.models:
        lacks = {
            normal(row)
            for row in (*case.world.tasks, *case.world.features)
            if row not in model.rows
        }
        for sentence in " ".join(model.overview).split(". "):
            head, _, rest = sentence.partition(" supports ")
            if head == model.name:
                assert normal(rest.removesuffix(".")) not in lacks


def test_pages_are_the_same_for_the_same_seed() -> None:
    case = Case(5, "original", hard=True, other_rows=True)
    assert [page.text for page in case.write()[1]] == [page.text for page in case.write()[1]]


def test_every_model_is_on_one_to_six_pages() -> None:
    pairs = Case(5, "original").world.pairs
    degrees = [
        sum(index in pair for pair in pairs)
        for index in range(len(Case(5, "original").world.models))
    ]
    assert min(degrees) >= 1
    assert max(degrees) <= 6
