"""When a phrase of prose names a task or feature, and when a model's name does.

A phrase names a row if it has the row's words: case, hyphens, word order, 'image' and a zero-shot
prefix aside. Words that praise without narrowing ('fast', 'real-time') may stand before it. In
'text-to-speech' the order counts. A model's name states a task whose full name stands in it. The
longest name wins.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from service.domain.identity import name_key

PRAISE: Final = tuple(
    tuple(phrase.split())
    for phrase in (
        *("accurate", "advanced", "anchor free", "capable", "classic", "common", "compact"),
        *("competitive", "convolutional", "deep", "deep learning", "dedicated", "early"),
        *("efficient", "end to end", "famous", "fast", "flexible", "foundational"),
        *("general purpose", "high performance", "high quality", "highly accurate"),
        *("influential", "large", "leading", "lightweight", "low latency", "modern", "neural"),
        *("new", "next generation", "novel", "one stage", "open", "open source", "performant"),
        *("popular", "powerful", "precise", "pre trained", "pretrained", "real time", "recent"),
        *("reliable", "robust", "scalable", "simple", "single stage", "small", "standalone"),
        *("standard", "state of the art", "strong", "transformer based", "two stage", "unified"),
        *("versatile", "well known", "widely used"),
    )
)
"""What may stand before a row's name in a phrase without changing which row it names."""

_IMAGE: Final = frozenset({"image", "images"})
_ZERO_SHOT: Final = ("zero", "shot")
_DIRECTION: Final = "to"
"""In 'text to speech' the order of the words is what it means."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name or phrase, folded, in the singular."""
    return tuple(_singular(word) for word in name_key(text).replace("/", " ").split())


def _singular(word: str) -> str:
    plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


def _without_image(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _IMAGE)


def _without_zero_shot(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[2:] if words[:2] == _ZERO_SHOT else words


def _without_praise(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words behind the longest praise that they begin with; None where they begin with none."""
    lengths = [len(praise) for praise in PRAISE if words[: len(praise)] == praise]
    return words[max(lengths) :] if lengths else None


@dataclass(frozen=True, slots=True)
class Rows:
    """The names that rows of tables have, ready to be found in prose.

    Attributes:
        exact: the sorted words of a name to the row.
        loose: the same without 'image'; None where two rows would share them.
        spelled: the words of a name in their order to the row.
    """

    exact: Mapping[tuple[str, ...], str]
    loose: Mapping[tuple[str, ...], str | None]
    spelled: Mapping[tuple[str, ...], str]

    @classmethod
    def of(cls, names: Mapping[str, Collection[str]]) -> Rows:
        """names: row key to every name it goes by, its own first."""
        exact: dict[tuple[str, ...], str] = {}
        loose: dict[tuple[str, ...], str | None] = {}
        spelled: dict[tuple[str, ...], str] = {}
        for key in sorted(names):
            for name in sorted(names[key]):
                words = words_of(name)
                if _DIRECTION in words:
                    spelled.setdefault(words, key)
                    continue
                exact.setdefault(tuple(sorted(words)), key)
                bare = tuple(sorted(_without_image(words)))
                if bare:
                    loose[bare] = key if loose.get(bare, key) == key else None
            spelled[words_of(key)] = key
        return cls(exact, loose, spelled)

    def named_by(self, phrase: str) -> str | None:
        """The row that a phrase names, or None."""
        words: tuple[str, ...] | None = words_of(phrase)
        while words:
            found = self._named_exactly(words)
            if found is not None:
                return found
            words = _without_praise(words)
        return None

    def _named_exactly(self, words: tuple[str, ...]) -> str | None:
        if _DIRECTION in words:
            return self.spelled.get(words)
        bare = _without_zero_shot(words)
        for candidate in (words, _without_image(words), bare, _without_image(bare)):
            found = self.exact.get(tuple(sorted(candidate)))
            if found is not None:
                return found
        for candidate in (words, bare):
            found = self.loose.get(tuple(sorted(_without_image(candidate))))
            if found is not None:
                return found
        return None

    def stated_by_name(self, model: str) -> frozenset[str]:
        """The rows whose full name stands in a model's name, longer names before shorter."""
        words = list(words_of(model))
        found = set()
        for row in sorted(self.spelled, key=lambda row: (-len(row), row)):
            for start in range(len(words) - len(row) + 1):
                if tuple(words[start : start + len(row)]) == row:
                    found.add(self.spelled[row])
                    words[start : start + len(row)] = [""] * len(row)
        return frozenset(found)
