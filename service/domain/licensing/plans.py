"""Plans: what a set of uses, and the context, say about what happens to the material."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from service.domain.licensing.terms import Hosting, Provisions, When
from service.domain.licensing.verdicts import Context, Use

_PASSES_ON = frozenset({Use.REDISTRIBUTE, Use.SHIP_IN_CLOSED_SOURCE_PRODUCT})
_CHANGES = frozenset({Use.FINE_TUNE, Use.MERGE})
TRAINS = frozenset({Use.DISTILL, Use.GENERATE_TRAINING_DATA})
"""Uses whose result is another model, or data for one."""
MAKES_ONE = frozenset({Use.MERGE, Use.COMBINE})
"""Uses that make one work of all materials, so that their licences must agree."""

_MAKES = _CHANGES | TRAINS | {Use.COMBINE}


class State(IntEnum):
    """Whether something happens in a plan. OPEN: the plan does not say."""

    NO = 0
    OPEN = 1
    YES = 2


@dataclass(frozen=True)
class Plan:
    """What somebody wants to do with material; no use at all: whether it can be combined."""

    uses: frozenset[Use]
    context: Context

    @cached_property
    def trains(self) -> bool:
        """Whether another model learns from the material."""
        return bool(self.uses & TRAINS)

    @cached_property
    def only_trains(self) -> bool:
        """Whether what is made is nothing but a model that learns from the material, or its data.

        The uses that apply to what is made then do not apply to the material itself.
        """
        return self.trains and not self.uses & (_CHANGES | {Use.COMBINE})

    @cached_property
    def changes(self) -> bool:
        """Whether the material is changed for certain."""
        return bool(self.uses & _CHANGES) or self.context.modified is True

    @cached_property
    def is_hosted(self) -> bool:
        return Use.NETWORK_SERVICE in self.uses

    @cached_property
    def is_commercial(self) -> bool:
        return Use.USE_COMMERCIALLY in self.uses

    @cached_property
    def passed_on(self) -> State:
        """Whether the material, or what is made of it, is passed on.

        It stays open of what is made, unless it is for internal use, and of commercial use, which
        does not say how; hosting alone is not passing on.
        """
        if self.uses & _PASSES_ON:
            return State.YES
        if Use.USE_INTERNALLY in self.uses:
            return State.NO
        return State.NO if self.is_hosted and not self.uses & _MAKES else State.OPEN

    def distributed(self, terms: Provisions) -> State:
        """The same, as the licence counts it: some take hosting for distribution."""
        is_counted = self.is_hosted and terms.hosting.value is Hosting.DISTRIBUTION
        return State.YES if is_counted else self.passed_on

    def modified(self, terms: Provisions) -> State:
        """Whether what the licence counts as a changed or derived work comes about."""
        if self.changes or (self.combines and terms.derivative_license.takes_whole):
            return State.YES
        return State.NO if self.context.modified is False else State.OPEN

    @cached_property
    def combines(self) -> bool:
        """Whether the material becomes a part that stays as it is."""
        return Use.COMBINE in self.uses or not self.uses

    def begins(self, when: When, terms: Provisions) -> State:
        """Whether a duty begins that begins then; what hangs on thresholds is not looked at."""
        match when:
            case When.USE:
                return State.YES
            case When.COMMERCIAL_USE:
                return State.YES if self.is_commercial else State.OPEN
            case When.DISTRIBUTE:
                return self.distributed(terms)
            case When.DISTRIBUTE_MODIFIED:
                return min(self.distributed(terms), self.modified(terms))
            case When.HOST:
                return _state(self.is_hosted)
            case When.HOST_MODIFIED:
                return min(_state(self.is_hosted), self.modified(terms))
            case When.TRAIN:
                return _state(self.trains)
            case When.TRAIN_AND_DISTRIBUTE:
                made = State.YES if self.is_hosted else self.passed_on
                return min(_state(self.trains), made)
            case When.ABOVE_THRESHOLD:
                return State.NO

    def hangs_on_change(self, when: When, terms: Provisions) -> bool:
        """Whether a duty that begins then might not begin if the material stays as it is."""
        of_change = when in (When.DISTRIBUTE_MODIFIED, When.HOST_MODIFIED)
        return of_change and self.modified(terms) is State.OPEN


def _state(holds: bool) -> State:
    return State.YES if holds else State.NO
