"""Where the files of an upload wait until they are imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from service.ingest.submission import Submission


@dataclass(slots=True)
class _File:
    name: str
    start: int
    length: int = 0


class Spool:
    """The files, one behind the other."""

    def __init__(self, content: IO[bytes]) -> None:
        """Keep the files in an empty one on disk, which stays open until they are imported."""
        self._content = content
        self._files: list[_File] = []

    def __len__(self) -> int:
        return len(self._files)

    def begin(self, name: str) -> None:
        """Begin the next file."""
        self._files.append(_File(name, self._content.tell()))

    def write(self, data: bytes) -> int:
        """Append to the file that was begun last; its length now."""
        self._content.write(data)
        self._files[-1].length += len(data)
        return self._files[-1].length

    def submissions(self) -> Iterator[Submission]:
        """The files in their order."""
        self._content.flush()
        for file in self._files:
            yield Submission(file.name, partial(self._read, file))

    def _read(self, file: _File) -> bytes:
        return os.pread(self._content.fileno(), file.length, file.start)
