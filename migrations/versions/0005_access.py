"""Tokens, which import used which, and when each version came to be."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    ddl = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(ddl, execution_options={"no_parameters": True})


def downgrade() -> None:
    op.drop_table("registry_versions")
    op.drop_column("imports", "reverts")
    op.drop_column("imports", "token_id")
    op.drop_table("tokens")
