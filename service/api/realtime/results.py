"""What an operation gives over time: a subscription's result for each event, any other's once."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from service.api.access.callers import Caller
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

    async def of(self, request: GraphQLRequest, caller: Caller) -> AsyncGenerator[bytes]:
        """The results, each a GraphQL response, as they come.

        Raises:
            RequestRefused: before the first result: there is nothing to run.
            Refusal: the same.
        """
        prepared = await self._execution.prepare(request)
        if prepared.is_subscription:
            async for body in self._events(prepared, caller):
                yield body
        else:
            yield (await self._execution.answer(prepared, caller)).body

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
