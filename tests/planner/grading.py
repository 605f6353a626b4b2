"""Grades of the desk's notes: what Python makes of their words, with notes that it picks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from threading import current_thread
from typing import Any

from sqlalchemy import FromClause, Table, Text, cast, select

from service.planner.finishing import Make, finished
from service.planner.lists import Bound
from service.planner.mapping import Expression, Place
from service.planner.problems import problem
from service.planner.shapes import Attribute, Attributes, Picked, PickedList, Tells
from service.planner.sql import JsonObject, correlated, json_pool

SCHEMA = """
enum Judgement { GOOD BAD }
type Grade {
  judgement: Judgement! points: Int! words(first: Int): [String!]! remarks(first: Int): [Remark!]!
  by: String! best: Remark next: Note notes(first: Int): [Note!]!
}
type Remark { text: String! about: Note }
"""


class Judgement(Enum):
    GOOD = "GOOD"
    BAD = "BAD"


@dataclass
class Remark:
    """One on each word.

    Attributes:
        about: number of the note of as many letters, which there may not be.
    """

    text: str
    about: str


@dataclass
class Grade:
    """What Python makes of a note.

    Attributes:
        by: the thread that made it.
        numbers: of notes that there may not be.
    """

    by: str
    judgement: Judgement
    points: int
    words: Sequence[str]
    remarks: Sequence[Remark]
    best: Remark | None
    following: str
    numbers: Sequence[str]


def begin_grading(arguments: Mapping[str, Any]) -> Make:
    """Grades of notes, as strict as the argument says."""
    strict = arguments["strict"]
    if strict is not None and strict < 0:
        raise problem("BAD_ARGUMENT", "Argument 'strict': nobody is that kind.")
    return lambda note: _grade(note, strict or 0)


def _grade(note: Mapping[str, Any], strict: int) -> Grade:
    words = note["text"].split()
    if "lazy" in words:
        raise problem("LAZY", "Nobody grades this.")
    remarks = [Remark(f"{word}!", str(len(word))) for word in words]
    number = note["number"]
    return Grade(
        by=current_thread().name,
        judgement=Judgement.GOOD if len(words) > strict else Judgement.BAD,
        points=len(words) - strict,
        words=words,
        remarks=remarks,
        best=remarks[0] if remarks else None,
        following=str(number + 1),
        numbers=[str(each) for each in range(number + 2, 0, -1)],
    )


class AllNotes:
    """Every note by its number."""

    def __init__(self, notes: Table) -> None:
        self._notes = notes

    def sql(self, place: Place) -> Expression:
        note = place.child()
        note.require()
        key = cast(note[self._notes.c.number], Text)
        found = json_pool(key, place.object(note))
        return correlated(select(found), [note.source()]).scalar_subquery()


class Graded:
    """Note.grade."""

    def __init__(self, notes: FromClause) -> None:
        self._columns = notes.c

    def sql(self, place: Place) -> Expression:
        read = {name: place.row[self._columns[name]] for name in ("number", "text")}
        pools = {"notes": AllNotes(self._columns.number.table)}
        return finished(place, begin_grading, JsonObject(read), pools)


TELLS: dict[str, dict[str, Tells]] = {
    "Grade": {
        "by": Attribute("by"),
        "judgement": Attribute("judgement"),
        "points": Attribute("points"),
        "words": Attributes("words", Bound(3)),
        "remarks": Attributes("remarks", Bound(2, most=5)),
        "best": Attribute("best"),
        "next": Picked("following", "notes"),
        "notes": PickedList("numbers", "notes", Bound(2, most=4)),
    },
    "Remark": {"text": Attribute("text"), "about": Picked("about", "notes")},
}
