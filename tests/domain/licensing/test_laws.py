"""What holds of every verdict, whatever the licences, the plan and the context."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.domain.licensing.candidates import judged
from service.domain.licensing.judging import judge
from service.domain.licensing.labels import All, Any, Label, One, OneOf, Rivals, Unclear
from service.domain.licensing.library import licenses
from service.domain.licensing.questions import Material, Question
from service.domain.licensing.verdicts import (
    Answer,
    Artifact,
    Context,
    Flow,
    Use,
    Verdict,
    best,
    verdict_of,
    worst,
)

_HOLDS = (Verdict.YES, Verdict.CONDITIONAL)

_unknown = st.sampled_from(
    [
        One("LicenseRef-nobody-knows-it"),
        Unclear("Custom"),
        Unclear(""),
        *(One(each.expression) for each in licenses().values() if each.terms is None),
    ]
)
_ones = st.sampled_from([One(each) for each in judged()])
_relaxed = st.sampled_from([One("GPL-2.0-only WITH Bison-exception-2.2"), One("Apache-2.0+")])
_leaves = st.one_of(_ones, _ones, _ones, _unknown, _relaxed)


def _trees(parts: st.SearchStrategy[Label]) -> st.SearchStrategy[Label]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(All),
        several.map(Any),
        several.map(Rivals),
        several.map(OneOf),
        several.map(lambda candidates: OneOf(candidates, is_bare_gnu=True)),
    )


_labels = st.recursive(_leaves, _trees, max_leaves=5)
_uses = st.frozensets(st.sampled_from(Use), max_size=4)
_figures = st.one_of(st.none(), st.sampled_from([0, 5_000, 10**6 + 1, 10**8 + 1, 10**10]))
_contexts = st.builds(
    Context,
    _figures,
    _figures,
    st.one_of(st.none(), st.sampled_from(["US", "DE", "GB", "KR"])),
    st.one_of(st.none(), st.booleans()),
)
_artifacts = st.one_of(st.none(), st.sampled_from(Artifact))
_materials = st.builds(Material, _labels, _artifacts, st.sampled_from(Flow))
_several = st.lists(_materials, min_size=1, max_size=3).map(tuple)
_outbounds = st.one_of(st.none(), _labels)
_questions = st.builds(Question, _several, _outbounds, _uses, _contexts)


def _asked(label: Label, question: Question) -> Answer:
    (material, *_) = question.materials
    own = Material(label, material.artifact, material.flow)
    return judge(Question((own,), question.outbound, question.uses, question.context))


@given(_labels, _labels, _questions)
def test_and_is_never_better_than_its_worst_operand(
    left: Label, right: Label, question: Question
) -> None:
    separate = worst(_asked(each, question).verdict for each in (left, right))
    assert _asked(All((left, right)), question).verdict.rank <= separate.rank


@given(_labels, _labels, _questions)
def test_or_is_its_best_operand(left: Label, right: Label, question: Question) -> None:
    separate = best(_asked(each, question).verdict for each in (left, right))
    assert _asked(Any((left, right)), question).verdict is separate


@given(_materials, _questions)
def test_a_further_inbound_licence_never_improves_a_verdict(
    further: Material, question: Question
) -> None:
    materials = (*question.materials, further)
    more = Question(materials, question.outbound, question.uses, question.context)
    assert judge(more).verdict.rank <= judge(question).verdict.rank


@given(_unknown, _questions)
def test_a_licence_of_unknown_terms_is_never_yes(unknown: Label, question: Question) -> None:
    assert _asked(unknown, question).verdict not in _HOLDS
    onto = Question(question.materials, unknown, question.uses, question.context)
    assert judge(onto).verdict not in _HOLDS


@given(_questions)
def test_a_verdict_is_what_its_deciding_reasons_come_to(question: Question) -> None:
    answer = judge(question)
    assert verdict_of(answer.reasons) is answer.verdict
    assert all(each.authority and each.text.endswith((".", ":", "!")) for each in answer.reasons)


@given(_questions)
def test_obligations_and_missing_context_are_told_where_they_count(question: Question) -> None:
    answer = judge(question)
    if answer.verdict not in _HOLDS:
        assert (answer.obligations, answer.missing_context) == ((), ())
    if answer.missing_context:
        assert answer.verdict is Verdict.CONDITIONAL


@given(_questions)
def test_what_is_yes_without_a_word_on_changes_is_yes_with_either(question: Question) -> None:
    silent = replace(question, context=replace(question.context, modified=None))
    if judge(silent).verdict is Verdict.YES:
        for modified in (True, False):
            context = replace(question.context, modified=modified)
            assert judge(replace(question, context=context)).verdict is Verdict.YES


@given(_several, _uses, _contexts)
def test_whatever_the_result_may_carry_it_may_carry_when_asked(
    materials: tuple[Material, ...], uses: frozenset[Use], context: Context
) -> None:
    plan = uses | {Use.MERGE}
    for candidate in judge(Question(materials, None, plan, context)).outbound_candidates[:5]:
        asked = judge(Question(materials, One(candidate), plan, context))
        assert asked.verdict in _HOLDS


@given(_several, _contexts)
def test_more_uses_never_improve_a_verdict_on_the_material_itself(
    materials: tuple[Material, ...], context: Context
) -> None:
    """Internal use is the one that says what does not happen."""
    few = frozenset({Use.USE_COMMERCIALLY, Use.REDISTRIBUTE})
    for further in (Use.NETWORK_SERVICE, Use.SHIP_IN_CLOSED_SOURCE_PRODUCT, Use.FINE_TUNE):
        less = judge(Question(materials, None, few, context)).verdict
        more = judge(Question(materials, None, few | {further}, context)).verdict
        assert more.rank <= less.rank
