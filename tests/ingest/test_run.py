"""An import: idempotent, independent of order, a revision of what was there, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from service.domain.claims import Rule
from service.domain.projection import Property
from service.ingest import batch
from service.ingest.check import check
from service.ingest.report import FactChange, Level, Problem, Report, Status
from service.ingest.run import rebuild
from service.ingest.sources import Parsed, parse_document
from service.ingest.submission import Submission
from tests.generated.cases import Case
from tests.ingest.pages import CLIP, MASK, NAMES, YOLO, page, pages, put, text_of, visible
from tests.scratch import ScratchDatabase
from tests.store.writing import dump

CONFLICTING_LICENSE = ("LicenseMITCustom", "LicenseMITMIT")
CONFLICT = FactChange(
    "sam-clip", "SAM-CLIP", "license", "License", "Custom (STATED)", "Custom (CONFLICTED)"
)
APACHE = ("under the MIT license", "under the Apache 2.0 license")


def violations(database: ScratchDatabase) -> list[str]:
    with database.begin() as connection:
        return check(connection)


def version(database: ScratchDatabase) -> int:
    ((number,),) = database.rows("SELECT version FROM registry_state")
    assert isinstance(number, int)
    return number


def current_claims(database: ScratchDatabase) -> int:
    ((number,),) = database.rows(
        "SELECT count(*) FROM claims JOIN documents ON documents.id = document_id"
        " JOIN sources ON sources.id = source_id"
        " WHERE retracted_by IS NULL AND sources.key <> 'vocabulary'"
    )
    assert isinstance(number, int)
    return number


def summary(report: Report) -> Report:
    """The report without what depends on the pages' words."""
    return replace(report, import_id=None, changes=(), version=0)


def test_an_import_says_what_it_did(database: ScratchDatabase) -> None:
    before = version(database)
    report = put(database, pages())
    added = current_claims(database)
    assert added > 0
    assert summary(report) == Report(Status.CHANGED, 0, imported=3, claims_added=added)
    assert report.version == version(database) == before + 1
    assert report.changes[:2] == (
        FactChange("clip", "CLIP", "organization", "Organization", None, "OpenAI"),
        FactChange("clip", "CLIP", "category", "Category", None, "open"),
    )
    recorded = database.rows(
        "SELECT status, documents, claims_added, claims_retracted, finished_at > started_at"
        " FROM imports WHERE id = %s",
        report.import_id,
    )
    assert recorded == [("SUCCEEDED", 3, added, 0, True)]
    assert violations(database) == []


def test_the_same_documents_again_write_nothing(database: ScratchDatabase) -> None:
    first = put(database, pages())
    before = dump(database)
    assert put(database, pages()) == Report(Status.UNCHANGED, first.version, unchanged=3)
    assert put(database, pages(MASK)) == Report(Status.UNCHANGED, first.version, unchanged=1)
    assert dump(database) == before


def test_a_document_under_another_name_is_the_same(database: ScratchDatabase) -> None:
    put(database, pages())
    again = Submission.of("renamed.txt", b"\xef\xbb\xbf" + text_of(CLIP).encode())
    assert put(database, [again]).status is Status.UNCHANGED


def test_no_documents_are_no_import(database: ScratchDatabase) -> None:
    assert put(database, []) == Report(Status.UNCHANGED, version(database))


@pytest.mark.parametrize("order", list(permutations(NAMES)))
def test_order_and_batches_do_not_matter(
    database: ScratchDatabase, together: dict[str, object], order: tuple[str, ...]
) -> None:
    for name in order:
        assert put(database, pages(name)).imported == 1
    assert visible(database) == together
    assert violations(database) == []


def test_generated_pages_know_no_order_either(new_database: Callable[[], ScratchDatabase]) -> None:
    case = Case(seed=7, variant="mixed", hard=True, pages=7)
    documents = [Submission.of(written.file, written.content) for written in case.write()[1]]
    together, one_by_one = new_database(), new_database()
    assert put(together, documents).imported == len(documents)
    for document in reversed(documents):
        put(one_by_one, [document])
    assert visible(one_by_one) == visible(together)
    assert violations(one_by_one) == []


def test_a_revision_retracts_what_the_earlier_one_said(database: ScratchDatabase) -> None:
    first = put(database, pages())
    report = put(database, [page(CLIP, APACHE)])
    assert report == Report(
        Status.CHANGED,
        first.version + 1,
        report.import_id,
        (FactChange("clip", "CLIP", "license", "License", "MIT (STATED)", "MIT (CONFLICTED)"),),
        imported=1,
        claims_added=1,
        claims_retracted=1,
    )
    superseded = "SELECT superseded_by FROM documents WHERE superseded_by IS NOT NULL"
    assert database.rows(superseded) == [(report.import_id,)]
    assert violations(database) == []


def test_a_claim_that_only_moves_is_neither_added_nor_retracted(database: ScratchDatabase) -> None:
    put(database, pages())
    report = put(database, [page(CLIP, ("\n\nCompare CLIP", "\n\n\n\nCompare CLIP"))])
    assert summary(report) == Report(Status.CHANGED, 0, imported=1)
    assert report.changes == ()
    assert violations(database) == []


def test_an_earlier_content_may_return(database: ScratchDatabase) -> None:
    put(database, pages())
    before = visible(database)
    assert put(database, [page(CLIP, CONFLICTING_LICENSE)]).changes == (CONFLICT,)
    back = put(database, pages(CLIP))
    assert back.changes == (replace(CONFLICT, before=CONFLICT.after, after=CONFLICT.before),)
    assert visible(database) == before
    assert database.rows("SELECT count(*) FROM documents WHERE starts_with(key, 'CLIP')") == [(2,)]
    assert violations(database) == []


def test_a_better_rule_reads_a_document_again(
    database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, pages())

    def parse_better(name: str, content: bytes, properties: Sequence[Property]) -> Parsed:
        parsed = parse_document(name, content, properties)
        better = tuple(replace(seen, rule=Rule("better", 9)) for seen in parsed.observations)
        return replace(parsed, observations=better)

    monkeypatch.setattr(batch, "parse_document", parse_better)
    report = put(database, pages(CLIP))
    assert summary(report) == Report(Status.CHANGED, 0, imported=1)
    rules = database.rows(
        "SELECT DISTINCT rule = 'better', retracted_by FROM claims"
        " JOIN documents AS d ON d.id = document_id"
        " WHERE d.key = 'CLIP vs SAM-CLIP' ORDER BY 1"
    )
    assert rules == [(False, report.import_id), (True, None)]
    assert violations(database) == []
    assert put(database, pages(CLIP)).status is Status.UNCHANGED


def test_of_two_revisions_in_one_import_the_later_counts(database: ScratchDatabase) -> None:
    put(database, pages(MASK, YOLO))
    other = replace(page(CLIP, CONFLICTING_LICENSE), name="other.txt")
    report = put(database, [page(CLIP), other, *pages(MASK)])
    assert (report.imported, report.unchanged) == (1, 2)
    message = "'CLIP vs SAM-CLIP' has another content in other.txt, which counts"
    assert report.problems == (Problem(Level.WARNING, CLIP, None, message),)
    recorded = "SELECT level, document, line, message FROM import_problems"
    assert database.rows(recorded) == [("WARNING", CLIP, None, message)]
    assert put(database, [other]).status is Status.UNCHANGED


def test_one_document_twice_in_one_import_is_one(database: ScratchDatabase) -> None:
    report = put(database, [page(CLIP), replace(page(CLIP), name="copy.txt")])
    assert (report.imported, report.unchanged, report.problems) == (1, 1, ())


def test_a_dry_run_says_the_same_and_writes_nothing(database: ScratchDatabase) -> None:
    put(database, pages(MASK))
    before, held = version(database), dump(database)
    dry = put(database, pages(), dry_run=True)
    assert dump(database) == held
    real = put(database, pages())
    assert dry == replace(real, import_id=None, version=before)


def test_a_dry_run_of_nothing_new(database: ScratchDatabase) -> None:
    put(database, pages())
    assert put(database, pages(), dry_run=True) == put(database, pages())


def test_a_rebuild_changes_nothing(database: ScratchDatabase) -> None:
    put(database, pages())
    held = dump(database)
    with database.begin() as connection:
        report = rebuild(connection)
    assert report == Report(Status.UNCHANGED, version(database))
    assert dump(database) == held


def test_a_rebuild_repairs_what_somebody_spoiled(database: ScratchDatabase) -> None:
    put(database, pages())
    held = visible(database)
    with database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM relations")
        connection.exec_driver_sql("UPDATE models SET license_id = NULL, is_stub = true")
        connection.exec_driver_sql("UPDATE facts SET text = 'GPL' WHERE text = 'MIT'")
        connection.exec_driver_sql("DELETE FROM facts WHERE property = 'task:classification'")
        report = rebuild(connection)
    assert report.status is Status.CHANGED
    assert {change.property for change in report.changes} == {"license", "task:classification"}
    assert visible(database) == held
    assert violations(database) == []
