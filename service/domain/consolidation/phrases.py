"""When a phrase of prose names a task or feature, and when a model's name does.

A phrase names a row if it has the row's words: case, hyphens, word order, 'image' and a zero-shot
prefix aside. Words that praise without narrowing ('fast', 'real-time') may stand before it. A
model's name states a task whose full name stands in it. The longest name wins.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from service.domain.identity import name_key

PRAISE: Final = frozenset(
    (
        "accurate",
        "advanced",
        "anchor",
        "art",
        "based",
        "capable",
        "classic",
        "common",
        "compact",
        "competitive",
        "convolutional",
        "dedicated",
        "deep",
        "early",
        "efficient",
        "end",
        "famous",
        "fast",
        "flexible",
        "foundational",
        "free",
        "general",
        "generation",
        "high",
        "highly",
        "influential",
        "known",
        "large",
        "latency",
        "leading",
        "learning",
        "level",
        "light",
        "lightweight",
        "low",
        "modern",
        "neural",
        "new",
        "next",
        "novel",
        "of",
        "one",
        "open",
        "performance",
        "performant",
        "pixel",
        "popular",
        "powerful",
        "pre",
        "precise",
        "pretrained",
        "purpose",
        "quality",
        "real",
        "recent",
        "reliable",
        "robust",
        "scalable",
        "simple",
        "single",
        "small",
        "source",
        "specialised",
        "specialized",
        "stage",
        "standalone",
        "standard",
        "state",
        "strong",
        "the",
        "time",
        "to",
        "trained",
        "transformer",
        "two",
        "unified",
        "used",
        "versatile",
        "very",
        "well",
        "widely",
    )
)
"""Words that may stand before a row's name in a phrase without changing which row it names."""

_IMAGE: Final = frozenset({"image", "images"})
_ZERO_SHOT: Final = ("zero", "shot")


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
                exact.setdefault(tuple(sorted(words)), key)
                bare = tuple(sorted(_without_image(words)))
                if bare:
                    loose[bare] = key if loose.get(bare, key) == key else None
            spelled[words_of(key)] = key
        return cls(exact, loose, spelled)

    def named_by(self, phrase: str) -> str | None:
        """The row that a phrase names, or None."""
        words = words_of(phrase)
        for start in range(len(words)):
            if not all(word in PRAISE for word in words[:start]):
                return None
            found = self._named_exactly(words[start:])
            if found is not None:
                return found
        return None

    def _named_exactly(self, words: tuple[str, ...]) -> str | None:
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
