"""Answering one GraphQL request: its document is looked up, prepared, permitted and run."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from graphql import GraphQLSchema
from psycopg_pool import AsyncConnectionPool

from service.api.access.callers import Caller
from service.api.http.collaborators import Gate, OpenGate
from service.api.http.outcomes import Outcome, outcome_of
from service.api.http.own_writes import VERSION_HEADER, require_reached
from service.api.http.persisted import PersistedOperations
from service.api.http.refusals import Refusal, not_allowed
from service.api.http.requests import GraphQLRequest
from service.api.importer import Importer
from service.api.mutations import Visit
from service.planner.execute import errors_body, run
from service.planner.operations import Operations, Prepared, RequestRefused


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
        gate: Gate | None = None,
        importer: Importer | None = None,
    ) -> None:
        """Answer requests; without an importer, none that import."""
        self._operations = operations
        self._pool = pool
        self._persisted = persisted
        self._gate = gate or OpenGate()
        self._importer = importer

    @property
    def schema(self) -> GraphQLSchema:
        return self._operations.schema

    async def prepare(self, request: GraphQLRequest) -> Prepared:
        """Find the operation that a request asks for, ready to be answered.

        Raises:
            RequestRefused: there is none to answer.
            Refusal: the request contradicts itself.
        """
        query = self._persisted.look_up(request)
        prepared = await self._operations.prepare_aside(
            query, request.variables, request.operation_name
        )
        self._persisted.keep(request, query)
        return prepared

    async def is_subscription(self, request: GraphQLRequest) -> bool:
        """Whether a request has results over time. Its faults are told where it is answered."""
        try:
            prepared = await self.prepare(request)
        except (RequestRefused, Refusal):
            return False
        return prepared.is_subscription

    async def answer(self, prepared: Prepared, caller: Caller) -> Outcome:
        """Run an operation; a subscription once, as for an event.

        Raises:
            RequestRefused: an argument has a value that its field does not take; nothing ran.
            Refusal: 401 or 403; the operation needs a scope that the caller does not hold.
        """
        await self._gate.authorise(caller, prepared.scopes)
        visit = Visit(caller, self._importer)
        response = await run(self._operations, self._pool, prepared, visit)
        outcome = outcome_of(response, self._operations.limits.nodes)
        return _unkept(outcome, response.stamp) if prepared.is_mutation else outcome

    async def still_answers(self, caller: Caller) -> bool:
        """Tell whether a caller whose operation goes on may have its next result."""
        return await self._gate.still_admits(caller)

    async def run(
        self, request: GraphQLRequest, caller: Caller, *, by_get: bool, least: int = 0
    ) -> Outcome:
        """Answer a request.

        Arguments:
            least: version of the registry that the answer must be of, if no later one.

        Raises:
            Refusal: what it asks for is not answered this way, or not to this caller, or not yet.
        """
        try:
            prepared = await self.prepare(request)
            _require_method(prepared, by_get=by_get)
            outcome = await self.answer(prepared, caller)
        except RequestRefused as refusal:
            return Outcome(HTTPStatus.BAD_REQUEST, errors_body(refusal.errors))
        require_reached(least, outcome.version)
        return outcome


def _unkept(outcome: Outcome, stamp: int | None) -> Outcome:
    """The outcome of a mutation: what it did is not done again by telling it again."""
    version = () if stamp is None else ((VERSION_HEADER, b"%d" % stamp),)
    told = (*outcome.headers, *version)
    return replace(outcome, stamp=None, version=None, headers=told)


def _require_method(prepared: Prepared, *, by_get: bool) -> None:
    if prepared.is_mutation and by_get:
        raise not_allowed("A mutation is asked for with POST.", "POST")
    if prepared.is_subscription:
        raise Refusal(
            HTTPStatus.NOT_ACCEPTABLE,
            "NOT_ACCEPTABLE",
            "A subscription is answered over a WebSocket or as text/event-stream.",
        )
