"""What stands around a licence's name: quotes, brackets, emphasis, words that introduce it."""

from __future__ import annotations

import re
from typing import Final

_PREFIX: Final = re.compile(
    r"(?:\*\*)?(?:spdx-license-identifier|licen[cs]es?(?:[ _-]?name)?)[\"']?\s*[:=]+(?:\*\*)?\s*"
    r"|licen[cs]e\s*::\s*|osi approved\s*::\s*"
    r"|(?:(?:is )?(?:licen[cs]ed|released|distributed|available|published) )?"
    r"under (?:the )?(?:terms (?:and conditions )?of )?(?:the )?|an? ",
    re.IGNORECASE,
)
_WRAPPED: Final = re.compile(r"(?P<mark>\*{1,3}|_{1,2}|`{1,3}|\"|')(?P<text>.*)(?P=mark)")
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_AT_YOUR_OPTION: Final = re.compile(r",?\s*\(?at your option\)?$", re.IGNORECASE)


def unwrapped(text: str) -> str:
    """The text without quotes, brackets and emphasis around it, and words that introduce it."""
    while True:
        shorter = _AT_YOUR_OPTION.sub("", text.strip(" .,:;|").lstrip("#-"))
        if found := _WRAPPED.fullmatch(shorter):
            shorter = found["text"]
        elif _is_bracketed(shorter):
            shorter = shorter[1:-1]
        shorter = _PREFIX.sub("", shorter, count=1) if _PREFIX.match(shorter) else shorter
        if shorter == text:
            return text
        text = shorter


def _is_bracketed(text: str) -> bool:
    """Whether one pair of brackets encloses all of the text."""
    if len(text) < 2 or _BRACKETS.get(text[0]) != text[-1]:
        return False
    inside = text[1:-1]
    return not {text[0], text[-1]} & set(inside)
