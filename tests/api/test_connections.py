"""Connections of every kind of entity: filters, orders, pages, and the models behind them."""

from __future__ import annotations

from typing import Any

import pytest

from service.ingest.run import import_documents
from service.ingest.submission import Submission
from tests.api.asking import Asker, asking
from tests.reading import SEED
from tests.scratch import ScratchDatabase

NAMES = {
    "organizations": ["Acme", "Bolt Labs"],
    "licenses": ["Custom", "MIT"],
    "tasks": ["Detection", "Keypoint Detection", "Segmentation", "Tagging"],
    "features": ["Fast"],
    "datasets": ["Pictures"],
    "benchmarks": ["Contest"],
    "frameworks": ["Toolbox"],
}
TASKS = """
query ($text: String, $order: EntityOrder, $first: Int, $after: String, $last: Int,
       $before: String) {
  tasks(text: $text, orderBy: $order, first: $first, after: $after, last: $last,
        before: $before) {
    totalCount edges { cursor node { name modelCount } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
"""


def tasks(ask: Asker, **arguments: Any) -> list[str]:
    edges = ask.data(TASKS, arguments)["tasks"]["edges"]
    return [edge["node"]["name"] for edge in edges]


@pytest.mark.parametrize("name", NAMES)
def test_entities_of_a_kind_come_by_name(ask: Asker, name: str) -> None:
    asked = f"{{ {name} {{ totalCount nodes {{ name }} }} }}"
    assert ask.data(asked)[name] == {
        "totalCount": len(NAMES[name]),
        "nodes": [{"name": each} for each in NAMES[name]],
    }


@pytest.mark.parametrize("name", NAMES)
def test_as_many_models_are_counted_as_are_listed(ask: Asker, name: str) -> None:
    asked = f"{{ {name} {{ nodes {{ modelCount models {{ totalCount }} }} }} }}"
    counts = [
        (node["modelCount"], node["models"]["totalCount"])
        for node in ask.data(asked)[name]["nodes"]
    ]
    assert [stored for stored, _ in counts] == [counted for _, counted in counts]


def test_those_of_most_models_come_first(ask: Asker) -> None:
    expected = ["Tagging", "Detection", "Keypoint Detection", "Segmentation"]
    assert tasks(ask, order="MODELS") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("detection", ["Detection", "Keypoint Detection"]),
        ("DET key", ["Keypoint Detection"]),
        ("object", ["Detection"]),
        ("nothing", []),
        (" ", NAMES["tasks"]),
        (None, NAMES["tasks"]),
    ],
)
def test_entities_are_found_by_words_of_their_names(
    ask: Asker, text: str | None, expected: list[str]
) -> None:
    assert tasks(ask, text=text) == expected
    assert ask.data(TASKS, {"text": text})["tasks"]["totalCount"] == len(expected)


@pytest.mark.parametrize("order", ["NAME", "MODELS"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_paging_visits_each_once_both_ways(ask: Asker, order: str, size: int) -> None:
    forwards: list[str] = []
    backwards: list[str] = []
    for visited, size_name, cursor_name in [
        (forwards, "first", "after"),
        (backwards, "last", "before"),
    ]:
        cursor, more = None, True
        while more:
            chosen = {"order": order, size_name: size, cursor_name: cursor}
            page = ask.data(TASKS, chosen)["tasks"]
            names = [edge["node"]["name"] for edge in page["edges"]]
            visited[:] = visited + names if visited is forwards else names + visited
            info = page["pageInfo"]
            more = info["hasNextPage" if visited is forwards else "hasPreviousPage"]
            cursor = info["endCursor" if visited is forwards else "startCursor"]
    assert forwards == backwards == tasks(ask, order=order)


def test_a_cursor_of_one_order_is_refused_by_another(ask: Asker) -> None:
    cursor = ask.data(TASKS)["tasks"]["pageInfo"]["startCursor"]
    message = f"Argument 'after': {cursor!r} is a cursor of other rows or another order."
    asked = {"order": "MODELS", "after": cursor}
    assert ask.problem(TASKS, asked) == ("BAD_ARGUMENT", message)


def test_what_is_not_read_of_a_page_is_not_bound(ask: Asker) -> None:
    cursor = ask.data(TASKS)["tasks"]["pageInfo"]["startCursor"]
    asked = "query ($after: String) { tasks(after: $after) { __typename totalCount } }"
    assert ask.data(asked, {"after": cursor}) == {
        "tasks": {"__typename": "TaskConnection", "totalCount": 4}
    }


@pytest.mark.parametrize("name", ["models", "licenses", "conflicts"])
def test_a_cursor_of_one_kind_is_refused_by_another(ask: Asker, name: str) -> None:
    cursor = ask.data("{ tasks { pageInfo { startCursor } } }")["tasks"]["pageInfo"]["startCursor"]
    asked = f"query ($after: String) {{ {name}(after: $after) {{ totalCount }} }}"
    message = f"Argument 'after': {cursor!r} is a cursor of other rows or another order."
    assert ask.problem(asked, {"after": cursor}) == ("BAD_ARGUMENT", message)


def test_a_cursor_holds_wherever_models_are_listed_in_its_order(ask: Asker) -> None:
    asked = "{ models { nodes { name } pageInfo { startCursor } } }"
    page = ask.data(asked)["models"]
    assert [node["name"] for node in page["nodes"]] == ["One", "Three", "Two"]
    asked = """query ($after: String) {
      license(slug: "mit") { models(after: $after) { nodes { name } } } }"""
    found = ask.data(asked, {"after": page["pageInfo"]["startCursor"]})
    assert found == {"license": {"models": {"nodes": [{"name": "Two"}]}}}


@pytest.mark.parametrize("selected", ["totalCount", "__typename", "nodes { __typename }"])
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("models(orderBy: RELEVANCE)", "Argument 'orderBy': RELEVANCE needs the filter's text."),
        ('models(after: "rubbish")', "Argument 'after': 'rubbish' is not a cursor."),
        ('models(before: "rubbish")', "Argument 'before': 'rubbish' is not a cursor."),
        ("models(first: -1)", "Argument 'first': -1 is not between 0 and 100."),
        ("models(last: 101)", "Argument 'last': 101 is not between 0 and 100."),
        ("models(first: 1, last: 1)", "first and last exclude each other."),
        (
            'models(filter: {text: "\\u0000"})',
            "Argument 'text': a string must not hold the character U+0000.",
        ),
        (
            'models(filter: {license: ["\\u0000", "mit"]})',
            "Argument 'license': a string must not hold the character U+0000.",
        ),
        ('conflicts(after: "x")', "Argument 'after': 'x' is not a cursor."),
        ('tasks(after: "x")', "Argument 'after': 'x' is not a cursor."),
        ('search(query: "x", after: "x")', "Argument 'after': 'x' is not a cursor."),
    ],
)
def test_arguments_are_checked_whatever_is_selected(
    ask: Asker, asked: str, message: str, selected: str
) -> None:
    assert ask.problem(f"{{ {asked} {{ {selected} }} }}") == ("BAD_ARGUMENT", message)


def test_datasets_benchmarks_and_frameworks_have_their_models(ask: Asker) -> None:
    asked = """
    { dataset(slug: "pictures") { name models { totalCount nodes { name } } }
      benchmark(slug: "contest") { name models { nodes { name } } }
      framework(slug: "toolbox") { name models { edges { node { name } } } }
      none: dataset(slug: "contest") { name } }
    """
    assert ask.data(asked) == {
        "dataset": {"name": "Pictures", "models": {"totalCount": 1, "nodes": [{"name": "One"}]}},
        "benchmark": {"name": "Contest", "models": {"nodes": [{"name": "Two"}]}},
        "framework": {"name": "Toolbox", "models": {"edges": [{"node": {"name": "Two"}}]}},
        "none": None,
    }


def test_the_seed_counts_the_models_that_it_lists(database: ScratchDatabase) -> None:
    files = sorted((SEED / "documents").glob("*.txt"))
    with database.begin() as connection:
        import_documents(connection, [Submission.of(f.name, f.read_bytes()) for f in files])
    lists = " ".join(
        f"{name}(first: 100) {{ totalCount nodes {{ slug modelCount models {{ totalCount }} }} }}"
        for name in NAMES
    )
    with asking(database) as ask:
        answer = ask.data(f"{{ {lists} }}")
    nodes = [node for page in answer.values() for node in page["nodes"]]
    assert [node for node in nodes if node["modelCount"] != node["models"]["totalCount"]] == []
    assert sum(node["modelCount"] for node in nodes) > 0
