"""The role `modelgraph_analyst` reads the views of `analytics` and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import (
    InsufficientPrivilege,
    ObjectNotInPrerequisiteState,
    ReadOnlySqlTransaction,
)

from service.errors import DatabaseNotPermitted
from service.store.analytics import ROLE, act_as_analyst, ensure_role, login_as_analyst
from service.store.migrate import downgrade, migrate
from service.tables import metadata
from tests.scratch import ScratchDatabase, ScratchServer

VIEWS = [
    "conflicts",
    "evidence",
    "facts",
    "feature_support",
    "license_drift",
    "license_pairs",
    "license_terms",
    "model_licenses",
    "models",
    "relations",
    "shared_tasks",
    "task_support",
]

FORBIDDEN = [
    "CREATE TABLE analytics.mine (id bigint)",
    "CREATE TABLE public.mine (id bigint)",
    "CREATE TEMPORARY TABLE mine (id bigint)",
    "CREATE VIEW analytics.mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION analytics.mine() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE DATABASE mine",
    "CREATE ROLE mine",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "DROP VIEW analytics.models",
    "SELECT lo_create(0)",
    "SELECT lo_creat(-1)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_read_file('postgresql.conf')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/mine'",
    "ALTER ROLE modelgraph_analyst SUPERUSER",
]


def test_the_views_are_these(registry: ScratchDatabase) -> None:
    found = registry.rows("SELECT viewname FROM pg_views WHERE schemaname = 'analytics' ORDER BY 1")
    assert found == [(view,) for view in VIEWS]


@pytest.mark.parametrize("view", VIEWS)
def test_it_reads_the_view(analyst: psycopg.Connection, view: str) -> None:
    assert analyst.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(view))).fetchall()


@pytest.mark.parametrize("table", [*sorted(metadata.tables), "alembic_version"])
def test_it_cannot_read_the_table(analyst: psycopg.Connection, table: str) -> None:
    statement = sql.SQL("SELECT * FROM public.{}").format(sql.Identifier(table))
    with pytest.raises(InsufficientPrivilege, match="permission denied for schema public"):
        analyst.execute(statement)


@pytest.mark.parametrize("table", [*sorted(metadata.tables), "alembic_version"])
def test_no_table_is_granted_to_it(registry: ScratchDatabase, table: str) -> None:
    privileges = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"
    query = "SELECT has_table_privilege(%s, %s, %s), has_any_column_privilege(%s, %s, 'SELECT')"
    assert registry.rows(query, ROLE, table, privileges, ROLE, table) == [(False, False)]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_it_cannot_do_anything_else(analyst: psycopg.Connection, statement: str) -> None:
    analyst.execute("SET default_transaction_read_only = off")
    with pytest.raises(InsufficientPrivilege):
        analyst.execute(sql.SQL(statement))


@pytest.mark.parametrize("view", VIEWS)
def test_it_cannot_write_through_a_view(analyst: psycopg.Connection, view: str) -> None:
    analyst.execute("SET default_transaction_read_only = off")
    with pytest.raises(ObjectNotInPrerequisiteState, match="cannot delete from view"):
        analyst.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(view)))


def test_its_transactions_only_read(analyst: psycopg.Connection) -> None:
    with pytest.raises(ReadOnlySqlTransaction):
        analyst.execute("CREATE TABLE mine (id bigint)")


@pytest.mark.parametrize("door", [login_as_analyst, act_as_analyst])
def test_both_doors_lead_to_the_same_session(
    registry: ScratchDatabase, door: Callable[[str], str]
) -> None:
    names = ["search_path", "default_transaction_read_only", "statement_timeout"]
    with psycopg.connect(door(registry.url)) as connection:
        user = connection.execute("SELECT current_user").fetchone()
        settings = [connection.execute(sql.SQL(f"SHOW {name}")).fetchone() for name in names]
    assert user == (ROLE,)
    assert settings == [("analytics",), ("on",), ("1min",)]


def test_acting_as_it_keeps_the_other_options(registry: ScratchDatabase) -> None:
    url = f"{registry.url} options='-c work_mem=8MB'"
    with psycopg.connect(act_as_analyst(url)) as connection:
        assert connection.execute("SHOW work_mem").fetchone() == ("8MB",)
        assert connection.execute("SELECT current_user").fetchone() == (ROLE,)


def test_the_role_outlives_a_downgrade_for_the_other_databases(
    registry: ScratchDatabase, empty_database: ScratchDatabase
) -> None:
    migrate(empty_database.url)
    downgrade(empty_database.url)
    with psycopg.connect(login_as_analyst(registry.url)) as connection:
        assert connection.execute("SELECT count(*) FROM models").fetchone() == (3,)


def test_who_may_not_make_roles_learns_what_to_run(empty_database: ScratchDatabase) -> None:
    with empty_database.begin() as connection:
        connection.exec_driver_sql(f"ALTER ROLE {ROLE} RENAME TO away")
        connection.exec_driver_sql("CREATE ROLE plain")
        connection.exec_driver_sql("SET LOCAL ROLE plain")
        with pytest.raises(DatabaseNotPermitted) as refusal:
            ensure_role(connection)
        connection.rollback()
    assert str(refusal.value) == (
        "the role modelgraph_analyst is missing and this user may not make it; "
        "let an administrator run: CREATE ROLE modelgraph_analyst LOGIN; "
        "ALTER ROLE modelgraph_analyst SET search_path = 'analytics'; "
        "ALTER ROLE modelgraph_analyst SET default_transaction_read_only = 'on'; "
        "ALTER ROLE modelgraph_analyst SET statement_timeout = '60s'; "
        "ALTER ROLE modelgraph_analyst SET idle_in_transaction_session_timeout = '10min'; "
        "then migrate again"
    )


def test_who_may_make_roles_can_be_it(empty_database: ScratchDatabase) -> None:
    with empty_database.begin() as connection:
        connection.exec_driver_sql(f"ALTER ROLE {ROLE} RENAME TO away")
        connection.exec_driver_sql("CREATE ROLE maker CREATEROLE")
        connection.exec_driver_sql("SET LOCAL ROLE maker")
        ensure_role(connection)
        ensure_role(connection)
        able = connection.exec_driver_sql(f"SELECT pg_has_role('maker', '{ROLE}', 'SET')").scalar()
        connection.rollback()
    assert able is True


def test_a_server_that_never_saw_the_role_is_fine(server: ScratchServer) -> None:
    with server.scratch("template0") as database, database.begin() as connection:
        connection.exec_driver_sql(f"ALTER ROLE {ROLE} RENAME TO away")
        ensure_role(connection)
        made = connection.exec_driver_sql(
            "SELECT rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication"
            f" FROM pg_roles WHERE rolname = '{ROLE}'"
        ).one()
        connection.rollback()
    assert made == (True, False, False, False, False, False)
