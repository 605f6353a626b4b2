"""Which media type a client wants: Accept, by RFC 9110, section 12.5.1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class MediaType(Enum):
    """What the endpoint can answer with, the default first."""

    JSON = "application/json"
    GRAPHQL = "application/graphql-response+json"
    EVENTS = "text/event-stream"
    PAGE = "text/html"

    @property
    def content_type(self) -> bytes:
        """The value of the response's Content-Type."""
        return f"{self.value}; charset=utf-8".encode()


_MOST_ENTRIES = 100
"""That are read of Accept; browsers send ten. Negotiation is done before anybody is admitted."""


@dataclass(frozen=True, slots=True)
class _Range:
    """An entry of Accept: what it names, how much it is liked, and its place in the list."""

    name: str
    quality: float
    place: int

    def specificity(self, media_type: MediaType) -> int:
        """How exactly the entry names a type; 0 if it does not."""
        family = media_type.value.partition("/")[0]
        return {media_type.value: 3, f"{family}/*": 2, "*/*": 1}.get(self.name, 0)


@lru_cache(maxsize=64)
def negotiate(accept: bytes | None, offered: Sequence[MediaType]) -> MediaType | None:
    """The offered type that a client likes best, None if it takes none of them.

    Of types that are liked alike, the one that is named first is taken; of those that one entry
    such as */* names, the one that is offered first.

    Arguments:
        accept: the header's value; None or empty means that anything goes.
        offered: types in order of preference.
    """
    if not accept:
        return offered[0]
    ranges = _parse(accept)
    liked = [(_best(media_type, ranges), media_type) for media_type in offered]
    wanted = [(entry, media_type) for entry, media_type in liked if entry and entry.quality > 0]
    # The first of equals, so that the order of what is offered decides last.
    choice = max(wanted, key=lambda pair: (pair[0].quality, -pair[0].place), default=None)
    return choice[1] if choice else None


def _best(media_type: MediaType, ranges: Sequence[_Range]) -> _Range | None:
    """The entry that says most exactly how a type is liked."""
    naming = [entry for entry in ranges if entry.specificity(media_type)]
    return max(naming, key=lambda entry: entry.specificity(media_type), default=None)


def _parse(accept: bytes) -> Sequence[_Range]:
    entries = accept.decode("latin-1").lower().split(",", _MOST_ENTRIES)[:_MOST_ENTRIES]
    parsed = (_parse_entry(entry, place) for place, entry in enumerate(entries))
    return [entry for entry in parsed if entry]


def _parse_entry(entry: str, place: int) -> _Range | None:
    """An entry, None if its quality is no number or it wants letters that are not UTF-8's."""
    name, *rest = (part.strip() for part in entry.split(";"))
    parameters = dict(part.partition("=")[::2] for part in rest)
    quality = _parse_quality(parameters.get("q", "1"))
    if quality is None or not is_utf8(parameters.get("charset", "utf-8")):
        return None
    return _Range(name, quality, place)


def is_utf8(charset: str) -> bool:
    """Whether a parameter `charset` names UTF-8."""
    return charset.strip().strip('"').lower() in ("utf-8", "utf8")


def _parse_quality(text: str) -> float | None:
    try:
        quality = float(text)
    except ValueError:
        return None
    return quality if 0 <= quality <= 1 else None
