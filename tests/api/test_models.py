"""Pages of models: filters and orders."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Asker

PAGE = """
query ($filter: ModelFilter, $order: ModelOrder, $first: Int) {
  models(filter: $filter, orderBy: $order, first: $first) { totalCount nodes { name } } }
"""


def names(page: dict[str, Any]) -> list[str]:
    return [node["name"] for node in page["models"]["nodes"]]


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (None, ["One", "Three", "Two"]),
        ({}, ["One", "Three", "Two"]),
        ({"includeStubs": True}, ["Four", "One", "Three", "Two"]),
        ({"includeStubs": None}, ["One", "Three", "Two"]),
        ({"organization": ["acme"]}, ["One"]),
        ({"organization": ["acme", "bolt-labs"]}, ["One", "Two"]),
        ({"organization": []}, []),
        ({"organization": ["nobody"]}, []),
        ({"license": ["mit"]}, ["One", "Two"]),
        ({"license": ["mit", "custom"]}, ["One", "Three", "Two"]),
        ({"tasks": ["tagging"]}, ["One", "Two"]),
        ({"tasks": ["tagging", "detection"]}, ["Two"]),
        ({"tasks": ["object-detection"]}, ["Two"]),
        ({"tasks": ["segmentation"]}, []),
        ({"tasks": []}, ["One", "Three", "Two"]),
        ({"features": ["fast"]}, ["One"]),
        ({"tasks": ["tagging"], "features": ["fast"], "license": ["mit"]}, ["One"]),
        ({"modality": ["vision", "multimodal"]}, ["One", "Two"]),
        ({"category": ["closed"]}, []),
        ({"text": "two"}, ["Two"]),
        ({"text": "PICT one"}, ["One"]),
        ({"text": "pict two"}, []),
        ({"text": "  "}, ["One", "Three", "Two"]),
        ({"text": "t'o \\ & | !:*"}, []),
        ({"releasedAfter": "2021-01-01"}, ["One", "Two"]),
        ({"releasedAfter": "2021-01-02"}, ["One"]),
        ({"releasedBefore": "2021-12-31"}, ["Two"]),
        ({"releasedBefore": "2021-12-30"}, []),
        ({"not": {"releasedAfter": "2021-12-31"}}, []),
        ({"not": {"releasedAfter": "2022-01-01"}}, ["Two"]),
        ({"not": {"releasedBefore": "2021-01-01"}}, ["One"]),
        ({"not": {"releasedBefore": "2020-12-31"}}, ["One", "Two"]),
        ({"maxParameters": 3_000_000}, ["Two"]),
        ({"maxParameters": 2_999_999}, []),
    ],
)
def test_a_page_holds_the_models_that_meet_all_conditions(
    ask: Asker, narrowed: dict[str, Any] | None, expected: list[str]
) -> None:
    page = ask.data(PAGE, {"filter": narrowed})
    assert names(page) == expected
    assert page["models"]["totalCount"] == len(expected)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (None, ["Four", "One", "Three", "Two"]),
        ("NAME", ["Four", "One", "Three", "Two"]),
        ("NEWEST", ["One", "Two", "Four", "Three"]),
        ("OLDEST", ["Two", "One", "Three", "Four"]),
        ("LARGEST", ["Two", "Four", "Three", "One"]),
        ("SMALLEST", ["Two", "One", "Three", "Four"]),
    ],
)
def test_a_page_has_the_order_asked_for(ask: Asker, order: str | None, expected: list[str]) -> None:
    asked = {"filter": {"includeStubs": True}, "order": order}
    assert names(ask.data(PAGE, asked)) == expected


def test_variables_may_stand_inside_a_filter(ask: Asker) -> None:
    asked = """
    query ($slug: String! = "mit", $task: String!) {
      models(filter: {license: [$slug], tasks: [$task]}) { nodes { name } } }
    """
    assert names(ask.data(asked, {"task": "detection"})) == ["Two"]
    assert names(ask.data(asked, {"task": "detection", "slug": "custom"})) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("first: -1", "Argument 'first': -1 is not between 0 and 100."),
        ("first: 101", "Argument 'first': 101 is not between 0 and 100."),
        ("last: 101", "Argument 'last': 101 is not between 0 and 100."),
        ("first: 1, last: 1", "first and last exclude each other."),
        ('after: "x"', "Argument 'after': 'x' is not a cursor."),
        ('after: "WyJOQU1FIl0="',
         "Argument 'after': 'WyJOQU1FIl0=' is a cursor of other rows or another order."),
        ('filter: {text: "\\u0000"}',
         "Argument 'text': a string must not hold the character U+0000."),
        ('filter: {license: ["a", "\\u0000"]}',
         "Argument 'license': a string must not hold the character U+0000."),
        (f'filter: {{text: "{"a" * 501}"}}', "Argument 'text': more than 500 characters."),
        ("filter: {tasks: [" + '"t" ' * 11 + "]}", "Argument 'tasks': more than 10 slugs."),
    ],
)  # fmt: skip
def test_what_a_page_cannot_be_asked_for(ask: Asker, arguments: str, message: str) -> None:
    asked = f"{{ models({arguments}) {{ nodes {{ name }} }} }}"
    assert ask.problem(asked) == ("BAD_ARGUMENT", message)


def test_a_cursor_of_one_order_is_refused_by_another(ask: Asker) -> None:
    asked = "{ models(orderBy: NEWEST) { pageInfo { startCursor } } }"
    cursor = ask.data(asked)["models"]["pageInfo"]["startCursor"]
    asked = "query ($after: String) { models(after: $after) { nodes { name } } }"
    message = f"Argument 'after': {cursor!r} is a cursor of other rows or another order."
    assert ask.problem(asked, {"after": cursor}) == ("BAD_ARGUMENT", message)


def test_an_empty_page_has_no_cursors(ask: Asker) -> None:
    info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
    asked = f"{{ models(first: 0) {{ edges {{ cursor }} {info} totalCount __typename }} }}"
    assert ask.data(asked)["models"] == {
        "edges": [],
        "pageInfo": {
            "hasNextPage": True,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
        "totalCount": 3,
        "__typename": "ModelConnection",
    }
