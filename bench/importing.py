"""How long imports take in a process that runs already."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from service.cli.opening import SEED, migrate_registry
from service.ingest.paths import find_documents
from service.ingest.report import Status
from service.ingest.run import import_documents
from service.ingest.submission import Submission
from service.postgres import Database
from service.store.migrate import connect
from tests.generated.cases import cases
from tests.generated.pages import VARIANTS


class ImportRefused(Exception):
    """An import did not change the registry."""


def seed_pages() -> Sequence[Submission]:
    """The pages that a new registry starts with."""
    return list(find_documents([str(SEED / "documents")]))


def generated_pages(count: int) -> Sequence[Submission]:
    """Pages about invented models, in all variants."""
    pages = [
        Submission.of(f"{case.seed}-{case.variant}/{page.file}", page.content)
        for case in cases(1, count, list(VARIANTS), hard=False)
        for page in case.write()[1]
    ]
    return pages[:count]


def time_import(url: str, documents: Iterable[Submission]) -> float:
    """Import documents into an empty database that is migrated first.

    Returns:
        seconds that the import took, without the migration.

    Raises:
        ImportRefused: nothing was imported.
    """
    migrate_registry(Database(url))
    with connect(url) as connection:
        started = time.perf_counter()
        report = import_documents(connection, documents)
    took = time.perf_counter() - started
    if report.status is not Status.CHANGED:
        raise ImportRefused(str(report))
    return took
