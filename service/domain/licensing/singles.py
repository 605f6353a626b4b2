"""Names of single licences: what `names.yaml` declares, then rules, then the lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from service.domain.licensing.catalogue import catalogue
from service.domain.licensing.creative_commons import read_creative_commons
from service.domain.licensing.declared import declared
from service.domain.licensing.gnu import read_gnu
from service.domain.licensing.labels import Label, One, OneOf, Unclear
from service.domain.licensing.scancode import references, spdx_ids
from service.domain.licensing.spelling import key, words

_WITH: Final = re.compile(r"(?P<name>.+)\bwith (?:the )?(?P<exception>.+)", re.IGNORECASE)
_SLUG: Final = re.compile(r"(?<=-\d)-(?=\d$)")
"""Between the digits of a version, in addresses and labels that keep no dot: "apache-2-0"."""
_OWN_REF: Final = re.compile(
    r"licenseref-(?!scancode-|modelgraph-)[a-z0-9.-]*[a-z0-9]", re.IGNORECASE
)


def read_single(text: str) -> Label | None:
    """The licence that a name means, or the several that it may mean; None if no list has it.

    A name that is declared to say nothing is Unclear.
    """
    dotted = _SLUG.sub(".", text)
    return _find(text) or _read_exception(text) or (_find(dotted) if dotted != text else None)


def _find(text: str) -> Label | None:
    if words(text) in _nothing():
        return Unclear(text)
    if reference := references().get(text.lower()):
        return One(reference)
    if _OWN_REF.fullmatch(text):
        return One(f"LicenseRef-{text.lower().removeprefix('licenseref-')}")
    folded = key(text)
    if folded in _spellings():
        return _any_of(_spellings()[folded])
    if label := read_gnu(text) or read_creative_commons(text):
        return label
    if found := catalogue().find(text):
        return OneOf(tuple(map(One, found))) if len(found) > 1 else One(found[0])
    return _read_or_later(text)


@cache
def _nothing() -> frozenset[tuple[str, ...]]:
    """By their words: "CUDA" says nothing, "C-UDA" does."""
    return frozenset(((), *map(words, declared().nothing)))


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
    labels = tuple(label for name in names if (label := read_single(name)))
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
    label = _find(found["name"]) if found and exception else None
    match label:
        case One(expression) if " WITH " not in expression:
            return One(f"{expression} WITH {exception}")
        case OneOf(parts, is_bare_gnu):
            licenses = [part.expression for part in parts if isinstance(part, One)]
            if any(" WITH " in each for each in licenses):
                return None
            return OneOf(tuple(One(f"{each} WITH {exception}") for each in licenses), is_bare_gnu)
    return None
