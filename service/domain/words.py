"""Names and texts as people type them into a search: words of letters and digits, folded.

Case, width, accents and punctuation do not count. Stored texts and queries are folded alike, so
that "SAM-CLIP", "sam clip" and "SamClip" find each other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from service.domain.identity import fold

_LONGEST_WORD = 100
_LONGEST_KEY = 200


def search_words(*texts: str) -> list[str]:
    """The words of some texts, each once, in their order: "GPT-4o mini" is gpt, 4o, mini."""
    return list(dict.fromkeys(word for text in texts for word in _split(text)))


def search_key(name: str) -> str:
    """A name as one word, "GPT-4o mini" as gpt4omini; empty if it has no letter and no digit."""
    return "".join(_split(name))[:_LONGEST_KEY]


def name_words(names: Iterable[str]) -> list[str]:
    """By what names are found: their words, and each name as one word."""
    listed = list(names)
    keys = filter(None, map(search_key, listed))
    return list(dict.fromkeys([*search_words(*listed), *keys]))


def _split(text: str) -> Sequence[str]:
    spaced = "".join(map(_kept, unicodedata.normalize("NFKD", fold(text))))
    return [word[:_LONGEST_WORD] for word in unicodedata.normalize("NFKC", spaced).split()]


def _kept(character: str) -> str:
    """Letters, digits and vowel signs stay, accents go, and the rest parts words."""
    category = unicodedata.category(character)
    if category == "Mn":
        return ""
    return character if category[0] in "LN" or category == "Mc" else " "
