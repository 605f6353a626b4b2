"""Models side by side."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Asker

Row = tuple[str, str, str, bool | None, list[str | None]]

ROWS = """
query ($models: [String!]!, $only: Boolean) {
  compare(models: $models) { rows(onlyDifferences: $only) {
    key label group differs cells { text } } } }
"""


def rows(answer: dict[str, Any]) -> list[Row]:
    return [
        (
            row["key"],
            row["label"],
            row["group"],
            row["differs"],
            [cell["text"] for cell in row["cells"]],
        )
        for row in answer["compare"]["rows"]
    ]


def test_rows_are_those_declared_and_those_that_any_model_has(ask: Asker) -> None:
    assert rows(ask.data(ROWS, {"models": ["one", "two"]})) == [
        ("organization", "Organization", "PROPERTY", True, ["Acme", "Bolt Labs"]),
        ("license", "License", "PROPERTY", None, [None, None]),
        ("release_date", "Release Date", "PROPERTY", None, ["2023-10", None]),
        ("homepage", "Homepage", "PROPERTY", None, [None, "two.example"]),
        ("task:detection", "Detection", "TASK", True, ["No", "Yes"]),
        ("task:segmentation", "Segmentation", "TASK", None, [None, None]),
        ("task:tagging", "Tagging", "TASK", False, ["Yes", "Yes"]),
        ("feature:fast", "Fast", "FEATURE", True, ["Yes", "No"]),
    ]


def test_cells_come_in_the_order_asked_for(ask: Asker) -> None:
    assert rows(ask.data(ROWS, {"models": ["three", "two", "uno"]}))[0] == (
        "organization",
        "Organization",
        "PROPERTY",
        True,
        [None, "Bolt Labs", "Acme"],
    )


def test_only_differences_leaves_out_what_is_equal_or_open(ask: Asker) -> None:
    found = rows(ask.data(ROWS, {"models": ["two", "one"], "only": True}))
    assert [key for key, *_ in found] == ["organization", "task:detection", "feature:fast"]


def test_a_cell_that_no_document_speaks_of_says_so(ask: Asker) -> None:
    asked = """
    { compare(models: ["one", "three"]) { rows { key cells { model { slug } property label section
        text support status reason notes evidence { quote } rivals { text } } } } }
    """
    cells = {row["key"]: row["cells"] for row in ask.data(asked)["compare"]["rows"]}
    unsaid: dict[str, Any] = {
        "model": {"slug": "three"},
        "text": None,
        "status": "UNKNOWN",
        "reason": "No document says anything about it.",
        "notes": [],
        "evidence": [],
        "rivals": [],
    }
    assert cells["organization"] == [
        {
            "model": {"slug": "one"},
            "property": "organization",
            "label": "Organization",
            "section": "PROPERTY",
            "text": "Acme",
            "support": None,
            "status": "STATED",
            "reason": "Stated.",
            "notes": [],
            "evidence": [{"quote": "One is made by Acme"}],
            "rivals": [],
        },
        unsaid
        | {
            "property": "organization",
            "label": "Organization",
            "section": "PROPERTY",
            "support": None,
        },
    ]
    assert cells["task:tagging"][1] == unsaid | {
        "property": "task:tagging",
        "label": "Tagging",
        "section": "TASK",
        "support": "UNKNOWN",
    }


SHARED = """
query ($models: [String!]!) { compare(models: $models) { models { name }
  sharedTasks { name } possiblySharedTasks { name }
  sharedFeatures { name } possiblySharedFeatures { name } } }
"""


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        (["one", "two"], (["Tagging"], ["Segmentation"], [], [])),
        (["one", "three"], ([], ["Segmentation", "Tagging"], [], ["Fast"])),
        (["two", "three"], ([], ["Detection", "Segmentation", "Tagging"], [], [])),
        (["three", "four"], ([], [], [], [])),
        (["one", "two", "four"], ([], ["Segmentation", "Tagging"], [], [])),
    ],
)
def test_what_models_share_and_may_share(
    ask: Asker, models: list[str], expected: tuple[list[str], ...]
) -> None:
    found = ask.data(SHARED, {"models": models})["compare"]
    assert [each["name"].lower() for each in found.pop("models")] == models
    assert tuple([each["name"] for each in group] for group in found.values()) == expected


@pytest.mark.parametrize(
    ("models", "problems"),
    [
        (["one", "nobody"], [("UNKNOWN_MODEL", "No model has the slug 'nobody'.")]),
        (
            ["neither", "one", "nor"],
            [
                ("UNKNOWN_MODEL", "No model has the slug 'neither'."),
                ("UNKNOWN_MODEL", "No model has the slug 'nor'."),
            ],
        ),
        (["one", "one"], [("REPEATED_MODEL", "The same model is named twice: 'one'.")]),
        (
            ["one", "two", "uno"],
            [("REPEATED_MODEL", "The same model is named twice: 'one', 'uno'.")],
        ),
    ],
)
def test_a_comparison_names_the_slug_that_is_wrong(
    ask: Asker, models: list[str], problems: list[tuple[str, str]]
) -> None:
    asked = "query ($models: [String!]!) { c: compare(models: $models) { models { name } } }"
    assert ask(asked, {"models": models}) == {
        "data": {"c": None},
        "errors": [
            {
                "message": message,
                "locations": [{"line": 1, "column": 31}],
                "path": ["c"],
                "extensions": {"code": code},
            }
            for code, message in problems
        ],
    }


@pytest.mark.parametrize("count", [0, 1, 11])
def test_a_comparison_takes_from_two_to_ten_models(ask: Asker, count: int) -> None:
    asked = "query ($models: [String!]!) { compare(models: $models) { models { name } } }"
    message = f"Argument 'models': a comparison takes from 2 to 10 models, not {count}."
    assert ask.problem(asked, {"models": ["one"] * count}) == ("BAD_ARGUMENT", message)
