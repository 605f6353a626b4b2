"""The published chart and bridges of Creative Commons: which licence an adaptation may carry."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from service.domain.licensing.verdicts import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Bridge:
    """A licence of another family that adaptations may carry; the way back does not exist.

    Attributes:
        note: in our own words.
    """

    inbound: str
    outbound: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A steward's own table.

    Attributes:
        rows: inbound to outbound to whether an adaptation may carry it.
    """

    authority: str
    url: str
    rows: Mapping[str, Mapping[str, Verdict]]
    bridges: tuple[Bridge, ...] = ()
    date: datetime.date | None = None


def published(inbound: str, outbound: str) -> Reason | None:
    """What Creative Commons says of a pair; None where it says nothing."""
    chart = _chart()
    verdict = chart.rows.get(inbound, {}).get(outbound)
    authority = f"{chart.authority} ({chart.date})" if chart.date else chart.authority
    if verdict is not None:
        may = "may" if verdict is Verdict.YES else "may not"
        text = f"An adaptation of material under {inbound} {may} carry {outbound}."
        return Reason(verdict, text, inbound, authority, chart.url)
    for bridge in chart.bridges:
        if (bridge.inbound, bridge.outbound) == (inbound, outbound):
            text = f"Creative Commons names {outbound} as one that adaptations may carry."
            told = f"{text} {bridge.note}".strip()
            return Reason(Verdict.YES, told, inbound, "Creative Commons", bridge.url)
    return None


@cache
def _chart() -> Chart:
    file = files("service.domain.licensing") / "charts" / "creative-commons.yaml"
    return TypeAdapter(Chart).validate_python(yaml.safe_load(file.read_text("utf-8")))
