"""Documents on their way in: names that can be kept, texts that are texts."""

from __future__ import annotations

import pytest

from service.ingest.report import Level, Problem, Report, Status
from service.ingest.submission import MOST_NAME, Submission
from tests.ingest.pages import CLIP, put, text_of
from tests.scratch import ScratchDatabase

NAMES = {
    "": Problem(Level.ERROR, "<unnamed>", None, "a document needs a name"),
    " ": Problem(Level.ERROR, "<unnamed>", None, "a document needs a name"),
    "a\0b": Problem(
        Level.ERROR, "a\ufffdb", None, "character 2 of the name, U+0000, belongs in no name"
    ),
    "line\nbreak": Problem(
        Level.ERROR,
        "line\ufffdbreak",
        None,
        "character 5 of the name, U+000A, belongs in no name",
    ),
    "\udcff.txt": Problem(
        Level.ERROR, "\ufffd.txt", None, "character 1 of the name, U+DCFF, belongs in no name"
    ),
    "x" * (MOST_NAME + 1): Problem(
        Level.ERROR,
        "x" * 60 + "…",
        None,
        "the name has 1001 characters; at most 1000 were expected",
    ),
}


@pytest.mark.parametrize(("name", "problem"), NAMES.items(), ids=map(ascii, range(len(NAMES))))
def test_a_name_that_cannot_be_kept_or_shown(
    database: ScratchDatabase, name: str, problem: Problem
) -> None:
    report = put(database, [Submission.of(name, text_of(CLIP).encode())])
    assert report == Report(Status.REFUSED, report.version, problems=(problem,), refused=1)


@pytest.mark.parametrize("name", ["x" * MOST_NAME, "モデル 🦙.txt", "https://example.org/a?b=c"])
def test_any_other_name(database: ScratchDatabase, name: str) -> None:
    put(database, [Submission.of(name, text_of(CLIP).encode())])
    assert database.rows("SELECT name FROM documents WHERE key = 'CLIP vs SAM-CLIP'") == [(name,)]


def test_a_text_with_half_a_character(database: ScratchDatabase) -> None:
    report = put(database, [Submission.of_text(CLIP, "CLIP vs\r\nSAM\ud83d-CLIP")])
    message = "character 13, U+D83D, is half a character; no text has it"
    assert report.problems == (Problem(Level.ERROR, CLIP, 2, message),)


def test_a_text_is_read_as_the_same_bytes_are(database: ScratchDatabase) -> None:
    assert put(database, [Submission.of_text(CLIP, text_of(CLIP))]).imported == 1
    same = [Submission.of(CLIP, text_of(CLIP).encode())]
    assert put(database, same).status is Status.UNCHANGED
