"""What changes the registry: importing documents, and taking an import back."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any

import strawberry
from sqlalchemy import BigInteger, Column, MetaData, Table, Text, func, select
from sqlalchemy.dialects.postgresql import JSONB

from service.api.access.callers import Caller, Scope
from service.api.fields import argument, field, listed, read_from
from service.api.importer import Importer, NotNow
from service.api.imports import PROBLEMS, Import, ImportProblem
from service.api.scalars import BigInt
from service.ingest.report import Level, Problem, Report
from service.ingest.submission import Submission, printable
from service.planner.lists import Bound
from service.planner.mapping import ToOne, Value
from service.planner.mutations import Mutates, Recorded
from service.planner.problems import problem
from service.planner.relay import parse_global_id
from service.tables.sources import registry_state

CHANGES = Bound(100, most=10_000)
"""How many changed facts are told at once."""

_LONGEST_ID = 100
_IMPORT_ID = f"{Import.__name__}:{{}}"


@dataclass(frozen=True, slots=True)
class Visit:
    """What the fields of a mutation are told beside their arguments.

    Attributes:
        importer: None where documents are not taken.
    """

    caller: Caller
    importer: Importer | None = None


_outcomes = Table(
    "outcomes",
    MetaData(),
    Column("import_id", BigInteger),
    Column("version", BigInteger),
    Column("changes", JSONB),
    Column("problems", JSONB),
)
_changes = Table(
    "changes",
    MetaData(),
    Column("model", Text),
    Column("property", Text),
    Column("before", Text),
    Column("after", Text),
)
_outcome = _outcomes.c
_current_version = select(registry_state.c.version).scalar_subquery()
_version = func.coalesce(_outcome.version, _current_version, 0)


async def _import_documents(visit: Visit, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    asked, importer = arguments["input"], _importer_of(visit)
    given = asked["documents"]
    _check_number(len(given), importer.options.documents)
    report = await _told(
        importer.import_documents(
            [Submission.of_text(each["name"], each["content"]) for each in given],
            visit.caller,
            dry_run=bool(asked["dryRun"]),
            keep_going=bool(asked["keepGoing"]),
        )
    )
    return _outcome_of(report)


def _check_number(documents: int, most: int) -> None:
    if not documents:
        raise problem("BAD_ARGUMENT", "Argument 'input': documents is empty; give at least one.")
    if documents > most:
        message = f"An import brings at most {most} documents; these are {documents}."
        raise problem("TOO_MANY_DOCUMENTS", message)


async def _revert_import(visit: Visit, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    asked = arguments["id"]
    parsed = parse_global_id(asked)
    if parsed is None or parsed[0] != Import.__name__:
        shown = printable(asked[:_LONGEST_ID])
        fault = Problem(Level.ERROR, shown, None, "this is not the id of an import")
        return {"problems": [fault]}
    reverting = _importer_of(visit).revert(parsed[1], visit.caller, called=_IMPORT_ID)
    return _outcome_of(await _told(reverting))


def _importer_of(visit: Visit) -> Importer:
    if visit.importer is None:
        raise problem("UNAVAILABLE", "Documents are not taken here.")
    return visit.importer


async def _told(report: Awaitable[Report]) -> Report:
    try:
        return await report
    except NotNow as reason:
        raise problem(reason.code, reason.message) from None


def _outcome_of(report: Report) -> Mapping[str, Any]:
    return {
        "import_id": report.import_id,
        "version": report.version,
        "changes": report.changes[: CHANGES.largest],
        "problems": report.problems[: PROBLEMS.largest],
    }


@strawberry.input(description="A document that is handed in.")
class DocumentInput:
    name: str = strawberry.field(
        description="A file name or address; tells documents apart in problems."
    )
    content: str = strawberry.field(description="The whole text.")


@strawberry.input(description="What to import.")
class ImportDocumentsInput:
    documents: list[DocumentInput] = strawberry.field(
        description="At least one. All are imported, or none; of several revisions of one "
        "document, the last."
    )
    dry_run: bool | None = strawberry.field(
        default=False, description="True: report what would change, and change nothing."
    )
    keep_going: bool | None = strawberry.field(
        default=False, description="True: import the other documents where one is refused."
    )


@strawberry.type(description="A fact that reads otherwise than before.")
@read_from(_changes)
class FactChange:
    model: str = field(Value(_changes.c.model), "The model's slug.")
    property: str = field(
        Value(_changes.c.property), "The property's key, such as license or task:classification."
    )
    before: str | None = field(
        Value(_changes.c.before),
        "As a person would read it; null where it was unknown. Where only the status changed, both "
        "sides carry it: MIT (STATED), MIT (CONFLICTED).",
    )
    after: str | None = field(
        Value(_changes.c.after), "As a person would read it; null where it is unknown now."
    )


_CHANGED = "The facts that read otherwise now, by model and in the order of a page."
_PROBLEMS = "Why nothing was written, and what a person should have a look at."
_VERSION = "The version that a later read must have reached to see this {}."


@strawberry.type(description="What came of importing documents.")
@read_from(_outcomes)
class ImportDocumentsPayload:
    import_: Import | None = field(
        ToOne(_outcome.import_id),
        "The import; null where nothing was written: on a dry run, where a document was refused, "
        "and where the registry has all of them already.",
        name="import",
    )
    registry_version: BigInt = field(Value(_version), _VERSION.format("import"))
    changes: list[FactChange] = field(
        Recorded(_outcome.changes, CHANGES),
        _CHANGED,
        arguments=(
            argument(
                "first",
                int | None,
                f"How many, from 0 to {CHANGES.largest}.",
                default=CHANGES.usual,
            ),
        ),
    )
    problems: list[ImportProblem] = listed(Recorded(_outcome.problems, PROBLEMS), _PROBLEMS)


@strawberry.type(description="What came of taking an import back.")
@read_from(_outcomes)
class RevertImportPayload:
    import_: Import | None = field(
        ToOne(_outcome.import_id),
        "The revert, which is an import of its own; null where nothing was written.",
        name="import",
    )
    registry_version: BigInt = field(Value(_version), _VERSION.format("revert"))
    problems: list[ImportProblem] = listed(Recorded(_outcome.problems, PROBLEMS), _PROBLEMS)


@strawberry.type(description="What changes the registry. Fields run one after the other.")
class Mutation:
    import_documents: ImportDocumentsPayload = field(
        Mutates(_import_documents, _outcomes, Scope.IMPORT),
        "Import documents, all of them or none. Needs a token with the scope import.",
        arguments=(argument("input", ImportDocumentsInput, "The documents."),),
    )
    revert_import: RevertImportPayload = field(
        Mutates(_revert_import, _outcomes, Scope.IMPORT),
        "Take an import back: the registry then says what it would say without it. Needs a token "
        "with the scope import.",
        arguments=(argument("id", strawberry.ID, "The import's id."),),
    )
