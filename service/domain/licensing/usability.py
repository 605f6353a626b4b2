"""What every licence of the library allows of a plan, for filters over many models.

It never says more than a judgement of the same material: what hangs on more than one licence, or on
an artifact that the licence was not written for, is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from service.domain.licensing.learning import student_verdict
from service.domain.licensing.library import licenses
from service.domain.licensing.pairs import pair_verdict
from service.domain.licensing.plans import MAKES_ONE
from service.domain.licensing.uses import use_verdicts
from service.domain.licensing.verdicts import Artifact, Context, Flow, Use, Verdict


class Way(Enum):
    """How a label binds a model."""

    OWN = "OWN"
    """It is the model's own."""
    DERIVED = "DERIVED"
    """It is that of a model which it is a changed form of."""
    LEARNED = "LEARNED"
    """It is that of a model which it learnt from."""

    @property
    def flow(self) -> Flow:
        return Flow.LEARNED if self is Way.LEARNED else Flow.DIRECT


@dataclass(frozen=True, slots=True)
class Usability:
    """What a licence that binds a model in some way comes to.

    Attributes:
        covers: the artifacts that it was written for; of others nothing is said here.
    """

    expression: str
    way: Way
    verdict: Verdict
    covers: tuple[Artifact, ...]


def usabilities(uses: frozenset[Use], context: Context) -> Iterator[Usability]:
    """Every licence of the library in a plan, by itself."""
    for way in Way:
        changed = context if way is Way.OWN else replace(context, modified=True)
        verdicts = use_verdicts(uses, changed)
        makes_one = uses & (MAKES_ONE if way is Way.LEARNED else {Use.MERGE})
        for expression, license_ in licenses().items():
            verdict = verdicts[expression, way.flow]
            if makes_one and verdict.holds and not _carries_itself(expression, way):
                verdict = Verdict.UNKNOWN
            yield Usability(expression, way, verdict, license_.covers)


def _carries_itself(expression: str, way: Way) -> bool:
    """Whether what is made of the material may carry its licence again."""
    judged = student_verdict if way is Way.LEARNED else pair_verdict
    return judged(expression, expression).holds
