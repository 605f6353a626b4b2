"""Views for analysts, and the role that can read them and nothing else."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from service.store.analytics import ROLE, ensure_role

revision = "0004"
down_revision = "0003"

_GRANTS = f"""
    GRANT USAGE ON SCHEMA analytics TO {ROLE};
    GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO {ROLE};
"""

_CLOSE = """
    REVOKE USAGE ON SCHEMA public FROM PUBLIC;
    DO $$ BEGIN
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
        IF current_setting('is_superuser')::boolean THEN
            REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)
            FROM PUBLIC;
        END IF;
    END $$;
"""
"""What PostgreSQL lets every role do, and this one must not: see tables' names in `public`, make
temporary tables, make large objects."""

_OPEN = """
    GRANT USAGE ON SCHEMA public TO PUBLIC;
    DO $$ BEGIN
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
        IF current_setting('is_superuser')::boolean THEN
            GRANT EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)
            TO PUBLIC;
        END IF;
    END $$;
"""


def upgrade() -> None:
    ensure_role(op.get_bind())
    _execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    _execute(_GRANTS)
    _execute(_CLOSE)


def downgrade() -> None:
    _execute("DROP SCHEMA analytics CASCADE")
    _execute(_OPEN)


def _execute(statements: str) -> None:
    op.get_bind().exec_driver_sql(statements, execution_options={"no_parameters": True})
