"""A revert: the registry says what it would say if the import had never been."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from service.domain.claims import Rule
from service.domain.projection import Property
from service.ingest import batch, reverting
from service.ingest.check import check
from service.ingest.report import FactChange, Level, Problem, Report, Status
from service.ingest.reverting import revert_import
from service.ingest.run import import_documents
from service.ingest.sources import Parsed, parse_document
from service.ingest.submission import Submission
from tests.generated.cases import Case
from tests.ingest.pages import CLIP, MASK, NAMES, YOLO, page, pages, put, visible
from tests.scratch import ScratchDatabase
from tests.store.writing import dump

MIT_CUSTOM = ("LicenseMITCustom", "LicenseMITMIT")
APACHE = ("under the MIT license", "under the Apache 2.0 license")
VOCABULARY_IMPORT = 1


def imported(database: ScratchDatabase, *documents: Submission) -> int:
    """Import documents; the id of the import."""
    import_id = put(database, documents).import_id
    assert import_id is not None
    return import_id


def revert(database: ScratchDatabase, import_id: int, *, dry_run: bool = False) -> Report:
    """Revert, and commit."""
    with database.begin() as connection:
        return revert_import(connection, import_id, dry_run=dry_run)


def violations(database: ScratchDatabase) -> list[str]:
    with database.begin() as connection:
        return check(connection)


def refusal(database: ScratchDatabase, import_id: int) -> tuple[Problem, ...]:
    """The problems of a revert that is refused and writes nothing."""
    held = dump(database)
    report = revert(database, import_id)
    assert report == replace(report, status=Status.REFUSED, import_id=None, changes=())
    assert dump(database) == held
    return report.problems


@pytest.mark.parametrize("last", NAMES)
def test_the_registry_is_what_it_was_before(database: ScratchDatabase, last: str) -> None:
    put(database, pages(*(name for name in NAMES if name != last)))
    before = visible(database)
    brought = imported(database, page(last))
    assert visible(database) != before
    revert(database, brought)
    assert visible(database) == before
    assert violations(database) == []


def test_it_is_what_a_registry_is_that_never_saw_the_import(
    new_database: Callable[[], ScratchDatabase],
) -> None:
    case = Case(seed=11, variant="mixed", hard=True, pages=8)
    documents = [Submission.of(written.file, written.content) for written in case.write()[1]]
    reverted, untouched = new_database(), new_database()
    put(untouched, documents[::2])
    brought = imported(reverted, *documents[1::2])
    put(reverted, documents[::2])
    revert(reverted, brought)
    assert visible(reverted) == visible(untouched)
    assert violations(reverted) == []


def test_a_revert_is_an_import_that_says_what_it_took_back(database: ScratchDatabase) -> None:
    put(database, pages(MASK, YOLO))
    brought = put(database, pages(CLIP))
    report = revert(database, brought.import_id or 0)
    assert report.changes == tuple(
        replace(change, before=change.after, after=change.before) for change in brought.changes
    )
    assert replace(report, changes=()) == Report(
        Status.CHANGED,
        brought.version + 1,
        import_id=report.import_id,
        imported=1,
        claims_added=0,
        claims_retracted=brought.claims_added,
    )
    recorded = "SELECT id, status, reverts, documents, claims_added, claims_retracted FROM imports"
    assert database.rows(f"{recorded} WHERE id >= %s ORDER BY id", brought.import_id) == [
        (brought.import_id, "REVERTED", None, 1, brought.claims_added, 0),
        (report.import_id, "SUCCEEDED", brought.import_id, 1, 0, brought.claims_added),
    ]


def test_a_revision_that_goes_leaves_the_earlier_one(database: ScratchDatabase) -> None:
    put(database, pages())
    before = visible(database)
    brought = imported(database, replace(page(CLIP, APACHE), name="renamed.txt"))
    report = revert(database, brought)
    assert report.changes == (
        FactChange("clip", "CLIP", "license", "License", "MIT (CONFLICTED)", "MIT (STATED)"),
    )
    assert (report.claims_added, report.claims_retracted) == (1, 1)
    assert visible(database) == before
    current = "SELECT name, superseded_by FROM documents WHERE key = 'CLIP vs SAM-CLIP' ORDER BY 1"
    assert database.rows(current) == [(CLIP, None), ("renamed.txt", report.import_id)]
    assert violations(database) == []
    assert put(database, pages()).status is Status.UNCHANGED


def test_claims_are_copied_and_never_edited(database: ScratchDatabase) -> None:
    first = imported(database, page(CLIP))
    second = imported(database, page(CLIP, APACHE))
    report = revert(database, second)
    lives = "SELECT DISTINCT import_id, retracted_by FROM claims WHERE import_id > 1 ORDER BY 1"
    assert database.rows(lives) == [
        (first, second),
        (second, report.import_id),
        (report.import_id, None),
    ]


def test_reverts_go_back_step_by_step_over_a_content_that_returned(
    database: ScratchDatabase,
) -> None:
    put(database, pages(MASK, YOLO))
    states, steps = [visible(database)], []
    for submission in (page(CLIP), page(CLIP, APACHE), page(CLIP), page(CLIP, MIT_CUSTOM)):
        steps.append(imported(database, submission))
        states.append(visible(database))
    for step in reversed(steps):
        states.pop()
        revert(database, step)
        assert visible(database) == states[-1]
        assert violations(database) == []
    assert len(states) == 1


def test_what_was_reverted_may_be_imported_again_and_reverted_again(
    database: ScratchDatabase,
) -> None:
    put(database, pages(MASK))
    before = visible(database)
    for _ in range(2):
        revert(database, imported(database, *pages(CLIP, YOLO)))
        assert visible(database) == before
    assert violations(database) == []


def test_an_import_of_several_documents_goes_as_one(database: ScratchDatabase) -> None:
    put(database, pages(CLIP))
    before = visible(database)
    revert(database, imported(database, page(CLIP, MIT_CUSTOM), *pages(MASK, YOLO)))
    assert visible(database) == before
    current = "SELECT documents.key FROM documents JOIN sources ON sources.id = source_id"
    current = f"{current} WHERE superseded_by IS NULL AND sources.key <> 'vocabulary'"
    assert database.rows(current) == [("CLIP vs SAM-CLIP",)]
    assert violations(database) == []


def test_a_better_reading_of_the_same_content_goes_too(
    database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, pages())
    before = visible(database)

    def parse_better(name: str, content: bytes, properties: Sequence[Property]) -> Parsed:
        parsed = parse_document(name, content, properties)
        better = tuple(replace(seen, rule=Rule("better", 9)) for seen in parsed.observations)
        return replace(parsed, title="Better", observations=better)

    with monkeypatch.context() as patch:
        patch.setattr(batch, "parse_document", parse_better)
        brought = imported(database, page(CLIP))
    assert visible(database) != before
    revert(database, brought)
    assert visible(database) == before
    assert violations(database) == []
    assert put(database, pages()).status is Status.UNCHANGED


def test_a_dry_run_says_the_same_and_writes_nothing(database: ScratchDatabase) -> None:
    put(database, pages(MASK))
    brought = put(database, pages(CLIP))
    held = dump(database)
    dry = revert(database, brought.import_id or 0, dry_run=True)
    assert dump(database) == held
    real = revert(database, brought.import_id or 0)
    assert dry == replace(real, import_id=None, version=brought.version)


def test_an_import_that_there_is_not(database: ScratchDatabase) -> None:
    problem = Problem(Level.ERROR, "import 99", None, "there is no such import")
    assert refusal(database, 99) == (problem,)


def test_an_import_whose_documents_were_revised_since(database: ScratchDatabase) -> None:
    first = imported(database, *pages())
    second = imported(database, page(CLIP, MIT_CUSTOM))
    third = imported(database, page(CLIP, APACHE), page(MASK, ("Custom", "MIT")))
    message = f"import {third} brought another revision; revert that one first"
    assert refusal(database, second) == (Problem(Level.ERROR, CLIP, None, message),)
    assert refusal(database, first) == (
        Problem(Level.ERROR, CLIP, None, message),
        Problem(Level.ERROR, MASK, None, message),
    )
    for import_id in (third, second, first):
        assert revert(database, import_id).status is Status.CHANGED


def test_an_import_that_stands_no_more(database: ScratchDatabase) -> None:
    brought = imported(database, *pages())
    revert(database, brought)
    problem = Problem(Level.ERROR, f"import {brought}", None, "it is reverted already")
    assert refusal(database, brought) == (problem,)


def test_a_revert_is_not_reverted(database: ScratchDatabase) -> None:
    brought = imported(database, *pages())
    taken = revert(database, brought).import_id or 0
    message = f"it is the revert of import {brought}; import the documents again instead"
    assert refusal(database, taken) == (Problem(Level.ERROR, f"import {taken}", None, message),)


@pytest.mark.parametrize("status", ["RUNNING", "FAILED"])
def test_an_import_that_did_not_succeed(database: ScratchDatabase, status: str) -> None:
    with database.connect() as connection:
        connection.execute("INSERT INTO imports (id, status) VALUES (77, %s)", (status,))
    message = f"it did not succeed: its status is {status}"
    assert refusal(database, 77) == (Problem(Level.ERROR, "import 77", None, message),)


def test_the_vocabulary_stays(database: ScratchDatabase) -> None:
    message = "it brought a vocabulary, on which other documents rest; import the earlier one"
    problem = Problem(Level.ERROR, f"import {VOCABULARY_IMPORT}", None, message)
    assert refusal(database, VOCABULARY_IMPORT) == (problem,)


@pytest.mark.parametrize("step", ["begin_import", "take_back", "project", "finish_import"])
def test_a_failure_at_any_step_leaves_nothing(
    database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    brought = imported(database, *pages())
    held = dump(database)
    do_step = getattr(reverting, step)

    def do_step_and_fail(*arguments: object, **options: object) -> None:
        do_step(*arguments, **options)
        raise RuntimeError(step)

    with monkeypatch.context() as patch:
        patch.setattr(reverting, step, do_step_and_fail)
        with pytest.raises(RuntimeError, match=step):
            revert(database, brought)
    assert dump(database) == held
    assert revert(database, brought).status is Status.CHANGED


def test_the_tokens_that_were_shown_are_recorded(database: ScratchDatabase) -> None:
    with database.connect() as connection:
        connection.execute(
            "INSERT INTO tokens (id, name, hash, scopes)"
            " VALUES (5, 'ann', sha256('a'), '{import}'), (6, 'bob', sha256('b'), '{import}')"
        )
    with database.begin() as connection:
        brought = import_documents(connection, pages(CLIP), token_id=5).import_id
        assert brought is not None
        revert_import(connection, brought, token_id=6)
    recorded = "SELECT token_id, reverts FROM imports WHERE token_id IS NOT NULL ORDER BY id"
    assert database.rows(recorded) == [(5, None), (6, brought)]
