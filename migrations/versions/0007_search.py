"""Indexes for search, facets and orders.

Texts that were written as they are become the words that they were found by; the rebuild behind a
migration folds them as queries are, and fills the index of entities.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    ddl = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(ddl, execution_options={"no_parameters": True})


def downgrade() -> None:
    op.drop_index("facts_conflicted_idx")
    op.drop_index("models_context_window_idx")
    op.execute("COMMENT ON COLUMN models.search_text IS 'Name, aliases, summary.'")
    op.execute(
        "ALTER TABLE models ALTER COLUMN search"
        " SET EXPRESSION AS (to_tsvector('simple', search_text))"
    )
    op.drop_table("entity_index")
