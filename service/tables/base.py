"""The one description of the database; Alembic compares migrations against it.

Layers, each readable without the next:

- `sources`: what was read and when (sources, documents, imports, vocabulary of properties).
- `claims`: what documents say (mentions, claims, clauses, listings, judgements). Rows are added
  and retracted, never edited.
- `graph`: the projection that queries read (entities, facts, relations). Rebuilt from the claims.
- `licensing`: what licences allow, and which bind a model. Made from the graph and the terms of
  licences.
- `history`: what the projection held in earlier versions.
- `search`: by what entities are found and listed. Made from the graph.
- `access`: who may do what.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, CheckConstraint, Column, MetaData, Text
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)


def code_text() -> TypeEngine[str]:
    """Text that sorts by code point, so that order is the same on every server."""
    return Text(collation="C")


def since() -> Column[int]:
    """A table with this column has a history; see `service.tables.history`."""
    return Column(
        "since",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="The registry's version that brought the row as it is.",
    )


def one_of(column: str, values: Sequence[str]) -> CheckConstraint:
    """A check that a text column holds one of an enumeration's values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
