"""What holds for operations as a whole: one statement each, snapshots, introspection, errors."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from service.api.schema import open_operations, plan
from service.planner.execute import answer, configure_session
from service.planner.limits import Limits
from service.planner.operations import RequestRefused
from tests.api.asking import Asker
from tests.scratch import ScratchDatabase

EVERYTHING = """
query Everything($slugs: [String!]! = ["one", "two"], $filter: ModelFilter) {
  registry { version }
  node(id: "Model:1") { id }
  nodes(ids: ["Task:31"]) { id }
  model(slug: "one") { name facts { text evidence { quote } } relations { target { name } } }
  models(filter: $filter, first: 2) { totalCount nodes { name organization { name } }
    pageInfo { hasNextPage hasPreviousPage endCursor } }
  organization(slug: "acme") { models { nodes { name } } }
  license(slug: "mit") { name }
  task(slug: "detection") { name }
  feature(slug: "fast") { name }
  compare(models: $slugs) { rows { cells { text } } sharedTasks { name }
    licenseCompatibility { verdict } }
  lineage(model: "one") { entries { model { name } } relations { evidence { quote } } }
  path(from: "two", to: "four") { relations { kind } }
  alternatives(model: "one", uses: [MERGE]) { model { name } reasons }
  licenseCheck(input: {models: ["one"]}) { verdict }
  licenseName(text: "MIT") { status }
}
"""


@contextmanager
def wire(database: ScratchDatabase) -> Iterator[Any]:
    """Ask over one connection whose messages to the server are written down.

    Yields a function from a query to (response, how often the server was asked to execute).
    """
    operations = open_operations(Limits())
    with asyncio.Runner() as runner, tempfile.TemporaryFile("w+") as trace:
        pool = AsyncConnectionPool[AsyncConnection[Any]](
            database.url, min_size=1, max_size=1, open=False, configure=configure_session
        )
        runner.run(pool.open(wait=True))

        async def counted(query: str, variables: dict[str, Any] | None) -> tuple[Any, int]:
            async with pool.connection() as connection:
                connection.pgconn.trace(trace.fileno())
            start = trace.seek(0, 2)
            response = await answer(operations, pool, query, variables)
            async with pool.connection() as connection:
                connection.pgconn.untrace()
            trace.seek(start)
            asked = [line.split("\t")[3] for line in trace if "\tF\t" in line]
            return json.loads(response.body), sum(kind in ("Execute", "Query") for kind in asked)

        try:
            yield lambda query, variables=None: runner.run(counted(query, variables))
        finally:
            runner.run(pool.close())


def test_an_operation_is_one_statement(registry: ScratchDatabase) -> None:
    with wire(registry) as ask:
        first, count = ask(EVERYTHING)
        assert count == 1
        assert "errors" not in first
        assert ask(EVERYTHING) == (first, 1)
        assert ask("{ registry { version } }") == ({"data": {"registry": {"version": 7}}}, 1)


def test_what_the_database_has_no_part_in_is_no_statement(registry: ScratchDatabase) -> None:
    with wire(registry) as ask:
        _, refused = ask('{ compare(models: ["one"]) { models { name } } }')
        answered = ask('{ __typename __type(name: "Support") { name } }')
    assert refused == 0
    assert answered == ({"data": {"__typename": "Query", "__type": {"name": "Support"}}}, 0)


def test_introspection_and_data_come_in_the_order_asked_for(ask: Asker) -> None:
    asked = """
    query ($type: String!) { license(slug: "mit") { name } about: __type(name: $type) { kind }
      __typename task(slug: "nothing") { name } __schema { queryType { name } } }
    """
    response = ask(asked, {"type": "Model"})
    assert json.dumps(response) == json.dumps(
        {
            "data": {
                "license": {"name": "MIT"},
                "about": {"kind": "OBJECT"},
                "__typename": "Query",
                "task": None,
                "__schema": {"queryType": {"name": "Query"}},
            }
        }
    )


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{", None, "SYNTAX_ERROR"),
        ("{ nothing }", None, "INVALID_DOCUMENT"),
        ("query A { __typename } query B { __typename }", None, "NO_OPERATION"),
        ("query ($slug: String!) { model(slug: $slug) { name } }", {}, "BAD_VARIABLES"),
        ("query ($slug: String!) { model(slug: $slug) { name } }", {"slug": 1}, "BAD_VARIABLES"),
        ("query ($slug: String!) { model(slug: $slug) { name } }", {"slug": "\0"}, "BAD_ARGUMENT"),
        ('{ model(slug: "\\u0000") { name } }', None, "BAD_ARGUMENT"),
        (
            '{ node(id: "\\u0000") { id } nodes(ids: ["\\u0000"]) { id } x }',
            None,
            "INVALID_DOCUMENT",
        ),
        ("mutation { x }", None, "INVALID_DOCUMENT"),
    ],
)
def test_a_request_at_fault_gets_a_code(
    ask: Asker, query: str, variables: dict[str, Any] | None, code: str
) -> None:
    response = ask(query, variables)
    assert [error["extensions"]["code"] for error in response["errors"]] == [code]
    assert "data" not in response


async def _impatient(connection: AsyncConnection[Any]) -> None:
    await configure_session(connection)
    await connection.execute("SET statement_timeout = '50ms'")


async def _ask_once(url: str, query: str, configure: Any = configure_session) -> Any:
    pool = AsyncConnectionPool[AsyncConnection[Any]](
        url, min_size=1, max_size=1, open=False, configure=configure, timeout=1
    )
    async with pool:
        return json.loads((await answer(open_operations(Limits()), pool, query)).body)


def test_a_statement_that_takes_too_long_is_given_up(registry: ScratchDatabase) -> None:
    with registry.connect() as blocker:
        blocker.execute("LOCK TABLE registry_state")
        response = asyncio.run(
            _ask_once(registry.url, "{ registry { version } }", configure=_impatient)
        )
    problem = {"message": "The operation took too long.", "extensions": {"code": "TIMEOUT"}}
    assert response == {"data": None, "errors": [problem]}


def test_a_fault_of_the_database_is_logged_and_not_told(
    empty_database: ScratchDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    response = asyncio.run(_ask_once(empty_database.url, "{ registry { version } }"))
    message = "The operation failed; the service's log says why."
    assert response == {
        "data": None,
        "errors": [{"message": message, "extensions": {"code": "INTERNAL_ERROR"}}],
    }
    assert 'relation "registry_state" does not exist' in caplog.text


def test_a_connection_that_died_in_the_pool_is_replaced(registry: ScratchDatabase) -> None:
    async def scenario() -> Any:
        pool = AsyncConnectionPool[AsyncConnection[Any]](
            registry.url, min_size=1, max_size=1, open=False, configure=configure_session
        )
        operations = open_operations(Limits())
        async with pool:
            await answer(operations, pool, "{ registry { version } }")
            async with pool.connection() as connection:
                victim = connection.info.backend_pid
            registry.rows(f"SELECT pg_terminate_backend({victim})")
            return json.loads((await answer(operations, pool, "{ registry { version } }")).body)

    assert asyncio.run(scenario()) == {"data": {"registry": {"version": 7}}}


def test_a_plan_shows_the_statement_and_its_parameters() -> None:
    planned = plan("query ($slug: String!) { model(slug: $slug) { id } }", {"slug": "one"})
    assert planned.parameters == ("one",)
    assert " ".join(planned.sql.split()) == (
        "SELECT (SELECT JSON_OBJECT('id' VALUE 'Model:' || CAST(models_1.id AS TEXT)) AS anon_2 "
        "FROM models AS models_1 WHERE models_1.id = (SELECT entity_slugs_1.entity_id FROM "
        "entity_slugs AS entity_slugs_1 WHERE entity_slugs_1.kind = 'model' "
        "AND entity_slugs_1.slug = $1::text)) AS anon_1, "
        "(SELECT registry_state.version FROM registry_state) AS anon_3"
    )


def test_what_would_be_refused_has_no_plan() -> None:
    with pytest.raises(RequestRefused, match="Cannot query field 'x' on type 'Query'"):
        plan("{ x }")
    with pytest.raises(ValueError, match="the operation reads nothing from the database"):
        plan("{ __typename }")
