"""Tokens: what is kept of them, until when they are let in, and whose name is free."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from service.domain.scopes import Scope
from service.errors import NoSuchToken, TokenNameTaken
from service.store.tokens import (
    IssuedToken,
    TokenState,
    create_token,
    hash_of,
    is_live,
    read_tokens,
    revoke_token,
)
from service.tables.access import tokens
from tests.scratch import ScratchDatabase

AN_HOUR = timedelta(hours=1)
PASSED = timedelta(hours=-1)


def _live(connection: Connection) -> Sequence[str]:
    return connection.scalars(select(tokens.c.name).where(is_live())).all()


def _flip_one(secret: str, position: int) -> str:
    other = "A" if secret[position] != "A" else "B"
    return secret[:position] + other + secret[position + 1 :]


@pytest.fixture
def issued(bare: ScratchDatabase) -> IssuedToken:
    with bare.begin() as connection:
        return create_token(connection, "nightly", [Scope.IMPORT, Scope.CURATE], AN_HOUR)


def test_a_token_is_known_by_its_name_scopes_and_times(issued: IssuedToken) -> None:
    token = issued.token
    assert (token.name, token.scopes) == ("nightly", frozenset({Scope.IMPORT, Scope.CURATE}))
    assert (token.state, token.revoked_at) == (TokenState.LIVE, None)
    assert token.expires_at == token.created_at + AN_HOUR


def test_a_token_without_a_lifetime_never_expires(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        token = create_token(connection, "nightly", [Scope.ADMIN]).token
    assert (token.state, token.expires_at) == (TokenState.LIVE, None)


def test_a_token_is_256_bits_with_a_prefix_and_a_checksum(issued: IssuedToken) -> None:
    assert re.fullmatch(r"mg_[A-Za-z0-9_-]{43}[A-Za-z0-9_-]{6}", issued.secret)


def test_two_tokens_differ(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        first, second = (create_token(connection, name, [Scope.READ]) for name in ("a", "b"))
    assert first.secret != second.secret


def test_only_the_hash_of_a_token_is_kept(bare: ScratchDatabase, issued: IssuedToken) -> None:
    [(row, kept)] = bare.rows("SELECT tokens::text, hash FROM tokens")
    assert issued.secret not in str(row)
    assert kept == hashlib.sha256(issued.secret.encode()).digest() == hash_of(issued.secret)


def test_a_new_token_is_not_shown_by_its_repr(issued: IssuedToken) -> None:
    assert issued.secret not in repr(issued)


def test_what_was_mistyped_or_is_no_token_has_no_hash(issued: IssuedToken) -> None:
    secret = issued.secret
    mistyped = {hash_of(_flip_one(secret, position)) for position in range(len(secret))}
    others = ["", "mg_", secret[:-1], secret + "A", f" {secret}", f"{secret}\n", "ä" * 52]
    assert mistyped | set(map(hash_of, others)) == {None}


def test_a_name_is_taken_while_its_token_lives(bare: ScratchDatabase, issued: IssuedToken) -> None:
    with bare.begin() as connection:
        with pytest.raises(TokenNameTaken, match=r"^nightly$"):
            create_token(connection, "nightly", [Scope.ADMIN])
        assert read_tokens(connection) == [issued.token]


def test_an_expired_token_gives_its_name_up(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        create_token(connection, "nightly", [Scope.IMPORT], PASSED)
        assert [token.state for token in read_tokens(connection)] == [TokenState.EXPIRED]
        create_token(connection, "nightly", [Scope.IMPORT])
        states = [token.state for token in read_tokens(connection)]
    assert states == [TokenState.REVOKED, TokenState.LIVE]


def test_a_revoked_token_gives_its_name_up_and_stays_known(
    bare: ScratchDatabase, issued: IssuedToken
) -> None:
    with bare.begin() as connection:
        revoked = revoke_token(connection, "nightly")
        again = create_token(connection, "nightly", [Scope.IMPORT])
        assert read_tokens(connection) == [revoked, again.token]
    assert (revoked.id, revoked.state) == (issued.token.id, TokenState.REVOKED)


@pytest.mark.parametrize("name", ["nobody", "Nightly"])
def test_a_token_that_is_not_there_cannot_be_revoked(
    bare: ScratchDatabase, issued: IssuedToken, name: str
) -> None:
    with bare.begin() as connection:
        with pytest.raises(NoSuchToken, match=f"^{name}$"):
            revoke_token(connection, name)
        assert read_tokens(connection) == [issued.token]


def test_a_token_is_revoked_once(bare: ScratchDatabase, issued: IssuedToken) -> None:
    with bare.begin() as connection:
        revoke_token(connection, "nightly")
        with pytest.raises(NoSuchToken, match=r"^nightly$"):
            revoke_token(connection, "nightly")


def test_only_live_tokens_are_let_in(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        create_token(connection, "unending", [Scope.READ])
        create_token(connection, "lasting", [Scope.READ], AN_HOUR)
        create_token(connection, "expired", [Scope.READ], PASSED)
        create_token(connection, "revoked", [Scope.READ])
        revoke_token(connection, "revoked")
        assert set(_live(connection)) == {"unending", "lasting"}


def test_tokens_are_listed_by_name(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        for name in ("b", "c", "a"):
            create_token(connection, name, [Scope.READ])
        assert [token.name for token in read_tokens(connection)] == ["a", "b", "c"]
