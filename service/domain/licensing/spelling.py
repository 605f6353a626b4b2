"""Spellings of licence names, folded so that those that differ in nothing but form are equal.

Folding drops what tells no two licences apart: case, white space, hyphens and quotes, marks, the
words "the", "license" and "version", and zeros that end a version number. It keeps all other words
and every number.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_REMEMBERED: Final = 4_096

_MARKS: Final = str.maketrans(dict.fromkeys("™®©℠\\✅✓✔☑📄📜⚖", ""))
_SELECTORS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Of a character's looks."""
_DASHES: Final = frozenset("\u2212\u02d7\ufe63\u00af")
_QUOTES: Final = str.maketrans("‘’‚‛“”„‟«»「」『』。", '\'\'\'\'"""""""""".')
_NOTES: Final = ("<super>", "<sub>", "<circle>")
"""Compatibility forms of what stands beside a name, and would become a part of it: footnotes."""
_DROPPED: Final = frozenset(
    (
        *("the", "license", "licence", "licenses", "licences", "licensed", "licenced"),
        *("agreement", "family", "version", "ver", "v"),
    )
)
_VERSION_MARK: Final = re.compile(r"(?<=[a-z])v\.?(?=\d)")
_WORD: Final = re.compile(r"\d+(?:\.\d+)*(?:[a-z](?![a-z]))?|[^\W\d_]+|[+&]")
_DATE: Final = re.compile(r"[\s,_-]+(?:19|20)\d\d(?:-\d\d){0,2}$")
_VERSION: Final = re.compile(
    r"[\s,_-]+(?:version|ver\.?|v\.?)?[\s-]*\d+(?:\.\d+)*[a-z]?$", re.IGNORECASE
)
_ZEROS: Final = re.compile(r"(?:\.0+)+(?=[a-z]?$)")


def clean(text: str) -> str:
    """The text on one line, in compatibility form, with plain hyphens and quotes.

    Invisible characters are gone; control characters and lone surrogates have become spaces,
    footnote numbers question marks.
    """
    noted = "".join(map(_without_note, text.translate(_MARKS)))
    folded = unicodedata.normalize("NFKC", noted).translate(_QUOTES)
    return " ".join("".join(map(_plain, folded)).split())


def _without_note(character: str) -> str:
    return "?" if unicodedata.decomposition(character).startswith(_NOTES) else character


def _plain(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Pd" or character in _DASHES:
        return "-"
    if category in ("Cf", "Co") or character in _SELECTORS:
        return ""
    return " " if category[0] in "CZ" else character


@lru_cache(maxsize=_REMEMBERED)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers that tell licences apart: ("apache", "2") of "Apache License v2.0"."""
    spaced = _VERSION_MARK.sub(" ", text.casefold())
    found = (_ZEROS.sub("", word) for word in _WORD.findall(spaced))
    return tuple("and" if word == "&" else word for word in found if word not in _DROPPED)


def key(text: str) -> str:
    """What spellings of one name have in common; empty for a text without words.

    Words are joined, numbers stand apart: "Open RAIL" and "OpenRAIL" are one, "Llama 3 1" and
    "Llama 31" are two.
    """
    return key_of(words(text))


def key_of(spelled: tuple[str, ...]) -> str:
    """As `key`, of words that are split already."""
    return "".join(f"|{word}|" if word[0].isdigit() else word for word in spelled)


def numbers(spelled: tuple[str, ...]) -> frozenset[str]:
    """The version numbers among the words."""
    return frozenset(word for word in spelled if word[0].isdigit())


def shortened(text: str) -> tuple[str, ...]:
    """The name without a date at its end, and without a version there; as far as it has them."""
    undated = _DATE.sub("", text)
    return tuple(
        dict.fromkeys(each for each in (undated, _VERSION.sub("", undated)) if each != text)
    )


def is_dated(text: str) -> bool:
    """Whether a date ends the name."""
    return _DATE.search(text) is not None
