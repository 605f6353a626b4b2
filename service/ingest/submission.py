"""A document on its way in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Submission:
    """A document that somebody hands in; it is read when its turn comes.

    Attributes:
        name: file name or address; tells documents apart in problems.
        read: gives the content; raises DocumentRefused where there is none to be had.
    """

    name: str
    read: Callable[[], bytes]

    @classmethod
    def of(cls, name: str, content: bytes) -> Submission:
        """A document whose content is at hand."""
        return cls(name, lambda: content)
