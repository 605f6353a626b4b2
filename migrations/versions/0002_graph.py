"""The projection that queries read: entities, facts, relations."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

_NEWEST_FIRST = (
    "relation_evidence",
    "relations",
    "model_features",
    "model_tasks",
    "fact_evidence",
    "fact_rivals",
    "facts",
    "models",
    "task_parents",
    "frameworks",
    "benchmarks",
    "datasets",
    "features",
    "tasks",
    "licenses",
    "organizations",
    "aliases",
    "entity_slugs",
    "entities",
)


def upgrade() -> None:
    ddl = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(ddl, execution_options={"no_parameters": True})


def downgrade() -> None:
    for table in _NEWEST_FIRST:
        op.drop_table(table)
