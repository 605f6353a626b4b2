"""Callers: somebody with a token, or anybody."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.scopes import Scope

__all__ = ["ANYBODY", "Caller", "Scope"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request comes from.

    Attributes:
        token_id: of the row in `tokens`; None for somebody without a token.
        name: the token's; never the token.
    """

    token_id: int | None = None
    name: str | None = None
    scopes: frozenset[Scope] = frozenset()

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes or Scope.ADMIN in self.scopes


ANYBODY = Caller()
"""A caller without a token."""
