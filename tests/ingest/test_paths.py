"""Paths to documents: files, folders and the standard input, each read when its turn comes."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest

from service.errors import DocumentRefused
from service.ingest.paths import find_documents
from service.ingest.sources.decoding import MAX_BYTES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """b.txt, a/2.txt, a/10.yaml, and hidden ones."""
    for name in ("b.txt", "a/2.txt", "a/10.yaml", ".hidden", ".git/config", "a/.swp"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    return tmp_path


def read_all(*paths: str) -> dict[str, bytes]:
    return {submission.name: submission.read() for submission in find_documents(paths)}


def test_a_folder_stands_for_the_files_below_it(folder: Path) -> None:
    names = ["a/10.yaml", "a/2.txt", "b.txt"]
    assert read_all(str(folder)) == {str(folder / name): name.encode() for name in names}


def test_paths_keep_their_order(folder: Path) -> None:
    paths = [str(folder / name) for name in ("b.txt", ".hidden", "a/2.txt")]
    assert list(read_all(*paths)) == paths


def test_a_dash_is_the_standard_input() -> None:
    (submission,) = find_documents(["-"], BytesIO(b"text"))
    assert (submission.name, submission.read()) == ("<stdin>", b"text")


def test_nothing_is_opened_before_its_turn(folder: Path) -> None:
    (submission,) = find_documents([str(folder / "b.txt")])
    (folder / "b.txt").write_text("later")
    assert submission.read() == b"later"


def refusal(path: Path) -> str:
    (submission,) = find_documents([str(path)])
    with pytest.raises(DocumentRefused) as refused:
        submission.read()
    assert (refused.value.document, refused.value.line) == (str(path), None)
    return refused.value.message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "x.txt") == "cannot be read: No such file or directory"


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (MAX_BYTES + 1))
    assert refusal(large) == "the document is larger than 10 MB, the most that is read"
    large.write_bytes(b"x" * MAX_BYTES)
    assert len(read_all(str(large))[str(large)]) == MAX_BYTES


def test_a_folders_pipes_and_dangling_links_are_no_documents(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("nowhere")
    names = ["a/10.yaml", "a/2.txt", "b.txt"]
    assert list(read_all(str(folder))) == [str(folder / name) for name in names]
