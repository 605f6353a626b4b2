"""Answering one GraphQL request: its document is looked up, prepared, permitted and run."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from psycopg_pool import AsyncConnectionPool

from service.api.access.callers import Caller
from service.api.http.asgi import Headers
from service.api.http.persisted import PersistedOperations
from service.api.http.refusals import Refusal, not_allowed
from service.api.http.requests import GraphQLRequest
from service.planner.execute import Response, errors_body, run
from service.planner.operations import Operations, Prepared, RequestRefused


@dataclass(frozen=True, slots=True)
class Outcome:
    """The response to one GraphQL request.

    Attributes:
        status: that `application/graphql-response+json` has; `application/json` always has 200.
        stamp: version of the registry that the body is of; None where the body is not to be kept.
    """

    status: HTTPStatus
    body: bytes
    headers: Headers = ()
    stamp: int | None = None


class Execution:
    """Answers requests from a registry.

    The pool's `configure` must be `service.planner.execute.configure_session`, which tunes
    connections for planned statements.
    """

    def __init__(
        self,
        operations: Operations,
        pool: AsyncConnectionPool[Any],
        persisted: PersistedOperations,
    ) -> None:
        self._operations = operations
        self._pool = pool
        self._persisted = persisted

    def look_up(self, request: GraphQLRequest) -> str:
        """The document of a request.

        Raises:
            RequestRefused: there is none to answer.
            Refusal: the request contradicts itself.
        """
        return self._persisted.look_up(request)

    def prepare(self, request: GraphQLRequest) -> Prepared:
        """Find the operation that a request asks for, ready to be answered.

        Raises:
            RequestRefused: there is none to answer.
            Refusal: the request contradicts itself.
        """
        query = self.look_up(request)
        prepared = self._operations.prepare(query, request.variables, request.operation_name)
        self._persisted.keep(request, query)
        return prepared

    async def answer(self, prepared: Prepared, caller: Caller) -> Response:
        """Run an operation; a subscription once, as for an event.

        Raises:
            RequestRefused: nothing ran.
        """
        return await run(self._operations, self._pool, prepared, caller)

    async def run(self, request: GraphQLRequest, caller: Caller, *, by_get: bool) -> Outcome:
        """Answer a request.

        Raises:
            Refusal: what it asks for is not answered this way.
        """
        try:
            prepared = self.prepare(request)
            _require_method(prepared, by_get=by_get)
            return _outcome(await self.answer(prepared, caller))
        except RequestRefused as refusal:
            return _refused(refusal)


def _require_method(prepared: Prepared, *, by_get: bool) -> None:
    if prepared.is_mutation and by_get:
        raise not_allowed("A mutation is asked for with POST.", "POST")
    if prepared.is_subscription:
        raise Refusal(
            HTTPStatus.NOT_ACCEPTABLE,
            "NOT_ACCEPTABLE",
            "A subscription is answered over a WebSocket or as text/event-stream.",
        )


def _refused(refusal: RequestRefused) -> Outcome:
    return Outcome(HTTPStatus.BAD_REQUEST, errors_body(refusal.errors))


def _outcome(response: Response) -> Outcome:
    return Outcome(HTTPStatus.OK, response.body, stamp=response.stamp)
