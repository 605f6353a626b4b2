"""Search: what is found by which words, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from service.domain.claims import Kind
from service.domain.identity import slugify
from service.domain.projection import Entity, Fact, Projection
from service.domain.values import Status
from service.domain.words import name_words, search_words
from service.store.differences import written_columns
from service.store.entity_index import index_rows
from service.tables import graph, metadata, search
from tests.api.asking import Asker, asking
from tests.api.graph import entity, model_row
from tests.scratch import ScratchServer


@dataclass(frozen=True)
class Named:
    """An entity of the registry that is searched."""

    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    is_stub: bool = False


NAMED = (
    Named(Kind.MODEL, "SAM-CLIP", ("Segment Anything CLIP",), "SAM-CLIP merges two models."),
    Named(Kind.MODEL, "CLIP", summary="CLIP embeds pictures and words."),
    Named(Kind.MODEL, "OpenCLIP", ("CLIP, open",)),
    Named(Kind.MODEL, "CLIP ViT-B/32"),
    Named(Kind.MODEL, "Clipper", is_stub=True),
    Named(Kind.MODEL, "YOLOv8", summary="Detects objects, as CLIP does not."),
    Named(Kind.MODEL, "GPT-4.1 mini", ("GPT 4.1m",)),
    Named(Kind.MODEL, "ЯндексGPT"),
    Named(Kind.MODEL, "O'Neil's 100% model_x"),
    Named(Kind.ORGANIZATION, "Ångström Labs", ("AngLab",)),
    Named(Kind.TASK, "Zero-shot Détection"),
    Named(Kind.LICENSE, "!!!"),
)
CROWD = 60
"""Further models, half of them stubs, whose names begin with a letter of three."""

SEARCH = """
query ($query: String!, $kinds: [EntityKind!], $first: Int, $after: String, $last: Int,
       $before: String) {
  search(query: $query, kinds: $kinds, first: $first, after: $after, last: $last,
         before: $before) {
    totalCount
    edges { cursor score matched text node { id name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
"""


def _crowd() -> Iterator[Named]:
    for number in range(CROWD):
        name = f"{'xyz'[number % 3]}ray {number % 7} {number}"
        summary = "xray of a ray" if number % 5 == 0 else None
        aliases = (f"zray {number}",) if number % 4 == 0 else ()
        yield Named(Kind.MODEL, name, aliases, summary, is_stub=number % 2 == 0)


def _write(connection: Connection) -> None:
    numbered = dict(enumerate([*NAMED, *_crowd()], start=1))
    projection = _projection(numbered)
    rows = [entity(each.id, each.kind, each.slug, each.name) for each in projection.entities]
    connection.execute(graph.entities.insert(), rows)
    models = [_model(id_, each) for id_, each in numbered.items() if each.kind is Kind.MODEL]
    connection.execute(graph.models.insert(), models)
    names = [column.name for column in written_columns(search.entity_index)]
    index = [dict(zip(names, row, strict=True)) for row in index_rows(projection)]
    connection.execute(search.entity_index.insert(), index)


def _model(id_: int, each: Named) -> dict[str, Any]:
    given = {"id": id_, "name": each.name, "is_stub": each.is_stub, "summary": each.summary}
    words = name_words([each.name, *each.aliases]) + search_words(each.summary or "")
    return model_row(given) | {"search_text": " ".join(words)}


def _projection(numbered: dict[int, Named]) -> Projection:
    entities = tuple(
        Entity(
            *(id_, each.kind, f"{slugify(each.name)}-{id_}", each.name, each.name, ""),
            aliases=tuple((alias, 1) for alias in each.aliases),
        )
        for id_, each in numbered.items()
    )
    facts = tuple(
        Fact(id_, "summary", 1, "PROPERTY", "Summary", each.summary, Status.STATED, "Stated.")
        for id_, each in numbered.items()
        if each.summary
    )
    stubs = frozenset(id_ for id_, each in numbered.items() if each.is_stub)
    return Projection({}, entities, facts, stubs, ())


@pytest.fixture(scope="module")
def named(server: ScratchServer) -> Iterator[Asker]:
    with server.scratch("template0") as database:
        with database.begin() as connection:
            metadata.create_all(connection)
            _write(connection)
        with asking(database) as asker:
            yield asker


def searched(named: Asker, query: str, **arguments: Any) -> dict[str, Any]:
    found: dict[str, Any] = named.data(SEARCH, {"query": query, **arguments})["search"]
    return found


def found(named: Asker, query: str, **arguments: Any) -> list[str]:
    result = searched(named, query, **arguments)
    assert result["totalCount"] == len(result["edges"])
    return [edge["node"]["name"] for edge in result["edges"]]


def test_the_best_match_comes_first_and_says_what_matched(named: Asker) -> None:
    edges = searched(named, "clip")["edges"]
    assert [(edge["score"], edge["matched"], edge["text"]) for edge in edges] == [
        (12, "NAME", "CLIP"),
        (8, "NAME", "CLIP ViT-B/32"),
        (7, "NAME", "Clipper"),
        (6, "NAME", "SAM-CLIP"),
        (4, "ALIAS", "CLIP, open"),
        (2, "SUMMARY", "Detects objects, as CLIP does not."),
    ]


def test_another_name_comes_before_the_beginning_of_a_name(named: Asker) -> None:
    (edge,) = searched(named, "anglab")["edges"]
    assert (edge["score"], edge["matched"], edge["text"]) == (10, "ALIAS", "AngLab")
    assert edge["node"]["name"] == "Ångström Labs"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SAM-CLIP", ["SAM-CLIP"]),
        ("sam clip", ["SAM-CLIP"]),
        ("SamClip", ["SAM-CLIP"]),
        ("clip sam", ["SAM-CLIP"]),
        ("sa cl", ["SAM-CLIP"]),
        ("s", ["SAM-CLIP", "O'Neil's 100% model_x", "Zero-shot Détection"]),
        ("anything", ["SAM-CLIP"]),
        ("yolov8", ["YOLOv8"]),
        ("YOLO v8", ["YOLOv8"]),
        ("yolo", ["YOLOv8"]),
        ("v8", []),
        ("gpt4.1", ["GPT-4.1 mini"]),
        ("gpt 4 1", ["GPT-4.1 mini"]),
        ("gpt 4.1m", ["GPT-4.1 mini"]),
        ("mini gpt", ["GPT-4.1 mini"]),
        ("яндекс", ["ЯндексGPT"]),
        ("ЯНДЕКСgpt", ["ЯндексGPT"]),
        ("angstrom", ["Ångström Labs"]),
        ("ÅNGSTRÖM lab", ["Ångström Labs"]),
        ("zeroshot detection", ["Zero-shot Détection"]),
        ("zero shot", ["Zero-shot Détection"]),
        ("ViT-B/32", ["CLIP ViT-B/32"]),
        ("o'neil", ["O'Neil's 100% model_x"]),
        ("100%", ["O'Neil's 100% model_x"]),
        ("model_x", ["O'Neil's 100% model_x"]),
        ("embeds pictures", ["CLIP"]),
        ("clip pictures", ["CLIP"]),
        ("merges clip nothing", []),
        ("'clip':* | 'yolov8'", ["YOLOv8"]),
        ("clip & ! (", ["CLIP", "CLIP ViT-B/32", "Clipper", "SAM-CLIP", "OpenCLIP", "YOLOv8"]),
    ],
)
def test_names_are_found_however_they_are_typed(
    named: Asker, query: str, expected: list[str]
) -> None:
    assert found(named, query) == expected


@pytest.mark.parametrize("query", ["", " ", "\t\n", "-", "!!!", "' & | !:*"])
def test_a_query_without_a_letter_or_digit_finds_nothing(named: Asker, query: str) -> None:
    assert searched(named, query) == {
        "totalCount": 0,
        "edges": [],
        "pageInfo": {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
    }


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("a\0b", "Argument 'query': a string must not hold the character U+0000."),
        ("a" * 501, "Argument 'query': more than 500 characters."),
        (" ".join(map(str, range(21))), "Argument 'query': more than 20 words."),
    ],
)
def test_what_is_no_query(named: Asker, query: str, message: str) -> None:
    assert named.problem(SEARCH, {"query": query}) == ("BAD_ARGUMENT", message)


def test_the_longest_query_is_answered(named: Asker) -> None:
    assert found(named, "a" * 500) == []
    assert found(named, " ".join(map(str, range(20)))) == []


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["TASK"], ["Zero-shot Détection"]),
        (["TASK", "ORGANIZATION"], ["Zero-shot Détection"]),
        (["ORGANIZATION"], []),
        ([], []),
    ],
)
def test_only_the_kinds_asked_for_are_found(
    named: Asker, kinds: list[str], expected: list[str]
) -> None:
    assert found(named, "detection", kinds=kinds) == expected


def test_the_count_may_be_asked_for_alone(named: Asker) -> None:
    asked = '{ search(query: "clip") { totalCount } }'
    assert named.data(asked) == {"search": {"totalCount": 6}}


QUERIES = st.sampled_from(
    ["r", "xray", "ray", "xray 1", "zray", "ray 1", "4", "xray of a ray", "z"]
)


@settings(max_examples=60, deadline=None)
@given(query=QUERIES, size=st.integers(1, 20))
def test_paging_visits_each_entity_once_both_ways(named: Asker, query: str, size: int) -> None:
    whole = searched(named, query, first=100)
    ids = [edge["node"]["id"] for edge in whole["edges"]]
    scores = [edge["score"] for edge in whole["edges"]]
    assert len(set(ids)) == len(ids) == whole["totalCount"] > 0
    assert scores == sorted(scores, reverse=True)
    assert _visit(named, query, "first", "after", size) == ids
    assert _visit(named, query, "last", "before", size) == ids


def _visit(named: Asker, query: str, size_name: str, cursor_name: str, size: int) -> list[str]:
    forwards = size_name == "first"
    visited: list[str] = []
    cursor = None
    while True:
        here = searched(named, query, **{size_name: size, cursor_name: cursor})
        info, ids = here["pageInfo"], [edge["node"]["id"] for edge in here["edges"]]
        visited = visited + ids if forwards else ids + visited
        if not info["hasNextPage" if forwards else "hasPreviousPage"]:
            return visited
        assert len(ids) == size
        cursor = info["endCursor" if forwards else "startCursor"]


@settings(max_examples=30, deadline=None)
@given(query=QUERIES)
def test_a_model_is_found_by_relevance_as_by_search(named: Asker, query: str) -> None:
    asked = """
    query ($text: String!) { models(
      first: 100, orderBy: RELEVANCE, filter: {text: $text, includeStubs: true}
    ) { nodes { id } } }
    """
    relevant = [node["id"] for node in named.data(asked, {"text": query})["models"]["nodes"]]
    ranked = searched(named, query, first=100, kinds=["MODEL"])["edges"]
    scores = {edge["node"]["id"]: edge["score"] for edge in ranked}
    assert [scores[id_] for id_ in relevant] == [edge["score"] for edge in ranked]
