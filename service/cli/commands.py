"""What can be typed. A command reads the settings, opens the database, and leaves the rest.

What is large is imported by the commands that need it, so that the others start at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli import tokens
from service.cli.ending import ExitStatus
from service.cli.licensing.commands import program as licenses
from service.cli.loading import loading

SCHEMA_FILE = Path(__file__).parents[2] / "schema.graphql"

program = typer.Typer(
    name="modelgraph",
    help="A registry of AI models that remembers who said what.",
    epilog="Settings are environment variables; docs/settings.md lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
program.add_typer(tokens.program, name="token")
program.add_typer(licenses, name="license")

Host = Annotated[str | None, typer.Option(help="Address to serve on, instead of HOST.")]
Port = Annotated[int | None, typer.Option(help="Port to serve on, instead of PORT; 0: any free.")]
Operations = Annotated[
    Path | None,
    typer.Option(
        "--operations", help="Answer the operations of this list alone: a client tool's file."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the same and change nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]
KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help="Import the other documents where one is refused.")
]


@program.command()
def up(
    host: Host = None,
    port: Port = None,
    empty: Annotated[bool, typer.Option("--empty", help="Import no seed documents.")] = False,
    operations: Operations = None,
) -> None:
    """Start, migrate, seed if empty, and serve."""
    with loading():
        from service.cli import opening, serving
        from service.cli.options import connection_limits, options_of
        from service.settings import read_settings

    settings = read_settings(host=host, port=port)
    options, limits = options_of(settings, operations), connection_limits(settings)
    with serving.bind(settings) as taken, opening.open_database(settings) as database:
        opening.migrate_registry(database)
        if not empty:
            opening.import_seed(database)
        serving.serve(database, taken, options, limits)


@program.command()
def serve(host: Host = None, port: Port = None, operations: Operations = None) -> None:
    """Serve a registry that is up to date."""
    with loading():
        from service.cli import opening, serving
        from service.cli.options import connection_limits, options_of
        from service.settings import read_settings

    settings = read_settings(host=host, port=port)
    options, limits = options_of(settings, operations), connection_limits(settings)
    with serving.bind(settings) as taken, opening.open_database(settings) as database:
        opening.require_current(database)
        serving.serve(database, taken, options, limits)


@program.command()
def migrate() -> None:
    """Bring tables and vocabulary up to date."""
    with loading():
        from service.cli import opening, telling
        from service.settings import read_settings
    with opening.open_database(read_settings()) as database:
        report = opening.migrate_registry(database)
    telling.tell_migration(report)


@program.command("import")
def import_(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.")],
    dry_run: DryRun = False,
    as_json: Json = False,
    keep_going: KeepGoing = False,
) -> None:
    """Import documents, all or none of them."""
    with loading():
        from service.cli import opening, telling
        from service.ingest.paths import STDIN, find_documents
        from service.ingest.run import import_documents
        from service.settings import read_settings
    for path in paths:
        if path != STDIN and not Path(path).exists():
            raise typer.BadParameter(f"there is no {path}")
    documents = list(find_documents(paths))
    if not documents:
        raise typer.BadParameter(f"there are no documents in {', '.join(paths)}")
    with (
        opening.open_registry(read_settings()) as connection,
        telling.progress_of(len(documents)) as progress,
    ):
        report = import_documents(
            connection, documents, dry_run=dry_run, keep_going=keep_going, progress=progress
        )
    if as_json:
        telling.tell_report_as_json(report)
    else:
        telling.tell_import(report, dry_run=dry_run)
    if report.refused:
        raise typer.Exit(ExitStatus.REFUSED)


@program.command()
def revert(
    number: Annotated[
        int,
        typer.Argument(
            metavar="ID",
            min=1,
            max=2**63 - 1,
            help="The import, as `import --json` names it.",
        ),
    ],
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Take an import back, as if it had never been."""
    with loading():
        from service.cli import opening, telling
        from service.ingest.report import Status
        from service.ingest.reverting import revert_import
        from service.settings import read_settings
    with opening.open_registry(read_settings()) as connection:
        report = revert_import(connection, number, dry_run=dry_run)
    if as_json:
        telling.tell_report_as_json(report)
    else:
        telling.tell_revert(report, number, dry_run=dry_run)
    if report.status is Status.REFUSED:
        raise typer.Exit(ExitStatus.REFUSED)


@program.command()
def rebuild() -> None:
    """Work all facts out anew from the claims."""
    with loading():
        from service.cli import opening, telling
        from service.ingest.run import rebuild as rebuild_projection
        from service.settings import read_settings
    with opening.open_registry(read_settings()) as connection:
        report = rebuild_projection(connection)
    telling.tell_rebuild(report)


@program.command()
def check() -> None:
    """Verify the registry's invariants."""
    with loading():
        from service.cli import opening
        from service.ingest.check import check as check_registry
        from service.settings import read_settings
    with opening.open_registry(read_settings()) as connection:
        violations = check_registry(connection)
    for violation in violations:
        print(f"violated: {violation}")
    if violations:
        raise typer.Exit(ExitStatus.REFUSED)
    print("The registry is as it should be.")


@program.command(context_settings={"ignore_unknown_options": True})
def psql(
    arguments: Annotated[list[str] | None, typer.Argument(help="Options for psql.")] = None,
) -> None:
    """Open psql on the views for analysts."""
    with loading():
        from service.cli import opening
        from service.cli.querying import run_psql
        from service.settings import read_settings
    with opening.open_for_analysts(read_settings()) as database:
        raise typer.Exit(run_psql(database, arguments or []))


@program.command()
def schema(
    check: Annotated[
        bool, typer.Option("--check", help="Only tell whether schema.graphql is current.")
    ] = False,
) -> None:
    """Print the GraphQL schema."""
    with loading():
        from service.api.schema import print_sdl
        from service.cli.telling import say

    printed = print_sdl()
    if not check:
        print(printed, end="")
    elif SCHEMA_FILE.read_text(encoding="utf-8") != printed:
        say("schema.graphql is not what the code says; run `make schema`")
        raise typer.Exit(ExitStatus.REFUSED)
