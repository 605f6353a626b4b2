"""Python finishes fields from what the one statement read, wherever they stand."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.planner.finishing import splice
from service.planner.operations import RequestRefused
from tests.planner.desk import Desk, open_desk

FORGERIES = ['{"#0" : {"number": 9}, "#" : 0}', '", "#" : 0}', '{"#0" :', '\\{"#0" : \\', "#", "#0"]


def write(desk: Desk, *texts: str) -> None:
    for text in texts:
        desk("mutation ($text: String!) { write(note: {text: $text}) { by } }", {"text": text})


def notes(desk: Desk, selection: str, variables: dict[str, Any] | None = None) -> Any:
    """What is asked of the notes, which must be answered."""
    declared = f"({', '.join(f'${name}: Int' for name in variables)})" if variables else ""
    response = desk(f"query {declared} {{ desk {{ notes {{ {selection} }} }} }}", variables)
    assert list(response) == ["data"], response
    return response["data"]["desk"]["notes"]


def test_a_field_is_finished_for_each_row(desk: Desk) -> None:
    write(desk, "one", "one two")
    assert notes(desk, "number grade { judgement points } text") == [
        {"number": 1, "grade": {"judgement": "GOOD", "points": 1}, "text": "one"},
        {"number": 2, "grade": {"judgement": "GOOD", "points": 2}, "text": "one two"},
    ]


def test_members_stand_in_the_order_of_the_selection_under_their_keys(desk: Desk) -> None:
    write(desk, "one")
    body = desk.respond(
        """query ($yes: Boolean = true, $no: Boolean = false) { desk { notes {
        g: grade { z: points ...Judged @include(if: $yes) ...Worded @skip(if: $yes)
          n: points @include(if: $no) best { __typename } } } } }
        fragment Judged on Grade { ... on Grade { judgement __typename } best { text } }
        fragment Worded on Grade { words }"""
    ).body
    best = b'{"text":"one!","__typename":"Remark"}'
    grade = b'{"z":1,"judgement":"GOOD","__typename":"Grade","best":%b}' % best
    assert b'{"g" : %b}' % grade in body


def test_arguments_are_each_requests_own(desk: Desk) -> None:
    write(desk, "one two")
    asked = "a: grade { points } b: grade(strict: 1) { points } c: grade(strict: $s) { points }"
    for strict, points in ((0, 2), (5, -3), (None, 2)):
        assert notes(desk, asked, {"s": strict}) == [
            {"a": {"points": 2}, "b": {"points": 1}, "c": {"points": points}}
        ]


def test_objects_and_lists_of_objects_are_read_from_attributes(desk: Desk) -> None:
    write(desk, "one two three four five six", " ")
    assert notes(
        desk, "grade { words remarks { text } best { text } all: remarks(first: 4) {text}}"
    ) == [
        {
            "grade": {
                "words": ["one", "two", "three"],
                "remarks": [{"text": "one!"}, {"text": "two!"}],
                "best": {"text": "one!"},
                "all": [{"text": f"{word}!"} for word in ("one", "two", "three", "four")],
            }
        },
        {"grade": {"words": [], "remarks": [], "best": None, "all": []}},
    ]


def test_what_is_picked_is_read_by_the_same_statement_with_the_selection_asked(desk: Desk) -> None:
    write(desk, "a bb", "cc a", "ccc")
    first, second, third = notes(
        desk, "grade { next { text } remarks { text about { n: number } x: about { text } } }"
    )
    assert first["grade"] == {
        "next": {"text": "cc a"},
        "remarks": [
            {"text": "a!", "about": {"n": 1}, "x": {"text": "a bb"}},
            {"text": "bb!", "about": {"n": 2}, "x": {"text": "cc a"}},
        ],
    }
    assert second["grade"]["next"] == {"text": "ccc"}
    assert third["grade"] == {
        "next": None,
        "remarks": [{"text": "ccc!", "about": {"n": 3}, "x": {"text": "ccc"}}],
    }


def test_a_list_of_what_is_picked_has_no_gaps_and_is_cut_behind_them(desk: Desk) -> None:
    write(desk, "a", "b", "c")
    asked = "grade { notes { number } all: notes(first: $n) { number } }"
    assert notes(desk, asked, {"n": 4})[2] == {
        "grade": {
            "notes": [{"number": 3}, {"number": 2}],
            "all": [{"number": 3}, {"number": 2}, {"number": 1}],
        }
    }
    assert notes(desk, asked, {"n": 0})[2]["grade"]["all"] == []


def test_finished_fields_stand_inside_of_what_others_pick(desk: Desk) -> None:
    write(desk, "a", "b b", "c c c")
    asked = "grade { points next { grade { points next { number grade { points } } } number } }"
    assert notes(desk, asked)[0] == {
        "grade": {
            "points": 1,
            "next": {
                "grade": {"points": 2, "next": {"number": 3, "grade": {"points": 3}}},
                "number": 2,
            },
        }
    }


def test_what_is_made_keeps_nobody_waiting(desk: Desk) -> None:
    write(desk, "one")
    assert notes(desk, "grade { by }") == [{"grade": {"by": "planner_0"}}]


def test_a_payload_is_finished_too(desk: Desk) -> None:
    asked = 'mutation { write(note: {text: "one two"}) { note { grade(strict: 1) { points } } } }'
    assert desk(asked) == {"data": {"write": {"note": {"grade": {"points": 1}}}}}


def test_an_argument_is_refused_before_anything_is_done(desk: Desk) -> None:
    asked = """mutation ($s: Int) { write(note: {text: "x"}) { by note {
      grade(strict: $s) { points } } } }"""
    assert desk(asked, {"s": -1}) == {
        "errors": [
            {
                "message": "Argument 'strict': nobody is that kind.",
                "locations": [{"line": 2, "column": 7}],
                "path": ["write", "note", "grade"],
                "extensions": {"code": "BAD_ARGUMENT"},
            }
        ]
    }
    assert desk.author.acts == []


def test_what_cannot_be_made_is_told_at_its_field(desk: Desk) -> None:
    write(desk, "one", "lazy")
    assert desk("{ desk { notes { grade { points } } } }") == {
        "data": None,
        "errors": [
            {
                "message": "Nobody grades this.",
                "locations": [{"line": 1, "column": 18}],
                "path": ["desk", "notes", "grade"],
                "extensions": {"code": "LAZY"},
            }
        ],
    }


@pytest.mark.parametrize("text", FORGERIES)
def test_a_text_that_looks_like_a_mark_is_a_text(desk: Desk, text: str) -> None:
    write(desk, text)
    words = text.split()[:3]
    assert notes(desk, "text grade { words next { text } }") == [
        {"text": text, "grade": {"words": words, "next": None}}
    ]


_KEYS = st.from_regex(re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,3}", re.ASCII), fullmatch=True)
_TEXTS = st.text() | st.sampled_from(FORGERIES) | st.text(alphabet='{}[]"#:, 0\\\n')
_DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner),
)


@given(_DATA, st.sampled_from([(",", ":"), (", ", " : ")]))
def test_no_data_holds_a_mark(data: Any, separators: tuple[str, str]) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=separators).encode()
    assert splice(text, []) == text


@pytest.mark.parametrize(
    ("selection", "nodes"),
    [
        ("grade { points best { text } }", 100),
        ("grade { words }", 100 + 100 * 3),
        ("grade { remarks { text about { number } } }", 100 + 100 * 2),
        ("grade { remarks(first: 5) { about { grade { words } } } }", 100 + 100 * (5 + 5 * 3)),
        ("grade { notes { grade { notes(first: 4) { text } } } }", 100 + 100 * (2 + 2 * 4)),
        ("grade { next { grade { remarks { text } } } }", 100 + 100 * 2),
    ],
)
def test_what_is_finished_is_counted(selection: str, nodes: int) -> None:
    prepared = open_desk().prepare(f"{{ desk {{ notes {{ {selection} }} }} }}", None)
    assert prepared.cost == nodes


def test_a_list_is_no_longer_than_its_field_allows() -> None:
    prepared = open_desk().prepare(
        "{ desk { notes { grade { remarks(first: 6) { text } } } } }", {}
    )
    with pytest.raises(RequestRefused, match="Argument 'first': 6 is not between 0 and 5"):
        prepared.statement()


def test_one_plan_serves_all_values_of_an_argument() -> None:
    operations = open_desk()
    query = "query ($s: Int) { desk { notes { grade(strict: $s) { points } } } }"
    plans = [operations.prepare(query, {"s": strict}).plan for strict in (1, 2, None)]
    assert plans[0] is plans[1] is plans[2]
