"""Somebody who asks a registry."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg_pool import AsyncConnectionPool

from service.api.schema import open_operations
from service.planner.execute import answer, configure_session
from service.planner.limits import Limits
from tests.scratch import ScratchDatabase


class Asker:
    """Asks one registry, the way the HTTP endpoint does."""

    def __init__(self, runner: asyncio.Runner, pool: AsyncConnectionPool[Any]) -> None:
        self._runner = runner
        self._pool = pool
        self._operations = open_operations(Limits())

    def __call__(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        """The whole response, parsed."""
        response = self._runner.run(answer(self._operations, self._pool, query, variables))
        return json.loads(response.body)

    def data(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        """The response's data, where there are no errors."""
        response = self(query, variables)
        assert "errors" not in response, response
        return response["data"]

    def problem(self, query: str, variables: dict[str, Any] | None = None) -> tuple[str, str]:
        """The response's only error: its code and its message."""
        (error,) = self(query, variables)["errors"]
        return error["extensions"]["code"], error["message"]

    def prepared_statements(self) -> int:
        """How many statements the connection to the database keeps prepared."""
        return self._runner.run(self._prepared_statements())

    async def _prepared_statements(self) -> int:
        async with self._pool.connection() as connection:
            counting = await connection.execute("SELECT count(*) FROM pg_prepared_statements")
            ((count,),) = await counting.fetchall()
        return int(count)


@contextmanager
def asking(database: ScratchDatabase) -> Iterator[Asker]:
    """Somebody who asks a database."""
    with asyncio.Runner() as runner:
        pool = AsyncConnectionPool[Any](
            database.url, min_size=1, max_size=1, open=False, configure=configure_session
        )
        runner.run(pool.open())
        try:
            yield Asker(runner, pool)
        finally:
            runner.run(pool.close())
