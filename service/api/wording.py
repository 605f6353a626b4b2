"""What somebody typed into a search: how long it may be, and the query that finds it."""

from __future__ import annotations

from service.domain.words import search_key, search_words
from service.planner.inputs import Input
from service.planner.mapping import Expression, Place

LONGEST = 500
MOST_WORDS = 20


def is_blank(place: Place, source: Input) -> bool:
    """Whether a text has no word; the plan depends on it.

    Raises:
        GraphQLError: it is longer than anybody types, or no text.
    """
    fault = place.ask(source, _fault)
    if fault is not None:
        raise place.problem("BAD_ARGUMENT", f"Argument {source.name!r}: {fault}.")
    return bool(place.ask(source, _has_no_word))


def bind_words(place: Place, source: Input) -> Expression:
    """The tsquery that finds all words, each as the beginning of one, or the text as one word."""
    return place.bind(source, "tsquery", _query)


def bind_key(place: Place, source: Input) -> Expression:
    """The text as one word, to compare with keys of names."""
    return place.bind(source, "text", search_key)


def _fault(text: str) -> str | None:
    if len(text) > LONGEST:
        return f"more than {LONGEST} characters"
    if "\0" in text:
        return "a string must not hold the character U+0000"
    if len(search_words(text)) > MOST_WORDS:
        return f"more than {MOST_WORDS} words"
    return None


def _has_no_word(text: str) -> bool:
    return not search_words(text)


def _query(text: str) -> str:
    words, key = search_words(text), search_key(text)
    all_words = " & ".join(map(_beginning, words))
    return all_words if words in ([], [key]) else f"{all_words} | {_beginning(key)}"


def _beginning(word: str) -> str:
    return f"'{word}':*"
