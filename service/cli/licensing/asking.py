"""What is typed about licences, as the domain has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import typer

from service.domain.licensing.territories import read_territory
from service.domain.licensing.verdicts import Artifact, Context, Use

_OPERATORS = frozenset({"AND", "OR", "WITH"})

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """A check as it is typed: names of licences, slugs of models, a plan, and who asks."""

    inbound: Sequence[str]
    models: Sequence[str]
    outbound: str | None
    uses: Sequence[Use]
    artifact: Artifact | None
    context: Context

    @property
    def names(self) -> Sequence[str]:
        """All names of licences, each once."""
        outbound = () if self.outbound is None else (self.outbound,)
        return list(dict.fromkeys((*self.inbound, *outbound)))


def parse_use(text: str) -> Use:
    """A use, in any case, with - or _.

    Raises:
        BadParameter: there is no such use.
    """
    return _word(Use, "use", text)


def parse_artifact(text: str) -> Artifact:
    """An artifact, in any case.

    Raises:
        BadParameter: there is no such artifact.
    """
    return _word(Artifact, "artifact", text)


def parse_territory(text: str) -> str:
    """A country's code, in any case.

    Raises:
        BadParameter: it is no country's.
    """
    try:
        return read_territory(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def parse_license(text: str) -> str:
    """A licence's name or expression, which a shell has not split.

    Raises:
        BadParameter: it is an operator of an expression that was left without quotes.
    """
    if text.upper() in _OPERATORS:
        raise typer.BadParameter(f"put an expression with {text} into quotes")
    return text


def choices(words: type[StrEnum]) -> str:
    """All words, as help shows them."""
    return ", ".join(map(_typed, words))


def _word(words: type[_Word], what: str, text: str) -> _Word:
    name = text.strip().upper().replace("-", "_")
    if name not in words.__members__:
        raise typer.BadParameter(f"{text!r} is no {what}; there are {choices(words)}")
    return words[name]


def _typed(word: StrEnum) -> str:
    return word.value.lower()
