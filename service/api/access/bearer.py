"""Bearer tokens: from an Authorization header to a caller.

RFC 6750, section 2.1 alone: a token in an address or a form ends up in logs. A token is looked up
by its SHA-256, so what the time of a look-up tells is about hashes, from which nobody gets to a
token; the hash that is found is compared in constant time all the same.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from math import inf
from time import monotonic
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from service.api.access.callers import Caller, Scope
from service.api.access.recent import Recent
from service.api.access.refusals import database_away, invalid_token, not_a_bearer
from service.store.tokens import find_live, hash_of
from service.tables.access import tokens

log = logging.getLogger(__name__)

REMEMBERED_SECONDS = 5.0
"""How long a token that was live may go on reading after it was revoked. Nothing else may it do."""

_MOST_REMEMBERED = 10_000
_FORM = re.compile(rb"bearer +(?P<token>[\w~+/.=-]+)", re.IGNORECASE)
_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy's own gap


def _statement(condition: ColumnElement[bool]) -> bytes:
    return str(find_live(condition).compile(dialect=_DIALECT)).encode()


_BY_HASH = _statement(tokens.c.hash == bindparam("hash"))
_BY_ID = _statement(tokens.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class _Verified:
    """A caller whose token was live, and until when that is believed."""

    caller: Caller
    until: float


class Bearers:
    """Knows callers by their tokens."""

    def __init__(
        self, pool: AsyncConnectionPool[Any], *, clock: Callable[[], float] = monotonic
    ) -> None:
        """Look tokens up in a pool's database; `clock` tells seconds."""
        self._pool = pool
        self._clock = clock
        self._verified: Recent[bytes, _Verified] = Recent(_MOST_REMEMBERED)

    def recall(self, digest: bytes) -> Caller | None:
        """The bearer of a token that was live a moment ago."""
        verified = self._verified.get(digest)
        return verified.caller if verified and self._clock() < verified.until else None

    def has_met(self, digest: bytes) -> bool:
        """Tell whether a token was live when it was last looked up."""
        return self._verified.get(digest) is not None

    async def find(self, digest: bytes) -> Caller:
        """The bearer of a token that is live now.

        Raises:
            Refusal: 401, it is not; 503, the database is away.
        """
        found = await self._fetch(_BY_HASH, {"hash": digest})
        if found is None or not compare_digest(found[3], digest):
            self._verified.forget(digest)
            raise invalid_token()
        token_id, name, scopes, _, left = found
        caller = Caller(token_id, name, frozenset(map(Scope, scopes)))
        believed = min(REMEMBERED_SECONDS, inf if left is None else left)
        self._verified.put(digest, _Verified(caller, self._clock() + believed))
        return caller

    async def confirm(self, caller: Caller) -> None:
        """Make sure that a caller's token is live at this moment.

        Raises:
            Refusal: 401, it is not any more; 503, the database is away.
        """
        if await self._fetch(_BY_ID, {"id": caller.token_id}) is None:
            raise invalid_token()

    async def _fetch(self, statement: bytes, arguments: dict[str, object]) -> Any:
        """The one row of a statement, asked for again if the connection had died in the pool."""
        try:
            try:
                return await self._fetch_once(statement, arguments)
            except PoolTimeout:
                raise
            except psycopg.OperationalError:
                await self._pool.check()
                return await self._fetch_once(statement, arguments)
        except psycopg.OperationalError:
            log.exception("the database does not answer")
            raise database_away() from None

    async def _fetch_once(self, statement: bytes, arguments: dict[str, object]) -> Any:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(statement, arguments, prepare=True)
            return await cursor.fetchone()


def read_bearer(authorization: bytes) -> bytes:
    """The hash of the token in an Authorization header.

    Arguments:
        authorization: the header's value; several headers joined by commas are no token.

    Raises:
        Refusal: 401; it holds no token of ours.
    """
    match = _FORM.fullmatch(authorization)
    if match is None:
        raise not_a_bearer()
    digest = hash_of(match["token"].decode("ascii"))
    if digest is None:
        raise invalid_token()
    return digest
