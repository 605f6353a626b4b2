"""What an operation gives over time: a subscription's result for each event, any other's once."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from service.api.access.callers import Caller
from service.api.http.collaborators import Admission
from service.api.http.execution import Execution
from service.api.http.requests import GraphQLRequest
from service.api.realtime.feed import Feed
from service.planner.operations import Prepared
from service.planner.subscriptions import read_arguments


class Results:
    """Runs operations for as long as somebody listens."""

    def __init__(self, execution: Execution, feed: Feed) -> None:
        self._execution = execution
        self._feed = feed

    async def of(self, request: GraphQLRequest, admission: Admission) -> AsyncGenerator[bytes]:
        """The results, each a GraphQL response, as they come.

        A subscription gives its place back before it waits, any other operation once it has run.

        Raises:
            RequestRefused: before the first result: there is nothing to run.
            Refusal: the same.
        """
        try:
            prepared = await self._execution.prepare(request)
            once = None if prepared.is_subscription else await self._once(prepared, admission)
        finally:
            admission.leave()
        if once is not None:
            yield once
            return
        async for body in self._events(prepared, admission.caller):
            yield body

    async def _once(self, prepared: Prepared, admission: Admission) -> bytes:
        return (await self._execution.answer(prepared, admission.caller)).body

    async def _events(self, prepared: Prepared, caller: Caller) -> AsyncGenerator[bytes]:
        """A result for the registry's every version, or the latest where several came at once.

        There are no more once the caller's token has ended.
        """
        version = self._since(prepared)
        if version is None:
            version = await self._feed.later_than(0)
        while True:
            version = await self._feed.later_than(version)
            if not await self._execution.still_answers(caller):
                return
            outcome = await self._execution.answer(prepared, caller)
            yield outcome.body
            # The result may be of a later version than the one that called for it.
            version = max(version, outcome.stamp or 0)

    def _since(self, prepared: Prepared) -> int | None:
        since: int | None = read_arguments(self._execution.schema, prepared)["since"]
        return since
