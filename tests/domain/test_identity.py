"""Names, their keys, slugs and ids."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.claims import Kind
from service.domain.identity import (
    distinct_slugs,
    document_id,
    entity_id,
    name_key,
    slugify,
    sort_name,
)

ONE_NAME = [
    ("Zero-shot Detection", "Zero Shot Detection"),
    ("Foo 1", "foo-1"),
    ("SAM-CLIP", "SAM–CLIP"),
    ("SAM-CLIP", "SAM\N{NON-BREAKING HYPHEN}CLIP"),
    ("SAM-CLIP", "sam_clip"),
    ("Foo 1", " Foo\N{NO-BREAK SPACE}\t1 "),
    ("Foo 1", "Ｆｏｏ １"),
    ("Straße", "STRASSE"),
    ("Café", "Cafe\N{COMBINING ACUTE ACCENT}"),
    ("Foo\N{ZERO WIDTH SPACE}", "Foo"),
    ("Bob's", "Bob’s"),
]

TWO_NAMES = [
    ("C++", "C"),
    ("Foo 1.5", "Foo 15"),
    ("Foo 1.5", "Foo 1 5"),
    ("Foo1", "Foo 1"),
    ("ViT-L/14", "ViT-L 14"),
    ("Foo (base)", "Foo base"),
    ("Café", "Cafe"),
    ("---", "—"),
]


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


SLUGS = [
    ("Mask R-CNN", "mask-r-cnn"),
    ("YOLOv8 Instance Segmentation", "yolov8-instance-segmentation"),
    ("AGPL 3.0", "agpl-3-0"),
    ("C++", "c-plus-plus"),
    ("Foo (Large) [v2]", "foo-large-v2"),
    ("Café Größe", "cafe-grosse"),
    ("悟道", "927d274a"),
]


@pytest.mark.parametrize(("name", "slug"), SLUGS)
def test_a_slug_is_made_of_the_names_letters_and_digits(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_names_that_share_a_slug_are_told_apart() -> None:
    names = [("foo 2 5", ""), ("foo 2.5", ""), ("foo/2.5", ""), ("bar", ""), ("bar", "apple")]
    slugs = {
        ("foo 2 5", ""): "foo-2-5",
        ("foo 2.5", ""): "foo-2-5-83930904",
        ("foo/2.5", ""): "foo-2-5-3da6c8be",
        ("bar", ""): "bar",
        ("bar", "apple"): "apple-bar",
    }
    assert distinct_slugs(names) == slugs
    assert distinct_slugs(reversed(names)) == slugs


def test_ids_are_the_same_everywhere() -> None:
    assert entity_id(Kind.MODEL, "sam clip") == 9025804703756104903
    assert entity_id(Kind.MODEL, "sam clip", "apple") == 5115281783770930525
    assert entity_id(Kind.TASK, "sam clip") == 1028053099191559995
    assert document_id("comparison", "A vs B", "0" * 64) == 6900835947955393878


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert sort_name(sort_name(name)) == sort_name(name)


@given(st.text())
def test_every_slug_suits_the_tables(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slugify(name))
