"""Verdicts on whole plans: all materials, every choice, and what the result carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain, islice
from types import MappingProxyType

from service.domain.licensing.candidates import judged
from service.domain.licensing.folding import Leaf, carried, leaves
from service.domain.licensing.labels import Label, One
from service.domain.licensing.levels import Levels, bits_of
from service.domain.licensing.library import short_name
from service.domain.licensing.pairs import Mode
from service.domain.licensing.plans import MAKES_ONE, Plan, State
from service.domain.licensing.questions import Material, Question
from service.domain.licensing.situations import Situation
from service.domain.licensing.verdicts import Answer, Artifact, Flow, Reason, Use, Verdict

_KEPT = 10_000


def judge(question: Question) -> Answer:
    """What the licences of the materials come to, for a plan and for what the result carries.

    The question has at least one material. Nothing is raised: what is not known is UNKNOWN.
    """
    together = _together(question)
    verdict, reasons = _verdict(question, together)
    told = _in_order(reasons)
    decided = [reason for reason in told if reason.decides] if verdict.holds else []
    return Answer(
        verdict,
        told,
        _distinct(map(_obligation, decided)),
        _missing(question, verdict, decided),
        together.may_carry(verdict) if together else (),
    )


@lru_cache(_KEPT)
def carries(
    inbound: Label, outbound: Label, flow: Flow = Flow.DIRECT, artifact: Artifact | None = None
) -> Reason:
    """Whether something that carries `outbound` may come from material under `inbound`, and why."""
    answer = judge(Question((Material(inbound, artifact, flow),), outbound))
    return next(each for each in answer.reasons if each.verdict is answer.verdict and each.decides)


def _together(question: Question) -> _Together | None:
    return _Together.of(question) if _makes_one(question) else None


def _missing(question: Question, verdict: Verdict, decided: Sequence[Reason]) -> tuple[str, ...]:
    """The context that could change the verdict; of `modified` both values can be tried."""
    missing = _distinct(each.missing for each in decided)
    if "modified" not in missing:
        return missing
    contexts = (replace(question.context, modified=modified) for modified in (True, False))
    tried = [replace(question, context=context) for context in contexts]
    if any(_verdict(each, _together(each))[0] is not verdict for each in tried):
        return missing
    return tuple(each for each in missing if each != "modified")


def _verdict(question: Question, together: _Together | None) -> tuple[Verdict, Iterable[Reason]]:
    if question.outbound is not None:
        return _onto(question, question.outbound)
    if together is not None:
        return together.verdict()
    alone = Situation(question, (), _mode(question))
    return alone.levels().at(0), alone.reasons(0)


def _mode(question: Question) -> Mode:
    parts = question.uses & MAKES_ONE == {Use.COMBINE}
    plan = Plan(question.uses, question.context)
    if question.outbound is None and (parts or not question.uses):
        return Mode.PART
    is_kept = plan.passed_on is State.NO and not plan.is_hosted and question.outbound is None
    if is_kept and question.uses & MAKES_ONE:
        return Mode.KEPT
    return Mode.PART if parts else Mode.DERIVED


def _makes_one(question: Question) -> bool:
    """Whether it is asked what the materials can become together."""
    return bool(question.uses & MAKES_ONE) or (not question.uses and question.outbound is None)


def _onto(question: Question, outbound: Label) -> tuple[Verdict, Iterable[Reason]]:
    """A result that carries a given label."""
    candidates = tuple(dict.fromkeys(_named(leaf) for leaf in leaves(outbound)))
    situation = Situation(question, candidates, _mode(question))
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
    text = "Which licence the result is to carry is not certain, and the answer depends on it."
    return Reason(Verdict.UNKNOWN, text, None, "An ambiguous name")


@dataclass(frozen=True)
class _Together:
    """What all materials can become together, for every licence that the result could carry.

    Attributes:
        own: the licences that the materials have themselves, in their order.
    """

    situation: Situation
    levels: Levels
    own: Sequence[str]

    @classmethod
    def of(cls, question: Question) -> _Together:
        """Everything that the result of a question could carry, worked out."""
        situation = Situation(question, _vocabulary(), _mode(question))
        found = (leaf for each in question.materials for leaf in leaves(each.label))
        own = dict.fromkeys(leaf.expression for leaf in found if isinstance(leaf, One))
        return cls(situation, situation.levels(), list(own))

    def verdict(self) -> tuple[Verdict, Iterable[Reason]]:
        """The best that there is."""
        best = self._best()
        verdict = self.levels.at(best)
        reasons = self.situation.reasons(best)
        is_refused = verdict is Verdict.NO and len(self.situation.question.materials) > 1
        return verdict, chain(self._refusals() if is_refused else (), reasons)

    def may_carry(self, verdict: Verdict) -> tuple[str, ...]:
        """The licences that the result may carry: those of the materials first, then by name.

        Where the verdict is YES, those that a YES is possible under, if there are any.
        """
        levels = self._derived()
        level = (verdict is Verdict.YES and levels.yes) or levels.conditional
        held = [each for each in self._preferred() if level >> each & 1]
        rest = bits_of(level)
        listed = dict.fromkeys(self.situation.candidates[bit] for bit in (*held, *rest))
        return tuple(each for each in listed if each is not None)

    def _best(self) -> int:
        """The candidate with the best verdict; of several, one that a material has itself."""
        for level in reversed(self.levels):
            for bit in (*self._preferred(), *islice(bits_of(level), 1)):
                if level >> bit & 1:
                    return bit
        return 0

    def _preferred(self) -> Sequence[int]:
        places = _places()
        return [places[each] for each in (None, *self.own) if each in places]

    def _derived(self) -> Levels:
        """Where no use is asked about, what carries a licence is derived, as when one is given."""
        if self.situation.question.uses:
            return self.levels
        return replace(self.situation, mode=Mode.DERIVED).levels()

    def _refusals(self) -> Iterator[Reason]:
        """Why the result can carry none of the licences that its materials have: one reason each.

        Each of ten materials can refuse the licences of the nine others.
        """
        names = " and ".join(map(short_name, self.own))
        text = f"What is made of material under {names} may carry no licence that is known here."
        found = [next(self.situation.refusals(bit), None) for bit in self._preferred()]
        refusals = [each for each in found if each is not None]
        if refusals:
            yield Reason(Verdict.NO, text, None, "The terms of these licences together")
        yield from refusals


@cache
def _places() -> Mapping[str | None, int]:
    return MappingProxyType({each: place for place, each in enumerate(_vocabulary())})


@cache
def _vocabulary() -> tuple[str | None, ...]:
    """What a result could carry; None: no licence of the vocabulary, see `levels_on`."""
    return (None, *judged())


def _obligation(reason: Reason) -> str | None:
    """What a licence asks, with its name: two may ask for the same, each for its own material."""
    if reason.obligation is None or reason.license is None:
        return reason.obligation
    return f"{short_name(reason.license)}: {reason.obligation}"


def _in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each once; those that decide first, and of these the worst."""
    distinct = dict.fromkeys(reasons)
    return tuple(sorted(distinct, key=lambda each: (not each.decides, each.verdict.rank)))


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text is not None))
