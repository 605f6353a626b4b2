"""Repeated questions: answered from memory, and never with what is no longer so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from service.ingest.run import import_documents
from service.ingest.submission import Submission
from service.store.registry import advance_version
from tests.cli.pages import PAGE
from tests.cli.serving import Service, run
from tests.scratch import ScratchDatabase
from tests.serving.conftest import Serve, serving
from tests.serving.tap import Tap, tapping

READ = "registry_version"
PARAMETERS = '{ model(slug: "alpha") { parameters { text } } }'
VERSION = "{ registry { version } }"


@pytest.fixture(scope="module")
def service(serve: Serve) -> Service:
    return serve()


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.origin, timeout=30) as client:
        yield client


def page(millions: int) -> str:
    return PAGE.replace("7M", f"{millions}M")


def data(response: httpx.Response) -> object:
    assert response.status_code == 200
    return response.json()["data"]


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.post("/graphql", json={"query": query}, headers=headers)


def read(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.get("/graphql", params={"query": query}, headers=headers)


def test_an_import_is_seen_by_the_next_question(
    client: httpx.Client, registry: ScratchDatabase
) -> None:
    for millions in range(10, 18):
        submission = Submission.of("page.txt", page(millions).encode())
        with registry.begin() as connection:
            import_documents(connection, [submission])
        answers = [data(ask(client, PARAMETERS)) for _ in range(3)]
        assert answers == [{"model": {"parameters": {"text": f"{millions}M"}}}] * 3


def test_an_import_by_another_process_is_seen_by_the_next_question(
    client: httpx.Client, registry: ScratchDatabase, tmp_path: Path
) -> None:
    for millions in (40, 41):
        file = tmp_path / "page.txt"
        file.write_text(page(millions))
        imported = run(["import", str(file)], {"DATABASE_URL": registry.address})
        assert imported.returncode == 0
        answers = [data(ask(client, PARAMETERS)) for _ in range(3)]
        assert answers == [{"model": {"parameters": {"text": f"{millions}M"}}}] * 3


def test_no_answer_is_older_than_its_question(service: Service, registry: ScratchDatabase) -> None:
    committed, done = [0], threading.Event()

    def write() -> None:
        while not done.is_set():
            with registry.begin() as connection:
                version = advance_version(connection)
            committed[0] = version

    def ask_often() -> list[bool]:
        with httpx.Client(base_url=service.origin, timeout=30) as client:
            return [is_fresh(client) for _ in range(200)]

    def is_fresh(client: httpx.Client) -> bool:
        least = committed[0]
        response = ask(client, VERSION)
        version: int = response.json()["data"]["registry"]["version"]
        assert response.headers["modelgraph-version"] == str(version)
        return version >= least

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with ThreadPoolExecutor(4) as pool:
            fresh = [each.result() for each in [pool.submit(ask_often) for _ in range(4)]]
    finally:
        done.set()
        writer.join()
    assert fresh == [[True] * 200] * 4


def test_a_get_may_be_kept_by_anybody_who_asks_before_giving_it_again(
    client: httpx.Client,
) -> None:
    first, second = read(client, VERSION), read(client, VERSION)
    version = first.json()["data"]["registry"]["version"]
    kept = ("content-type", "etag", "cache-control", "vary", "modelgraph-version")
    assert [first.headers.get(name) for name in kept] == [
        "application/json; charset=utf-8",
        first.headers["etag"],
        "public, max-age=0, must-revalidate",
        "accept, authorization, modelgraph-version",
        str(version),
    ]
    assert [second.headers.get(name) for name in kept] == [first.headers.get(name) for name in kept]
    assert first.headers["etag"].startswith('"')


@pytest.mark.parametrize("list_", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_answer_is_not_sent_it_again(client: httpx.Client, list_: str) -> None:
    first = read(client, VERSION)
    tag = first.headers["etag"]
    again = read(client, VERSION, **{"if-none-match": list_.format(tag)})
    assert (again.status_code, again.content) == (304, b"")
    kept = ("etag", "cache-control", "vary", "modelgraph-version")
    assert [again.headers[name] for name in kept] == [first.headers[name] for name in kept]
    assert {"content-type", "content-length"}.isdisjoint(again.headers)


def test_who_has_another_answer_is_sent_this_one(
    client: httpx.Client, registry: ScratchDatabase
) -> None:
    old = read(client, VERSION).headers["etag"]
    with registry.begin() as connection:
        version = advance_version(connection)
    again = read(client, VERSION, **{"if-none-match": old})
    assert data(again) == {"registry": {"version": version}}


def test_answers_that_differ_have_tags_that_differ(client: httpx.Client) -> None:
    graphql = {"accept": "application/graphql-response+json"}
    tags = {
        read(client, VERSION).headers["etag"],
        read(client, VERSION, **graphql).headers["etag"],
        read(client, "{ registry { models } }").headers["etag"],
        ask(client, VERSION).headers["etag"],
    }
    assert len(tags) == 4


@pytest.mark.parametrize(
    "query",
    [
        '{ compare(models: ["none", "nobody"]) { models { slug } } }',
        "{ nothing }",
        "{",
        "{ __typename }",
    ],
)
def test_what_is_of_no_version_is_stored_by_nobody(client: httpx.Client, query: str) -> None:
    response = read(client, query)
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers


def test_who_wants_a_version_gets_that_or_a_later_one(
    client: httpx.Client, registry: ScratchDatabase
) -> None:
    with registry.begin() as connection:
        version = advance_version(connection)
    for wanted in (version, version - 1):
        answer = ask(client, VERSION, **{"modelgraph-version": str(wanted)})
        assert data(answer) == {"registry": {"version": version}}


def test_who_wants_a_version_that_does_not_come_is_told_to_come_back(
    client: httpx.Client,
) -> None:
    version = ask(client, VERSION).json()["data"]["registry"]["version"]
    answer = ask(client, VERSION, **{"modelgraph-version": str(version + 1)})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["errors"] == [
        {
            "message": f"The registry's version {version + 1} has not come here yet;"
            " try again in a moment.",
            "extensions": {"code": "VERSION_NOT_REACHED"},
        }
    ]


@pytest.mark.parametrize("wanted", ["x", "-1", "1.5", "9" * 20])
def test_a_version_is_a_number(client: httpx.Client, wanted: str) -> None:
    answer = ask(client, VERSION, **{"modelgraph-version": wanted})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


@pytest.fixture
def tap(database: ScratchDatabase) -> Iterator[Tap]:
    with tapping(database) as tap:
        yield tap


def test_a_question_costs_one_statement_and_its_repeat_a_look_at_the_version(
    tap: Tap, tmp_path: Path
) -> None:
    with serving(tap.address, tmp_path, {}) as service, httpx.Client() as client:
        address = f"{service.origin}/graphql"
        wait_until_it_remembers(client, address, tap)
        client.post(address, json={"query": "{ registry { models } }"})
        assert tap.take() == ["SELECT"]
        client.post(address, json={"query": "{ registry { models } }"})
        assert tap.take() == [READ]
        with tap.registry.begin() as connection:
            advance_version(connection)
        client.post(address, json={"query": "{ registry { models } }"})
        assert tap.take() == [READ, "SELECT"]
        client.post(address, json={"query": "{ registry { models } }"}, headers={"origin": "x"})
        assert tap.take() == [READ]


def test_an_operation_runs_once_where_a_version_is_wanted_and_never_before_it_is_there(
    tap: Tap, tmp_path: Path
) -> None:
    with serving(tap.address, tmp_path, {}) as service, httpx.Client() as client:
        address = f"{service.origin}/graphql"
        wait_until_it_remembers(client, address, tap)
        with tap.registry.begin() as connection:
            version = advance_version(connection)
        asked = {"query": "{ registry { models } }"}
        client.post(address, json=asked, headers={"modelgraph-version": str(version + 1)})
        assert set(tap.take()) == {READ}
        client.post(address, json=asked, headers={"modelgraph-version": str(version)})
        assert tap.take() == [READ, "SELECT"]


def wait_until_it_remembers(client: httpx.Client, address: str, tap: Tap) -> None:
    """The connection that reads the version is opened while the service serves already."""
    while tap.take() != [READ]:
        client.post(address, json={"query": VERSION})


def test_a_service_without_memory_runs_every_question(tap: Tap, tmp_path: Path) -> None:
    with (
        serving(tap.address, tmp_path, {"MODELGRAPH_CACHE_BYTES": "0"}) as service,
        httpx.Client() as client,
    ):
        address = f"{service.origin}/graphql"
        tap.take()
        answers = [client.post(address, json={"query": VERSION}) for _ in range(2)]
        assert [word for word in tap.take() if word != "PREPARE"] == ["SELECT", "SELECT"]
        assert len({answer.headers["etag"] for answer in answers}) == 1
