"""Documents to what was seen in them, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeAlias

from service.domain.claims import Claim, Clause, Listing, Observation
from service.domain.identity import document_id
from service.domain.projection import Property, Reading
from service.errors import DocumentRefused
from service.ingest.report import Progress, Stage, Step
from service.ingest.sources import SOURCES, Parsed, parse_document
from service.ingest.submission import Submission, require_name
from service.store.claims import Observed
from service.store.documents import Revision
from service.store.imports import Level, Problem

Key: TypeAlias = tuple[str, str]
"""What tells documents apart: the source's key and the document's."""

_SOURCE_NAMES = {source.MANIFEST.key: source.MANIFEST.name for source in SOURCES}


@dataclass(frozen=True, slots=True)
class Draft:
    """A revision that was read and not yet written, with what was seen in it."""

    revision: Revision
    observations: tuple[Observation, ...]

    @property
    def key(self) -> Key:
        return self.revision.source, self.revision.key

    @property
    def observed(self) -> Observed:
        return Observed(self.revision.id, len(self.revision.text), self.observations)

    @property
    def reading(self) -> Reading:
        """The draft as the registry will read it back."""
        return Reading(
            document=self.revision.id,
            source=self.revision.source,
            title=self.revision.title,
            closed_world=self.revision.closed_world,
            claims=tuple(seen for seen in self.observations if isinstance(seen, Claim)),
            clauses=tuple(seen for seen in self.observations if isinstance(seen, Clause)),
            listings=tuple(seen for seen in self.observations if isinstance(seen, Listing)),
        )


@dataclass(slots=True)
class Batch:
    """The documents of one run, read.

    Attributes:
        drafts: by key; of several revisions of one document in a run, the last.
        repeated: number of documents whose key came again later in the run.
        refused: number of documents that cannot be read.
    """

    drafts: dict[Key, Draft] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    repeated: int = 0
    refused: int = 0

    def add(self, draft: Draft) -> None:
        """Take a draft in; it replaces an earlier one of the same document, with a warning."""
        earlier = self.drafts.pop(draft.key, None)
        self.drafts[draft.key] = draft
        if earlier:
            self.repeated += 1
        if earlier and earlier.revision.id != draft.revision.id:
            name = draft.revision.name
            message = f"{earlier.revision.title!r} has another content in {name}, which counts"
            self.problems.append(Problem(Level.WARNING, earlier.revision.name, None, message))

    def refuse(self, error: DocumentRefused) -> None:
        """Note a document that cannot be read."""
        self.refused += 1
        self.problems.append(Problem(Level.ERROR, error.document, error.line, error.message))


def read_batch(
    submissions: Iterable[Submission], properties: Sequence[Property], progress: Progress
) -> Batch:
    """Read and parse documents, one after the other; those that cannot be read become problems."""
    batch = Batch()
    for submission in submissions:
        try:
            require_name(submission.name)
            progress(Step(Stage.READ, submission.name))
            parsed = parse_document(submission.name, submission.read(), properties)
        except DocumentRefused as error:
            batch.refuse(error)
        else:
            batch.add(_draft(submission.name, parsed))
            batch.problems.extend(_warnings(submission.name, parsed))
    return batch


def _draft(name: str, parsed: Parsed) -> Draft:
    digest = sha256(parsed.text.encode()).hexdigest()
    revision = Revision(
        id=document_id(parsed.source, parsed.key, digest),
        source=parsed.source,
        source_name=_SOURCE_NAMES[parsed.source],
        key=parsed.key,
        name=name,
        title=parsed.title,
        uri=parsed.uri,
        sha256=digest,
        text=parsed.text,
        closed_world=parsed.closed_world,
    )
    return Draft(revision, parsed.observations)


def _warnings(name: str, parsed: Parsed) -> Iterable[Problem]:
    return (Problem(Level.WARNING, name, notice.line, notice.message) for notice in parsed.notices)
