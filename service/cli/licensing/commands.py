"""What can be typed after `modelgraph license`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.licensing.asking import Asked
from service.cli.licensing.options import (
    About,
    Inbound,
    Json,
    Models,
    Modified,
    Outbound,
    Revenue,
    Territory,
    Users,
    Uses,
)
from service.cli.licensing.several import SeveralValues
from service.cli.licensing.statuses import CheckStatus, apart_from_verdicts
from service.cli.loading import loading
from service.domain.licensing.verdicts import Context

program = typer.Typer(
    help="Say what licences' names mean, what they provide, and what they allow.",
    no_args_is_help=True,
)

_STATUSES = """Exit status: 0 YES, 1 NO, 3 CONDITIONAL, 4 UNKNOWN; 2 for wrong usage, 5 where there
is no verdict. An expression with spaces goes into quotes: 'MIT OR Apache-2.0'."""


@program.command(cls=SeveralValues, epilog=_STATUSES)
def check(
    inbound: Inbound = None,
    models: Models = None,
    outbound: Outbound = None,
    use: Uses = None,
    artifact: About = None,
    monthly_active_users: Users = None,
    annual_revenue_usd: Revenue = None,
    territory: Territory = None,
    modified: Modified = None,
    as_json: Json = False,
) -> None:
    """Say whether a plan is allowed, why, and what must be done."""
    context = Context(monthly_active_users, annual_revenue_usd, territory, modified)
    asked = Asked(inbound or (), models or (), outbound, use or (), artifact, context)
    if not asked.inbound and not asked.models:
        raise typer.BadParameter("name at least one licence by --inbound or one of --models")
    with apart_from_verdicts():
        status = _check(asked, as_json=as_json)
    raise typer.Exit(status)


def _check(asked: Asked, *, as_json: bool) -> CheckStatus:
    """Answer; the registry is opened only where its models are asked about."""
    with loading():
        from service.cli.licensing.named import check_named
        from service.cli.licensing.telling import tell_verdict
        from service.domain.licensing.names import read_name
    if asked.models:
        with loading():
            from service.cli.licensing.registered import check_registered
        report = check_registered(asked)
    else:
        report = check_named(asked)
    if as_json:
        print(report.as_json())
    else:
        tell_verdict(report, map(read_name, asked.names))
    return CheckStatus[report.verdict]


@program.command()
def name(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, as somebody wrote it.")],
    as_json: Json = False,
) -> None:
    """Say which licence a name means."""
    with loading():
        from service.cli.licensing.reports import report_name
        from service.cli.licensing.telling import tell_name
        from service.domain.licensing.names import read_name
    report = report_name(read_name(text))
    if as_json:
        print(report.as_json())
    else:
        tell_name(report)


@program.command()
def show(
    expression: Annotated[
        str, typer.Argument(metavar="EXPRESSION", help="A licence's name, or an expression.")
    ],
) -> None:
    """Print what a licence provides, with clause and quote."""
    with loading():
        from service.cli.licensing.showing import show_license
    show_license(expression)
