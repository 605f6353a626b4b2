"""Filters in three values: a condition on what is not known is neither true nor false."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Asker

PAGE = """
query ($filter: ModelFilter, $order: ModelOrder) {
  models(filter: $filter, orderBy: $order) { totalCount nodes { name } } }
"""

Filter = dict[str, Any]


def found(ask: Asker, narrowed: Filter, order: str = "NAME") -> list[str]:
    page = ask.data(PAGE, {"filter": narrowed, "order": order})["models"]
    names = [node["name"] for node in page["nodes"]]
    assert page["totalCount"] == len(names)
    return names


TRUTH: list[tuple[Filter, list[str], list[str]]] = [
    ({"organization": ["acme"]}, ["One"], ["Two"]),
    ({"organization": ["acme", "bolt-labs"]}, ["One", "Two"], []),
    ({"organization": []}, [], ["One", "Two"]),
    ({"organization": ["nobody"]}, [], []),
    ({"organization": ["acme", "nobody"]}, ["One"], []),
    ({"license": ["mit"]}, ["One", "Two"], ["Three"]),
    ({"license": []}, [], ["One", "Three", "Two"]),
    ({"tasks": ["detection"]}, ["Two"], ["One"]),
    ({"tasks": ["segmentation"]}, [], []),
    ({"tasks": ["nonsense"]}, [], []),
    ({"tasks": ["tagging", "detection"]}, ["Two"], ["One"]),
    ({"tasks": ["segmentation", "detection"]}, [], ["One"]),
    ({"tasks": []}, ["One", "Three", "Two"], []),
    ({"features": ["fast"]}, ["One"], ["Two"]),
    ({"features": []}, ["One", "Three", "Two"], []),
    ({"tasksUnknown": []}, ["One", "Three", "Two"], []),
    ({"tasksUnknown": ["detection"]}, ["Three"], ["One", "Two"]),
    ({"tasksUnknown": ["segmentation"]}, ["One", "Three", "Two"], []),
    ({"tasksUnknown": ["segmentation", "tagging"]}, ["Three"], ["One", "Two"]),
    ({"tasksUnknown": ["nonsense"]}, [], []),
    ({"featuresUnknown": ["fast"]}, ["Three"], ["One", "Two"]),
    ({"modality": ["vision"]}, ["One"], ["Two"]),
    ({"modality": ["VISION", "Multimodal"]}, ["One", "Two"], []),
    ({"modality": ["nonsense"]}, [], ["One", "Two"]),
    ({"modality": []}, [], ["One", "Two"]),
    ({"category": ["closed"]}, [], ["One", "Two"]),
    ({"category": ["Open", "nonsense"]}, ["One", "Two"], []),
    ({"category": []}, [], ["One", "Two"]),
    ({"dataset": ["pictures"]}, ["One"], []),
    ({"dataset": ["nonsense"]}, [], []),
    ({"dataset": []}, [], []),
    ({"benchmark": ["contest"]}, ["Two"], []),
    ({"framework": ["toolbox"]}, ["Two"], []),
    ({"text": "two"}, ["Two"], ["One", "Three"]),
    ({"text": " "}, ["One", "Three", "Two"], []),
    ({"releasedAfter": "2022-01-01"}, ["One"], ["Two"]),
    ({"releasedBefore": "2022-01-01"}, ["Two"], ["One"]),
    ({"minParameters": 3_000_000}, ["Two"], []),
    ({"minParameters": 3_000_001}, [], ["Two"]),
    ({"maxParameters": 2_999_999}, [], ["Two"]),
    ({"minContextWindow": 4096}, ["Two"], []),
    ({"minContextWindow": 4097}, [], ["Two"]),
    ({"hasConflicts": True}, ["One"], ["Three", "Two"]),
    ({"hasConflicts": False}, ["Three", "Two"], ["One"]),
    ({"organization": ["acme"], "license": ["mit"]}, ["One"], ["Three", "Two"]),
    ({"organization": ["acme"], "tasks": ["segmentation"]}, [], ["Two"]),
    ({}, ["One", "Three", "Two"], []),
]
"""A filter, the models of which it is true, and those of which it is false."""


@pytest.mark.parametrize(("narrowed", "true", "false"), TRUTH, ids=lambda each: str(each))
def test_a_filter_is_true_or_false_or_neither(
    ask: Asker, narrowed: Filter, true: list[str], false: list[str]
) -> None:
    assert found(ask, narrowed) == true
    assert found(ask, {"and": [narrowed]}) == true
    assert found(ask, {"or": [narrowed]}) == true
    assert found(ask, {"not": narrowed}) == false
    assert found(ask, {"not": {"not": narrowed}}) == true


@pytest.mark.parametrize(("narrowed", "true", "false"), TRUTH, ids=lambda each: str(each))
def test_nothing_is_both_or_made_known_by_or(
    ask: Asker, narrowed: Filter, true: list[str], false: list[str]
) -> None:
    assert found(ask, {"and": [narrowed, {"not": narrowed}]}) == []
    assert found(ask, {"or": [narrowed, {"not": narrowed}]}) == sorted({*true, *false})


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({"or": [{"organization": ["acme"]}, {"tasks": ["detection"]}]}, ["One", "Two"]),
        ({"or": []}, []),
        ({"and": []}, ["One", "Three", "Two"]),
        ({"and": None, "or": None, "not": None}, ["One", "Three", "Two"]),
        ({"license": ["mit"], "or": [{"modality": ["vision"]}, {"text": "three"}]}, ["One"]),
        ({"tasks": ["tagging"], "not": {"features": ["fast"]}}, ["Two"]),
        ({"not": {"or": [{"license": ["custom"]}, {"tasks": ["detection"]}]}}, ["One"]),
        ({"not": {"license": ["mit"]}, "includeStubs": True}, ["Three"]),
        ({"not": {"features": ["fast"], "hasConflicts": False}}, ["One", "Two"]),
        ({"not": {"features": ["fast"], "minParameters": 0}}, ["Two"]),
        ({"not": {"features": ["fast"], "tasks": ["detection"]}}, ["One", "Two"]),
        ({"features": ["fast"], "not": {"tasks": ["detection"]}}, ["One"]),
        ({"not": {"text": "two"}, "includeStubs": True}, ["Four", "One", "Three"]),
        (
            {"and": [{"or": [{"text": "one"}, {"text": "two"}]}, {"tasks": ["detection"]}]},
            ["Two"],
        ),
    ],
)
def test_filters_stand_inside_of_filters(ask: Asker, narrowed: Filter, expected: list[str]) -> None:
    assert found(ask, narrowed) == expected


def nested(levels: int) -> Filter:
    return {"not": nested(levels - 1)} if levels > 1 else {"text": "two"}


def test_filters_stand_five_levels_deep(ask: Asker) -> None:
    assert found(ask, nested(5)) == ["Two"]
    message = "Argument 'filter': filters stand more than 5 levels deep."
    assert ask.problem(PAGE, {"filter": nested(6)}) == ("BAD_ARGUMENT", message)


def test_there_are_fifty_filters_at_most(ask: Asker) -> None:
    one = {"text": "two"}
    assert found(ask, {"or": [one] * 49}) == ["Two"]
    message = "Argument 'filter': more than 50 filters."
    assert ask.problem(PAGE, {"filter": {"or": [one] * 50}}) == ("BAD_ARGUMENT", message)


@pytest.mark.parametrize(
    ("narrowed", "message"),
    [
        (
            {"not": {"includeStubs": True}},
            "Argument 'filter': includeStubs belongs to the outermost filter.",
        ),
        ({"or": [{"tasks": ["t"] * 11}]}, "Argument 'tasks': more than 10 slugs."),
        ({"tasksUnknown": ["t"] * 11}, "Argument 'tasksUnknown': more than 10 slugs."),
        ({"not": {"text": "a" * 501}}, "Argument 'text': more than 500 characters."),
        ({"text": " ".join(map(str, range(21)))}, "Argument 'text': more than 20 words."),
        ({"text": "\0"}, "Argument 'text': a string must not hold the character U+0000."),
    ],
)
def test_what_a_filter_cannot_ask_for(ask: Asker, narrowed: Filter, message: str) -> None:
    assert ask.problem(PAGE, {"filter": narrowed}) == ("BAD_ARGUMENT", message)


def test_a_filter_may_be_written_with_variables_inside(ask: Asker) -> None:
    asked = """
    query ($license: String!, $task: String!) {
      models(filter: {or: [{not: {license: [$license]}}, {tasks: [$task]}]}) { nodes { name } } }
    """
    for variables, expected in [
        ({"license": "mit", "task": "detection"}, ["Three", "Two"]),
        ({"license": "custom", "task": "tagging"}, ["One", "Two"]),
    ]:
        names = [node["name"] for node in ask.data(asked, variables)["models"]["nodes"]]
        assert names == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("NAME_DESCENDING", ["Two", "Three", "One"]),
        ("LONGEST_CONTEXT", ["Two", "Three", "One"]),
        ("SHORTEST_CONTEXT", ["Two", "One", "Three"]),
    ],
)
def test_models_come_in_the_order_asked_for(ask: Asker, order: str, expected: list[str]) -> None:
    assert found(ask, {}, order) == expected


def test_by_relevance_a_name_comes_before_its_beginning_and_a_word_of_a_summary(
    ask: Asker,
) -> None:
    narrowed = {"text": "t", "includeStubs": True}
    assert found(ask, narrowed, "RELEVANCE") == ["Three", "Two"]
    assert found(ask, {"text": "three"}, "RELEVANCE") == ["Three"]
    assert found(ask, {"text": "o"}, "RELEVANCE") == ["One"]


@pytest.mark.parametrize("narrowed", [None, {}, {"text": None}, {"text": " - "}])
def test_relevance_needs_a_text(ask: Asker, narrowed: Filter | None) -> None:
    message = "Argument 'orderBy': RELEVANCE needs the filter's text."
    variables = {"filter": narrowed, "order": "RELEVANCE"}
    assert ask.problem(PAGE, variables) == ("BAD_ARGUMENT", message)
