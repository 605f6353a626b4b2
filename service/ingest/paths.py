"""From what somebody names on a command line to documents."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from service.errors import DocumentRefused
from service.ingest.sources.decoding import read_content
from service.ingest.submission import Submission

STDIN = "-"


def find_documents(paths: Iterable[str], stdin: BinaryIO | None = None) -> Iterator[Submission]:
    """The documents at these paths; none is opened before its turn, nor read beyond the limit.

    Args:
        paths: files; folders, which stand for all files in them and below, by name, but for hidden
            ones; `-` for the standard input.
        stdin: the standard input; None for the process's own.
    """
    for path in paths:
        if path == STDIN:
            yield Submission("<stdin>", partial(read_content, "<stdin>", stdin or sys.stdin.buffer))
        elif Path(path).is_dir():
            yield from map(_file, _files_below(Path(path)))
        else:
            yield _file(Path(path))


def read_file(path: Path) -> bytes:
    """Read a file.

    Raises:
        DocumentRefused: there is none, it cannot be read, or it is too large.
    """
    try:
        with path.open("rb") as stream:
            return read_content(str(path), stream)
    except OSError as error:
        raise DocumentRefused(str(path), f"cannot be read: {error.strerror}") from error


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not is_hidden:
            yield path


def _file(path: Path) -> Submission:
    return Submission(str(path), partial(read_file, path))
