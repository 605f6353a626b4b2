"""What a source makes of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.domain.claims import Observation
from service.domain.projection import Property


@dataclass(frozen=True, slots=True)
class Manifest:
    """A source: a kind of document, and how far it may be read.

    Attributes:
        key: tells sources apart, in the database and in reports.
        name: for people.
        closed_world: True where its tables list everything, so that a missing row is a denial.
        looks_for: what a document of this source has, for the message that none recognises one.
    """

    key: str
    name: str
    closed_world: bool
    looks_for: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in a document that no rule reads, or that a person should look at.

    Attributes:
        line: 1-based; None where it is about the whole document.
    """

    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document, and what its source's parser saw in it.

    Attributes:
        source: the manifest's key.
        key: tells the source's documents apart, whatever file names they come under.
        text: as decoded, newlines untouched; the spans of observations count its code points.
    """

    source: str
    key: str
    title: str
    uri: str | None
    text: str
    closed_world: bool
    observations: tuple[Observation, ...]
    notices: tuple[Notice, ...] = ()


class Source(Protocol):
    """What a module of this package offers to be a source. Both functions are pure."""

    @property
    def MANIFEST(self) -> Manifest: ...  # noqa: N802

    def recognises(self, text: str) -> bool:
        """Whether the document is of this source; decided by its form, not by its correctness."""
        ...

    def parse(self, name: str, text: str, properties: Sequence[Property]) -> Parsed:
        """Read a document that the source recognises.

        Raises:
            DocumentRefused: it is not what the source's documents are; says where and why.
        """
        ...
