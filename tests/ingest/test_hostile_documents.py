"""Whatever comes is read or refused: soon, with the line, and quoting what is there."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.projection import Property
from service.errors import DocumentRefused
from service.ingest.sources import Parsed, parse_document
from service.ingest.sources.properties import read_properties

SEED = Path(__file__).parents[2] / "seed"
PROPERTIES: tuple[Property, ...] = read_properties(
    (SEED / "vocabulary" / "properties.yaml").read_text(encoding="utf-8")
)
DOCUMENTS = [
    path.read_text(encoding="utf-8")
    for path in sorted(SEED.rglob("*"))
    if path.suffix in {".txt", ".yaml"}
]


def read(content: bytes) -> Parsed | None:
    """The document as parsed; None where it is refused."""
    try:
        parsed = parse_document("it", content, PROPERTIES)
    except DocumentRefused:
        return None
    for observed in parsed.observations:
        assert observed.quote
        assert parsed.text[observed.span.start : observed.span.end] == observed.quote
    return parsed


@given(st.binary())
def test_bytes(content: bytes) -> None:
    assert read(content) is None


@given(st.text(st.sampled_from("abAB -:[]{}&*!|>'\"%@`,#?\n\t0.1~<="), max_size=100))
def test_yaml(entries: str) -> None:
    read(f"vocabulary: x\nkind: task\nentries:\n{entries}".encode())


@given(st.data())
def test_seeds_with_a_part_replaced(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(DOCUMENTS))
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.sampled_from([0, 1, 10, 1000]))
    pieces = st.sampled_from(
        ["\n", "\n\n", "\r\n", "|", "<table>", "Property", "CLIP", " vs ", " ("]
    )
    piece = data.draw(st.text(max_size=5) | pieces)
    read((text[:start] + piece + text[start + length :]).encode())


PAGE = """\
A vs B

A vs B: Overview

A

{overview}

A vs B Comparison Table

PropertyAB
Organization{cells}
Vision Tasks
{rows}
"""


class Large(NamedTuple):
    text: str
    line: int
    message: str


LARGE = {
    "a million rows": Large(
        PAGE.format(overview="", cells="", rows="Row\n" * 1_000_000),
        20_001,
        "more than 20,000 lines; a comparison page has a hundred",
    ),
    "thousands of rows": Large(
        PAGE.format(overview="", cells="", rows="Row\n" * 3_000),
        2_012,
        "a table of more than 2,000 rows",
    ),
    "a long row": Large(
        PAGE.format(overview="", cells="Xy" * 50_000, rows="Row"),
        12,
        "a row of more than 1,000 characters",
    ),
    "a long overview": Large(
        PAGE.format(overview="A supports x. " * 20_000, cells="", rows="Row"),
        1,
        "more than 200,000 characters; a comparison page has ten thousand",
    ),
}


@pytest.mark.parametrize("case", LARGE.values(), ids=LARGE.keys())
def test_pages_larger_than_pages_are(case: Large) -> None:
    with pytest.raises(DocumentRefused) as refused:
        parse_document("it.txt", case.text.encode(), PROPERTIES)
    assert (refused.value.line, refused.value.message) == (case.line, case.message)
