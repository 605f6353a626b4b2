"""Answers to repeated requests, without a task and without the stages that led to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from service.api.http.asgi import Scope


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole response, but for the headers that every response has."""

    status_line: bytes
    rest: bytes


class Shortcut(Protocol):
    """Knows answers."""

    def take(
        self, scope: Scope, body: bytes | bytearray, hear: Callable[[Reply | None], None]
    ) -> bool:
        """Answer a request if that needs no work.

        Returns:
            whether `hear` will be called: with the response, or None if it has to be worked out
            after all.
        """
        ...
