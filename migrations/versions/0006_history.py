"""What the projection held in earlier versions.

Of what a registry held before it kept its history, only the current version is known; where nothing
says when it came to be, it begins with the migration.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"

_WITH_HISTORY = (
    "properties",
    "entities",
    "entity_slugs",
    "aliases",
    "organizations",
    "licenses",
    "tasks",
    "features",
    "datasets",
    "benchmarks",
    "frameworks",
    "task_parents",
    "models",
    "facts",
    "fact_rivals",
    "fact_evidence",
    "model_tasks",
    "model_features",
    "relations",
    "relation_evidence",
)


def upgrade() -> None:
    ddl = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(ddl, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in _WITH_HISTORY:
        op.drop_table(f"past_{table}")
        op.drop_column(table, "since")
