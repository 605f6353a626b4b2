"""What became of an operation, as HTTP tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson

from service.api.http.asgi import Headers
from service.planner.execute import Response

_FAILURES: Mapping[str, HTTPStatus] = {
    "UNAVAILABLE": HTTPStatus.SERVICE_UNAVAILABLE,
    "TIMEOUT": HTTPStatus.GATEWAY_TIMEOUT,
    "INTERNAL_ERROR": HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""Codes of operations that came to nothing, and the statuses that say so."""

_WAITS: Mapping[str, int] = {"UNAVAILABLE": 5, "BUSY": 60}
"""Codes of errors that pass, and the seconds after which it is worth trying again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The response to one GraphQL request.

    Attributes:
        status: that `application/graphql-response+json` has; `application/json` always has 200.
        stamp: version of the registry that the body is of; None where the body is not to be kept.
        version: of the registry that was read, kept or not; None where nothing was read.
        costed: whether the body ends with its cost.
        wait: seconds after which it is worth trying again; 0 where nothing says so.
    """

    status: HTTPStatus
    body: bytes
    headers: Headers = ()
    stamp: int | None = None
    version: int | None = None
    costed: bool = False
    wait: int = 0


def outcome_of(response: Response, most_nodes: int) -> Outcome:
    """What an operation that was run came to.

    Arguments:
        most_nodes: that it might have asked for.
    """
    errors = _errors_of(response.body)
    failure = _failure_of(errors)
    wait = max((_WAITS.get(_code_of(error), 0) for error in errors), default=0)
    if failure is not None:
        return Outcome(failure, orjson.dumps({"errors": errors}), wait=wait)
    return Outcome(
        HTTPStatus.OK,
        _costed(response, most_nodes),
        stamp=None if errors else response.stamp,
        version=response.stamp,
        costed=True,
        wait=wait,
    )


def _errors_of(body: bytes) -> Sequence[Mapping[str, Any]]:
    # Most answers have none, and are not parsed to find that out.
    if b'"errors":' not in body:
        return ()
    return tuple(orjson.loads(body).get("errors", ()))


def _failure_of(errors: Sequence[Mapping[str, Any]]) -> HTTPStatus | None:
    """The status of an operation that came to nothing.

    An error with a path is a field's, beside which others may have done their work.
    """
    if len(errors) != 1 or "path" in errors[0]:
        return None
    return _FAILURES.get(_code_of(errors[0]))


def _code_of(error: Mapping[str, Any]) -> str:
    code: str = error["extensions"]["code"]
    return code


def _costed(response: Response, most_nodes: int) -> bytes:
    """The response with how many nodes it could have held, and how many it might have."""
    cost = b'"cost":{"nodes":%d,"limit":%d}' % (response.cost, most_nodes)
    return b'%b,"extensions":{%b}}' % (response.body[:-1], cost)
