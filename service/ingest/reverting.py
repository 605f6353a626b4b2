"""One revert: an import that takes another one back, in one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection

from service.domain.projection import VOCABULARY
from service.ingest.report import Level, Problem, Progress, Report, Stage, Status, Step
from service.ingest.run import net_claims, project, unheard
from service.store.imports import begin_import, finish_import
from service.store.readings import read_readings
from service.store.registry import advance_version, read_version
from service.store.reverts import Recorded, read_brought, read_import, read_later, take_back
from service.store.transactions import writing


def revert_import(
    connection: Connection,
    import_id: int,
    *,
    token_id: int | None = None,
    dry_run: bool = False,
    progress: Progress = unheard,
    called: str = "import {}",
) -> Report:
    """Take an import back: the registry then says what it would say without it.

    Refused is what would undo more than this one import, or what no import of documents made: one
    whose documents were revised since, a revert (import the documents again instead), one that
    brought a vocabulary, one that did not succeed or stands no more.

    Args:
        connection: outside of a transaction, or inside of one that the caller commits.
        token_id: of the token that was shown; it is recorded with the revert.
        dry_run: report what would change, and change nothing.
        called: how problems call the import of a number.
    """
    with writing(connection, keep=not dry_run):
        version = read_version(connection)
        problems = tuple(_faults(connection, import_id, called))
        if problems:
            return Report(Status.REFUSED, version, problems=problems)
        report = _revert(connection, import_id, token_id, progress)
    return replace(report, import_id=None, version=version) if dry_run else report


def _revert(
    connection: Connection, import_id: int, token_id: int | None, progress: Progress
) -> Report:
    progress(Step(Stage.WRITE))
    brought = read_brought(connection, import_id)
    before = read_readings(connection, brought)
    revert = begin_import(connection, token_id=token_id, reverts=import_id)
    now = read_readings(connection, take_back(connection, import_id, revert))
    _, changes = project(connection, progress)
    added, retracted = net_claims(now, before)
    version = advance_version(connection)
    finish_import(
        connection,
        revert,
        documents=len(brought),
        claims_added=added,
        claims_retracted=retracted,
        problems=(),
    )
    return Report(
        Status.CHANGED,
        version,
        import_id=revert,
        changes=changes,
        imported=len(brought),
        claims_added=added,
        claims_retracted=retracted,
    )


def _faults(connection: Connection, import_id: int, called: str) -> Iterator[Problem]:
    """Why an import cannot be reverted; nothing where it can."""
    recorded = read_import(connection, import_id)
    message = "there is no such import" if recorded is None else _fault(recorded, called)
    if message:
        yield Problem(Level.ERROR, called.format(import_id), None, message)
        return
    for later in read_later(connection, import_id):
        other = called.format(later.import_id)
        message = f"{other} brought another revision; revert that one first"
        yield Problem(Level.ERROR, later.name, None, message)


def _fault(recorded: Recorded, called: str) -> str | None:
    """Why an import can never be reverted."""
    if recorded.reverts is not None:
        reverted = called.format(recorded.reverts)
        return f"it is the revert of {reverted}; import the documents again instead"
    if recorded.status == "REVERTED":
        return "it is reverted already"
    if recorded.status != "SUCCEEDED":
        return f"it did not succeed: its status is {recorded.status}"
    if VOCABULARY in recorded.sources:
        return "it brought a vocabulary, on which other documents rest; import the earlier one"
    return None
