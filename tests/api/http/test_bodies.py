"""How much a request may bring, at the level of ASGI, where a client may lie."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson
import pytest
from psycopg_pool import AsyncConnectionPool

from service.api.access.callers import Caller, Scope
from service.api.http.asgi import RequestHeaders
from service.api.http.asgi import Scope as Connection
from service.api.http.collaborators import Admission, OpenGate
from service.api.http.endpoint import GraphQLEndpoint
from service.api.http.execution import Execution
from service.api.http.options import HttpOptions
from service.api.http.persisted import AutomaticOperations
from service.api.schema import open_operations
from service.planner.limits import Limits

OPTIONS = HttpOptions(body=100, import_body=200)
QUESTION = b'{"query": "{ __typename }"}'
IMPORTER = Caller(token_id=1, name="importer", scopes=frozenset({Scope.IMPORT}))


class ImportersGate(OpenGate):
    """Takes everybody for somebody with the scope `import`."""

    async def admit(self, scope: Connection, headers: RequestHeaders) -> Admission:
        return Admission(IMPORTER)


def _post(
    chunks: Sequence[bytes], *, length: int | None = None, is_importer: bool = False
) -> list[dict[str, Any]]:
    """What the endpoint sends to a client that sends chunks; None among them: it goes away."""
    incoming = [
        {"type": "http.request", "body": chunk, "more_body": index < len(chunks) - 1}
        for index, chunk in enumerate(chunks)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> Any:
        return incoming.pop(0) if incoming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    scope = {"type": "http", "method": "POST", "headers": headers, "query_string": b""}
    asyncio.run(_endpoint(is_importer=is_importer)(scope, receive, send))
    return sent


def _endpoint(*, is_importer: bool) -> GraphQLEndpoint:
    # It is never opened: nothing that is asked here reads the database.
    pool = AsyncConnectionPool[Any]("", open=False)
    execution = Execution(open_operations(Limits()), pool, AutomaticOperations())
    return GraphQLEndpoint(execution, OPTIONS, gate=ImportersGate() if is_importer else None)


def _status(sent: list[dict[str, Any]]) -> int:
    return int(sent[0]["status"])


def test_a_body_in_pieces() -> None:
    sent = _post([QUESTION[:5], b"", QUESTION[5:]])
    assert _status(sent) == 200
    assert orjson.loads(sent[1]["body"])["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(("size", "status"), [(100, 200), (101, 413)])
@pytest.mark.parametrize("length", [None, 1])
def test_a_body_is_measured_whatever_length_it_claims(
    size: int, status: int, length: int | None
) -> None:
    body = QUESTION.ljust(size)
    assert _status(_post([body[:40], body[40:]], length=length)) == status


def test_a_body_that_claims_to_be_too_long_is_not_read() -> None:
    sent = _post([], length=101)
    assert _status(sent) == 413
    assert dict(sent[0]["headers"])[b"connection"] == b"close"
    assert orjson.loads(sent[1]["body"]) == {
        "errors": [
            {
                "message": "The body is larger than 100 bytes.",
                "extensions": {"code": "BODY_TOO_LARGE"},
            }
        ]
    }


@pytest.mark.parametrize(("size", "status"), [(200, 200), (201, 413)])
def test_somebody_who_imports_may_send_more(size: int, status: int) -> None:
    assert _status(_post([QUESTION.ljust(size)], is_importer=True)) == status


def test_nobody_is_answered_who_went_away() -> None:
    assert _post([]) == []
