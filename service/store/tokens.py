"""Tokens, by which the service knows who asks. Of a token nothing is kept but its SHA-256.

A token is 32 random bytes. Nobody guesses one, however fast a guess is tried, so a slow hash would
protect nothing and cost every request.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zlib import crc32

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Row,
    Select,
    case,
    cast,
    extract,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from service.domain.scopes import Scope
from service.errors import NoSuchToken, TokenNameTaken
from service.store.transactions import transaction
from service.tables.access import tokens

_PREFIX = "mg_"
_SECRET_BYTES = 32
_FORM = re.compile(rf"{_PREFIX}[\w-]{{43}}[\w-]{{6}}", re.ASCII)
_CHECKSUM_LENGTH = 6


class TokenState(StrEnum):
    """What has become of a token. Only a live one is let in."""

    LIVE = "LIVE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; the token itself is not.

    Attributes:
        expires_at: None: never.
    """

    id: int
    name: str
    scopes: frozenset[Scope]
    state: TokenState
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token.

    Attributes:
        secret: what its bearer shows; nobody can tell it a second time.
    """

    secret: str = field(repr=False)
    token: Token


def is_live() -> ColumnElement[bool]:
    """The condition on `tokens` that a token is let in, by the database's clock."""
    return tokens.c.revoked_at.is_(None) & func.coalesce(
        tokens.c.expires_at > func.statement_timestamp(), true()
    )


def find_live(condition: ColumnElement[bool]) -> Select[tuple[int, str, list[str], bytes, float]]:
    """Reads the live token that fulfils a condition.

    Columns: id, name, scopes, hash, and the seconds that it has left, null where it never expires.
    """
    left = extract("epoch", tokens.c.expires_at - func.statement_timestamp())
    return select(
        tokens.c.id, tokens.c.name, tokens.c.scopes, tokens.c.hash, cast(left, Float).label("left")
    ).where(condition, is_live())


def create_token(
    connection: Connection, name: str, scopes: Collection[Scope], lifetime: timedelta | None = None
) -> IssuedToken:
    """Add a token.

    An expired token of the name gives it up, as if it were revoked.

    Args:
        scopes: at least one.
        lifetime: None: it never expires.

    Raises:
        TokenNameTaken: a live token has the name.
    """
    secret = _new_secret()
    row = {
        "name": name,
        "hash": hashlib.sha256(secret.encode()).digest(),
        "scopes": sorted(scopes),
        "expires_at": None if lifetime is None else func.now() + lifetime,
    }
    with transaction(connection):
        _revoke(connection, name, ~is_live())
        created = connection.scalar(_insert_unless_taken(row))
        if created is None:
            raise TokenNameTaken(name)
        return IssuedToken(secret, _read_one(connection, created))


def read_tokens(connection: Connection) -> Sequence[Token]:
    """All tokens that there ever were, by name, the oldest of a name first."""
    statement = _select().order_by(tokens.c.name, tokens.c.id)
    return [_token(row) for row in connection.execute(statement)]


def revoke_token(connection: Connection, name: str) -> Token:
    """Let nobody in any more who shows the token of a name.

    Raises:
        NoSuchToken: no token has the name, or it is revoked already.
    """
    with transaction(connection):
        revoked = _revoke(connection, name)
        if revoked is None:
            raise NoSuchToken(name)
        return _read_one(connection, revoked)


def hash_of(secret: str) -> bytes | None:
    """What the database knows a token by; None where the text cannot be a token of ours.

    The checksum refuses what was mistyped or cut off before anybody looks it up.
    """
    if not _FORM.fullmatch(secret):
        return None
    body, checksum = secret[:-_CHECKSUM_LENGTH], secret[-_CHECKSUM_LENGTH:]
    if checksum != _checksum(body):
        return None
    return hashlib.sha256(secret.encode()).digest()


def _new_secret() -> str:
    """A token, with a prefix that scanners for leaked secrets recognise."""
    body = _PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    return body + _checksum(body)


def _checksum(body: str) -> str:
    return urlsafe_b64encode(crc32(body.encode()).to_bytes(4)).decode().rstrip("=")


def _insert_unless_taken(row: Mapping[str, object]) -> ReturningInsert[Any]:
    statement = insert(tokens).values(row)
    statement = statement.on_conflict_do_nothing(
        index_elements=[tokens.c.name], index_where=tokens.c.revoked_at.is_(None)
    )
    return statement.returning(tokens.c.id)


def _revoke(connection: Connection, name: str, *conditions: ColumnElement[bool]) -> int | None:
    statement = (
        update(tokens)
        .where(tokens.c.name == name, tokens.c.revoked_at.is_(None), *conditions)
        .values(revoked_at=func.statement_timestamp())
        .returning(tokens.c.id)
    )
    revoked: int | None = connection.scalar(statement)
    return revoked


def _read_one(connection: Connection, token_id: int) -> Token:
    return _token(connection.execute(_select().where(tokens.c.id == token_id)).one())


def _select() -> Select[Any]:
    state = case(
        (tokens.c.revoked_at.is_not(None), TokenState.REVOKED.value),
        (is_live(), TokenState.LIVE.value),
        else_=TokenState.EXPIRED.value,
    )
    known = (column for column in tokens.c if column is not tokens.c.hash)
    return select(*known, state.label("state"))


def _token(row: Row[Any]) -> Token:
    return Token(
        id=row.id,
        name=row.name,
        scopes=frozenset(map(Scope, row.scopes)),
        state=TokenState(row.state),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
