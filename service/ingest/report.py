"""What a run over documents did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from service.store.imports import Level, Problem
from service.store.projection import FactChange

__all__ = ["FactChange", "Level", "Problem", "Progress", "Report", "Stage", "Status", "Step"]


class Status(StrEnum):
    """How a run ended."""

    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    REFUSED = "REFUSED"


class Stage(StrEnum):
    """What a run is doing."""

    READ = "READ"
    WRITE = "WRITE"
    CONSOLIDATE = "CONSOLIDATE"
    PROJECT = "PROJECT"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that begins.

    Attributes:
        document: name of the document that is read; None in later stages.
    """

    stage: Stage
    document: str | None = None


Progress: TypeAlias = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, or what it would have done.

    Attributes:
        status: CHANGED where something was written, REFUSED where a document was and so nothing
            was written, UNCHANGED else. With keep_going, `refused` counts what was left out.
        import_id: of the row in `imports`; None where nothing was written, also by a dry run.
        version: the registry's, after the run; of a dry run, before and after.
        changes: the facts that read otherwise now, by model and position.
        problems: errors and warnings, in the order of the documents.
        imported, unchanged, refused: numbers of documents.
        claims_added, claims_retracted: net: a claim that a later revision repeats is neither; nor
            are rows of tables whose cells could not be told apart, which are no claims.
    """

    status: Status
    version: int
    import_id: int | None = None
    changes: tuple[FactChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    imported: int = 0
    unchanged: int = 0
    refused: int = 0
    claims_added: int = 0
    claims_retracted: int = 0
