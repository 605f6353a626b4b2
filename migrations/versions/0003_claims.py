"""What documents say: mentions, claims, clauses, listings, judgements."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"

_NEWEST_FIRST = (
    "judgements",
    "listing_objects",
    "listing_members",
    "listings",
    "clause_members",
    "clauses",
    "claims",
    "mentions",
)


def upgrade() -> None:
    ddl = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(ddl, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in _NEWEST_FIRST:
        op.drop_table(table)
