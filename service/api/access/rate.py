"""Rates, as settings write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SECOND = 1_000_000_000
_PERIODS = {"second": 1, "minute": 60, "hour": 3_600}
_FORM = re.compile(rf"(?P<requests>[1-9][0-9]{{0,6}})/(?P<period>{'|'.join(_PERIODS)})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds."""

    requests: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read a rate: 100/minute.

        Raises:
            ValueError: it is none.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError("A rate is written 100/second, 100/minute or 100/hour")
        return cls(int(match["requests"]), _PERIODS[match["period"]])

    @property
    def share(self) -> int:
        """Nanoseconds after which one more request may come."""
        return self.seconds * _SECOND // self.requests
