"""Timers that are set far more often than they ring."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Alarm:
    """Rings at the time that it was last set to, unless it is cleared before.

    The loop's timers are dear. So one is kept running when the time moves on, and when it fires
    looks whether that was the time.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._ring = ring
        self._due: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._fires_at = 0.0

    def set(self, seconds: float) -> None:
        """Ring in so many seconds, and not when it was to ring before."""
        self._due = self._loop.time() + seconds
        if self._timer is None or self._due < self._fires_at:
            self.stop()
            self._start(self._due)

    def clear(self) -> None:
        """Do not ring."""
        self._due = None

    def stop(self) -> None:
        """Keep no timer running, for the end or to start anew."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _start(self, due: float) -> None:
        self._fires_at = due
        self._timer = self._loop.call_at(due, self._fire)

    def _fire(self) -> None:
        self._timer = None
        if self._due is None:
            return
        if self._loop.time() < self._due:
            self._start(self._due)
        else:
            self._due = None
            self._ring()
