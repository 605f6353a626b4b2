"""Imports over the API take turns; readers do not wait, and see all of an import or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from threading import Event
from typing import Any

import httpx
import pytest

from service.api.access.callers import ANYBODY
from service.api.importer import Importer, ImportOptions, NotNow
from service.app import Options
from service.ingest import run
from service.ingest.report import Report, Status
from service.ingest.submission import Submission
from service.store.documents import write_revisions
from service.store.imports import finish_import
from service.store.transactions import writing
from tests.api.imports.importing import IMPORT, Client, ask, serving
from tests.cli.pages import PAGE, REVISED_PAGE
from tests.generated.cases import Case
from tests.ingest.pages import CLIP, MASK, pages
from tests.scratch import ScratchDatabase
from tests.store.writing import dump

WAIT = 30
"""Seconds after which a test that waits for another thread has failed."""

SEEN = "{ registry { version models claims } models(first: 100) { totalCount nodes { name } } }"
BUSY = ("BUSY", "Other imports are under way; try again in a minute.")
STOPPING = ("UNAVAILABLE", "The service is stopping; nothing was written.")


class Hold:
    """Stops imports when they have written everything and not yet committed.

    Attributes:
        reached: an import is there.
        free: imports may go on.
    """

    def __init__(self) -> None:
        self.reached, self.free = Event(), Event()

    async def wait(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, WAIT)


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hold]:
    held = Hold()

    def finish_later(*arguments: Any, **options: Any) -> None:
        finish_import(*arguments, **options)
        held.reached.set()
        assert held.free.wait(WAIT)

    monkeypatch.setattr(run, "finish_import", finish_later)
    yield held
    held.free.set()


@asynccontextmanager
async def importing(database: ScratchDatabase, **options: Any) -> AsyncIterator[Importer]:
    importer = Importer(database.url, ImportOptions(**options))
    async with importer.running():
        yield importer


def begin(importer: Importer, *submissions: Submission) -> asyncio.Task[Report]:
    return asyncio.create_task(importer.import_documents(submissions, ANYBODY))


async def refusal(report: Awaitable[Report]) -> tuple[str, str]:
    with pytest.raises(NotNow) as refused:
        await report
    return refused.value.code, refused.value.message


async def settled() -> None:
    """Let tasks that can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_readers_neither_wait_for_an_import_nor_see_half_of_one(client: Client, hold: Hold) -> None:
    asked = {"input": {"documents": [{"name": "page.txt", "content": PAGE}]}}

    async def read() -> Any:
        return (await ask(client.http, None, SEEN)).json()["data"]

    async def look() -> tuple[Any, Any, Any]:
        before = await read()
        bringing = asyncio.create_task(ask(client.http, client.token, IMPORT, asked))
        await hold.wait()
        meanwhile = [await read() for _ in range(10)]
        hold.free.set()
        assert (await bringing).json()["data"]["importDocuments"]["import"]["documents"] == 1
        return before, meanwhile, await read()

    before, meanwhile, after = client.runner.run(look())
    assert meanwhile == [before] * 10
    assert [node["name"] for node in after["models"]["nodes"]] == ["Alpha", "Beta"]
    assert after["registry"]["version"] == before["registry"]["version"] + 1


def test_while_many_pages_are_imported_readers_see_one_version_or_the_next(client: Client) -> None:
    case = Case(seed=5, variant="mixed", hard=False, pages=40)
    listed = [
        {"name": written.file, "content": written.content.decode()} for written in case.write()[1]
    ]
    seen: list[Any] = []

    async def read() -> None:
        answer = await ask(client.http, None, SEEN)
        seen.append(answer.json()["data"])

    async def look() -> None:
        await read()
        bringing = asyncio.create_task(
            ask(client.http, client.token, IMPORT, {"input": {"documents": listed}})
        )
        while not bringing.done():
            await read()
        assert (await bringing).json()["data"]["importDocuments"]["import"] is not None
        await read()

    client.runner.run(look())
    versions = [each["registry"]["version"] for each in seen]
    assert versions == sorted(versions)
    assert sorted(set(versions)) == [versions[0], versions[0] + 1]
    assert all(each in (seen[0], seen[-1]) for each in seen)
    assert len(seen) > 3


def test_imports_take_turns_and_beyond_a_few_are_turned_away(
    database: ScratchDatabase, hold: Hold
) -> None:
    async def crowd() -> list[Status]:
        async with importing(database, waiting=1) as importer:
            first = begin(importer, *pages(CLIP))
            await hold.wait()
            second = begin(importer, *pages(CLIP, MASK))
            await settled()
            assert await refusal(begin(importer, *pages())) == BUSY
            hold.free.set()
            reports = [await first, await second, await begin(importer, *pages(CLIP))]
        assert [(report.imported, report.unchanged) for report in reports[:2]] == [(1, 0), (1, 1)]
        return [report.status for report in reports]

    assert asyncio.run(crowd()) == [Status.CHANGED, Status.CHANGED, Status.UNCHANGED]


def test_who_is_turned_away_is_told_so_at_both_doors(database: ScratchDatabase, hold: Hold) -> None:
    asked = {"input": {"documents": [{"name": "page.txt", "content": PAGE}]}}

    async def crowd(client: Client) -> tuple[httpx.Response, httpx.Response]:
        bringing = asyncio.create_task(ask(client.http, client.token, IMPORT, asked))
        await hold.wait()
        answer = await ask(client.http, client.token, IMPORT, asked)
        upload = await client.http.post(
            "/imports",
            files={"documents": ("page.txt", PAGE.encode())},
            headers={"authorization": f"Bearer {client.token}"},
        )
        hold.free.set()
        await bringing
        return answer, upload

    with serving(database, Options(imports=ImportOptions(waiting=0))) as client:
        answer, upload = client.runner.run(crowd(client))
    (error,) = answer.json()["errors"]
    assert (error["extensions"]["code"], error["message"]) == BUSY
    assert (error["path"], answer.json()["data"]) == (["importDocuments"], None)
    assert (upload.status_code, upload.headers["retry-after"]) == (503, "60")
    (error,) = upload.json()["errors"]
    assert (error["extensions"]["code"], error["message"]) == BUSY


def test_an_import_waits_only_so_long_for_one_of_another_process(
    database: ScratchDatabase,
) -> None:
    async def wait() -> tuple[str, str]:
        async with importing(database, lock_seconds=0.05) as importer:
            return await refusal(begin(importer, *pages(CLIP)))

    with database.begin() as connection, writing(connection):
        assert asyncio.run(wait()) == BUSY


def test_a_database_that_is_away_is_told(database: ScratchDatabase) -> None:
    async def ask_nobody() -> tuple[str, str]:
        importer = Importer(f"{database.url} dbname=nowhere", ImportOptions())
        async with importer.running():
            return await refusal(begin(importer, *pages(CLIP)))

    assert asyncio.run(ask_nobody()) == ("UNAVAILABLE", "The database does not answer.")


def test_a_fault_of_an_import_is_not_hidden(
    database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the pencil broke")

    monkeypatch.setattr(run, "finish_import", fail)
    held = dump(database)

    async def bring() -> None:
        async with importing(database) as importer:
            with pytest.raises(RuntimeError, match="the pencil broke"):
                await begin(importer, *pages(CLIP))

    asyncio.run(bring())
    assert dump(database) == held


def test_an_import_whose_caller_has_gone_is_whole(database: ScratchDatabase, hold: Hold) -> None:
    async def leave() -> Report:
        async with importing(database) as importer:
            gone = begin(importer, Submission.of_text("page.txt", PAGE))
            await hold.wait()
            waiting = begin(importer, Submission.of_text("page.txt", REVISED_PAGE))
            await settled()
            for task in (gone, waiting):
                task.cancel()
            await settled()
            hold.free.set()
            return await begin(importer, Submission.of_text("page.txt", PAGE))

    assert asyncio.run(leave()).status is Status.UNCHANGED


def test_a_service_that_stops_undoes_what_is_not_done(
    database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, begun, go_on = dump(database), Event(), Event()
    with stopped_before_consolidation(monkeypatch, begun, go_on):

        async def stop() -> list[tuple[str, str]]:
            importer = Importer(database.url, ImportOptions())
            async with importer.running():
                running = begin(importer, *pages(CLIP))
                assert await asyncio.to_thread(begun.wait, WAIT)
                asyncio.get_running_loop().call_soon(go_on.set)
            late = begin(importer, *pages(MASK))
            return [await refusal(running), await refusal(late)]

        assert asyncio.run(stop()) == [STOPPING, STOPPING]
    assert dump(database) == held


def test_a_service_that_stops_ends_a_statement_under_way(
    database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = dump(database)
    begun = Event()

    def finish_slowly(connection: Any, *arguments: Any, **options: Any) -> None:
        finish_import(connection, *arguments, **options)
        begun.set()
        connection.exec_driver_sql(f"SELECT pg_sleep({WAIT})")

    monkeypatch.setattr(run, "finish_import", finish_slowly)

    async def stop() -> tuple[str, str]:
        importer = Importer(database.url, ImportOptions())
        async with importer.running():
            running = begin(importer, *pages(CLIP))
            assert await asyncio.to_thread(begun.wait, WAIT)
            while not database.rows("SELECT FROM pg_stat_activity WHERE query ~ '^SELECT pg_sl'"):
                await asyncio.sleep(0)
        return await refusal(running)

    assert asyncio.run(stop()) == STOPPING
    assert dump(database) == held


@contextmanager
def stopped_before_consolidation(
    monkeypatch: pytest.MonkeyPatch, begun: Event, go_on: Event
) -> Iterator[None]:
    """Imports wait behind their first write until they may go on."""

    def write_and_wait(*arguments: Any) -> None:
        write_revisions(*arguments)
        begun.set()
        assert go_on.wait(WAIT)

    with monkeypatch.context() as patch:
        patch.setattr(run, "write_revisions", write_and_wait)
        yield
