"""Checks of the registry's models: the GraphQL operation that front ends would send."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import orjson
import typer
from psycopg_pool import AsyncConnectionPool

from service.api.schema import open_operations
from service.cli import opening
from service.cli.licensing.asking import Asked
from service.cli.licensing.reports import VerdictReport, read_verdict
from service.errors import NoVerdict
from service.planner.execute import answer, configure_session
from service.planner.limits import Limits
from service.settings import read_settings

OPERATION = """
query Check($input: LicenseCheckInput!) {
  licenseCheck(input: $input) {
    verdict
    reasons(first: 1000) {
      verdict
      text
      license { name spdxExpression }
      model { slug name }
      authority
      url
      obligation
      missing
      decides
    }
    obligations(first: 1000)
    missingContext
    outboundCandidates(first: 1000) { name spdxExpression }
  }
}
"""

_OF_THE_ASKER = frozenset({"BAD_ARGUMENT", "UNKNOWN_MODEL"})


def check_registered(asked: Asked) -> VerdictReport:
    """The verdict on models of the registry, together with licences that are given by name.

    Raises:
        BadParameter: there is no such model, or too much is asked.
        NoVerdict: the registry does not answer.
    """
    with opening.open_database(read_settings()) as database:
        opening.require_current(database)
        told = orjson.loads(asyncio.run(_ask(database.url, {"input": _input(asked)})))
    for error in told.get("errors", ()):
        is_askers = error["extensions"]["code"] in _OF_THE_ASKER
        raise typer.BadParameter(error["message"]) if is_askers else NoVerdict(error["message"])
    return read_verdict(told["data"]["licenseCheck"])


async def _ask(url: str, variables: Mapping[str, Any]) -> bytes:
    pool = AsyncConnectionPool(url, min_size=1, max_size=1, open=False, configure=configure_session)
    async with pool:
        response = await answer(open_operations(Limits()), pool, OPERATION, variables)
    return response.body


def _input(asked: Asked) -> Mapping[str, Any]:
    context = asked.context
    return {
        "inbound": list(asked.inbound),
        "models": list(asked.models),
        "outbound": asked.outbound,
        "uses": list(asked.uses),
        "artifact": asked.artifact,
        "context": {
            "monthlyActiveUsers": context.monthly_active_users,
            "annualRevenueUsd": context.annual_revenue_usd,
            "territory": context.territory,
            "modified": context.modified,
        },
    }
