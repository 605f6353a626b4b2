"""Names of licences: one licence, several, or none; and never an invented one."""

from __future__ import annotations

import pytest

from service.domain.licensing.labels import All, Any, One, OneOf, Unclear
from service.domain.licensing.names import LONGEST, Name, NameStatus, read_label, read_name
from tests.domain.licensing.written import AMBIGUOUS, EXACT, SCANCODE, UNKNOWN


@pytest.mark.parametrize(("text", "expression"), EXACT.items())
def test_a_name_of_one_licence_is_exact(text: str, expression: str) -> None:
    assert read_name(text) == Name(text, expression, NameStatus.EXACT)


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_name_of_several_licences_has_them_as_candidates(text: str) -> None:
    expression, candidates = AMBIGUOUS[text]
    assert read_name(text) == Name(text, expression, NameStatus.AMBIGUOUS, tuple(candidates))


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_name_of_no_known_licence_is_unknown(text: str) -> None:
    assert read_name(text) == Name(text, None, NameStatus.UNKNOWN)


@pytest.mark.parametrize(
    "family", ["gpl", "gfdl", "cc", "openrail", "llama", "cc-by-sa", "OpenMDW"]
)
def test_a_family_has_candidates_and_nothing_to_show(family: str) -> None:
    name = read_name(family)
    assert (name.status, name.expression) == (NameStatus.AMBIGUOUS, None)
    assert {read_name(each).status for each in name.candidates} == {NameStatus.EXACT}


def test_a_label_keeps_what_a_name_cannot_show() -> None:
    bare = OneOf((One("GPL-3.0-only"), One("GPL-3.0-or-later")), is_bare_gnu=True)
    assert read_label("Custom OR GPLv3") == Any((Unclear("Custom"), bare))
    both = (One("MIT"), One("ISC"))
    assert read_label("MIT, ISC") == OneOf((All(both), Any(both)))
    family = (One(f"{SCANCODE}gemma-tou-2024-04-01"), One(f"{SCANCODE}gemma-tou-2025-03-24"))
    assert read_label("gemma AND MIT") == All((OneOf(family), One("MIT")))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000_000,
        " OR ".join(["MIT"] * 10_000),
        "(" * 1_000 + "MIT" + ")" * 1_000,
        "(" * 30 + "MIT OR ISC" + ")" * 30 + " AND Zlib",
        "MIT" + "\0" * 100 + "x",
        "\ud800",
        "[" * 1_900,
        "[x](" * 450,
        "<a href=" * 200,
        "<a " + "href=x" * 330,
        "https://" * 200,
        "\ufdfa" * 1_999,
        "MIT WITH " * 200,
        "gpl or cc or bsd",
        "a, " * 600,
    ],
    ids=range(15),
)
def test_what_no_label_looks_like_is_unknown(text: str) -> None:
    assert read_name(text) == Name(text, None, NameStatus.UNKNOWN)


def test_control_characters_and_surrogates_separate_words() -> None:
    assert read_name("Apache\x00\ud800License\r\n\t2.0").expression == "Apache-2.0"


def test_an_unclear_label_keeps_no_more_of_a_text_than_is_read() -> None:
    assert read_label("x" * 1_000_000) == Unclear("x" * LONGEST)


@pytest.mark.parametrize(
    "text",
    [
        "Apache 2.0 [non-commercial](http://example.org)",
        "MIT [with restrictions](https://example.org/terms)",
        "[MIT](http://example.org) [non-commercial](http://example.org)",
        "MIT ![no commercial](http://example.org)",
    ],
)
def test_words_of_a_link_that_are_no_name_leave_the_whole_unknown(text: str) -> None:
    assert read_name(text) == Name(text, None, NameStatus.UNKNOWN)
