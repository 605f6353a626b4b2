"""`names.yaml`: what no list of licences says about names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from service.domain.licensing.data import FILES, read_data


@dataclass(frozen=True, slots=True)
class Family:
    """Names that may mean any of several licences."""

    names: tuple[str, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """What `names.yaml` says, as its comments explain. Licences are given by any name of theirs."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    nothing: tuple[str, ...]
    scancode_generic: frozenset[str]
    families: tuple[Family, ...]
    spellings: Mapping[str, tuple[str, ...]]
    deprecated: Mapping[str, str]
    exceptions: Mapping[str, tuple[str, ...]]
    addresses: Mapping[str, str]


@cache
def declared() -> Declared:
    """What the file says, read once.

    Raises:
        DataRefused: it is not what is declared here.
    """
    return read_data(FILES / "names.yaml", TypeAdapter(Declared))
