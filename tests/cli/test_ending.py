"""What a command that cannot do its work says, and the status it ends with."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from service.cli.ending import told
from service.errors import DatabaseUnreachable, DocumentRefused
from service.ingest import check as checking
from service.postgres import Database
from tests.cli.conftest import Command, Outcome
from tests.scratch import ScratchDatabase

COMMANDS = [
    "up",
    "serve",
    "migrate",
    "import",
    "revert",
    "rebuild",
    "check",
    "psql",
    "schema",
    "token",
    "license",
]


def test_an_error_reads_as_its_class_then_its_particulars() -> None:
    assert told(DatabaseUnreachable("db:5432")) == "No database answers at the address: db:5432"
    assert told(DatabaseUnreachable()) == "No database answers at the address"
    assert told(DocumentRefused("a.txt", "no table", 3)) == "a.txt:3: no table"


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        (
            "PORT",
            "eighty",
            "PORT: Input should be a valid integer, unable to parse string as an integer",
        ),
        ("PORT", "65536", "PORT: Input should be less than or equal to 65535"),
        (
            "DATABASE_URL",
            "mysql://ann:hunter2@db/registry",
            "DATABASE_URL is no address such as postgresql://user@host:5432/name; in a password, @"
            " is written %40, : %3A and / %2F",
        ),
    ],
)
def test_a_setting_that_cannot_be_used(
    modelgraph: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str, complaint: str
) -> None:
    monkeypatch.setenv(name, value)
    outcome = modelgraph("check")
    said = f"error: A setting has a value that cannot be used: {complaint}\n"
    assert outcome == Outcome(status=2, out="", err=said)


def test_a_database_that_is_away(
    modelgraph: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://ann:hunter2@/registry?host={tmp_path}")
    outcome = modelgraph("check")
    place = f"ann@{tmp_path}/registry"
    assert (outcome.status, outcome.out) == (3, "")
    assert outcome.err.startswith(f"error: No database answers at the address: {place}: ")
    assert outcome.err.count("\n") == 1
    assert "hunter2" not in outcome.err


@pytest.mark.parametrize("command", ["serve", "rebuild", "check"])
def test_a_database_that_was_never_migrated(
    modelgraph: Command,
    empty_database: ScratchDatabase,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database.address)
    monkeypatch.setenv("PORT", "0")
    outcome = modelgraph(command)
    assert (outcome.status, outcome.out) == (3, "")
    assert outcome.err.startswith(
        "error: The database's tables are not those of this build; `modelgraph migrate` brings"
        " them there: postgres@"
    )


def test_a_database_that_goes_away_meanwhile(
    modelgraph: Command, registry: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check_until_the_end(connection: Connection) -> list[str]:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return []

    monkeypatch.setattr(checking, "check", check_until_the_end)
    outcome = modelgraph("check")
    assert (outcome.status, outcome.out) == (3, "")
    assert outcome.err == (
        f"error: No database answers at the address: {Database(registry.address).place}:"
        " terminating connection due to administrator command\n"
    )


def test_a_user_who_may_not_read_the_registry(
    modelgraph: Command, registry: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with registry.connect() as connection:
        connection.execute("CREATE ROLE stranger LOGIN")
        connection.execute("GRANT USAGE ON SCHEMA public TO stranger")
        connection.execute("GRANT SELECT ON alembic_version TO stranger")
    address = registry.address.replace("postgres@", "stranger@")
    monkeypatch.setenv("DATABASE_URL", address)
    try:
        outcome = modelgraph("check")
    finally:
        with registry.connect() as connection:
            connection.execute("DROP OWNED BY stranger; DROP ROLE stranger")
    assert (outcome.status, outcome.out) == (3, "")
    assert outcome.err.startswith(
        "error: The server refuses what the registry needs to do: stranger@"
    )
    assert ": permission denied for " in outcome.err


def test_a_data_folder_that_cannot_be_used(
    modelgraph: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    monkeypatch.setenv("MODELGRAPH_DATA_DIR", str(tmp_path))
    assert modelgraph("check") == Outcome(
        status=3,
        out="",
        err=(
            "error: The embedded server's folder cannot be used:"
            f" {tmp_path} has files in it and none are PostgreSQL's\n"
        ),
    )


@pytest.mark.parametrize("arguments", [["dance"], ["up", "--port", "x"], ["check", "more"]])
def test_wrong_usage(modelgraph: Command, arguments: list[str]) -> None:
    outcome = modelgraph(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: modelgraph ")


def test_help_names_every_command(modelgraph: Command) -> None:
    outcome = modelgraph("--help")
    listed = outcome.out.split("Commands:\n")[1].split("\n\n")[0]
    assert [line.split()[0] for line in listed.splitlines()] == COMMANDS
    assert (outcome.status, outcome.err) == (0, "")
