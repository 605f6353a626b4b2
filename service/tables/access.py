"""Who may do what: tokens that bearers show."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from service.domain.scopes import Scope
from service.tables.base import code_text, metadata

_KNOWN = ", ".join(f"'{scope}'" for scope in Scope)

tokens = Table(
    "tokens",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("name", code_text(), nullable=False, comment="Whose it is; one live token a name."),
    Column("hash", LargeBinary, nullable=False, unique=True, comment="SHA-256 of the token."),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("expires_at", DateTime(timezone=True), comment="Null: never."),
    Column("revoked_at", DateTime(timezone=True)),
    CheckConstraint(f"scopes <@ ARRAY[{_KNOWN}] AND scopes <> '{{}}'", name="scopes"),
    CheckConstraint("octet_length(hash) = 32", name="hash"),
    CheckConstraint("name <> ''", name="name"),
    Index("tokens_live_idx", "name", unique=True, postgresql_where=text("revoked_at IS NULL")),
    comment="Bearer tokens, by their hashes; the tokens themselves are nowhere.",
)
