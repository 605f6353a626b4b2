"""Verdicts on whole plans: all materials, every choice, and what the result carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from service.domain.licensing.candidates import judged
from service.domain.licensing.folding import Leaf, carried, leaves
from service.domain.licensing.labels import Label, One
from service.domain.licensing.levels import Levels
from service.domain.licensing.library import licenses
from service.domain.licensing.pairs import Mode, takes_whole
from service.domain.licensing.questions import Material, Question
from service.domain.licensing.situations import Situation
from service.domain.licensing.verdicts import Answer, Flow, Reason, Use, Verdict

_KEPT = 100_000

_MAKES_ONE = frozenset({Use.MERGE, Use.COMBINE})
_HOLDS = (Verdict.YES, Verdict.CONDITIONAL)


def judge(question: Question) -> Answer:
    """What the licences of the materials come to, for a plan and for what the result carries.

    The question has at least one material. Nothing is raised: what is not known is UNKNOWN.
    """
    verdict, reasons = _verdict(question)
    told = _in_order(reasons)
    decided = [reason for reason in told if reason.decides and verdict in _HOLDS]
    return Answer(
        verdict,
        told,
        _distinct(each.obligation for each in decided),
        _distinct(each.missing for each in decided),
        _may_carry(question) if _makes_one(question) else (),
    )


@lru_cache(_KEPT)
def carries(inbound: Label, outbound: Label, flow: Flow = Flow.DIRECT) -> Reason:
    """Whether something that carries `outbound` may come from material under `inbound`, and why."""
    answer = judge(Question((Material(inbound, flow=flow),), outbound))
    return next(each for each in answer.reasons if each.verdict is answer.verdict and each.decides)


def _verdict(question: Question) -> tuple[Verdict, Iterable[Reason]]:
    mode = _mode(question)
    if question.outbound is not None:
        return _onto(question, question.outbound, mode)
    if not _makes_one(question):
        alone = Situation(question, (), mode)
        return alone.levels().at(0), alone.reasons(0)
    return _together(question, mode)


def _mode(question: Question) -> Mode:
    parts = question.uses & _MAKES_ONE == {Use.COMBINE}
    is_open = not question.uses and question.outbound is None
    return Mode.PART if parts or is_open else Mode.DERIVED


def _makes_one(question: Question) -> bool:
    """Whether it is asked what the materials can become together."""
    return bool(question.uses & _MAKES_ONE) or (not question.uses and question.outbound is None)


def _onto(question: Question, outbound: Label, mode: Mode) -> tuple[Verdict, Iterable[Reason]]:
    """A result that carries a given label."""
    candidates = tuple(dict.fromkeys(_named(leaf) for leaf in leaves(outbound)))
    situation = Situation(question, candidates, mode)
    levels = situation.levels()

    def verdict_of(leaf: Leaf) -> Verdict:
        return levels.at(candidates.index(_named(leaf)))

    verdict = carried(outbound, verdict_of)
    bits = range(len(candidates))
    shown = min(bits, key=lambda bit: (levels.at(bit) is not verdict, bit))
    reasons = list(situation.reasons(shown))
    if levels.at(shown) is not verdict:
        reasons.append(_open_outbound())
    return verdict, reasons


def _named(leaf: Leaf) -> str:
    """A licence that a result is to carry; one that nobody knows by what was written."""
    return leaf.expression if isinstance(leaf, One) else f"the licence {leaf.text[:100]!r}"


def _open_outbound() -> Reason:
    text = "What the result is to carry may mean several licences, and it matters which is meant."
    return Reason(Verdict.UNKNOWN, text, None, "An ambiguous name")


def _together(question: Question, mode: Mode) -> tuple[Verdict, Iterable[Reason]]:
    """One work of all materials: under the best of the licences that it could carry."""
    candidates = _candidates(question, mode)
    situation = Situation(question, candidates, mode)
    levels = situation.levels()
    best = _best(levels, candidates, _own(question))
    verdict = levels.at(best)
    reasons = list(situation.reasons(best))
    if verdict is Verdict.NO and len(question.materials) > 1:
        return verdict, [*_refusals(situation, _own(question)), *reasons]
    return verdict, reasons


def _candidates(question: Question, mode: Mode) -> tuple[str | None, ...]:
    """What could decide: of parts, each under its own licence, or all under one that takes all."""
    if mode is Mode.PART:
        return (None, *filter(takes_whole, judged()))
    return judged() or (None,)


def _own(question: Question) -> Sequence[str]:
    """The licences that the materials have themselves, in their order."""
    found = (leaf for each in question.materials for leaf in leaves(each.label))
    return list(dict.fromkeys(leaf.expression for leaf in found if isinstance(leaf, One)))


def _best(levels: Levels, candidates: Sequence[str | None], own: Sequence[str]) -> int:
    """The candidate with the best verdict; of several, one that a material has itself."""

    def preference(bit: int) -> tuple[int, bool, int]:
        candidate = candidates[bit]
        place = own.index(candidate) if candidate in own else len(own)
        return -levels.at(bit).rank, candidate is not None, place

    return min(range(len(candidates)), key=preference)


def _refusals(situation: Situation, own: Sequence[str]) -> Iterator[Reason]:
    """Why the result can carry none of the licences that its materials have."""
    names = ", ".join(_short(each) for each in own)
    text = f"There is no licence known that what is made of {names} could carry."
    yield Reason(Verdict.NO, text, None, "The terms of these licences together")
    for bit, candidate in enumerate(situation.candidates):
        if candidate in own:
            yield from (each for each in situation.reasons(bit) if each.verdict is Verdict.NO)


def _short(expression: str) -> str:
    known = licenses().get(expression)
    return known.short_name if known else expression


def _may_carry(question: Question) -> tuple[str, ...]:
    """The licences that the result may carry: those of the materials first, then by name."""
    own = _own(question)
    candidates = (*(each for each in own if each in licenses()), *judged())
    listed = tuple(dict.fromkeys(candidates))
    if not listed:
        return ()
    levels = Situation(question, listed, _mode(question)).levels()
    return tuple(each for bit, each in enumerate(listed) if levels.at(bit) in _HOLDS)


def _in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each once; those that decide first, and of these the worst."""
    distinct = dict.fromkeys(reasons)
    return tuple(sorted(distinct, key=lambda each: (not each.decides, each.verdict.rank)))


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text is not None))
