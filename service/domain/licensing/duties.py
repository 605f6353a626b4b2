"""What a licence asks of those who use the material, as far as a plan lets it begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from service.domain.licensing.cases import Case
from service.domain.licensing.limits import exceeded
from service.domain.licensing.plans import State
from service.domain.licensing.terms import Above, Duty, When
from service.domain.licensing.verdicts import Reason, Verdict

OF_USE = frozenset(
    {When.USE, When.COMMERCIAL_USE, When.TRAIN, When.TRAIN_AND_DISTRIBUTE, When.ABOVE_THRESHOLD}
)
"""When duties begin that do not ask whether the material itself gets further."""

_ONCE = {
    When.COMMERCIAL_USE: "once it is used commercially",
    When.DISTRIBUTE: "once the result is passed on",
    When.DISTRIBUTE_MODIFIED: "once a changed form is passed on",
    When.HOST_MODIFIED: "if it is changed",
    When.TRAIN_AND_DISTRIBUTE: "once the trained model is passed on",
    When.ABOVE_THRESHOLD: "above the threshold",
}


class _Begins(NamedTuple):
    state: State
    when: When


def judge_duties(case: Case, among: frozenset[When] = frozenset(When)) -> Iterator[Reason]:
    """A reason for each duty that begins, or that the plan leaves open.

    Arguments:
        among: duties that begin otherwise are left out.
    """
    for duty in case.terms.duties:
        begins = [_begins(case, when) for when in duty.when if when in among]
        first = max(begins, default=None, key=lambda each: each.state)
        if first is not None and first.state is not State.NO:
            yield _reason(case, duty, first)


def _begins(case: Case, when: When) -> _Begins:
    if when is not When.ABOVE_THRESHOLD:
        return _Begins(case.plan.begins(when, case.terms), when)
    thresholds = [each for each in case.terms.thresholds if each.then is Above.DUTY]
    states = [exceeded(each, case.plan.context) for each in thresholds]
    return _Begins(max(states, default=State.YES), when)


def _reason(case: Case, duty: Duty, begins: _Begins) -> Reason:
    once = "" if begins.state is State.YES else _ONCE.get(begins.when, "")
    text = f"{case.name} asks{f', {once}' if once else ''}: {duty.duty}"
    obligation = f"{once[0].upper()}{once[1:]}: {duty.duty}" if once else duty.duty
    if duty.kind.is_notice:
        return case.reason(Verdict.YES, text, duty, obligation=obligation)
    hangs = begins.state is State.OPEN and case.plan.hangs_on_change(begins.when, case.terms)
    missing = "modified" if hangs else None
    return case.reason(Verdict.CONDITIONAL, text, duty, obligation=obligation, missing=missing)
