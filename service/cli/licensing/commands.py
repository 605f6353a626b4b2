"""What can be typed after `modelgraph license`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.licensing.asking import (
    Asked,
    choices,
    parse_artifact,
    parse_license,
    parse_territory,
    parse_use,
)
from service.cli.licensing.several import SeveralValues
from service.cli.licensing.statuses import CheckStatus, apart_from_verdicts
from service.cli.loading import loading
from service.domain.licensing.verdicts import Artifact, Context, Use

program = typer.Typer(
    help="Say what licences' names mean, what they provide, and what they allow.",
    no_args_is_help=True,
)

_STATUSES = """Exit status: 0 YES, 1 NO, 3 CONDITIONAL, 4 UNKNOWN; 2 for wrong usage, 5 where there
is no verdict. An expression with spaces goes into quotes: 'MIT OR Apache-2.0'."""

_LARGEST = 2**53

Json = Annotated[bool, typer.Option("--json", help="Print the answer as GraphQL gives it.")]


@program.command(cls=SeveralValues, epilog=_STATUSES)
def check(
    inbound: Annotated[
        list[str] | None,
        typer.Option(
            parser=parse_license,
            metavar="NAME...",
            help="Names or expressions of the material's licences.",
        ),
    ] = None,
    models: Annotated[
        list[str] | None,
        typer.Option(metavar="SLUG...", help="Models of the registry, for their licences."),
    ] = None,
    outbound: Annotated[
        str | None,
        typer.Option(
            parser=parse_license, metavar="NAME", help="The licence that the result is to carry."
        ),
    ] = None,
    use: Annotated[
        list[Use] | None,
        typer.Option(
            parser=parse_use, metavar="USE...", help=f"What is to be done: {choices(Use)}."
        ),
    ] = None,
    artifact: Annotated[
        Artifact | None,
        typer.Option(
            parser=parse_artifact, metavar="ARTIFACT", help=f"What it is: {choices(Artifact)}."
        ),
    ] = None,
    monthly_active_users: Annotated[
        int | None, typer.Option(min=0, max=_LARGEST, help="Of all the asker's products.")
    ] = None,
    annual_revenue_usd: Annotated[
        int | None, typer.Option(min=0, max=_LARGEST, help="Of the asker, in US dollars.")
    ] = None,
    territory: Annotated[
        str | None,
        typer.Option(
            parser=parse_territory, metavar="CODE", help="The country of use, such as DE."
        ),
    ] = None,
    modified: Annotated[
        bool | None,
        typer.Option("--modified/--unmodified", help="Whether the material is changed."),
    ] = None,
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
