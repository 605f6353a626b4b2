"""Timers of a connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Alarm:
    """Rings once after some time, unless it is cleared before."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._ring = ring
        self._handle: asyncio.TimerHandle | None = None

    def set(self, seconds: float) -> None:
        """Ring in so many seconds; an alarm that is set already stays as it is."""
        if self._handle is None:
            self._handle = self._loop.call_later(seconds, self._go_off)

    def clear(self) -> None:
        """Do not ring."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _go_off(self) -> None:
        self._handle = None
        self._ring()
