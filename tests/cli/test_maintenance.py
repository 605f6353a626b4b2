"""`modelgraph migrate | rebuild | check | psql | schema`: what they print and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.api.schema import print_sdl
from service.cli import commands
from tests.cli.conftest import Command, Outcome
from tests.cli.pages import PAGE
from tests.scratch import ScratchDatabase

CURRENT = "The tables and the vocabulary are those of this build.\n"


@pytest.fixture
def filled(modelgraph: Command, registry: ScratchDatabase) -> ScratchDatabase:
    """A registry with one page."""
    assert modelgraph("import", "-", stdin=PAGE.encode()).status == 0
    return registry


def test_migrate_brings_a_new_database_up_to_date_and_leaves_a_current_one(
    modelgraph: Command, empty_database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database.address)
    assert modelgraph("migrate") == Outcome(status=0, out=CURRENT, err="")
    version = empty_database.rows("SELECT version FROM registry_state")
    assert modelgraph("migrate") == Outcome(status=0, out=CURRENT, err="")
    assert empty_database.rows("SELECT version FROM registry_state") == version


def test_rebuild_changes_nothing(modelgraph: Command, filled: ScratchDatabase) -> None:
    version = filled.rows("SELECT version FROM registry_state")
    assert modelgraph("rebuild") == Outcome(status=0, out="Nothing changed.\n", err="")
    assert filled.rows("SELECT version FROM registry_state") == version


def test_rebuild_mends_a_projection_and_says_what_it_mended(
    modelgraph: Command, filled: ScratchDatabase
) -> None:
    with filled.connect() as connection:
        connection.execute(
            "UPDATE facts SET text = '9M' WHERE property = 'parameters' AND text = '7M'"
        )
    [(version,)] = filled.rows("SELECT version + 1 FROM registry_state")
    assert modelgraph("rebuild") == Outcome(
        status=0,
        out=f"alpha  parameters: 9M -> 7M\nRegistry version {version} is rebuilt.\n",
        err="",
    )


def test_check_finds_nothing(modelgraph: Command, filled: ScratchDatabase) -> None:
    outcome = Outcome(status=0, out="The registry is as it should be.\n", err="")
    assert modelgraph("check") == outcome


def test_check_says_what_does_not_hold(modelgraph: Command, filled: ScratchDatabase) -> None:
    with filled.connect() as connection:
        connection.execute("UPDATE registry_state SET models = models + 1")
    outcome = modelgraph("check")
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out == "violated: the registry counts its models: it says 3, there are 2\n"


def test_psql_reads_the_views_for_analysts(modelgraph: Command, filled: ScratchDatabase) -> None:
    query = "SELECT current_user, current_schemas(false), count(*) FROM models WHERE NOT is_stub"
    outcome = modelgraph("psql", "--no-psqlrc", "-At", "-c", query)
    assert outcome == Outcome(status=0, out="modelgraph_analyst|{analytics}|2\n", err="")


def test_psql_reads_nothing_else(modelgraph: Command, filled: ScratchDatabase) -> None:
    outcome = modelgraph("psql", "--no-psqlrc", "-c", "SELECT * FROM public.claims")
    assert (outcome.status, outcome.out) == (1, "")
    assert "permission denied" in outcome.err


def test_psql_ends_with_its_own_status(modelgraph: Command, registry: ScratchDatabase) -> None:
    outcome = modelgraph("psql", "--no-psqlrc", "-c", "SELECT nonsense")
    assert (outcome.status, outcome.out) == (1, "")


def test_schema_prints_the_committed_file(modelgraph: Command) -> None:
    assert modelgraph("schema") == Outcome(status=0, out=print_sdl(), err="")
    assert modelgraph("schema", "--check") == Outcome(status=0, out="", err="")


def test_schema_tells_when_the_file_is_another(
    modelgraph: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drifted = tmp_path / "schema.graphql"
    drifted.write_text("type Query { nothing: Int }\n")
    monkeypatch.setattr(commands, "SCHEMA_FILE", drifted)
    complaint = "schema.graphql is not what the code says; run `make schema`\n"
    assert modelgraph("schema", "--check") == Outcome(status=1, out="", err=complaint)
