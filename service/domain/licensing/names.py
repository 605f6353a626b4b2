"""What a licence's name means, as somebody wrote it.

Nothing is invented: a name has one licence, or the several that it may mean, or none. Any text has
an answer; one that is longer or more involved than licence labels are is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

from service.domain.licensing.expressions import (
    MOST_CANDIDATES,
    candidates,
    is_balanced,
    read_compound,
    shown,
)
from service.domain.licensing.labels import All, Any, Label, OneOf, Rivals, Unclear
from service.domain.licensing.links import LINK, name_at, name_of_file, says_nothing
from service.domain.licensing.singles import read_single
from service.domain.licensing.spelling import clean
from service.domain.licensing.wrapping import unwrapped

LONGEST: Final = 2_000
"""Characters of a text that is read."""

_REMEMBERED: Final = 4_096

_DOUBT: Final = re.compile(
    "|".join(
        (
            r"[?~^<>=%$@#|;]|\*(?!\w)|(?<!\w)[*!]|[^\x00-\x7f\w]",
            r"\[\s*\d+\s*\]",  # a footnote
            r"[(\[]-?(?:a|l|by|nc|nd|sa)-?[)\]]",  # with it or without: "(L)GPL"
            r"/\s*\d|[,:]\s*0\b(?!\.)",  # a number behind what separates names: "BSD / 3"
        )
    ),
    re.IGNORECASE,
)
"""What no single name has."""
_GAP: Final = re.compile(r"\.\.|(?:^|[/|,;(])\s*-+\s*[/|,;)]|[/|,;]\s*-+\s*$")
"""Where a name is left out among others."""
_AT_LEAST: Final = re.compile(r"\(\s*(?P<sign>>=|==)\s*(?P<version>\d[\d.]*)\s*\)")
"""How R's packages write versions: "GPL (>= 2)"."""
_EXPLAINED: Final = re.compile(r"(?P<name>[^()]+)\((?P<other>[^()]+)\)")
_LINKED: Final = re.compile(r"(?P<name>.*?)[\s:(-]*\ue000(?P<link>\d+)\ue001[\s)]*")
_POINTING: Final = re.compile(
    r"(?:(?:see|the|full|this|licen[cs]e|file|text|terms|details|here|link|more)\b[\s.:]*)*",
    re.IGNORECASE,
)


_UNREAD: Final = Unclear("\ue000")
"""A link whose words or address say something that is no licence's name, and may change one."""


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
    if _GAP.search(marked):
        return Unclear(text)
    stripped = unwrapped(_AT_LEAST.sub(_in_words, marked))
    read_one = partial(_read_one, tuple(links))
    label = read_one(stripped) or read_compound(stripped, read_one)
    return Unclear(text) if isinstance(label, Unclear) and links else label


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
    address = found["target"] or found["href"] or found["bare"]
    name = name_at(address) or name_of_file(address)
    target = _read_one((), name) if name else None
    if target is None or _is_unclear(target):
        target = Unclear(address) if says_nothing(address) else _UNREAD
    if _POINTING.fullmatch(label.strip()):
        return target
    read = read_label(label)
    if target == _UNREAD or _is_unclear(read):
        return _UNREAD
    return read if isinstance(target, Unclear) else _agreed(read, target)


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
    stripped = unwrapped(text)
    if found := _LINKED.fullmatch(stripped):
        return _read_linked(links, found)
    if "/" in stripped and (name := name_at(stripped)):
        return _read_one((), name)
    if _DOUBT.search(stripped) or "\ue000" in stripped or not is_balanced(stripped):
        return None
    return read_single(stripped) or _read_explained(stripped)


def _read_linked(links: tuple[Label, ...], found: re.Match[str]) -> Label | None:
    linked = links[int(found["link"])]
    if linked == _UNREAD:
        return None
    if _POINTING.fullmatch(found["name"].strip()):
        return linked
    label = _read_one(links, found["name"])
    if label is None or isinstance(linked, Unclear):
        return label
    return None if _is_unclear(label) else _agreed(label, linked)


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
