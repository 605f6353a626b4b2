"""The files of terms: what their schema cannot say, and that their quotes are real."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from service.domain.licensing.data import DataRefused
from service.domain.licensing.library import licenses, read_license
from service.domain.licensing.terms import (
    LONGEST_QUOTE,
    Above,
    Cited,
    DerivativeLicense,
    License,
    Provisions,
    When,
)
from service.domain.licensing.territories import is_territory

_BESIDE = Path(__file__).parents[4] / "shared" / "data" / "ai-licenses"
_TEXTS = Path(os.environ.get("MODELGRAPH_TEST_LICENSES", _BESIDE))
"""The collection that most AI licences were read from, where it is at hand."""

_LLAMA = "LicenseRef-scancode-llama-3.1-license-2024"

_ALL = [pytest.param(each, id=each.key) for each in licenses().values()]
_KNOWN = [
    pytest.param(each, each.terms, id=each.key)
    for each in licenses().values()
    if each.terms is not None
]


def _cited(value: object) -> Iterator[Cited]:
    if isinstance(value, Cited):
        yield value
    if is_dataclass(value):
        for each in fields(value):
            yield from _cited(getattr(value, each.name))
    if isinstance(value, tuple):
        for item in value:
            yield from _cited(item)


def _is_silent(cited: Cited) -> bool:
    return getattr(cited, "value", None) == "SILENT"


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize(("license_", "terms"), _KNOWN)
def test_every_entry_that_says_something_has_clause_and_words(
    license_: License, terms: Provisions
) -> None:
    bare = [each for each in _cited(terms) if not _is_silent(each)]
    assert [each for each in bare if not (each.clause and each.quote)] == []
    assert [each for each in bare if len(_folded(each.quote or "")) > LONGEST_QUOTE] == []
    assert {each.text for each in bare} <= license_.texts.keys()


@pytest.mark.parametrize(("license_", "terms"), _KNOWN)
def test_what_terms_name_exists(license_: License, terms: Provisions) -> None:
    named = [code for each in terms.territories for code in each.excluded]
    assert [code for code in named if not is_territory(code)] == []
    hangs = any(When.ABOVE_THRESHOLD in duty.when for duty in terms.duties)
    assert hangs <= any(each.then is Above.DUTY for each in terms.thresholds)


@pytest.mark.parametrize(("_", "terms"), _KNOWN)
def test_only_share_alike_terms_reach_or_name_other_licences(_: License, terms: Provisions) -> None:
    entry = terms.derivative_license
    is_share_alike = entry.value is DerivativeLicense.SAME
    assert (entry.reach is not None) == is_share_alike
    assert is_share_alike or entry.also == ()


@pytest.mark.parametrize("license_", _ALL)
def test_every_text_has_an_address(license_: License) -> None:
    assert "license" in license_.texts
    addresses = [each.url for each in license_.texts.values()]
    assert [url for url in addresses if not re.match(r"(https?|ftp)://\S+$", url)] == []
    assert [each.title for each in license_.texts.values() if not each.title.strip()] == []


def _bodies() -> dict[str, str]:
    found = {}
    for file in _TEXTS.glob("*.txt"):
        content = file.read_bytes()
        body = content[content.index(b"\n---\n", 4) + 5 :]
        found[hashlib.sha256(body).hexdigest()] = _folded(body.decode("utf-8"))
    return found


@pytest.mark.skipif(not _TEXTS.is_dir(), reason="the collection of licence texts is not at hand")
def test_every_quote_stands_in_its_text_where_that_is_at_hand() -> None:
    bodies = _bodies()
    checked, strays = 0, []
    for license_ in licenses().values():
        for cited in _cited(license_.terms):
            body = bodies.get(license_.texts[cited.text].sha256 or "")
            if body is not None and cited.quote is not None:
                checked += 1
                if _folded(cited.quote) not in body:
                    strays.append((license_.key, cited.clause, cited.quote))
    assert strays == []
    assert checked > 400


@pytest.mark.skipif(not _TEXTS.is_dir(), reason="the collection of licence texts is not at hand")
def test_every_licence_of_the_collection_has_its_terms() -> None:
    known = {each.sha256 for one in licenses().values() for each in one.texts.values()}
    assert set(_bodies()) <= known


def test_a_file_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("key: x\nexpression: X\nname: X\nshort_name: X\ncolour: red\n")
    with pytest.raises(DataRefused, match=r"(?s)x\.yaml: .*colour"):
        read_license(file)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"key: x\nkey: y\n", r"x\.yaml: .*'key' is given twice"),
        (b"key: [x\n", r"x\.yaml: .*expected"),
        (b"key: \xff\n", r"x\.yaml: .*utf-8"),
        (b"", r"x\.yaml: .*License"),
    ],
    ids=["a key twice", "no YAML", "not UTF-8", "empty"],
)
def test_a_file_that_cannot_be_read_is_refused_by_its_name(
    tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    with pytest.raises(DataRefused, match=f"(?s){message}"):
        read_license(file)


def test_a_file_under_another_name_than_its_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(
        "{key: x, expression: X, name: X, short_name: X, covers: [CODE], terms: null,"
        " texts: {license: {title: X, url: 'https://example.org'}}}"
    )
    with pytest.raises(DataRefused, match=r"the file of 'x' is to be called x\.yaml"):
        read_license(file)


def test_a_threshold_is_read_with_its_clause_and_date() -> None:
    license_ = licenses()[_LLAMA]
    assert license_.terms is not None
    (threshold,) = license_.terms.thresholds
    assert (threshold.above, threshold.clause) == (700_000_000, "2")
    assert str(license_.texts["license"].date) == "2024-07-23"
