"""A document on its way in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from service.errors import DocumentRefused
from service.ingest.sources.decoding import line_at

MOST_NAME = 1_000
"""The longest name of a document, in code points; no file system has longer ones of files."""

_UNNAMEABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


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

    @classmethod
    def of_text(cls, name: str, text: str) -> Submission:
        """A document that is text already; JSON's may hold what no text in UTF-8 can."""
        return cls(name, partial(_encode, name, text))


def require_name(name: str) -> None:
    """Make sure that a document's name can be kept and shown.

    Raises:
        DocumentRefused: under the name as it can be shown.
    """
    if not name.strip():
        raise DocumentRefused("<unnamed>", "a document needs a name")
    if len(name) > MOST_NAME:
        message = f"the name has {len(name)} characters; at most {MOST_NAME} were expected"
        raise DocumentRefused(printable(name[:60]) + "…", message)
    found = _UNNAMEABLE.search(name)
    if found:
        message = f"character {found.start() + 1} of the name, {_code(found)}, belongs in no name"
        raise DocumentRefused(printable(name), message)


def printable(name: str) -> str:
    """A name with U+FFFD for the characters that cannot be shown."""
    return _UNNAMEABLE.sub("\ufffd", name)


def _encode(name: str, text: str) -> bytes:
    found = _SURROGATE.search(text)
    if found:
        message = (
            f"character {found.start() + 1}, {_code(found)}, is half a character; no text has it"
        )
        raise DocumentRefused(name, message, line_at(text, found.start()))
    return text.encode()


def _code(found: re.Match[str]) -> str:
    return f"U+{ord(found[0]):04X}"
