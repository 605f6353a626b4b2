"""Whatever happens to an import, the registry holds all of it or nothing, and readers go on."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import psycopg
import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from service.ingest import run
from service.ingest.check import check
from service.ingest.report import Report, Stage, Status, Step
from service.ingest.run import import_documents
from tests.ingest.pages import CLIP, MASK, YOLO, page, pages, put, visible
from tests.scratch import ScratchDatabase
from tests.store.writing import dump

WAIT = 30
"""Seconds after which a test that waits for another thread or process has failed."""


@contextmanager
def connected(database: ScratchDatabase) -> Iterator[Connection]:
    """A connection outside of a transaction."""
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(database.url), poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection


def test_outside_of_a_transaction_an_import_commits(database: ScratchDatabase) -> None:
    with connected(database) as connection:
        assert import_documents(connection, pages()).status is Status.CHANGED
        assert not connection.in_transaction()
    assert put(database, pages()).status is Status.UNCHANGED


def test_inside_of_a_transaction_its_owner_commits(database: ScratchDatabase) -> None:
    held = dump(database)
    with connected(database) as connection, connection.begin() as transaction:
        assert import_documents(connection, pages()).status is Status.CHANGED
        transaction.rollback()
    assert dump(database) == held


STEPS = [
    "begin_import",
    "retract_observations",
    "supersede",
    "write_revisions",
    "write_observations",
    "recompute",
    "compare_projection",
    "write_projection",
    "fact_changes",
    "finish_import",
    "advance_version",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_nothing(
    database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(database, pages(CLIP))
    held = dump(database)
    do_step = getattr(run, step)

    def do_step_and_fail(*arguments: object, **options: object) -> None:
        do_step(*arguments, **options)
        raise RuntimeError(step)

    with monkeypatch.context() as patch, connected(database) as connection:
        patch.setattr(run, step, do_step_and_fail)
        with pytest.raises(RuntimeError, match=step):
            import_documents(connection, [page(CLIP, ("OpenAI", "OpenBI")), *pages(MASK)])
    assert dump(database) == held
    assert put(database, pages(MASK)).status is Status.CHANGED


def test_a_listener_that_fails_fails_the_import(database: ScratchDatabase) -> None:
    held = dump(database)

    def fail(step: Step) -> None:
        if step.stage is Stage.PROJECT:
            raise KeyboardInterrupt

    with connected(database) as connection, pytest.raises(KeyboardInterrupt):
        import_documents(connection, pages(), progress=fail)
    assert dump(database) == held


KILLED = """
import sys, time
from service.ingest.report import Stage
from service.ingest.run import import_documents
from service.store.migrate import connect
from tests.ingest.pages import pages

def stop_there(step):
    if step.stage is Stage(sys.argv[2]):
        print("there", flush=True)
        time.sleep(600)

with connect(sys.argv[1]) as connection:
    import_documents(connection, pages(), progress=stop_there)
"""


@pytest.mark.parametrize("stage", [Stage.WRITE, Stage.CONSOLIDATE, Stage.PROJECT])
def test_a_killed_import_leaves_nothing(database: ScratchDatabase, stage: Stage) -> None:
    held = dump(database)
    command = [sys.executable, "-c", KILLED, database.url, stage.value]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        process.send_signal(signal.SIGKILL)
    assert dump(database) == held
    assert put(database, pages()).status is Status.CHANGED


def import_slowly(database: ScratchDatabase, *names: str, begun: Event, go_on: Event) -> Report:
    """Import, and stop for a while before the projection is written."""

    def wait(step: Step) -> None:
        if step.stage is Stage.PROJECT:
            begun.set()
            assert go_on.wait(WAIT)

    with connected(database) as connection:
        return import_documents(connection, pages(*names), progress=wait)


def waits_for_a_lock(database: ScratchDatabase) -> bool:
    waiting = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    return bool(database.rows(waiting))


def test_imports_take_turns_and_readers_do_not_wait(
    database: ScratchDatabase, together: dict[str, object]
) -> None:
    before = visible(database)
    begun, go_on = Event(), Event()
    with ThreadPoolExecutor() as threads:
        first = threads.submit(import_slowly, database, CLIP, MASK, begun=begun, go_on=go_on)
        assert begun.wait(WAIT)
        second = threads.submit(put, database, pages(CLIP, YOLO))
        while not waits_for_a_lock(database):
            assert not second.done()
        assert visible(database) == before
        go_on.set()
        reports = first.result(WAIT), second.result(WAIT)
    assert [(report.imported, report.unchanged) for report in reports] == [(2, 0), (1, 1)]
    assert visible(database) == together
    with database.begin() as connection:
        assert check(connection) == []
