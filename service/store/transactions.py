"""Transactions of those who write: one at a time, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, func, select

_WRITE_LOCK = 0x6D6F64656C677266
"""Advisory locks are numbers: this one is `modelgrf`."""


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """A transaction, or a part of the one that the connection is in, which its owner commits.

    Leaving it by an exception undoes it.
    """
    begin = connection.begin_nested if connection.in_transaction() else connection.begin
    with begin():
        yield


@contextmanager
def writing(connection: Connection, *, keep: bool = True) -> Iterator[None]:
    """A `transaction` that no other writer runs beside; readers are not kept waiting.

    Args:
        keep: False undoes at the end what was written.
    """
    begin = connection.begin_nested if connection.in_transaction() else connection.begin
    with begin() as begun:
        connection.execute(select(func.pg_advisory_xact_lock(_WRITE_LOCK)))
        yield
        if not keep:
            begun.rollback()
