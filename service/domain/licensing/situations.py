"""Materials in a plan, beside the licences that the result could carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial

from service.domain.licensing.candidates import against_closed, closed_levels, levels_on
from service.domain.licensing.folding import Leaf, explain, fold, leaves
from service.domain.licensing.labels import Label, One, Unclear
from service.domain.licensing.learning import judge_output, judge_student
from service.domain.licensing.levels import Levels, all_of, everything, levels_of
from service.domain.licensing.pairs import Mode, judge_pair, judge_without
from service.domain.licensing.plans import Plan
from service.domain.licensing.questions import Material, Question
from service.domain.licensing.uses import judge_use
from service.domain.licensing.verdicts import Artifact, Flow, Reason, Use, Verdict, verdict_of
from service.domain.licensing.weights import judge_code_of_weights


@dataclass(frozen=True)
class Situation:
    """A question, with what its result could carry.

    Attributes:
        candidates: expressions; None: no licence as a whole, each part keeps its own; empty: it is
            not asked what the result carries.
        mode: how the materials get into the result.
    """

    question: Question
    candidates: tuple[str | None, ...]
    mode: Mode

    def levels(self) -> Levels:
        """What all materials together come to for each candidate; for one where there is none."""
        materials = all_of(self._levels(each, each.label) for each in self.question.materials)
        is_closed = Use.SHIP_IN_CLOSED_SOURCE_PRODUCT in self.question.uses and self.candidates
        return all_of((materials, closed_levels(self.candidates))) if is_closed else materials

    def reasons(self, bit: int) -> Iterator[Reason]:
        """Why they come to what they do for a candidate."""
        if Use.SHIP_IN_CLOSED_SOURCE_PRODUCT in self.question.uses and self.candidates:
            yield from against_closed(self.candidates[bit])
        for material in self.question.materials:
            reasons = self._material_reasons(material, bit)
            yield from reasons if material.model is None else _named(material.model, reasons)

    def refusals(self, bit: int) -> Iterator[Reason]:
        """Why material cannot be in what carries a candidate, whatever the uses are."""
        candidate = self.candidates[bit]
        for material in self.question.materials:
            own = [leaf.expression for leaf in leaves(material.label) if isinstance(leaf, One)]
            for expression in own if candidate not in own else ():
                found = self._pair(material, expression, candidate)
                yield from (each for each in found if each.verdict is Verdict.NO)

    @property
    def _count(self) -> int:
        return max(1, len(self.candidates))

    @cached_property
    def _learns(self) -> bool:
        """Whether what is made has learnt from the material, and is not made of it."""
        return Plan(self.question.uses, self.question.context).only_trains

    def _levels(self, material: Material, label: Label) -> Levels:
        if material.of_code:
            return everything(self._count).capped(Verdict.UNKNOWN)
        return fold(label, partial(self._leaf_levels, material), self._count)

    def _leaf_levels(self, material: Material, leaf: Leaf) -> Levels:
        if isinstance(leaf, Unclear):
            return everything(self._count).capped(Verdict.UNKNOWN)
        allowed = verdict_of(self._uses(material, leaf.expression))
        if not self.candidates:
            return everything(1).capped(allowed)
        flow = self._flow(material)
        if material.artifact is Artifact.OUTPUTS and flow is Flow.DIRECT:
            return self._output_levels(leaf.expression).capped(allowed)
        return levels_on(leaf.expression, self.candidates, self.mode, flow).capped(allowed)

    def _output_levels(self, expression: str) -> Levels:
        found = [
            judge_without(expression, self.mode)
            if each is None
            else judge_output(expression, each, self.mode)
            for each in self.candidates
        ]
        return levels_of([verdict_of(reasons) for reasons in found])

    def _material_reasons(self, material: Material, bit: int) -> Iterator[Reason]:
        if material.of_code:
            return judge_code_of_weights(material.label)

        def comes_to(label: Label) -> Verdict:
            return self._levels(material, label).at(bit)

        return explain(material.label, comes_to, partial(self._leaf_reasons, material, bit))

    def _leaf_reasons(self, material: Material, bit: int, leaf: Leaf) -> Iterator[Reason]:
        if isinstance(leaf, Unclear):
            yield unclear(leaf)
            return
        yield from self._uses(material, leaf.expression)
        if self.candidates:
            yield from self._pair(material, leaf.expression, self.candidates[bit])

    def _uses(self, material: Material, expression: str) -> tuple[Reason, ...]:
        """On the uses; where none is asked about but a result's licence, only whether any is ruled
        out for the one who asks, and whether the licence is one for such material at all.
        """
        uses, context = self.question.uses, self.question.context
        if material.derived:
            context = replace(context, modified=True)
        found = judge_use(expression, uses, context, material.artifact, material.flow)
        if uses or self.question.outbound is None:
            return found
        itself = found
        if material.flow is Flow.LEARNED:  # What is open of a student, `judge_student` says.
            itself = judge_use(expression, uses, context, material.artifact)
        ruled_out = (each for each in found if each.verdict is Verdict.NO)
        return (*ruled_out, *(each for each in itself if each.verdict is Verdict.UNKNOWN))

    def _pair(self, material: Material, inbound: str, outbound: str | None) -> tuple[Reason, ...]:
        if outbound is None:
            return judge_without(inbound, self.mode)
        if self._flow(material) is Flow.LEARNED:
            return judge_student(inbound, outbound)
        if material.artifact is Artifact.OUTPUTS:
            return judge_output(inbound, outbound, self.mode)
        return judge_pair(inbound, outbound, self.mode)

    def _flow(self, material: Material) -> Flow:
        return Flow.LEARNED if self._learns else material.flow


def unclear(leaf: Unclear) -> Reason:
    """That a name says no licence."""
    named = f"{leaf.text[:100]!r} names no licence" if leaf.text else "No licence is named"
    text = f"{named} that this registry knows the terms of."
    return Reason(Verdict.UNKNOWN, text, None, "No terms are recorded.")


def _named(model: str, reasons: Iterator[Reason]) -> Iterator[Reason]:
    return (replace(reason, model=model) for reason in reasons)
