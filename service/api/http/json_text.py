"""JSON from strangers: one meaning or none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import orjson


class NotJson(Exception):
    """The text is no JSON, or means different things to different readers.

    Attributes:
        why: to follow the name of what was read, in words of our own.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def parse_json(text: bytes) -> Any:
    """The value that a text stands for.

    Refused beyond what the grammar refuses: bytes that are not UTF-8, halves of surrogate pairs,
    numbers past the range of a double, more than about a thousand levels, and objects that name a
    member twice, of which a proxy may have seen the one and we would see the other.

    Raises:
        NotJson: it says where, where a place is known.
    """
    try:
        # It is strict about everything but repeated names, which only the other one can see.
        orjson.loads(text)
        return json.loads(text, object_pairs_hook=_members)
    except json.JSONDecodeError as error:
        raise NotJson(f"is not JSON: line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise NotJson("is not JSON that is read: it is nested too deep") from None


def _members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise NotJson("is not JSON that is read: an object names a member twice")
    return members
