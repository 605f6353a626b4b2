"""The embedded server: who starts it, who stops it, and what it survives."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from service.errors import DatabaseUnreachable, DataFolderUnusable
from service.postgres import Database, embedded_database
from service.postgres.account import account_for
from tests.postgres.holding import Holder, hold, kill_server, server_pid


def _write(database: Database, number: int) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept AS SELECT %s AS number", [number])


def _kept(database: Database) -> list[tuple[int]]:
    with psycopg.connect(database.url) as connection:
        return connection.execute("SELECT number FROM kept").fetchall()


@contextmanager
def _other_program(folder: Path) -> Iterator[int]:
    """A process of the server's user that is no server."""
    account = account_for(folder).as_subprocess()
    process = subprocess.Popen(["sleep", "60"], cwd="/", **account)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def test_the_first_use_makes_the_database_and_the_last_stops_the_server(new_folder: Path) -> None:
    with embedded_database(new_folder) as database:
        _write(database, 1)
        assert server_pid(new_folder) is not None
    assert server_pid(new_folder) is None
    with embedded_database(new_folder) as database:
        assert _kept(database) == [(1,)]


def test_the_server_is_a_postgresql_18_that_listens_to_this_machine_alone(folder: Path) -> None:
    query = "SELECT current_setting('server_version_num')::int / 10000, inet_server_addr()"
    with embedded_database(folder) as database, psycopg.connect(database.url) as connection:
        assert connection.execute(query).fetchone() == (18, None)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_two_processes_share_one_server_until_both_have_left(folder: Path) -> None:
    first = hold(folder)
    running = server_pid(folder)
    second = hold(folder)
    assert second.url == first.url
    first.leave()
    assert server_pid(folder) == running
    second.leave()
    assert server_pid(folder) is None


def test_processes_that_start_at_once_share_one_server(folder: Path) -> None:
    with ThreadPoolExecutor() as threads:
        holders = [*threads.map(hold, [folder] * 3)]
        assert len({holder.url for holder in holders}) == 1
        [*threads.map(Holder.leave, holders)]
    assert server_pid(folder) is None


def test_a_killed_process_leaves_a_server_that_the_next_one_uses_and_stops(folder: Path) -> None:
    hold(folder).kill()
    left = server_pid(folder)
    assert left is not None
    with embedded_database(folder):
        assert server_pid(folder) == left
    assert server_pid(folder) is None


def test_a_killed_server_recovers_what_was_committed(folder: Path) -> None:
    with embedded_database(folder) as database:
        _write(database, 1)
        kill_server(folder)
    with embedded_database(folder) as database:
        assert _kept(database) == [(1,)]


def test_a_server_killed_with_its_user_recovers(folder: Path) -> None:
    holder = hold(folder)
    _write(Database(holder.url), 1)
    holder.kill()
    kill_server(folder)
    with embedded_database(folder) as database:
        assert _kept(database) == [(1,)]


def test_a_killed_server_whose_number_is_now_another_programs_starts_again(folder: Path) -> None:
    with embedded_database(folder) as database:
        _write(database, 1)
        kill_server(folder)
    pid_file = folder / "postmaster.pid"
    with _other_program(folder) as pid:
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(pid), *lines[1:]]))
        with embedded_database(folder) as database:
            assert _kept(database) == [(1,)]
        assert Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("left", ["", "\n", "12", "1234567\n/somewhere\n", "garbage\n"])
def test_a_pid_file_cut_short_does_not_keep_the_server_from_starting(
    folder: Path, left: str
) -> None:
    (folder / "postmaster.pid").write_text(left)
    with embedded_database(folder) as database:
        _write(database, 1)
        assert _kept(database) == [(1,)]


def test_an_interrupted_initialisation_starts_anew(new_folder: Path) -> None:
    unfinished = new_folder / ".modelgraph-unfinished-cluster"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    (new_folder / "base").mkdir()
    (new_folder / "postgresql.conf").write_text("")
    with embedded_database(new_folder) as database:
        _write(database, 1)
    assert not unfinished.exists()


@pytest.mark.parametrize("name", ['it\'s a "b" $c ü', "a,b", "x" * 120])
def test_a_folder_may_have_any_name(new_folder: Path, name: str) -> None:
    with embedded_database(new_folder / name) as database:
        _write(database, 1)
        assert _kept(database) == [(1,)]


def test_data_of_another_version_is_left_alone(new_folder: Path) -> None:
    new_folder.mkdir()
    (new_folder / "PG_VERSION").write_text("16\n")
    with pytest.raises(DataFolderUnusable) as refused, embedded_database(new_folder):
        pass
    assert str(refused.value) == (
        f"{new_folder} holds the data of PostgreSQL 16, and this is 18; set MODELGRAPH_DATA_DIR to"
        " another folder, or DATABASE_URL to a server of that version"
    )
    assert [path.name for path in new_folder.iterdir()] == ["PG_VERSION"]


def test_a_folder_with_other_files_is_left_alone(new_folder: Path) -> None:
    new_folder.mkdir()
    (new_folder / "thesis.txt").write_text("years of work")
    with pytest.raises(DataFolderUnusable) as refused, embedded_database(new_folder):
        pass
    assert str(refused.value) == f"{new_folder} has files in it and none are PostgreSQL's"
    assert (new_folder / "thesis.txt").read_text() == "years of work"


def test_a_file_is_no_folder(new_folder: Path) -> None:
    new_folder.write_text("")
    with pytest.raises(DataFolderUnusable) as refused, embedded_database(new_folder):
        pass
    assert str(refused.value) == f"{new_folder}: File exists"


def test_what_keeps_the_server_from_starting_is_told_in_its_own_words(new_folder: Path) -> None:
    with embedded_database(new_folder):
        pass
    with (new_folder / "postgresql.conf").open("a") as configuration:
        configuration.write("shared_buffers = enormous\n")
    with pytest.raises(DatabaseUnreachable) as refused, embedded_database(new_folder):
        pass
    assert str(refused.value) == (
        f"PostgreSQL does not start in {new_folder}: configuration file"
        f' "{new_folder}/postgresql.conf" contains errors'
    )
