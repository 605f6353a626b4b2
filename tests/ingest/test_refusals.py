"""Bad input gets a located error, and the registry stays as it is, to the last row."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import pytest

from service.ingest.paths import find_documents
from service.ingest.report import Level, Problem, Report, Status
from service.ingest.submission import Submission
from tests.ingest.pages import CLIP, page, pages, put, text_of, visible
from tests.scratch import ScratchDatabase
from tests.store.writing import dump


class Bad(NamedTuple):
    content: bytes
    line: int | None
    message: str


def changed(old: str, new: str) -> bytes:
    return page(CLIP, (old, new)).read()


BAD = {
    "empty": Bad(b"", 1, "the document is empty; text in UTF-8 was expected"),
    "blank": Bad(b" \n\t\r\n", 1, "the document is empty; text in UTF-8 was expected"),
    "binary": Bad(bytes(range(256)) * 9, 1, "the document is binary; text in UTF-8 was expected"),
    "Windows-1252": Bad(
        text_of(CLIP).replace("SAM-CLIP\n", "SAM–CLIP\n", 1).encode("cp1252"),
        1,
        "byte 12, 0x96, is not UTF-8 (in Windows-1252 it would be '–'); save the document as UTF-8",
    ),
    "UTF-16": Bad(
        text_of(CLIP).encode("utf-16"), 1, "this is UTF-16 text; text in UTF-8 was expected"
    ),
    "NUL": Bad(
        changed("\nProperty", "\nProp\0erty"),
        31,
        "byte 2940 is NUL, which no text contains; text in UTF-8 was expected",
    ),
    "100 MB": Bad(
        b"CLIP vs SAM-CLIP\n" * 6_000_000,
        None,
        "the document is larger than 10 MB, the most that is read",
    ),
    "a million rows": Bad(
        changed("Vision Tasks\n", "Vision Tasks\n" + "Row\n" * 1_000_000),
        20_001,
        "more than 20,000 lines; a comparison page has a hundred",
    ),
    "YAML bomb": Bad(
        b"vocabulary: x\nkind: &a [x, x]\nentries: [*a, *a]\n",
        2,
        "no YAML that is read here: anchors such as &a are refused;"
        " write the value out where it is used",
    ),
    "YAML tag": Bad(
        b"vocabulary: tasks\nkind: !!python/name:os.system x\n",
        2,
        "no YAML that is read here: tags such as tag:yaml.org,2002:python/name:os.system"
        " are refused; plain values were expected",
    ),
    "duplicate key": Bad(
        b"vocabulary: tasks\nkind: task\nkind: task\n", 3, "the key 'kind' is there twice"
    ),
    "other models in the table": Bad(
        changed("PropertyCLIPSAM-CLIP", "PropertyCLIPDINO"),
        31,
        "the table is about other models (CLIPDINO) than the title (CLIP vs SAM-CLIP)",
    ),
    "a model and itself": Bad(changed("SAM-CLIP", "CLIP"), 1, "compares CLIP with itself"),
    "truncated": Bad(
        text_of(CLIP)[: text_of(CLIP).index("\nProperty")].encode(),
        29,
        "the page ends before its comparison table, whose head begins 'Property'",
    ),
    "unrecognised": Bad(
        b"Dear registry,\nplease add my model.\n",
        1,
        "no source recognises the document; known are:"
        " Vocabularies (YAML with a line that begins `vocabulary:`);"
        " Comparison pages (a first line 'A vs B', overviews of both and a table whose head"
        " begins 'Property')",
    ),
    "no date": Bad(
        changed("Feb 2021", "Fob 2021"),
        35,
        "expected one or two dates after 'Release Date', such as 'Oct 2023'; found 'Fob 2021'",
    ),
    "backward range": Bad(
        changed("\nParameters\n", "\nParameters62.8M-2.7M\n"),
        37,
        "the range '62.8M-2.7M' runs backwards; expected the smaller number first",
    ),
}


def error(bad: Bad) -> Problem:
    return Problem(Level.ERROR, "bad", bad.line, bad.message)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_one_refused_document_keeps_all_out(database: ScratchDatabase, bad: Bad) -> None:
    held = dump(database)
    version = database.rows("SELECT version FROM registry_state")
    report = put(database, [*pages(), Submission.of("bad", bad.content)])
    problems = (error(bad),)
    assert report == Report(Status.REFUSED, report.version, problems=problems, refused=1)
    assert version == [(report.version,)]
    assert dump(database) == held


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_keep_going_imports_the_rest(
    database: ScratchDatabase, together: dict[str, object], bad: Bad
) -> None:
    first, *others = pages()
    submissions = [first, Submission.of("bad", bad.content), *others]
    report = put(database, submissions, keep_going=True)
    assert (report.status, report.imported, report.refused) == (Status.CHANGED, 3, 1)
    assert report.problems == (error(bad),)
    recorded = database.rows("SELECT level, document, line, message FROM import_problems")
    assert recorded == [("ERROR", "bad", bad.line, bad.message)]
    assert visible(database) == together


def test_every_refused_document_is_told(database: ScratchDatabase) -> None:
    submissions = [Submission.of(name, b"") for name in ("one", "two")]
    report = put(database, [submissions[0], *pages(), submissions[1]])
    empty = error(BAD["empty"])
    assert report.problems == (replace(empty, document="one"), replace(empty, document="two"))


def test_refused_documents_alone_are_no_import(database: ScratchDatabase) -> None:
    held = dump(database)
    report = put(database, [Submission.of("bad", b"")], keep_going=True)
    assert (report.status, report.refused, report.import_id) == (Status.UNCHANGED, 1, None)
    assert dump(database) == held


def test_a_byte_order_mark_is_no_fault(database: ScratchDatabase) -> None:
    submission = Submission.of("page.txt", b"\xef\xbb\xbf" + text_of(CLIP).encode())
    assert put(database, [submission]).problems == ()


def test_a_large_file_is_refused_unread(database: ScratchDatabase, tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as stream:
        stream.truncate(10_000_000_000)
    tracemalloc.start()
    began = monotonic()
    report = put(database, find_documents([str(large)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.problems == (replace(error(BAD["100 MB"]), document=str(large)),)
    assert peak < 50_000_000
    assert monotonic() - began < 5


def test_an_endless_stream_is_refused(database: ScratchDatabase) -> None:
    with Path("/dev/zero").open("rb") as endless:
        report = put(database, find_documents(["-"], endless))
    assert report.problems == (replace(error(BAD["100 MB"]), document="<stdin>"),)
