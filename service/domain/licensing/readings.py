"""The contested questions: both readings are cited, and neither is followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from service.domain.licensing.data import FILES, read_data
from service.domain.licensing.verdicts import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody holds, in our words, and where it is published."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    text: str
    authority: str
    url: str


@dataclass(frozen=True, slots=True)
class Contested:
    """A question on which both readings are held.

    Attributes:
        question: as the end of a sentence: "whether ...".
        bound: that the licence reaches so far; free: that it does not.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    question: str
    bound: Reading
    free: Reading


@dataclass(frozen=True, slots=True)
class Readings:
    """The two contested questions.

    Attributes:
        weights: whether weights are bound by the copyleft of the code that trained them.
        learning: whether outputs, and models that learn from them, are bound where a licence is
            silent.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    weights: Contested
    learning: Contested


@cache
def readings() -> Readings:
    """The contested questions, from `readings.yaml`."""
    return read_data(FILES / "readings.yaml", TypeAdapter(Readings))


def told(contested: Contested, expression: str | None) -> Iterator[Reason]:
    """Both readings as reasons, each of which alone leaves it unknown."""
    for reading in (contested.bound, contested.free):
        yield Reason(Verdict.UNKNOWN, reading.text, expression, reading.authority, reading.url)
