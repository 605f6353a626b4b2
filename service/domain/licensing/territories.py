"""Countries, and the groups of them that licences name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from service.domain.licensing.data import FILES, read_data

_COMMON_MISTAKES = {"UK": "GB", "EL": "GR"}


@dataclass(frozen=True, slots=True)
class _Territories:
    __pydantic_config__ = ConfigDict(extra="forbid")

    countries: frozenset[str]
    groups: Mapping[str, frozenset[str]]


@cache
def _known() -> _Territories:
    return read_data(FILES / "territories.yaml", TypeAdapter(_Territories))


def read_territory(text: str) -> str:
    """The country that somebody names.

    Arguments:
        text: ISO 3166-1 alpha-2, in upper or lower case.

    Raises:
        ValueError: it names no country.
    """
    code = text.strip().upper()
    if code in _known().countries:
        return code
    meant = _COMMON_MISTAKES.get(code)
    hint = f"; {meant} is meant by {code}" if meant else ""
    raise ValueError(f"{text[:20]!r} is not a country of ISO 3166-1 alpha-2, such as DE{hint}")


def is_within(country: str, territories: Iterable[str]) -> bool:
    """Whether a country is one of those, or belongs to one of the groups that are named."""
    groups = _known().groups
    return any(country == each or country in groups.get(each, ()) for each in territories)


def is_territory(code: str) -> bool:
    """Whether terms may name it: a country or a group."""
    return code in _known().countries or code in _known().groups
