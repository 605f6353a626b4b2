"""What commands print: results on standard output, progress and problems on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import orjson

from service.ingest.report import FactChange, Problem, Progress, Report, Stage, Status, Step

_STAGES = {
    Stage.READ: "Reading",
    Stage.WRITE: "Writing what they say",
    Stage.CONSOLIDATE: "Working out what it adds up to",
    Stage.PROJECT: "Writing the facts",
}


def say(line: str) -> None:
    """Tell what is going on."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def progress_of(total: int) -> Iterator[Progress]:
    """Show the steps of a run: as a bar on a terminal, as lines elsewhere.

    Args:
        total: the number of documents.
    """
    if not sys.stderr.isatty():
        yield lambda step: say(described(step))
        return
    from service.cli.bar import progress_bar  # rich is slow to import

    with progress_bar(total) as show:
        yield show


def described(step: Step) -> str:
    """A step as a person reads it."""
    return f"{_STAGES[step.stage]} {step.document or ''}".rstrip()


def tell_import(report: Report, *, dry_run: bool) -> None:
    """Print what an import changed, fact by fact, and what it comes to."""
    tell_problems(report.problems)
    _tell_changes(report)
    print(_summary(report, dry_run=dry_run))


def tell_revert(report: Report, import_id: int, *, dry_run: bool) -> None:
    """Print what a revert changed, fact by fact, and what it comes to."""
    tell_problems(report.problems)
    _tell_changes(report)
    if report.status is Status.REFUSED:
        print("Refused; nothing was written.")
    else:
        verb = "Would revert" if dry_run else "Reverted"
        print(f"{verb} import {import_id} of {_effect(report)}.")


def tell_rebuild(report: Report) -> None:
    """Print what a rebuild changed, fact by fact; as a rule, nothing."""
    _tell_changes(report)
    unchanged = report.status is Status.UNCHANGED
    print("Nothing changed." if unchanged else f"Registry version {report.version} is rebuilt.")


def tell_migration(report: Report) -> None:
    """Print what a new vocabulary changed, fact by fact."""
    tell_problems(report.problems)
    _tell_changes(report)
    print("The tables and the vocabulary are those of this build.")


def tell_report_as_json(report: Report) -> None:
    """Print all of a report as one JSON object; problems too, and on standard error as well."""
    tell_problems(report.problems)
    print(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode())


def tell_problems(problems: Sequence[Problem]) -> None:
    """Print problems, each with its place: document:line: message."""
    for problem in problems:
        place = f"{problem.document}:{problem.line}" if problem.line else problem.document
        say(f"{problem.level.lower()}: {place}: {problem.message}")


def _tell_changes(report: Report) -> None:
    for change in report.changes:
        print(_changed(change))


def _changed(change: FactChange) -> str:
    before, after = change.before or "unknown", change.after or "unknown"
    return f"{change.model}  {change.property}: {before} -> {after}"


def _summary(report: Report, *, dry_run: bool) -> str:
    if report.status is Status.REFUSED:
        return f"Refused {_counted(report.refused, 'document')}; nothing was written."
    if report.status is Status.UNCHANGED and not report.refused:
        return "Nothing changed."
    verb = "Would import" if dry_run else "Imported"
    refused = f" Refused {_counted(report.refused, 'document')}." if report.refused else ""
    return f"{verb} {_effect(report)}.{refused}"


def _effect(report: Report) -> str:
    return (
        f"{_counted(report.imported, 'document')}:"
        f" {_counted(report.claims_added, 'claim')} added, {report.claims_retracted} retracted,"
        f" {_counted(len(report.changes), 'fact')} changed"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
