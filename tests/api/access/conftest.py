"""A registry with tokens, and the gate in front of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

import pytest
from psycopg_pool import AsyncConnectionPool

from service.api.access.bearer import Bearers
from service.api.access.callers import Caller
from service.api.access.gate import AccessGate, AccessOptions
from service.api.http.collaborators import Admission
from service.api.http.refusals import Refusal
from service.domain.scopes import Scope
from service.store.tokens import create_token, revoke_token
from tests.scratch import ScratchDatabase


@dataclass
class Keeper:
    """A gate, and the tokens that it knows."""

    runner: asyncio.Runner
    pool: AsyncConnectionPool[Any]
    database: ScratchDatabase
    options: AccessOptions
    now: float = 1_000.0
    gate: AccessGate = field(init=False)

    def __post_init__(self) -> None:
        self.gate = AccessGate(Bearers(self.pool, clock=lambda: self.now), self.options)

    def issue(
        self, name: str, *scopes: Scope, lifetime: timedelta | None = None
    ) -> tuple[str, int]:
        """A new token, and the id that it is known by."""
        with self.database.begin() as connection:
            issued = create_token(connection, name, scopes or (Scope.READ,), lifetime)
        return issued.secret, issued.token.id

    def revoke(self, name: str) -> None:
        with self.database.begin() as connection:
            revoke_token(connection, name)

    def admit(
        self,
        authorization: str | None = None,
        *,
        peer: str = "192.0.2.1",
        forwarded_for: bytes | None = None,
    ) -> Admission:
        """Let somebody in who stays."""
        given = {
            b"authorization": None if authorization is None else authorization.encode(),
            b"x-forwarded-for": forwarded_for,
        }
        headers = {name: value for name, value in given.items() if value is not None}
        return self.runner.run(self.gate.admit({"client": (peer, 4711)}, headers))

    def visit(self, authorization: str | None = None, **place: Any) -> Admission:
        """Let somebody in who leaves at once."""
        admission = self.admit(authorization, **place)
        admission.leave()
        return admission

    def refuse(self, authorization: str | None = None, **place: Any) -> Refusal:
        """What somebody is told who is not let in."""
        with pytest.raises(Refusal) as refused:
            self.admit(authorization, **place)
        return refused.value

    def authorise(self, caller: Caller, *scopes: Scope) -> None:
        self.runner.run(self.gate.authorise(caller, frozenset(scopes)))


class Keep(Protocol):
    """Makes a keeper whose gate has these options."""

    def __call__(self, **options: Any) -> Keeper: ...


@pytest.fixture
def keep(database: ScratchDatabase) -> Iterator[Keep]:
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(_keeping(database, AccessOptions(**options)))


@contextmanager
def _keeping(database: ScratchDatabase, options: AccessOptions) -> Iterator[Keeper]:
    with asyncio.Runner() as runner:
        pool = AsyncConnectionPool[Any](
            database.url, min_size=1, max_size=2, open=False, kwargs={"autocommit": True}
        )
        runner.run(pool.open())
        yield Keeper(runner, pool, database, options)
        runner.run(pool.close())
