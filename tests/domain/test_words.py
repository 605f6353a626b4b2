"""Words of searches and of what is searched, folded alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.words import name_words, search_key, search_words


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        ("YOLOv8", ["yolov8"], "yolov8"),
        ("SAM-CLIP", ["sam", "clip"], "samclip"),
        ("GPT-4.1 mini", ["gpt", "4", "1", "mini"], "gpt41mini"),
        ("CLIP clip", ["clip"], "clipclip"),
        ("Ångström", ["angstrom"], "angstrom"),
        ("Яндекс", ["яндекс"], "яндекс"),
        ("Straße ﬁne ²", ["strasse", "fine", "2"], "strassefine2"),
        ("日本語 x", ["日本語", "x"], "日本語x"),
        ("zero\u200bwidth", ["zerowidth"], "zerowidth"),
        ("a\0b", ["a", "b"], "ab"),
        ("C++", ["c"], "c"),
        (" -!? ", [], ""),
        ("a" * 300, ["a" * 100], "a" * 100),
    ],
)
def test_a_text_has_words_and_a_key(text: str, words: list[str], key: str) -> None:
    assert (search_words(text), search_key(text)) == (words, key)


def test_names_are_found_by_their_words_and_each_as_one() -> None:
    assert name_words(["SAM-CLIP", "Sam", "!"]) == ["sam", "clip", "samclip"]


@given(st.text())
def test_words_are_their_own_words(text: str) -> None:
    words = search_words(text)
    assert search_words(" ".join(words)) == words
