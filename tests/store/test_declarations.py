"""Declared properties and judgements: in and out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.claims import Kind
from service.domain.projection import Judgement, Property
from service.store.judgements import add_judgement, read_judgements, withdraw_judgement
from service.store.vocabulary import read_properties, write_properties
from tests.scratch import ScratchDatabase

CATEGORY = Property(
    key="category",
    label="Category",
    value_type="word",
    cardinality="one",
    policy="table",
    position=2,
    compared=True,
    labels=("Type", "Kind of model"),
    words=("open", "closed"),
)
LICENSE = Property("license", "License", "license", "one", "prose", 1, False)

SAME = Judgement(Kind.ORGANIZATION, "Meta", "Facebook", True)
SORTED = Judgement(Kind.ORGANIZATION, "Facebook", "Meta", True)


def test_properties_are_read_as_declared_in_their_order(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        assert write_properties(connection, [CATEGORY, LICENSE])
        assert read_properties(connection) == (LICENSE, CATEGORY)
        assert not write_properties(connection, [LICENSE, CATEGORY])


def test_properties_follow_their_declaration(bare: ScratchDatabase) -> None:
    moved = replace(CATEGORY, position=0, labels=(), label="Access")
    with bare.begin() as connection:
        write_properties(connection, [CATEGORY, LICENSE])
        assert write_properties(connection, [moved])
        assert read_properties(connection) == (moved,)


def test_a_judgement_is_about_two_names_in_any_order(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        add_judgement(connection, SAME, reason="One company.", judge="ada")
        assert read_judgements(connection) == (SORTED,)
        assert withdraw_judgement(connection, Kind.ORGANIZATION, "Meta", "Facebook")
        assert not withdraw_judgement(connection, Kind.ORGANIZATION, "Meta", "Facebook")
        assert read_judgements(connection) == ()


def test_a_later_judgement_replaces_an_earlier_one(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        add_judgement(connection, SAME, reason="One company.", judge="ada")
        add_judgement(connection, replace(SAME, same=False), reason="No.", judge="bob")
        assert read_judgements(connection) == (replace(SORTED, same=False),)
    kept = "SELECT same, reason, judge, withdrawn_at IS NULL FROM judgements ORDER BY id"
    assert bare.rows(kept) == [(True, "One company.", "ada", False), (False, "No.", "bob", True)]


def test_a_name_is_always_itself(bare: ScratchDatabase) -> None:
    alone = Judgement(Kind.MODEL, "Foo", "Foo", False)
    with bare.begin() as connection, pytest.raises(ValueError, match="not 'Foo' alone"):
        add_judgement(connection, alone, reason="?", judge="ada")
