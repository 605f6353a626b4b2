"""`names.yaml`: what no list of licences says about names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import ConfigDict, TypeAdapter

_FILE = files("service.domain.licensing") / "names.yaml"


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
    return TypeAdapter(Declared).validate_python(
        yaml.load(_FILE.read_text("utf-8"), yaml.CSafeLoader)
    )
