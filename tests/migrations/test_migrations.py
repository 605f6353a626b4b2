"""Migrations make exactly the tables that `service.tables` describes, and unmake them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.store.migrate import (
    MIGRATIONS,
    connect,
    current,
    downgrade,
    is_current,
    migrate,
    newest,
)
from service.tables import metadata
from tests.migrations.catalog import read_catalog
from tests.scratch import ScratchDatabase, ScratchServer

REVISIONS = [
    (script.down_revision or "base", script.revision)
    for script in reversed([*ScriptDirectory(str(MIGRATIONS)).walk_revisions()])
]


@pytest.fixture
def empty(empty_database: ScratchDatabase) -> str:
    """The address of a database that was never migrated."""
    return empty_database.url


@pytest.fixture
def other_empty(server: ScratchServer) -> Iterator[str]:
    """The address of another one."""
    with server.scratch("template0") as database:
        yield database.url


def _catalog(url: str, *schemas: str) -> list[str]:
    with connect(url) as connection:
        return read_catalog(connection, *schemas)


def _without_grants(url: str) -> list[str]:
    return [line for line in _catalog(url, "public") if not line.startswith("grant")]


def test_a_migrated_database_is_the_one_that_the_tables_describe(
    empty: str, other_empty: str
) -> None:
    migrate(empty)
    with connect(other_empty) as connection:
        metadata.create_all(connection)
    assert _without_grants(empty) == _without_grants(other_empty)


def test_the_catalog_knows_every_table_and_sees_a_lost_check(empty: str) -> None:
    migrate(empty)
    before = _catalog(empty, "public")
    with connect(empty) as connection:
        connection.exec_driver_sql("ALTER TABLE claims DROP CONSTRAINT claims_one_value_check")
    lost = sorted(set(before) - set(_catalog(empty, "public")))
    assert {line.split(" | ")[1] for line in before if line.startswith("relation")} >= set(
        metadata.tables
    )
    assert [line.split(" | ")[:3] for line in lost] == [
        ["constraint", "claims", "claims_one_value_check"]
    ]


def test_alembic_finds_nothing_to_do(empty: str) -> None:
    migrate(empty)
    with connect(empty) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize(("below", "revision"), REVISIONS)
def test_each_migration_goes_down_and_up_again(empty: str, below: str, revision: str) -> None:
    migrate(empty, below)
    before = _catalog(empty)
    migrate(empty, revision)
    after = _catalog(empty)
    downgrade(empty, below)
    assert _catalog(empty) == before
    migrate(empty, revision)
    assert _catalog(empty) == after
    assert before != after


def test_a_database_says_whether_it_is_current(empty: str) -> None:
    assert current(empty) is None
    migrate(empty, "0001")
    assert current(empty) == "0001"
    with connect(empty) as connection:
        assert not is_current(connection)
    migrate(empty)
    assert current(empty) == newest()
    with connect(empty) as connection:
        assert is_current(connection)


def test_two_migrations_at_once_wait_for_each_other(empty: str) -> None:
    command = [
        sys.executable,
        "-c",
        f"from service.store.migrate import migrate; migrate({empty!r})",
    ]
    running = [subprocess.Popen(command, cwd=MIGRATIONS.parent) for _ in range(3)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert current(empty) == newest()


def test_threads_of_one_process_wait_for_each_other_too(empty: str, other_empty: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert [*pool.map(migrate, [empty, other_empty])] == [True, True]
    assert (current(empty), current(other_empty)) == (newest(), newest())


def test_a_migration_that_fails_leaves_nothing(empty: str) -> None:
    with connect(empty) as connection:
        connection.exec_driver_sql("CREATE TABLE judgements (id bigint)")
    before = _catalog(empty)
    with pytest.raises(Exception, match='relation "judgements" already exists'):
        migrate(empty)
    assert (_catalog(empty), current(empty)) == (before, None)


def test_the_newest_file_is_the_revision_that_alembic_ends_at() -> None:
    assert newest() == REVISIONS[-1][1]
