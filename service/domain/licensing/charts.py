"""The published chart and bridges of Creative Commons: which licence an adaptation may carry."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from service.domain.licensing.data import FILES, read_data
from service.domain.licensing.verdicts import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Bridge:
    """Licences of another family that adaptations may carry, as an authority publishes it.

    Attributes:
        note: in our own words.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    inbound: str
    outbound: tuple[str, ...]
    url: str
    note: str = ""
    authority: str = "Creative Commons"
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A steward's own table.

    Attributes:
        rows: inbound to outbound to whether an adaptation may carry it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    authority: str
    url: str
    rows: Mapping[str, Mapping[str, Verdict]]
    bridges: tuple[Bridge, ...] = ()
    date: datetime.date | None = None


def published(inbound: str, outbound: str) -> Reason | None:
    """What Creative Commons says of a pair; None where it says nothing."""
    chart = _chart()
    verdict = chart.rows.get(inbound, {}).get(outbound)
    if verdict is not None:
        may = "may" if verdict is Verdict.YES else "may not"
        text = f"An adaptation of material under {inbound} {may} carry {outbound}."
        return Reason(verdict, text, inbound, _dated(chart), chart.url)
    for bridge in chart.bridges:
        if bridge.inbound == inbound and outbound in bridge.outbound:
            text = f"{bridge.authority} names {outbound} as one that adaptations may carry."
            told = f"{text} {bridge.note}".strip()
            return Reason(Verdict.YES, told, inbound, _dated(bridge), bridge.url)
    return None


def _dated(source: Chart | Bridge) -> str:
    return f"{source.authority} ({source.date})" if source.date else source.authority


@cache
def _chart() -> Chart:
    return read_data(FILES / "charts" / "creative-commons.yaml", TypeAdapter(Chart))
