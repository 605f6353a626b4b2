"""One import: from documents to facts, in one transaction, all or nothing.

Imports run one at a time; readers see the registry as it was until an import ends. Documents are
read before the transaction begins, so that a refused one costs the registry nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from service.domain.claims import Claim
from service.domain.projection import Reading
from service.ingest.batch import Batch, Draft, Key, read_batch
from service.ingest.recomputation import recompute
from service.ingest.report import Progress, Report, Stage, Status, Step
from service.ingest.submission import Submission
from service.store.claims import retract_observations, write_observations
from service.store.documents import read_current, supersede, write_revisions
from service.store.imports import begin_import, finish_import
from service.store.projection import (
    FactChange,
    Pending,
    compare_projection,
    fact_changes,
    write_projection,
)
from service.store.readings import read_readings
from service.store.registry import advance_version, read_version
from service.store.transactions import transaction, writing
from service.store.vocabulary import read_properties


def unheard(step: Step) -> None:
    """A listener to progress that does nothing with it."""


def import_documents(
    connection: Connection,
    documents: Iterable[Submission],
    *,
    dry_run: bool = False,
    keep_going: bool = False,
    token_id: int | None = None,
    progress: Progress = unheard,
) -> Report:
    """Import documents and bring the projection up to date.

    A document that the registry has with this content is left alone. Another content is a later
    revision: what the earlier one said is retracted.

    Args:
        connection: outside of a transaction, or inside of one that the caller commits.
        dry_run: report what would change, and change nothing.
        keep_going: import the other documents where one is refused.
        token_id: of the token that was shown; it is recorded with the import.
    """
    with transaction(connection):
        properties = read_properties(connection)
    batch = read_batch(documents, properties, progress)
    if batch.refused and not keep_going:
        with transaction(connection):
            return _without_effect(connection, batch, Status.REFUSED)
    with writing(connection, keep=not dry_run):
        version = read_version(connection)
        report = _import(connection, batch, token_id, progress)
    return replace(report, import_id=None, version=version) if dry_run else report


def rebuild(connection: Connection, progress: Progress = unheard) -> Report:
    """Work the projection out anew from the claims and write where it differs.

    Args:
        connection: outside of a transaction, or inside of one that the caller commits.
    """
    with writing(connection):
        pending, changes = project(connection, progress)
        if not pending:
            return Report(Status.UNCHANGED, read_version(connection))
        return Report(Status.CHANGED, advance_version(connection), changes=changes)


def _import(
    connection: Connection, batch: Batch, token_id: int | None, progress: Progress
) -> Report:
    held = _read_held(connection, batch.drafts)
    news = [draft for key, draft in batch.drafts.items() if held.get(key) != draft.reading]
    if not news:
        return _without_effect(connection, batch, Status.UNCHANGED)
    progress(Step(Stage.WRITE))
    replaced = [held[draft.key] for draft in news if draft.key in held]
    import_id = begin_import(connection, token_id=token_id)
    _write(connection, import_id, news, replaced)
    _, changes = project(connection, progress)
    report = _effect(batch, news, replaced)
    version = advance_version(connection)
    finish_import(
        connection,
        import_id,
        documents=report.imported,
        claims_added=report.claims_added,
        claims_retracted=report.claims_retracted,
        problems=report.problems,
    )
    return replace(report, import_id=import_id, version=version, changes=changes)


def _read_held(connection: Connection, keys: Collection[Key]) -> Mapping[Key, Reading]:
    """What the registry has of these documents."""
    current = read_current(connection, keys)
    readings = {seen.document: seen for seen in read_readings(connection, current.values())}
    return {key: readings[document] for key, document in current.items()}


def _write(
    connection: Connection, import_id: int, news: Collection[Draft], replaced: Collection[Reading]
) -> None:
    retract_observations(connection, import_id, [reading.document for reading in replaced])
    supersede(connection, import_id, [reading.document for reading in replaced])
    write_revisions(connection, import_id, [draft.revision for draft in news])
    write_observations(connection, import_id, [draft.observed for draft in news])


def project(connection: Connection, progress: Progress) -> tuple[Pending, tuple[FactChange, ...]]:
    """Bring the projection to what the claims add up to now; what that took, and what changed."""
    progress(Step(Stage.CONSOLIDATE))
    projection = recompute(connection)
    progress(Step(Stage.PROJECT))
    pending = compare_projection(connection, projection)
    write_projection(connection, pending)
    return pending, fact_changes(connection, pending)


def _effect(batch: Batch, news: Collection[Draft], replaced: Collection[Reading]) -> Report:
    """What writing the news does, but for what the database says: ids, version and facts."""
    added, retracted = net_claims((draft.reading for draft in news), replaced)
    return Report(
        Status.CHANGED,
        version=0,
        problems=tuple(batch.problems),
        imported=len(news),
        unchanged=len(batch.drafts) - len(news) + batch.repeated,
        refused=batch.refused,
        claims_added=added,
        claims_retracted=retracted,
    )


def _without_effect(connection: Connection, batch: Batch, status: Status) -> Report:
    unchanged = len(batch.drafts) + batch.repeated if status is Status.UNCHANGED else 0
    return Report(
        status,
        read_version(connection),
        problems=tuple(batch.problems),
        unchanged=unchanged,
        refused=batch.refused,
    )


def net_claims(now: Iterable[Reading], before: Iterable[Reading]) -> tuple[int, int]:
    """How many claims are added and how many retracted; one that is repeated is neither."""
    after = Counter(_statement(reading, claim) for reading in now for claim in reading.claims)
    earlier = Counter(_statement(reading, claim) for reading in before for claim in reading.claims)
    return (after - earlier).total(), (earlier - after).total()


def _statement(reading: Reading, claim: Claim) -> Hashable:
    qualifiers = tuple(sorted(claim.qualifiers.items()))
    return reading.source, claim.subject, claim.property, claim.value, claim.polarity, qualifiers
