"""Labels flattened for filters: they say no more than the label."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.licensing.clauses import MOST_CLAUSES, Clause, Mode, clauses
from service.domain.licensing.labels import All, Any, Label, One, OneOf, Rivals, Unclear
from service.domain.licensing.names import read_label
from service.domain.licensing.verdicts import Verdict, best, worst

A, B, C = One("A"), One("B"), One("C")
VERDICTS = {"A": Verdict.YES, "B": Verdict.NO, "C": Verdict.CONDITIONAL}


def best_of(*expressions: str) -> Clause:
    return Clause(Mode.BEST, frozenset(expressions))


CASES: list[tuple[Label, set[Clause]]] = [
    (A, {best_of("A")}),
    (Unclear("other"), {best_of("")}),
    (All((A, B)), {best_of("A"), best_of("B")}),
    (Any((A, B)), {best_of("A", "B")}),
    (Any((A, Unclear("Custom"))), {best_of("A", "")}),
    (Any((A, All((B, C)))), {best_of("A", "B"), best_of("A", "C")}),
    (OneOf((A, B)), {Clause(Mode.AGREE, frozenset({"A", "B"}))}),
    (OneOf((A, All((B, C)))), {best_of("")}),
    (OneOf((A, B), is_bare_gnu=True), {best_of("A"), best_of("B")}),
    (Any((C, OneOf((A, B)))), {best_of("C", "")}),
    (Rivals((A, B)), {best_of("A"), best_of("B")}),
]


@pytest.mark.parametrize(("label", "expected"), CASES)
def test_a_label_is_an_and_of_clauses(label: Label, expected: set[Clause]) -> None:
    assert set(clauses(label)) == expected


def test_too_many_clauses_are_one_that_is_not_known() -> None:
    pairs = tuple(All((One(f"A{number}"), One(f"B{number}"))) for number in range(7))
    assert MOST_CLAUSES < 2**7
    assert clauses(Any(pairs)) == (best_of(""),)
    assert clauses(All(tuple(One(str(number)) for number in range(65)))) == (best_of(""),)


def test_names_that_sources_write_become_clauses() -> None:
    assert set(clauses(read_label("MIT OR Apache-2.0"))) == {best_of("MIT", "Apache-2.0")}


LABELS = st.recursive(
    st.sampled_from([A, B, C, Unclear("")]),
    lambda parts: st.builds(
        lambda make, chosen: make(tuple(chosen)),
        st.sampled_from([All, Any, Rivals, OneOf, lambda parts: OneOf(parts, is_bare_gnu=True)]),
        st.lists(parts, min_size=2, max_size=3),
    ),
    max_leaves=8,
)


def worked_out(label: Label) -> Verdict:
    """What a label comes to, by the meaning of its parts."""
    match label:
        case One(expression):
            return VERDICTS[expression]
        case Unclear():
            return Verdict.UNKNOWN
        case Any(parts):
            return best(map(worked_out, parts))
        case All(parts) | OneOf(parts, is_bare_gnu=True):
            return worst(map(worked_out, parts))
        case OneOf(parts):
            verdicts = {worked_out(part) for part in parts}
            return verdicts.pop() if len(verdicts) == 1 else Verdict.UNKNOWN
        case Rivals(parts):
            return reduce(_undisputed, map(worked_out, parts))


def _undisputed(one: Verdict, other: Verdict) -> Verdict:
    allowed = {Verdict.YES, Verdict.CONDITIONAL}
    if {one, other} <= allowed or one is other:
        return worst((one, other))
    return Verdict.UNKNOWN


def flat(label: Label) -> Verdict:
    """What the clauses of a label come to."""
    return worst(_flat(clause) for clause in clauses(label))


def _flat(clause: Clause) -> Verdict:
    verdicts = {VERDICTS.get(each, Verdict.UNKNOWN) for each in clause.expressions}
    if clause.mode is Mode.BEST:
        return best(verdicts)
    return verdicts.pop() if len(verdicts) == 1 else Verdict.UNKNOWN


@given(LABELS)
def test_the_flat_form_allows_no_more_than_the_label(label: Label) -> None:
    allowed = (Verdict.YES, Verdict.CONDITIONAL)
    if flat(label) in allowed:
        assert worked_out(label).rank >= flat(label).rank
