"""What the value types accept, and how fused cells part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.grammar import (
    parse_count,
    parse_date,
    parse_tokens,
    parse_value,
    render,
    runs_backwards,
    splits,
)
from service.domain.projection import Property
from tests.reading import properties

DATES = [
    ("2023", "2023"),
    ("Oct 2023", "2023-10"),
    ("October 2023", "2023-10"),
    ("sept. 2021", "2021-09"),
    ("2023-10", "2023-10"),
    ("2023/10/05", "2023-10-05"),
    ("5 October 2023", "2023-10-05"),
    ("Oct 5th, 2023", "2023-10-05"),
    ("29 Feb 2024", "2024-02-29"),
    ("29 Feb 2023", None),
    ("2023-13", None),
    ("Smarch 2023", None),
    ("1823", None),
    ("23", None),
    ("", None),
]

COUNTS = [
    ("44.4M", (44_400_000, 44_400_000)),
    ("2.7M-62.8M", (2_700_000, 62_800_000)),
    ("2.7-62.8M", (2_700_000, 62_800_000)),
    ("7B/13B/70B", (7_000_000_000, 70_000_000_000)),
    ("8x7B", (56_000_000_000, 56_000_000_000)),
    ("62,800,000", (62_800_000, 62_800_000)),
    ("1.5 billion", (1_500_000_000, 1_500_000_000)),
    ("62.8M-2.7M", None),
    ("4", None),
    ("0.0001K", None),
    ("99999999999T", None),
    ("big", None),
]


def declared(key: str) -> Property:
    return next(known for known in properties() if known.key == key)


@pytest.mark.parametrize(("text", "iso"), DATES)
def test_dates(text: str, iso: str | None) -> None:
    found = parse_date(text)
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize(("text", "bounds"), COUNTS)
def test_counts(text: str, bounds: tuple[int, int] | None) -> None:
    found = parse_count(text)
    assert ((found.minimum, found.maximum) if found else None) == bounds


def test_a_range_that_runs_backwards_is_told_from_what_is_none() -> None:
    assert runs_backwards("62.8M-2.7M")
    assert not runs_backwards("2.7M-62.8M")
    assert not runs_backwards("big")


def test_tokens() -> None:
    counts = [parse_tokens(text) for text in ("128K", "8,192 tokens", "512", "many")]
    assert [count.maximum if count else None for count in counts] == [128_000, 8_192, 512, None]


SPLITS = [
    ("release_date", "Oct 2023Jan 2023", {("Oct 2023", "Jan 2023")}),
    ("release_date", "20232021", {("2023", "2021")}),
    ("release_date", "2023-102021-01-05", {("2023-10", "2021-01-05")}),
    ("release_date", "Oct 2023", {("Oct 2023", ""), ("", "Oct 2023")}),
    ("parameters", "2.7M-62.8M", {("2.7M-62.8M", ""), ("", "2.7M-62.8M")}),
    ("parameters", "44.4M7B-13B", {("44.4M", "7B-13B")}),
    ("parameters", "", {("", "")}),
    ("parameters", "N/A7B", {("N/A", "7B")}),
    ("parameters", "huge", set()),
    ("category", "openclosed", {("open", "closed")}),
    ("category", "open", {("open", ""), ("", "open")}),
    ("modality", "multimodalvision", {("multimodal", "vision")}),
    ("context_window", "128K1M", {("128K", "1M")}),
]


@pytest.mark.parametrize(("key", "text", "expected"), SPLITS)
def test_splits(key: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert set(splits(text, declared(key))) == expected


def test_digits_alone_part_in_many_ways() -> None:
    found = set(splits("81924096", declared("context_window")))
    assert {("8192", "4096"), ("81", "924096"), ("", "81924096")} <= found


@given(st.text(max_size=30))
def test_splits_fuse_to_the_text(text: str) -> None:
    for known in properties():
        for left, right in splits(text, known):
            assert left + right == text.strip()


@given(st.sampled_from([text for text, bounds in COUNTS if bounds]))
def test_what_is_rendered_reads_the_same(text: str) -> None:
    value = parse_value(text, declared("parameters"))
    assert value is not None
    assert parse_value(render(value), declared("parameters")) == value
