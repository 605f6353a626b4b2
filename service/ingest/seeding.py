"""What a registry starts with: the vocabulary, and the first documents."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from service.errors import DocumentRefused
from service.ingest.paths import find_documents, read_file
from service.ingest.report import Level, Progress, Report, Status
from service.ingest.run import import_documents, rebuild, unheard
from service.ingest.sources import vocabulary
from service.ingest.sources.decoding import decode
from service.ingest.sources.properties import read_properties
from service.store.documents import has_documents
from service.store.registry import advance_version, read_version
from service.store.transactions import writing
from service.store.vocabulary import write_properties

PROPERTIES = "properties.yaml"


def sync_vocabulary(connection: Connection, folder: Path, progress: Progress = unheard) -> Report:
    """Bring the declared properties and the vocabulary to what a folder says.

    Args:
        connection: outside of a transaction, or inside of one that the caller commits.
        folder: holds `properties.yaml`, which declares the properties, and vocabulary documents.

    Raises:
        DocumentRefused: one of the files cannot be read; nothing was written.
    """
    declaration = folder / PROPERTIES
    text = decode(str(declaration), read_file(declaration))
    declared = read_properties(text, str(declaration))
    documents = sorted(str(path) for path in folder.glob("*.yaml") if path != declaration)
    with writing(connection):
        is_new = write_properties(connection, declared)
        report = import_documents(connection, find_documents(documents), progress=progress)
        _raise_refusal(report)
        if is_new and report.status is Status.UNCHANGED:
            return _redeclared(connection, progress)
        return report


def _redeclared(connection: Connection, progress: Progress) -> Report:
    """Bring the registry to other properties, which every comparison shows."""
    report = rebuild(connection, progress)
    if report.status is Status.CHANGED:
        return report
    return Report(Status.CHANGED, advance_version(connection))


def seed(connection: Connection, folder: Path, progress: Progress = unheard) -> Report:
    """Import a folder's documents, if the registry has none but its vocabulary.

    Args:
        connection: outside of a transaction, or inside of one that the caller commits.

    Raises:
        DocumentRefused: one of the files cannot be read; nothing was written.
    """
    with writing(connection):
        if has_documents(connection, besides=vocabulary.MANIFEST.key):
            return Report(Status.UNCHANGED, read_version(connection))
        report = import_documents(connection, find_documents([str(folder)]), progress=progress)
        _raise_refusal(report)
        return report


def _raise_refusal(report: Report) -> None:
    for problem in report.problems:
        if problem.level is Level.ERROR:
            raise DocumentRefused(problem.document, problem.message, problem.line)
