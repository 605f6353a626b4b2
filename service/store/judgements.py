"""Decisions that two names of one kind are one entity, or are not.

They change what claims add up to: whoever adds or withdraws one has the projection rebuilt.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from service.domain.claims import Kind
from service.domain.projection import Judgement
from service.tables.claims import judgements


def read_judgements(connection: Connection) -> tuple[Judgement, ...]:
    """The judgements that nobody withdrew, in the order of their names."""
    columns = judgements.c.kind, judgements.c.left_name, judgements.c.right_name, judgements.c.same
    statement = select(*columns).where(judgements.c.withdrawn_at.is_(None)).order_by(*columns)
    return tuple(
        Judgement(Kind(kind), left, right, same)
        for kind, left, right, same in connection.execute(statement)
    )


def add_judgement(connection: Connection, judgement: Judgement, *, reason: str, judge: str) -> None:
    """Record a judgement; an earlier one about the same names is withdrawn.

    Args:
        judge: a person, or the rule that decided.

    Raises:
        ValueError: the two names are one.
    """
    left, right = sorted((judgement.left, judgement.right))
    if left == right:
        raise ValueError(f"a judgement is about two names, not {left!r} alone")
    withdraw_judgement(connection, judgement.kind, left, right)
    connection.execute(
        insert(judgements).values(
            kind=judgement.kind.value,
            left_name=left,
            right_name=right,
            same=judgement.same,
            reason=reason,
            judge=judge,
        )
    )


def withdraw_judgement(connection: Connection, kind: Kind, left: str, right: str) -> bool:
    """Withdraw what was judged about two names, given in any order.

    Returns:
        whether anything was.
    """
    first, second = sorted((left, right))
    withdrawn = connection.execute(
        update(judgements)
        .where(
            judgements.c.kind == kind.value,
            judgements.c.left_name == first,
            judgements.c.right_name == second,
            judgements.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=func.now())
    )
    return withdrawn.rowcount > 0
