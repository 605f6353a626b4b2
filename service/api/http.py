"""GraphQL over HTTP, as a bare ASGI application.

https://graphql.github.io/graphql-over-http/draft/: POST with a JSON body or GET with `query`,
`variables` and `operationName`; `application/graphql-response+json` where the client accepts it. A
browser that opens the address gets the page that asks the questions.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import orjson
from psycopg_pool import AsyncConnectionPool

from service.api.schema import open_operations
from service.planner.execute import Response, answer, errors_body
from service.planner.limits import Limits
from service.planner.problems import problem

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_JSON = b"application/json"
_GRAPHQL_JSON = b"application/graphql-response+json"
_LARGEST_BODY = 1_000_000
_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class _Request:
    """The parameters of a GraphQL request."""

    query: str
    variables: Mapping[str, Any] | None
    operation_name: str | None


class _BadRequest(Exception):
    """The HTTP request holds no GraphQL request."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        super().__init__(message)


class GraphQLEndpoint:
    """The ASGI application behind /graphql."""

    def __init__(
        self,
        pool: AsyncConnectionPool[Any],
        *,
        limits: Limits = _DEFAULT_LIMITS,
        page: bytes | None = None,
    ) -> None:
        """Serve from a pool.

        The pool's `configure` must be `service.planner.execute.configure_session`, which tunes
        connections for planned statements. `page` is HTML for browsers that open the address.
        """
        self._pool = pool
        self._page = page
        self._operations = open_operations(limits)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        accept = headers.get(b"accept", b"*/*")
        if self._page and scope["method"] == "GET" and b"text/html" in accept:
            await _send(send, 200, b"text/html; charset=utf-8", self._page)
            return
        content_type = _GRAPHQL_JSON if _GRAPHQL_JSON in accept else _JSON
        try:
            request = await _read(scope, headers, receive)
        except _BadRequest as fault:
            body = errors_body([problem("BAD_REQUEST", fault.message)])
            await _send(send, fault.status, content_type, body)
            return
        response = await answer(
            self._operations, self._pool, request.query, request.variables, request.operation_name
        )
        await _send(send, _status(response, content_type), content_type, response.body)


def _status(response: Response, content_type: bytes) -> int:
    return 400 if response.refused and content_type == _GRAPHQL_JSON else 200


async def _read(
    scope: Mapping[str, Any], headers: Mapping[bytes, bytes], receive: Receive
) -> _Request:
    match scope["method"]:
        case "POST":
            if not headers.get(b"content-type", b"").startswith(_JSON):
                raise _BadRequest(415, "The body must be application/json.")
            return _request(_parse(await _body(receive)))
        case "GET":
            return _request(_query_parameters(scope["query_string"]))
    raise _BadRequest(405, "Ask with GET or POST.")


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _BadRequest(400, "The client went away.")
        body += message.get("body", b"")
        if len(body) > _LARGEST_BODY:
            raise _BadRequest(413, f"The body is larger than {_LARGEST_BODY} bytes.")
        more = message.get("more_body", False)
    return body


def _query_parameters(query_string: bytes) -> Mapping[str, Any]:
    parameters = {name: values[-1] for name, values in parse_qs(query_string.decode()).items()}
    variables = parameters.get("variables")
    return {**parameters, "variables": _parse(variables) if variables else None}


def _parse(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _BadRequest(400, f"Not JSON: {error}.") from None


def _request(parameters: Any) -> _Request:
    if not isinstance(parameters, dict):
        raise _BadRequest(400, "A request is a JSON object.")
    query = parameters.get("query")
    variables = parameters.get("variables")
    name = parameters.get("operationName")
    if not isinstance(query, str):
        raise _BadRequest(400, "A request has a string `query`.")
    if not isinstance(variables, dict | None):
        raise _BadRequest(400, "`variables` is an object.")
    if not isinstance(name, str | None):
        raise _BadRequest(400, "`operationName` is a string.")
    return _Request(query, variables, name or None)


async def _send(send: Send, status: int, content_type: bytes, body: bytes) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
