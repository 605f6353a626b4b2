"""How many requests may be under way at once in this process."""

from __future__ import annotations

from service.api.access.refusals import overloaded


class Places:
    """A place for each request under way. Who finds none is told at once, not kept waiting."""

    def __init__(self, limit: int) -> None:
        self._free = limit

    def take(self) -> None:
        """Take a place; `leave` gives it back.

        Raises:
            Refusal: 503; there is none.
        """
        if not self._free:
            raise overloaded()
        self._free -= 1

    def leave(self) -> None:
        """Give a place back."""
        self._free += 1
