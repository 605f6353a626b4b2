"""What was read and when: sources, documents, imports, properties, the registry's version."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

_NEWEST_FIRST = (
    "registry_state",
    "properties",
    "documents",
    "import_problems",
    "imports",
    "sources",
)


def upgrade() -> None:
    ddl = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(ddl, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in _NEWEST_FIRST:
        op.drop_table(table)
