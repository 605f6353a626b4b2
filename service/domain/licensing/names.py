"""What a licence's name means, as somebody wrote it.

Nothing is invented: a name has one licence, or the several that it may mean, or none. Any text has
an answer; one that is longer or more involved than licence labels are is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache, partial
from typing import Final

from service.domain.licensing.catalogue import catalogue
from service.domain.licensing.creative_commons import read_creative_commons
from service.domain.licensing.declared import declared
from service.domain.licensing.expressions import (
    MOST_CANDIDATES,
    candidates,
    is_balanced,
    read_compound,
    shown,
)
from service.domain.licensing.gnu import read_gnu
from service.domain.licensing.labels import All, Any, Label, One, OneOf, Rivals, Unclear
from service.domain.licensing.links import LINK, name_at
from service.domain.licensing.scancode import spdx_ids
from service.domain.licensing.spelling import clean, key

LONGEST: Final = 2_000
"""Characters of a text that is read."""

_REMEMBERED: Final = 4_096

_PREFIX: Final = re.compile(
    r"(?:spdx-license-identifier|licen[cs]es?(?:[ _-]?name)?)[\"']?\s*[:=]+\s*"
    r"|licen[cs]e\s*::\s*|osi approved\s*::\s*"
    r"|(?:(?:is )?(?:licen[cs]ed|released|distributed|available|published) )?"
    r"under (?:the )?(?:terms (?:and conditions )?of )?(?:the )?",
    re.IGNORECASE,
)
_WRAPPED: Final = re.compile(r"(?P<mark>\*{1,3}|_{1,2}|`{1,3}|\"|')(?P<text>.*)(?P=mark)")
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_DOUBT: Final = re.compile(r"[?~^<>=%$@#]|\*(?!\w)|(?<!\w)[*!]")
_AT_LEAST: Final = re.compile(r"\(\s*(?P<sign>>=|==)\s*(?P<version>\d[\d.]*)\s*\)")
"""How R's packages write versions: "GPL (>= 2)"."""
_AT_YOUR_OPTION: Final = re.compile(r",?\s*\(?at your option\)?$", re.IGNORECASE)
_EXPLAINED: Final = re.compile(r"(?P<name>[^()]+)\((?P<other>[^()]+)\)")
_WITH: Final = re.compile(r"(?P<name>.+)\bwith (?:the )?(?P<exception>.+)", re.IGNORECASE)
_OWN_REF: Final = re.compile(
    r"licenseref-(?!scancode-|modelgraph-)[a-z0-9.-]*[a-z0-9]", re.IGNORECASE
)
_LINKED: Final = re.compile(r"(?P<name>.*?)[\s:(-]*\ue000(?P<link>\d+)\ue001[\s)]*")
_POINTING: Final = re.compile(
    r"(?:(?:see|the|full|this|licen[cs]e|file|text|terms|details|here|link|more)\b[\s.:]*)*",
    re.IGNORECASE,
)


class NameStatus(StrEnum):
    """Whether a name says which licence it means."""

    EXACT = "EXACT"
    AMBIGUOUS = "AMBIGUOUS"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Name:
    """What a name means.

    Attributes:
        text: as it was asked for.
        expression: SPDX; of a bare GNU version the -only form; None where nothing can be shown.
        candidates: of an AMBIGUOUS name, two or more expressions; else none.
    """

    text: str
    expression: str | None
    status: NameStatus
    candidates: tuple[str, ...] = ()


def read_name(text: str) -> Name:
    """What a name means. Never raises."""
    label = read_label(text)
    meanings = candidates(label)
    if not meanings or len(meanings) > MOST_CANDIDATES or _is_unclear(label):
        return Name(text, None, NameStatus.UNKNOWN)
    if len(meanings) == 1:
        return Name(text, meanings[0], NameStatus.EXACT)
    return Name(text, shown(label), NameStatus.AMBIGUOUS, meanings)


def read_label(text: str) -> Label:
    """What verdicts are worked out on. Never raises."""
    return Unclear(text[:LONGEST]) if len(text) > LONGEST else _read(text)


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str) -> Label:
    plain = clean(text)
    if len(plain) > LONGEST:
        return Unclear(text)
    links: list[Label] = []
    marked = LINK.sub(partial(_keep_link, links), plain)
    stripped = _trimmed(_AT_LEAST.sub(_in_words, marked))
    read_one = partial(_read_one, tuple(links))
    return read_one(stripped) or read_compound(stripped, read_one)


def _is_unclear(label: Label) -> bool:
    match label:
        case OneOf(parts) | Rivals(parts) | All(parts) | Any(parts):
            return any(map(_is_unclear, parts))
    return isinstance(label, Unclear)


def _keep_link(links: list[Label], found: re.Match[str]) -> str:
    """Reads a link, and leaves a mark in the text that no text brings: `clean` drops such ones."""
    links.append(_read_link(found))
    return f" \ue000{len(links) - 1}\ue001 "


def _in_words(found: re.Match[str]) -> str:
    return f"{found['version']} or later" if found["sign"] == ">=" else found["version"]


def _read_link(found: re.Match[str]) -> Label:
    label = found["shown"] or found["content"] or ""
    name = name_at(found["target"] or found["href"] or found["bare"])
    target = _read_one((), name) if name else None
    if _POINTING.fullmatch(label.strip()):
        return target or Unclear(found.group())
    read = read_label(label)
    return read if target is None or _is_unclear(read) else _agreed(read, target)


def _agreed(first: Label, second: Label) -> Label:
    """What two names of one licence mean together: what both may mean, else either of the two."""
    one, other = candidates(first), candidates(second)
    if set(one) <= set(other):
        return first
    if set(other) <= set(one):
        return second
    return OneOf((first, second))


def _read_one(links: tuple[Label, ...], text: str) -> Label | None:
    """What a text means that is one name; None if it is none."""
    stripped = _trimmed(text)
    if found := _LINKED.fullmatch(stripped):
        return _read_linked(links, found)
    if "/" in stripped and (name := name_at(stripped)):
        return _read_one((), name)
    if _DOUBT.search(stripped) or "\ue000" in stripped or not is_balanced(stripped):
        return None
    return _find(stripped) or _read_exception(stripped) or _read_explained(stripped)


def _trimmed(text: str) -> str:
    """The text without quotes, brackets and emphasis around it, and words that introduce it."""
    while True:
        shorter = _AT_YOUR_OPTION.sub("", text.strip(" .,:;").lstrip("#-"))
        if found := _WRAPPED.fullmatch(shorter):
            shorter = found["text"]
        elif _is_bracketed(shorter):
            shorter = shorter[1:-1]
        shorter = _PREFIX.sub("", shorter, count=1) if _PREFIX.match(shorter) else shorter
        if shorter == text:
            return text
        text = shorter


def _is_bracketed(text: str) -> bool:
    """Whether one pair of brackets encloses all of the text."""
    if len(text) < 2 or _BRACKETS.get(text[0]) != text[-1]:
        return False
    inside = text[1:-1]
    return not {text[0], text[-1]} & set(inside)


def _read_linked(links: tuple[Label, ...], found: re.Match[str]) -> Label | None:
    linked = links[int(found["link"])]
    if _POINTING.fullmatch(found["name"].strip()):
        return linked
    label = _read_one(links, found["name"])
    if label is None or isinstance(linked, Unclear):
        return label
    return None if _is_unclear(label) else _agreed(label, linked)


def _find(text: str) -> Label | None:
    folded = key(text)
    if folded in _nothing():
        return Unclear(text)
    if folded in _spellings():
        return _any_of(_spellings()[folded])
    if label := read_gnu(text) or read_creative_commons(text):
        return label
    if found := catalogue().find(text):
        return OneOf(tuple(map(One, found))) if len(found) > 1 else One(found[0])
    if _OWN_REF.fullmatch(text):
        return One(f"LicenseRef-{text.lower().removeprefix('licenseref-')}")
    return _read_or_later(text)


@cache
def _nothing() -> frozenset[str]:
    return frozenset(("", *map(key, declared().nothing)))


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    """Names of the licences that `names.yaml` gives a name, by the name's folded spelling."""
    return dict(_declared())


def _declared() -> Iterator[tuple[str, tuple[str, ...]]]:
    for old, new in declared().deprecated.items():
        yield key(old), (new,)
    for expression, names in declared().spellings.items():
        yield from ((key(name), (expression,)) for name in names)
    for family in declared().families:
        yield from ((key(name), family.candidates) for name in family.names)


def _any_of(names: tuple[str, ...]) -> Label | None:
    labels = tuple(label for name in names if (label := _read_one((), name)))
    return OneOf(labels) if len(labels) > 1 else labels[0] if labels else None


def _read_or_later(text: str) -> Label | None:
    """SPDX's "+" behind an id with a version: that one or a later one."""
    base = spdx_ids().get(text.removesuffix("+").lower())
    if not text.endswith("+") or base is None or not isinstance(_find(base), One):
        return None
    is_versioned = any(map(str.isdigit, base)) and not base.endswith(("-only", "-or-later"))
    return One(f"{base}+") if is_versioned else None


def _read_exception(text: str) -> Label | None:
    found = _WITH.fullmatch(text)
    exception = found and catalogue().exceptions.get(key(found["exception"]))
    label = _read_one((), found["name"]) if found and exception else None
    match label:
        case One(expression):
            return One(f"{expression} WITH {exception}")
        case OneOf(parts, is_bare_gnu):
            licenses = (part.expression for part in parts if isinstance(part, One))
            return OneOf(tuple(One(f"{each} WITH {exception}") for each in licenses), is_bare_gnu)
    return None


def _read_explained(text: str) -> Label | None:
    """A name with the same licence's other name in parentheses behind it."""
    found = _EXPLAINED.fullmatch(text)
    if found is None:
        return None
    labels = [_read_one((), found[group]) for group in ("name", "other")]
    first, second = labels
    if first is None or second is None or _is_unclear(first) or _is_unclear(second):
        return None
    return _agreed(first, second)
