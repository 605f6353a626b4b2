"""Which labels bind a model through its lineage, and where its own promises more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from random import Random
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.claims import RelationKind
from service.domain.licensing.drift import Drift, Risk
from service.domain.licensing.judging import carries
from service.domain.licensing.labels import Label
from service.domain.licensing.lineage import (
    LONGEST_PATH,
    MOST_LABELS,
    UNKNOWN,
    Ancestry,
    Held,
    Step,
    known_labels,
    passed_on,
)
from service.domain.licensing.names import read_label
from service.domain.licensing.verdicts import Artifact, Flow, Verdict

TUNED, LEARNT = RelationKind.FINE_TUNED_FROM, RelationKind.DISTILLED_FROM
MERGED, USES = RelationKind.MERGED_FROM, RelationKind.USES

NAMES = ("MIT", "AGPL-3.0-only", "CC-BY-NC-4.0", "Custom", "Apache-2.0", "llama2")
MIT, AGPL, NC, CUSTOM, APACHE, LLAMA_2 = range(6)

Steps: TypeAlias = Sequence[tuple[int, RelationKind, int]]
Row: TypeAlias = tuple[str, str | None, str, int, int]
"""Artifact, licence, flow, ancestor, distance."""


def held(license_: int | None, artifact: str = "UNSPECIFIED", *rivals: int) -> Held:
    return Held(Artifact(artifact), (license_, *rivals))


def name_of(license_: int | None) -> str | None:
    return None if license_ is None else NAMES[license_]


def label_of(license_: int) -> Label:
    return read_label(NAMES[license_])


class World:
    """Models, numbered from 0, with their labels and the relations between them."""

    def __init__(self, labels: Sequence[Sequence[Held] | Held | int], steps: Steps) -> None:
        self.labels: Mapping[int, Sequence[Held]] = {
            model: _listed(label) for model, label in enumerate(labels)
        }
        self.ancestry = Ancestry(self.labels, [Step(*step) for step in steps])
        self.drift = Drift(self.labels, self.ancestry, label_of)

    def terms(self, model: int) -> list[Row]:
        found = []
        for number, reached in self.ancestry.inherited(model).items():
            bond = self.ancestry.bonds[number]
            license_ = name_of(bond.held.licenses[0])
            place = (reached.ancestor, reached.distance)
            found.append((bond.held.artifact.value, license_, bond.flow.value, *place))
        return found

    def risks(self, model: int) -> list[Risk]:
        return list(self.drift.risks(model))

    def promises(self, model: int) -> set[tuple[str | None, str | None, str]]:
        """A model's risks as its label, the ancestor's and the verdict."""
        return {
            (
                name_of(risk.label.licenses[0]),
                name_of(risk.bond.held.licenses[0]),
                risk.reason.verdict.value,
            )
            for risk in self.risks(model)
        }


def _listed(label: Sequence[Held] | Held | int) -> Sequence[Held]:
    if isinstance(label, int):
        return (held(label),)
    return (label,) if isinstance(label, Held) else label


def test_a_label_binds_what_was_made_from_it_however_far() -> None:
    world = World([AGPL, MIT, MIT], [(1, TUNED, 0), (2, TUNED, 1)])
    assert world.terms(0) == []
    assert world.terms(1) == [("UNSPECIFIED", "AGPL-3.0-only", "DIRECT", 0, 1)]
    assert world.terms(2) == [
        ("UNSPECIFIED", "MIT", "DIRECT", 1, 1),
        ("UNSPECIFIED", "AGPL-3.0-only", "DIRECT", 0, 2),
    ]


def test_the_nearest_ancestor_is_named() -> None:
    steps = [(3, TUNED, 2), (2, TUNED, 1), (1, TUNED, 0), (3, MERGED, 0)]
    assert World([AGPL, MIT, AGPL, MIT], steps).terms(3) == [
        ("UNSPECIFIED", "AGPL-3.0-only", "DIRECT", 0, 1),
        ("UNSPECIFIED", "MIT", "DIRECT", 1, 2),
    ]


def test_a_distillation_on_the_way_makes_it_learned_and_both_ways_are_kept() -> None:
    steps = [(1, LEARNT, 0), (2, TUNED, 1), (2, MERGED, 0)]
    assert World([AGPL, UNKNOWN, MIT], steps).terms(2) == [
        ("UNSPECIFIED", "AGPL-3.0-only", "DIRECT", 0, 1),
        ("UNSPECIFIED", None, "DIRECT", 1, 1),
        ("UNSPECIFIED", "AGPL-3.0-only", "LEARNED", 0, 2),
    ]


def test_an_ancestor_of_which_nothing_is_known_counts() -> None:
    assert World([UNKNOWN, MIT], [(1, TUNED, 0)]).terms(1) == [
        ("UNSPECIFIED", None, "DIRECT", 0, 1)
    ]


def test_what_a_model_only_uses_binds_it_not() -> None:
    assert World([AGPL, MIT], [(1, USES, 0)]).terms(1) == []


@pytest.mark.parametrize(
    ("labels", "passed"),
    [
        ([held(MIT)], [held(MIT)]),
        ([held(MIT), held(NC, "WEIGHTS")], [held(MIT, "CODE"), held(NC, "WEIGHTS")]),
        ([held(MIT), held(NC, "CODE")], [held(MIT, "WEIGHTS"), held(NC, "CODE")]),
        (
            [held(MIT), held(NC, "CODE"), held(AGPL, "WEIGHTS")],
            [held(NC, "CODE"), held(AGPL, "WEIGHTS")],
        ),
        ([held(MIT), held(NC, "DATA")], [held(MIT)]),
    ],
)
def test_a_label_without_a_word_on_which_stands_for_what_has_none(
    labels: list[Held], passed: list[Held]
) -> None:
    assert list(passed_on(labels)) == passed


@pytest.mark.parametrize(
    ("labels", "known"),
    [
        ([], (UNKNOWN,)),
        ([held(None)], (UNKNOWN,)),
        ([held(MIT)], (held(MIT),)),
        ([held(None), held(MIT, "WEIGHTS")], (held(MIT, "WEIGHTS"),)),
        ([held(None), held(MIT, "CODE")], (held(MIT, "CODE"), UNKNOWN)),
        ([held(None, "UNSPECIFIED", MIT)], (held(None, "UNSPECIFIED", MIT),)),
    ],
)
def test_weights_of_which_nothing_is_said_are_unknown(
    labels: list[Held], known: tuple[Held, ...]
) -> None:
    assert known_labels(labels) == known


def test_outputs_bind_who_learns_from_them_alone() -> None:
    world = World(
        [(held(MIT), held(NC, "OUTPUTS")), MIT, MIT, MIT],
        [(1, TUNED, 0), (2, LEARNT, 0), (3, TUNED, 2)],
    )
    assert world.promises(1) == set()
    assert ("OUTPUTS", "CC-BY-NC-4.0", "LEARNED", 0, 1) in world.terms(2)
    assert ("OUTPUTS", "CC-BY-NC-4.0", "LEARNED", 0, 2) in world.terms(3)


def test_a_label_that_promises_more_is_a_risk_with_its_path_and_clause() -> None:
    steps = [(1, TUNED, 0), (2, MERGED, 1)]
    (risk,) = World([NC, UNKNOWN, MIT], steps).risks(2)
    assert (risk.model, risk.label, risk.bond.held) == (2, held(MIT), held(NC))
    assert (risk.reached.ancestor, risk.reached.distance) == (0, 2)
    assert list(risk.path) == [Step(2, MERGED, 1), Step(1, TUNED, 0)]
    assert risk.reason.verdict == "NO"
    assert "Creative Commons" in risk.reason.authority


@pytest.mark.parametrize(
    ("ancestor", "model", "kind", "expected"),
    [
        (MIT, MIT, TUNED, set()),
        (MIT, AGPL, TUNED, set()),
        (AGPL, MIT, TUNED, {("MIT", "AGPL-3.0-only", "NO")}),
        (AGPL, MIT, LEARNT, {("MIT", "AGPL-3.0-only", "UNKNOWN")}),
        (CUSTOM, MIT, LEARNT, set()),
        (CUSTOM, MIT, TUNED, set()),
        (AGPL, CUSTOM, TUNED, set()),
        (UNKNOWN, MIT, LEARNT, set()),
        (AGPL, UNKNOWN, TUNED, set()),
        (held(AGPL, "UNSPECIFIED", NC), MIT, TUNED, {("MIT", "AGPL-3.0-only", "NO")}),
        (held(AGPL, "UNSPECIFIED", MIT), MIT, TUNED, set()),
        (held(AGPL, "UNSPECIFIED", MIT), MIT, LEARNT, set()),
        (held(AGPL, "WEIGHTS"), held(MIT, "CODE"), TUNED, set()),
        (held(AGPL, "WEIGHTS"), held(MIT, "WEIGHTS"), TUNED, {("MIT", "AGPL-3.0-only", "NO")}),
        (AGPL, held(MIT, "CODE"), TUNED, {("MIT", "AGPL-3.0-only", "NO")}),
        (AGPL, held(MIT, "DATA"), TUNED, set()),
        ((held(MIT), held(NC, "DATA")), MIT, TUNED, set()),
        (AGPL, held(MIT, "OUTPUTS"), TUNED, {("MIT", "AGPL-3.0-only", "NO")}),
        (AGPL, held(MIT, "OUTPUTS"), LEARNT, {("MIT", "AGPL-3.0-only", "UNKNOWN")}),
        (held(NC, "WEIGHTS"), held(MIT, "OUTPUTS"), TUNED, {("MIT", "CC-BY-NC-4.0", "NO")}),
        (held(AGPL, "CODE"), held(MIT, "OUTPUTS"), TUNED, set()),
        (held(MIT, "OUTPUTS"), held(MIT, "OUTPUTS"), TUNED, set()),
        (held(NC, "OUTPUTS"), held(MIT, "OUTPUTS"), TUNED, {("MIT", "CC-BY-NC-4.0", "NO")}),
        (held(NC, "OUTPUTS"), held(MIT, "WEIGHTS"), TUNED, set()),
        (LLAMA_2, held(MIT, "OUTPUTS"), TUNED, {("MIT", "llama2", "UNKNOWN")}),
        (
            (held(AGPL), held(MIT, "WEIGHTS")),
            (held(APACHE), held(MIT, "CODE")),
            TUNED,
            {("MIT", "AGPL-3.0-only", "NO")},
        ),
    ],
)
def test_a_risk_is_what_is_refused_or_contested(
    ancestor: Held | int,
    model: Held | int,
    kind: RelationKind,
    expected: set[tuple[str, str, str]],
) -> None:
    assert World([ancestor, model], [(1, kind, 0)]).promises(1) == expected


def test_the_worst_risk_comes_first_then_the_nearest() -> None:
    steps = [(1, TUNED, 0), (3, LEARNT, 2), (3, TUNED, 1)]
    risks = World([NC, AGPL, AGPL, MIT], steps).risks(3)
    assert [(risk.reason.verdict.value, risk.reached.ancestor) for risk in risks] == [
        ("NO", 1),
        ("NO", 0),
        ("UNKNOWN", 2),
    ]


def test_a_circle_ends() -> None:
    world = World([AGPL, MIT], [(1, TUNED, 0), (0, TUNED, 1)])
    assert world.terms(1) == [
        ("UNSPECIFIED", "AGPL-3.0-only", "DIRECT", 0, 1),
        ("UNSPECIFIED", "MIT", "DIRECT", 1, 2),
    ]
    assert world.promises(1) == {("MIT", "AGPL-3.0-only", "NO")}
    assert world.promises(0) == set()


def test_a_long_chain_is_followed_to_its_end_and_its_path_told_in_part() -> None:
    length = 5_000
    steps = [(model, TUNED, model - 1) for model in range(1, length)]
    world = World([AGPL, *[MIT] * (length - 1)], steps)
    (risk,) = world.risks(length - 1)
    assert (risk.reached.ancestor, risk.reached.distance) == (0, length - 1)
    assert len(risk.path) == LONGEST_PATH
    assert risk.path[0] == Step(length - 1, TUNED, length - 2)


def test_beyond_so_many_labels_the_terms_are_not_known() -> None:
    labels = [held(license_) for license_ in range(MOST_LABELS + 5)]
    steps = [(0, MERGED, model) for model in range(1, len(labels))]
    inherited = Ancestry(
        {model: (label,) for model, label in enumerate(labels)}, [Step(*step) for step in steps]
    )
    bonds = [inherited.bonds[bond].held for bond in inherited.inherited(0)]
    assert bonds == [*labels[1 : MOST_LABELS + 1], UNKNOWN]


@pytest.mark.parametrize("flow", list(Flow))
def test_a_pair_of_licences_is_judged_as_their_labels_are(flow: Flow) -> None:
    kinds = {Flow.DIRECT: TUNED, Flow.LEARNED: LEARNT}
    for inbound, outbound in product(range(len(NAMES)), repeat=2):
        reason = carries(label_of(inbound), label_of(outbound), flow)
        found = World([inbound, outbound], [(1, kinds[flow], 0)]).risks(1)
        assert [risk.reason for risk in found] == [reason] * len(found)
        promises = outbound != CUSTOM
        assert bool(found) or reason.verdict is not Verdict.NO or not promises


MODELS = 7
KINDS = st.sampled_from([TUNED, LEARNT, MERGED])
LABELS = st.lists(
    st.sampled_from([held(MIT), held(AGPL), held(NC), held(AGPL, "WEIGHTS"), UNKNOWN]),
    min_size=MODELS,
    max_size=MODELS,
)
STEPS = st.lists(
    st.tuples(st.integers(0, MODELS - 1), KINDS, st.integers(0, MODELS - 1)).filter(
        lambda step: step[0] != step[2]
    ),
    max_size=14,
)


@given(LABELS, STEPS, st.randoms(use_true_random=False))
def test_the_order_of_relations_does_not_matter(
    labels: list[Held], steps: Steps, random: Random
) -> None:
    shuffled = random.sample(steps, len(steps))
    one, other = World(labels, steps), World(labels, shuffled)
    for model in range(MODELS):
        assert one.terms(model) == other.terms(model)
        assert one.risks(model) == other.risks(model)


@given(LABELS, STEPS, STEPS)
def test_a_further_relation_removes_no_risk(
    labels: list[Held], steps: Steps, further: Steps
) -> None:
    before, after = World(labels, steps), World(labels, [*steps, *further])
    for model in range(MODELS):
        assert before.promises(model) <= after.promises(model)


@given(LABELS, STEPS)
def test_a_path_leads_from_the_model_to_the_ancestor(labels: list[Held], steps: Steps) -> None:
    world = World(labels, steps)
    for model in range(MODELS):
        for bond, reached in world.ancestry.inherited(model).items():
            path = world.ancestry.path(model, bond)
            assert len(path) == reached.distance
            assert (path[0].source, path[-1].target) == (model, reached.ancestor)
            assert all(one.target == next_.source for one, next_ in pairwise(path))
            is_learned = any(step.is_learned for step in path)
            assert is_learned == (world.ancestry.bonds[bond].flow.value == "LEARNED")


@given(LABELS, STEPS)
def test_what_is_inherited_is_what_a_walk_over_all_ancestors_finds(
    labels: list[Held], steps: Steps
) -> None:
    world = World(labels, steps)
    for model in range(MODELS):
        found = {(row[1], row[2]) for row in world.terms(model)}
        assert found == _walked(model, labels, steps)


def _walked(model: int, labels: Sequence[Held], steps: Steps) -> set[tuple[str | None, str]]:
    """The licences of all ancestors, each with how it comes to the model."""
    seen: set[tuple[int, bool]] = set()
    waiting = [(model, False)]
    while waiting:
        here, learned = waiting.pop()
        for source, kind, target in steps:
            place = (target, learned or kind is LEARNT)
            if source == here and place not in seen:
                seen.add(place)
                waiting.append(place)
    return {
        (name_of(labels[place].licenses[0]), "LEARNED" if learned else "DIRECT")
        for place, learned in seen
    }


def test_a_copy_hands_on_what_binds_those_who_learn_from_its_outputs() -> None:
    world = World(
        [(held(MIT, "WEIGHTS"), held(NC, "OUTPUTS")), MIT, MIT],
        [(1, RelationKind.QUANTIZED_FROM, 0), (2, LEARNT, 1)],
    )
    assert ("OUTPUTS", "CC-BY-NC-4.0", "DIRECT", 0, 1) in world.terms(1)
    assert ("OUTPUTS", "CC-BY-NC-4.0", "LEARNED", 0, 2) in world.terms(2)
    assert world.promises(1) == set()
    assert {verdict for _, _, verdict in world.promises(2)} == {"UNKNOWN"}
