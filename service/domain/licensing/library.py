"""All licences that can be judged, read once from the files in `terms/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType

from pydantic import TypeAdapter

from service.domain.licensing.data import FILES, DataRefused, read_data
from service.domain.licensing.exceptions import plain, restricts
from service.domain.licensing.terms import License

_FILES = FILES / "terms"
_LICENSE = TypeAdapter(License)


@cache
def licenses() -> Mapping[str, License]:
    """Every licence by its expression.

    Raises:
        DataRefused: a file is not what the schema asks for, or two give one expression.
    """
    found: dict[str, License] = {}
    for file in sorted(_FILES.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            license_ = read_license(file)
            if license_.expression in found:
                raise DataRefused(f"{file.name}: {license_.expression} has another file, too.")
            found[license_.expression] = license_
    return MappingProxyType(found)


def find(expression: str) -> License | None:
    """The licence of an expression, whatever it adds: an exception, the choice of a later version.

    None where the exception takes something away: what then holds is not recorded.
    """
    return None if restricts(expression) else licenses().get(plain(expression))


def short_name(expression: str) -> str:
    """What sentences call a licence: its short name, or the expression as it stands."""
    known = licenses().get(expression)
    return known.short_name if known else expression


def read_license(file: Traversable) -> License:
    """The licence that a file describes.

    Raises:
        DataRefused: it is not what the schema asks for.
    """
    license_ = read_data(file, _LICENSE)
    for problem in _problems(license_, file.name):
        raise DataRefused(f"{file.name}: {problem}")
    return license_


def _problems(license_: License, name: str) -> Iterator[str]:
    if name != f"{license_.key}.yaml":
        yield f"the file of {license_.key!r} is to be called {license_.key}.yaml."
    if "license" not in license_.texts:
        yield "texts.license is missing."
