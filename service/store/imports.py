"""Imports: what each of them did, and what it noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, insert, update

from service.tables.sources import import_problems, imports


class Level(StrEnum):
    ERROR = "ERROR"
    WARNING = "WARNING"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a person should know about a document.

    Attributes:
        level: ERROR where the document was refused.
        document: its name, as the importer gave it.
        line: 1-based; None where it is about the whole document.
    """

    level: Level
    document: str
    line: int | None
    message: str


def begin_import(
    connection: Connection, *, token_id: int | None = None, reverts: int | None = None
) -> int:
    """Add the row of an import that runs; its id.

    Args:
        token_id: of the token that was shown; None on the command line.
        reverts: the import that this one takes back.
    """
    row = {"status": "RUNNING", "token_id": token_id, "reverts": reverts}
    import_id: int = connection.execute(
        insert(imports).values(row).returning(imports.c.id)
    ).scalar_one()
    return import_id


def finish_import(
    connection: Connection,
    import_id: int,
    *,
    documents: int,
    claims_added: int,
    claims_retracted: int,
    problems: Sequence[Problem],
) -> None:
    """Record what an import did, and end it."""
    connection.execute(
        update(imports)
        .where(imports.c.id == import_id)
        .values(
            status="SUCCEEDED",
            finished_at=func.clock_timestamp(),
            documents=documents,
            claims_added=claims_added,
            claims_retracted=claims_retracted,
        )
    )
    if problems:
        connection.execute(
            insert(import_problems),
            [_problem_row(import_id, *numbered) for numbered in enumerate(problems)],
        )


def _problem_row(import_id: int, position: int, problem: Problem) -> dict[str, object]:
    return {
        "import_id": import_id,
        "position": position,
        "level": problem.level.value,
        "document": problem.document,
        "line": problem.line,
        "message": problem.message,
    }
