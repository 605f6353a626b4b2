"""A server that DATABASE_URL names: which are taken, and what is said of the others."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from service.errors import (
    DatabaseError,
    DatabaseNotPermitted,
    DatabaseTooOld,
    DatabaseUnreachable,
    SettingsError,
)
from service.postgres import Database, external_database
from service.postgres.binaries import package_folder
from service.postgres.external import read_address, require_rights
from service.postgres.folder import prepare_folder
from tests.scratch import ScratchDatabase, ScratchServer


def _address(database: ScratchDatabase, **changed: str) -> str:
    parts = {**conninfo_to_dict(database.url), **changed}
    return f"postgresql://{parts['user']}:hunter2@/{parts['dbname']}?host={parts['host']}"


def _refusal(address: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as refused, external_database(address):
        pass
    assert "hunter2" not in str(refused.value)
    return refused.value


@pytest.mark.parametrize(
    "address",
    [
        "postgres://ann:hunter2@db.example:6000/registry",
        "postgresql://ann:hunter2@db.example:6000/registry",
        "postgresql+psycopg://ann:hunter2@db.example:6000/registry",
    ],
)
def test_an_address_has_any_of_the_usual_schemes(address: str) -> None:
    assert conninfo_to_dict(read_address(address)) == {
        "user": "ann",
        "password": "hunter2",
        "host": "db.example",
        "port": "6000",
        "dbname": "registry",
        "connect_timeout": "10",
    }


def test_an_address_keeps_what_it_says_besides() -> None:
    address = "postgres:///registry?host=/run/a%20b&connect_timeout=2&sslmode=require"
    assert conninfo_to_dict(read_address(address)) == {
        "dbname": "registry",
        "host": "/run/a b",
        "connect_timeout": "2",
        "sslmode": "require",
    }


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hunter2",
        "mysql://ann:hunter2@db/registry",
        "postgresql://ann:a@hunter2@db/registry",
        "postgresql://ann:hunter2/a@db/registry",
        "postgresql://ann:hunter2%zz@db/registry",
    ],
)
def test_what_is_no_address_is_not_repeated(address: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_address(address)
    assert str(refused.value) == (
        "DATABASE_URL is no address such as postgresql://user@host:5432/name; in a password, @ is"
        " written %40, : %3A and / %2F"
    )


def test_a_database_shows_where_it_is_without_the_password() -> None:
    database = Database("postgresql://ann:hunter2@db.example:6000/registry")
    assert (database.place, repr(database)) == ("ann@db.example:6000/registry", "Database()")
    assert database.as_arguments() == (
        "user=ann dbname=registry host=db.example port=6000",
        {"PGPASSWORD": "hunter2"},
    )


def test_a_server_that_is_new_enough_is_used(empty_database: ScratchDatabase) -> None:
    with external_database(_address(empty_database)) as database:
        require_rights(database)
        with psycopg.connect(database.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_nobody_answers(tmp_path: Path) -> None:
    refused = _refusal(f"postgresql://ann:hunter2@/registry?host={tmp_path}")
    assert type(refused) is DatabaseUnreachable
    assert str(refused).startswith(f"ann@{tmp_path}/registry: ")
    assert "No such file or directory" in str(refused)


def test_a_server_refuses_a_database_that_is_not_there(empty_database: ScratchDatabase) -> None:
    refused = _refusal(_address(empty_database, dbname="nowhere"))
    assert type(refused) is DatabaseNotPermitted
    assert str(refused).endswith('FATAL: database "nowhere" does not exist')


def test_a_server_refuses_a_user_that_it_does_not_know(empty_database: ScratchDatabase) -> None:
    refused = _refusal(_address(empty_database, user="nobody"))
    assert type(refused) is DatabaseNotPermitted
    assert str(refused).endswith('FATAL: role "nobody" does not exist')


@pytest.fixture
def reader(server: ScratchServer, empty_database: ScratchDatabase) -> Iterator[Database]:
    """The empty database, as a user who may create nothing in it."""
    with empty_database.connect() as connection:
        connection.execute("CREATE ROLE reader LOGIN")
    yield Database(_address(empty_database, user="reader"))
    with empty_database.connect() as connection:
        connection.execute("DROP OWNED BY reader; DROP ROLE reader")


def test_a_user_who_may_not_create_tables_cannot_migrate(reader: Database) -> None:
    with pytest.raises(DatabaseNotPermitted) as refused:
        require_rights(reader)
    assert str(refused.value) == f"{reader.place}: this user may not create tables in its schema"


def test_a_user_who_may_not_create_schemas_cannot_migrate(
    reader: Database, empty_database: ScratchDatabase
) -> None:
    with empty_database.connect() as connection:
        connection.execute("GRANT CREATE ON SCHEMA public TO reader")
    with pytest.raises(DatabaseNotPermitted) as refused:
        require_rights(reader)
    assert str(refused.value) == f"{reader.place}: this user may not create schemas"


@pytest.fixture
def old_server(new_folder: Path) -> Iterator[Path]:
    """The folder of a running PostgreSQL 16, which the package brings too, with its socket."""
    account = prepare_folder(new_folder)
    programs = package_folder() / "pginstall" / "bin"

    def run(name: str, *arguments: str) -> None:
        command = [str(programs / name), f"--pgdata={new_folder}", *arguments]
        subprocess.run(
            command, cwd=new_folder, check=True, capture_output=True, **account.as_subprocess()
        )

    run("initdb", "--auth=trust", "--username=postgres", "--no-sync")
    options = f"--options=-h '' -k {new_folder}"
    run("pg_ctl", "start", "--wait", f"--log={new_folder}/log", options)
    yield new_folder
    run("pg_ctl", "stop", "--mode=immediate")


def test_a_server_older_than_17_is_not_used(old_server: Path) -> None:
    refused = _refusal(f"postgresql://postgres:hunter2@/postgres?host={old_server}")
    assert type(refused) is DatabaseTooOld
    assert re.fullmatch(rf"postgres@{old_server}/postgres is PostgreSQL 16\.\d+", str(refused))
