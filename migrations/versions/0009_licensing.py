"""What licences come to: which bind a model, where its label promises more, how pairs stand.

The rebuild behind a migration fills the tables.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

from service.store.analytics import ROLE

revision = "0009"
down_revision = "0008"

_VIEWS = ("license_pairs", "license_terms", "model_licenses", "license_drift")
_TABLES = (
    "license_risks",
    "license_library",
    "license_terms",
    "license_pairs",
    "license_atoms",
    "model_terms",
    "past_license_risks",
    "past_license_atoms",
    "past_model_terms",
)


def upgrade() -> None:
    _execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    for view in _VIEWS:
        _execute(f"GRANT SELECT ON analytics.{view} TO {ROLE}")


def downgrade() -> None:
    for view in _VIEWS:
        _execute(f"DROP VIEW analytics.{view}")
    for table in _TABLES:
        op.drop_table(table)


def _execute(statements: str) -> None:
    op.get_bind().exec_driver_sql(statements, execution_options={"no_parameters": True})
