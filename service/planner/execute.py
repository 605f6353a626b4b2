"""Runs a planned operation and splices PostgreSQL's JSON into the response, unparsed."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson
import psycopg
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    execute_sync,
)
from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.pq.abc import PGresult
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from service.planner.operations import Operations, Prepared, RequestRefused
from service.planner.plan import Plan, PlannedStatement
from service.planner.problems import problem

log = logging.getLogger(__name__)

Cells = Sequence[bytes | None]

SESSION_SETTINGS: Mapping[str, str] = {
    # An array parameter would otherwise be planned anew at each call.
    "plan_cache_mode": "force_generic_plan",
    # Compiling a plan costs more than any of these statements takes.
    "jit": "off",
    "statement_timeout": "10s",
    "timezone": "UTC",
    "default_transaction_read_only": "on",
}


@dataclass(frozen=True, slots=True)
class Response:
    """What a request is answered with.

    Attributes:
        body: JSON.
        refused: True where the request itself was at fault and nothing ran.
    """

    body: bytes
    refused: bool = False


async def configure_session(connection: AsyncConnection[Any]) -> None:
    """Tune a pool's new connection for planned statements: pass as the pool's `configure`."""
    await connection.set_autocommit(True)
    settings = [part for pair in SESSION_SETTINGS.items() for part in pair]
    calls = ", ".join("set_config(%s, %s, false)" for _ in SESSION_SETTINGS)
    await connection.execute(f"SELECT {calls}", settings)


async def answer(
    operations: Operations,
    pool: AsyncConnectionPool[Any],
    query: str,
    variables: Mapping[str, Any] | None = None,
    name: str | None = None,
) -> Response:
    """Answer a request. Never raises for a fault of the request or of the database."""
    try:
        prepared = operations.prepare(query, variables, name)
        statement = prepared.statement()
        cells = await _fetch_anew(pool, statement) if statement else ()
        return Response(_body(operations.schema, prepared, cells))
    except RequestRefused as refusal:
        return Response(errors_body(refusal.errors), refused=True)
    except psycopg.errors.QueryCanceled:
        return _failed("TIMEOUT", "The operation took too long.")
    except (psycopg.OperationalError, PoolTimeout):
        log.exception("the database does not answer")
        return _failed("UNAVAILABLE", "The database does not answer.")
    except Exception:
        log.exception("an operation failed")
        return _failed("INTERNAL_ERROR", "The operation failed; the service's log says why.")


def errors_body(errors: Sequence[GraphQLError]) -> bytes:
    """The response to a request that is not executed."""
    return orjson.dumps({"errors": [error.formatted for error in errors]})


def _failed(code: str, message: str) -> Response:
    errors = [problem(code, message).formatted]
    return Response(orjson.dumps({"data": None, "errors": errors}))


async def _fetch_anew(pool: AsyncConnectionPool[Any], statement: PlannedStatement) -> Cells:
    """The statement's row, asked for again if the connection had died in the pool."""
    try:
        return await _fetch(pool, statement)
    except psycopg.errors.QueryCanceled:
        raise
    except psycopg.OperationalError:
        await pool.check()
        return await _fetch(pool, statement)


async def _fetch(pool: AsyncConnectionPool[Any], statement: PlannedStatement) -> Cells:
    """The one row of the statement, each cell as PostgreSQL's text."""
    async with pool.connection() as connection:
        cursor = AsyncRawCursor(connection)
        await cursor.execute(statement.sql.encode(), statement.parameters, prepare=True)
        result = cast(PGresult, cursor.pgresult)
        return [result.get_value(0, column) for column in range(result.nfields)]


def _body(schema: GraphQLSchema, prepared: Prepared, cells: Cells) -> bytes:
    plan = prepared.plan
    errors = _complaints(plan, cells)
    computed = _compute(schema, prepared) if plan.computed else {}
    members = (
        b'"%b":%b' % (key.encode(), _member(plan, key, cells, computed)) for key in plan.keys
    )
    data = b'{"data":{%b}' % b",".join(members)
    if not errors:
        return data + b"}"
    return data + b',"errors":' + orjson.dumps([error.formatted for error in errors]) + b"}"


def _member(plan: Plan, key: str, cells: Cells, computed: Mapping[str, Any]) -> bytes:
    if key in plan.columns:
        return cells[plan.columns[key]] or b"null"
    return plan.fixed[key] if key in plan.fixed else orjson.dumps(computed[key])


def _complaints(plan: Plan, cells: Cells) -> Sequence[GraphQLError]:
    return [
        error
        for check in plan.checks
        if (found := cells[check.column]) is not None
        for error in check.complain(orjson.loads(found))
    ]


def _compute(schema: GraphQLSchema, prepared: Prepared) -> Mapping[str, Any]:
    """The values of the fields that the database has no part in, such as introspection."""
    operation = prepared.operation
    nodes = tuple(node for each in prepared.plan.computed.values() for node in each.nodes)
    own = _only(operation.node, nodes)
    document = DocumentNode(definitions=(own, *operation.fragments.values()))
    result = execute_sync(schema, document, variable_values=_raw(prepared))
    if result.errors:
        raise result.errors[0]
    return result.data or {}


def _only(node: OperationDefinitionNode, fields: Sequence[Any]) -> OperationDefinitionNode:
    return OperationDefinitionNode(
        operation=node.operation,
        variable_definitions=node.variable_definitions,
        selection_set=SelectionSetNode(selections=tuple(fields)),
    )


def _raw(prepared: Prepared) -> dict[str, Any]:
    """The variables as the request brought them."""
    sources = prepared.values.sources
    return {name: source.value for name, source in sources.items() if source.value is not Undefined}
