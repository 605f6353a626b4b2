"""A registry starts with vocabulary and documents, and keeps the vocabulary current."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from service.errors import DocumentRefused
from service.ingest.check import check
from service.ingest.report import Report, Status
from service.ingest.seeding import seed, sync_vocabulary
from service.store.migrate import migrate
from tests.ingest.pages import CLIP, pages, put, visible
from tests.scratch import ScratchDatabase
from tests.store.writing import dump

SEED = Path(__file__).parents[2] / "seed"


@pytest.fixture
def vocabulary(tmp_path: Path) -> Path:
    """A copy of the seed's vocabulary, to be changed."""
    return Path(shutil.copytree(SEED / "vocabulary", tmp_path / "vocabulary"))


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def sync(database: ScratchDatabase, folder: Path) -> Report:
    with database.begin() as connection:
        return sync_vocabulary(connection, folder)


def start(database: ScratchDatabase, folder: Path) -> Report:
    with database.begin() as connection:
        return seed(connection, folder)


def test_a_new_registry_gets_the_vocabulary(
    empty_database: ScratchDatabase, database: ScratchDatabase
) -> None:
    migrate(empty_database.url)
    report = sync(empty_database, SEED / "vocabulary")
    assert (report.status, report.version, report.problems) == (Status.CHANGED, 1, ())
    assert visible(empty_database) == visible(database)


def test_the_same_vocabulary_writes_nothing(database: ScratchDatabase) -> None:
    held = dump(database)
    assert sync(database, SEED / "vocabulary").status is Status.UNCHANGED
    assert dump(database) == held


def test_another_declaration_changes_the_facts(database: ScratchDatabase, vocabulary: Path) -> None:
    put(database, pages())
    replace_in(vocabulary / "properties.yaml", "labels: [License", "labels: [Terms, License")
    report = sync(database, vocabulary)
    assert (report.status, report.imported) == (Status.CHANGED, 0)
    labels = "SELECT DISTINCT label FROM facts WHERE property = 'license'"
    assert database.rows(labels) == [("Terms",)]
    with database.begin() as connection:
        assert check(connection) == []


def test_another_vocabulary_is_a_later_revision(
    database: ScratchDatabase, vocabulary: Path
) -> None:
    replace_in(vocabulary / "organizations.yaml", "Facebook AI Research", "Facebook Research")
    report = sync(database, vocabulary)
    changes = (report.status, report.imported, report.claims_added, report.claims_retracted)
    assert changes == (Status.CHANGED, 1, 1, 1)
    assert sync(database, vocabulary).status is Status.UNCHANGED


@pytest.mark.parametrize("name", ["properties.yaml", "tasks.yaml"])
def test_a_vocabulary_that_cannot_be_read_changes_nothing(
    database: ScratchDatabase, vocabulary: Path, name: str
) -> None:
    held = dump(database)
    replace_in(vocabulary / "properties.yaml", "labels: [License", "labels: [Terms, License")
    broken = vocabulary / name
    broken.write_text(broken.read_text() + "more: x\n")
    with pytest.raises(DocumentRefused, match="the key 'more' is not known here") as refused:
        sync(database, vocabulary)
    assert refused.value.document == str(broken)
    assert dump(database) == held


def test_a_vocabulary_without_properties_is_refused(
    database: ScratchDatabase, vocabulary: Path
) -> None:
    (vocabulary / "properties.yaml").unlink()
    with pytest.raises(DocumentRefused, match="No such file"):
        sync(database, vocabulary)


def test_a_registry_is_seeded_once(database: ScratchDatabase, together: dict[str, object]) -> None:
    report = start(database, SEED / "documents")
    assert (report.status, report.imported) == (Status.CHANGED, 3)
    assert visible(database) == together
    assert start(database, SEED / "documents") == Report(Status.UNCHANGED, report.version)


def test_a_registry_with_documents_is_not_seeded(database: ScratchDatabase) -> None:
    put(database, pages(CLIP))
    held = dump(database)
    assert start(database, SEED / "documents").status is Status.UNCHANGED
    assert dump(database) == held


def test_a_seed_that_cannot_be_read_is_told(database: ScratchDatabase, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    with pytest.raises(DocumentRefused, match="is empty"):
        start(database, tmp_path)
