"""Runs a planned operation and splices PostgreSQL's JSON into the response, unparsed.

What Python finishes is parsed, and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import orjson
import psycopg
from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    execute_sync,
)
from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.pq.abc import PGresult
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from service.planner.finishing import Finisher, splice
from service.planner.limits import Limits
from service.planner.operations import Operations, Prepared, RequestRefused
from service.planner.plan import Plan, PlannedStatement
from service.planner.problems import coded, located, problem

log = logging.getLogger(__name__)

Cells = Sequence[bytes | None]

_DEFAULTS = Limits()

SESSION_SETTINGS = {
    # An array parameter would otherwise be planned anew at each call.
    "plan_cache_mode": "force_generic_plan",
    # Compiling a plan costs more than any of these statements takes.
    "jit": "off",
    "timezone": "UTC",
    "default_transaction_read_only": "on",
}


@dataclass(frozen=True, slots=True)
class Response:
    """What a request is answered with.

    Attributes:
        body: JSON.
        refused: True where the request itself was at fault and nothing ran.
        stamp: the stamp of the snapshot that the data is from; None where nothing was read.
        cost: how many nodes the answer could have held.
    """

    body: bytes
    refused: bool = False
    stamp: int | None = None
    cost: int = 0


async def configure_session(
    connection: AsyncConnection[Any], *, limits: Limits = _DEFAULTS
) -> None:
    """Tune a pool's new connection for planned statements: pass as the pool's `configure`."""
    await connection.set_autocommit(True)
    timeout = {"statement_timeout": f"{round(limits.statement_seconds * 1_000)}ms"}
    settings = [part for pair in (SESSION_SETTINGS | timeout).items() for part in pair]
    calls = ", ".join("set_config(%s, %s, false)" for _ in settings[::2])
    await connection.execute(f"SELECT {calls}", settings)


async def answer(
    operations: Operations,
    pool: AsyncConnectionPool[Any],
    query: str,
    variables: Mapping[str, Any] | None = None,
    name: str | None = None,
    context: Any = None,
) -> Response:
    """Answer a request. Never raises for a fault of the request or of the database.

    It asks nobody whether the client holds the operation's scopes: see `run`.
    """
    try:
        return await run(
            operations, pool, await operations.prepare_aside(query, variables, name), context
        )
    except RequestRefused as refusal:
        return refused(refusal)


async def run(
    operations: Operations,
    pool: AsyncConnectionPool[Any],
    prepared: Prepared,
    context: Any = None,
) -> Response:
    """Run a prepared operation, whose `scopes` the caller has checked; a subscription once.

    Arguments:
        context: what a mutation's fields are told beside their arguments.

    Raises:
        RequestRefused: an argument has a value that its field does not take; nothing ran.
    """
    if prepared.is_mutation:
        return await _mutate(operations, pool, prepared, context)
    statement, finishers = await _ready(operations, prepared)
    try:
        cells = await _fetch_anew(pool, statement) if statement else ()
        cells = await _finished(operations, cells, finishers)
        computed = await _compute(operations, prepared) if prepared.plan.computed else {}
        return _response(prepared, cells, computed)
    except Exception as fault:
        return _failed([_told(fault)], prepared.cost)


def refused(refusal: RequestRefused) -> Response:
    """The response to a request that is not executed."""
    return Response(errors_body(refusal.errors), refused=True)


def errors_body(errors: Sequence[GraphQLError]) -> bytes:
    """The response to a request that is not executed."""
    return orjson.dumps({"errors": [error.formatted for error in errors]})


def _told(fault: Exception) -> GraphQLError:
    """What the client is told of a fault; what it is not told goes to the log."""
    match fault:
        case GraphQLError():
            return coded(fault, "REFUSED")
        case psycopg.errors.QueryCanceled():
            return problem("TIMEOUT", "The operation took too long.")
        case psycopg.OperationalError():
            log.error("the database does not answer", exc_info=fault)
            return problem("UNAVAILABLE", "The database does not answer.")
    log.error("an operation failed", exc_info=fault)
    return problem("INTERNAL_ERROR", "The operation failed; the service's log says why.")


def _failed(errors: Sequence[GraphQLError], cost: int) -> Response:
    formatted = [error.formatted for error in errors]
    return Response(orjson.dumps({"data": None, "errors": formatted}), cost=cost)


async def _fetch_anew(pool: AsyncConnectionPool[Any], statement: PlannedStatement) -> Cells:
    """The statement's row, asked for again if the connection had died in the pool."""
    try:
        return await _fetch(pool, statement)
    except (psycopg.errors.QueryCanceled, PoolTimeout):
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


async def _mutate(
    operations: Operations, pool: AsyncConnectionPool[Any], prepared: Prepared, context: Any
) -> Response:
    """The fields one after the other, up to the first that fails and must not be null."""
    plan, steps = prepared.plan, prepared.steps()
    members, errors, stamp = dict(plan.fixed), [], None
    for step, payload, finishers in steps:
        try:
            outcome = await step.act(context, prepared.values)
            cells = await _fetch_anew(pool, payload.behind(outcome))
            cells = await _finished(operations, cells, finishers)
        except Exception as fault:
            errors.append(located(_told(fault), step.field.nodes, step.field.path))
            if step.field.required:
                return _failed(errors, prepared.cost)
            cells = (None,)
        members[step.field.key] = cells[0] or b"null"
        stamp = _stamp(step.plan, cells) or stamp
    return Response(_body(plan.keys, members, errors), stamp=stamp, cost=prepared.cost)


async def _ready(
    operations: Operations, prepared: Prepared
) -> tuple[PlannedStatement | None, Sequence[Finisher]]:
    """What to run; what is slow to look at arguments keeps nobody else waiting."""
    if prepared.plan.is_slow:
        return await operations.aside(prepared.ready)
    return prepared.statement(), ()


async def _finished(operations: Operations, cells: Cells, finishers: Sequence[Finisher]) -> Cells:
    return await operations.aside(_splice_each, cells, finishers) if finishers else cells


def _splice_each(cells: Cells, finishers: Sequence[Finisher]) -> Cells:
    return [None if cell is None else splice(cell, finishers) for cell in cells]


def _response(prepared: Prepared, cells: Cells, computed: Mapping[str, Any]) -> Response:
    plan = prepared.plan
    members = {key: cells[column] or b"null" for key, column in plan.columns.items()}
    members |= plan.fixed
    members |= {key: orjson.dumps(value) for key, value in computed.items()}
    body = _body(plan.keys, members, _complaints(plan, cells))
    return Response(body, stamp=_stamp(plan, cells), cost=prepared.cost)


def _body(
    keys: Sequence[str], members: Mapping[str, bytes], errors: Sequence[GraphQLError]
) -> bytes:
    listed = b",".join(b'"%b":%b' % (key.encode(), members[key]) for key in keys)
    if not errors:
        return b'{"data":{%b}}' % listed
    told = orjson.dumps([error.formatted for error in errors])
    return b'{"data":{%b},"errors":%b}' % (listed, told)


def _stamp(plan: Plan, cells: Cells) -> int | None:
    cell = None if plan.stamp is None or plan.stamp >= len(cells) else cells[plan.stamp]
    return None if cell is None else int(cell)


def _complaints(plan: Plan, cells: Cells) -> Sequence[GraphQLError]:
    return [
        error
        for check in plan.checks
        if (found := cells[check.column]) is not None
        for error in check.complain(orjson.loads(found))
    ]


async def _compute(operations: Operations, prepared: Prepared) -> Mapping[str, Any]:
    """The values of the fields that the database has no part in, such as introspection."""
    operation = prepared.operation
    nodes = tuple(node for each in prepared.plan.computed.values() for node in each.nodes)
    own = _only(operation.node, nodes)
    document = DocumentNode(definitions=(own, *operation.fragments.values()))
    execute = partial(execute_sync, operations.schema, document, variable_values=_raw(prepared))
    result = await operations.aside(execute)
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
