"""Files uploaded to /imports: what is taken, what is refused, and that nothing is left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from service.api.http.options import HttpOptions
from service.api.importer import ImportOptions
from service.api.uploads import endpoint
from service.app import Options
from service.domain.scopes import Scope
from tests.api.imports.importing import Client, serving
from tests.cli.pages import PAGE, REVISED_PAGE, WITHOUT_TABLE
from tests.ingest.pages import NAMES, pages, put, text_of, visible
from tests.scratch import ScratchDatabase
from tests.store.writing import dump

BOUNDARY = "parted-here"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
SMALL = ImportOptions(documents=2, file_bytes=1_000, upload_bytes=3_000)
FILE = b'Content-Disposition: form-data; name="documents"; filename="page.txt"'


@pytest.fixture
def small(database: ScratchDatabase) -> Iterator[Client]:
    """A client of a registry that takes little."""
    with serving(database, Options(imports=SMALL)) as client:
        yield client


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files are made; none may stay."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def parted(*parts: tuple[bytes, bytes], end: bytes = b"--\r\n") -> bytes:
    """A body of parts, each of headers and content."""
    mark = f"--{BOUNDARY}".encode()
    written = (mark + b"\r\n" + head + b"\r\n\r\n" + content for head, content in parts)
    return b"\r\n".join([*written, mark + end])


def send(client: Client, body: bytes, address: str = "/imports", **headers: str) -> Any:
    """The status, and the code and message of the error or the report."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"authorization": f"Bearer {client.token}", "content-type": FORM, **named}
    response = client.runner.run(client.http.post(address, content=body, headers=given))
    answer = response.json()
    if "errors" not in answer:
        return response.status_code, answer
    (error,) = answer["errors"]
    assert response.headers["cache-control"] == "no-store"
    return response.status_code, error["extensions"]["code"], error["message"]


def test_files_are_imported_as_the_command_line_does(
    client: Client, database: ScratchDatabase
) -> None:
    dry = put(database, pages(), dry_run=True)
    response = client.upload([(name, text_of(name).encode()) for name in NAMES])
    report = response.json()
    assert (response.status_code, response.headers["content-type"]) == (
        200,
        "application/json; charset=utf-8",
    )
    assert response.headers["modelgraph-version"] == str(dry.version + 1)
    assert {name: report[name] for name in ("status", "version", "imported", "claims_added")} == {
        "status": "CHANGED",
        "version": dry.version + 1,
        "imported": 3,
        "claims_added": dry.claims_added,
    }
    assert len(report["changes"]) == len(dry.changes)
    recorded = "SELECT i.id, t.name FROM imports AS i JOIN tokens AS t ON t.id = token_id"
    assert database.rows(recorded) == [(report["import_id"], "importer")]
    assert visible(database)["facts"] != []


def test_a_dry_run_tells_the_same_and_changes_nothing(client: Client) -> None:
    held = dump(client.database)
    dry = client.upload([("page.txt", PAGE.encode())], "/imports?dryRun=true").json()
    assert dump(client.database) == held
    real = client.upload([("page.txt", PAGE.encode())], "/imports?dryRun=false").json()
    assert dry == {**real, "import_id": None, "version": real["version"] - 1}


def test_a_file_that_is_refused_refuses_all(client: Client) -> None:
    held = dump(client.database)
    files = [("page.txt", PAGE.encode()), ("cut.txt", WITHOUT_TABLE.encode())]
    response = client.upload(files)
    message = "the page ends before its comparison table, whose head begins 'Property'"
    assert response.status_code == 422
    assert response.json()["problems"] == [
        {"level": "ERROR", "document": "cut.txt", "line": 13, "message": message}
    ]
    assert dump(client.database) == held
    report = client.upload(files, "/imports?keepGoing=true").json()
    assert (report["imported"], report["refused"]) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        (b"page.txt", b"\xff\xfe\x00", (
            "page.txt", 1, "this is UTF-16 text; text in UTF-8 was expected")),
        (b"a\xff", PAGE.encode(), (
            "a\ufffd", None, "character 2 of the name, U+DCFF, belongs in no name")),
        (b"", PAGE.encode(), ("<unnamed>", None, "a document needs a name")),
        (b"a\0b", PAGE.encode(), (
            "a\ufffdb", None, "character 2 of the name, U+0000, belongs in no name")),
    ],
)  # fmt: skip
def test_files_that_are_no_documents(
    client: Client, name: bytes, content: bytes, problem: tuple[str, int | None, str]
) -> None:
    head = b'Content-Disposition: form-data; name="x"; filename="' + name + b'"'
    status, report = send(client, parted((head, content)))
    (told,) = report["problems"]
    assert (status, told["document"], told["line"], told["message"]) == (422, *problem)


def test_who_may_not(client: Client) -> None:
    held = dump(client.database)
    body = parted((FILE, PAGE.encode()))
    needed = "This needs a token with the scope import."
    reader = f"Bearer {client.issue('reader', Scope.READ)}"
    response = client.runner.run(
        client.http.post("/imports", content=body, headers={"content-type": FORM})
    )
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (
        401,
        "UNAUTHENTICATED",
    )
    assert send(client, body, authorization=reader) == (403, "FORBIDDEN", needed)
    assert send(client, body, authorization="Basic eA==")[:2] == (401, "UNAUTHENTICATED")
    assert {table: rows for table, rows in dump(client.database).items() if table != "tokens"} == {
        table: rows for table, rows in held.items() if table != "tokens"
    }


@pytest.mark.parametrize(
    ("body", "headers", "refusal"),
    [
        (b"", {}, (400, "BAD_REQUEST", "The body ends before its last boundary.")),
        (parted(), {}, (400, "BAD_REQUEST", "The body holds no file.")),
        (parted((FILE, b"x"), end=b""), {}, (
            400, "BAD_REQUEST", "The body ends before its last boundary.")),
        (b"no boundary", {}, (
            400, "BAD_REQUEST", "The body is not well-formed multipart/form-data.")),
        (parted((b"Content-Disposition: form-data; name=dryRun", b"true")), {}, (
            400, "BAD_REQUEST", "The part 'dryRun' is no file.")),
        (parted((b"X: y", b"")), {}, (400, "BAD_REQUEST", "The part '' is no file.")),
        (parted((b"x" * 5_000 + b": y", b"")), {}, (
            400, "BAD_REQUEST", "The body is not well-formed multipart/form-data.")),
        (parted((FILE + b"\r\nContent-Transfer-Encoding: base64", b"eA==")), {}, (
            400, "BAD_REQUEST", "A file must not be coded for transfer.")),
        (b"{}", {"content_type": "application/json"}, (
            415, "UNSUPPORTED_MEDIA_TYPE", "The body must be multipart/form-data.")),
        (b"a=b", {"content_type": "application/x-www-form-urlencoded"}, (
            415, "UNSUPPORTED_MEDIA_TYPE", "The body must be multipart/form-data.")),
        (b"", {"content_type": ""}, (
            415, "UNSUPPORTED_MEDIA_TYPE", "The body must be multipart/form-data.")),
        (b"", {"content_type": "multipart/form-data"}, (
            400, "BAD_REQUEST", "The content type names no boundary.")),
        (b"", {"content_type": f"multipart/form-data; boundary={'x' * 300}"}, (
            400, "BAD_REQUEST", "The body is not well-formed multipart/form-data.")),
        (parted((FILE, b"x")), {"content_encoding": "gzip"}, (
            415, "UNSUPPORTED_MEDIA_TYPE", "The body must not be compressed.")),
    ],
)  # fmt: skip
def test_what_is_no_upload(
    client: Client, body: bytes, headers: dict[str, str], refusal: tuple[int, str, str]
) -> None:
    assert send(client, body, **headers) == refusal


@pytest.mark.parametrize(
    "query", ["dryRun=1", "dryRun", "dryRun=true&dryRun=true", "dry=true", "%00=%ff"]
)
def test_an_address_that_says_something_else(client: Client, query: str) -> None:
    body = parted((FILE, PAGE.encode()))
    message = "The address takes dryRun and keepGoing, each true or false."
    assert send(client, body, f"/imports?{query}") == (400, "BAD_REQUEST", message)


def test_files_are_taken_up_to_the_limits(small: Client) -> None:
    assert send(small, parted((FILE, b"x" * 1_000), (FILE, b"y" * 1_000)))[0] == 422
    too_large = "The file 'page.txt' is larger than 1000 bytes."
    assert send(small, parted((FILE, b"x" * 1_001))) == (413, "FILE_TOO_LARGE", too_large)
    too_many = "The body holds more than 2 files."
    body = parted((FILE, b"x"), (FILE, b"x"), (FILE, b"x"))
    assert send(small, body) == (413, "TOO_MANY_DOCUMENTS", too_many)


@pytest.mark.parametrize("is_declared", [True, False])
def test_a_body_is_read_up_to_the_limit(small: Client, is_declared: bool) -> None:
    body = parted((FILE, b"x"))
    assert send(small, body + b"\r\n" * ((3_000 - len(body)) // 2))[0] == 422
    larger = body + b" " * 3_000
    message = "The body is larger than 3000 bytes."
    refusal = (413, "BODY_TOO_LARGE", message)
    if is_declared:
        assert send(small, larger) == refusal
    else:
        assert (
            send_pieces(small, [larger[at : at + 100] for at in range(0, 3_100, 100)])["status"]
            == 413
        )


def test_a_body_may_come_in_any_pieces(client: Client) -> None:
    body = parted((FILE, PAGE.encode()), (FILE, REVISED_PAGE.encode()))
    assert send_pieces(client, [body[at : at + 1] for at in range(len(body))])["status"] == 200
    assert client.data('{ model(slug: "alpha") { parameters { text } } }') == {
        "parameters": {"text": "8M"}
    }


def test_a_client_that_goes_away_leaves_nothing(client: Client) -> None:
    held = dump(client.database)
    assert send_pieces(client, [parted((FILE, PAGE.encode()))[:-9]], goes=True) == {}
    assert dump(client.database) == held


def test_only_post_uploads(client: Client) -> None:
    for method in ("GET", "PUT", "DELETE", "HEAD"):
        response = client.runner.run(client.http.request(method, "/imports"))
        assert (response.status_code, response.headers["allow"]) == (405, "POST, OPTIONS")


HERS = "https://models.example"
PREFLIGHT = {"origin": HERS, "access-control-request-method": "POST"}


def test_a_page_of_an_allowed_origin_may_upload(database: ScratchDatabase) -> None:
    options = Options(http=HttpOptions(origins=frozenset({HERS})))
    with serving(database, options) as client:
        asked = client.http.options("/imports", headers=PREFLIGHT)
        preflight = client.runner.run(asked)
        upload = client.upload([("page.txt", PAGE.encode())], origin=HERS)
    assert (preflight.status_code, dict(preflight.headers)) == (
        204,
        {
            "allow": "POST, OPTIONS",
            "access-control-allow-methods": "POST",
            "access-control-allow-headers": "*, authorization",
            "access-control-max-age": "7200",
            "x-content-type-options": "nosniff",
            "vary": "origin",
            "access-control-allow-origin": HERS,
            "access-control-expose-headers": "*",
        },
    )
    told = ("vary", "access-control-allow-origin")
    assert [upload.headers[name] for name in told] == ["origin", HERS]


def test_where_no_origin_is_allowed_answers_do_not_vary_with_it(client: Client) -> None:
    response = client.runner.run(client.http.options("/imports", headers=PREFLIGHT))
    assert dict(response.headers) == {"allow": "POST, OPTIONS", "x-content-type-options": "nosniff"}


def test_a_failure_is_not_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(endpoint, "Form", None)
    message = "The request failed; the service's log says why."
    assert send(client, b"") == (500, "INTERNAL_ERROR", message)
    assert [record.message for record in caplog.records] == ["an upload failed"]


def send_pieces(client: Client, pieces: Sequence[bytes], *, goes: bool = False) -> dict[str, Any]:
    """The start of the response to a body in pieces, whose sender then may go away."""
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": piece, "more_body": True} for piece in pieces
    ]
    last = {"type": "http.disconnect"} if goes else {"type": "http.request"}
    waiting, sent = iter([*messages, last]), list[Any]()

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return next(waiting)

    async def keep(message: Any) -> None:
        sent.append(message)

    headers = {"authorization": f"Bearer {client.token}", "content-type": FORM}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/imports",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    transport: Any = client.http._transport
    client.runner.run(transport.app(scope, receive, keep))
    return sent[0] if sent else {}
