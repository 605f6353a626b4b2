"""How long a check over ten licences takes, in Python alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from bench.sample import Sample
from service.domain.licensing.judging import judge
from service.domain.licensing.names import read_label
from service.domain.licensing.questions import Material, Question
from service.domain.licensing.verdicts import Context, Use

TARGET = 1e-3
"""Seconds that are good enough, at the median."""

LICENSES = (
    "Apache-2.0",
    "MIT",
    "BSD-3-Clause",
    "MPL-2.0",
    "AGPL-3.0",
    "cc-by-4.0",
    "llama3.1",
    "gemma",
    "openrail++",
    "GPL-2.0-only OR MIT",
)

_SERVES = frozenset({Use.USE_COMMERCIALLY, Use.NETWORK_SERVICE})
PLANS: Mapping[str, Callable[[tuple[Material, ...], Context], Question]] = {
    "carry": lambda materials, who: Question(materials, read_label("Apache-2.0"), _SERVES, who),
    "merge": lambda materials, who: Question(materials, None, _SERVES | {Use.MERGE}, who),
}
"""To pass it all on under one licence, and to find out which licences could be that one."""

_CHECKS = 2_000
_WARM_UP = 50


@dataclass(frozen=True, slots=True)
class Checks:
    """What checking came to.

    Attributes:
        plan: one of PLANS.
        anew: whether each check was of an asker never seen before; else all were of one.
    """

    plan: str
    anew: bool
    sample: Sample

    @property
    def is_good(self) -> bool:
        return self.sample.percentile(50) <= TARGET

    def __str__(self) -> str:
        median, slow = (self.sample.percentile(percent) * 1e6 for percent in (50, 99))
        verdict = "" if self.is_good else ", too slow"
        who = "askers never seen before" if self.anew else "one asker"
        return (
            f"Check of {len(LICENSES)} licences, {self.plan}, {who}:"
            f" p50 {median:,.0f} µs (target {TARGET * 1e6:,.0f}{verdict}), p99 {slow:,.0f} µs"
        )


def measure_checks(checks: int = _CHECKS) -> Sequence[Checks]:
    """Check again and again, names included; the first checks only warm up."""
    return [
        Checks(plan, anew, _sample(plan, anew, checks)) for plan in PLANS for anew in (False, True)
    ]


def _sample(plan: str, anew: bool, checks: int) -> Sample:
    sample, users = Sample(), count(1)
    for number in range(_WARM_UP + checks):
        context = Context(monthly_active_users=next(users) if anew else 1, territory="DE")
        started = time.perf_counter()
        materials = tuple(Material(read_label(name)) for name in LICENSES)
        judge(PLANS[plan](materials, context))
        took = time.perf_counter() - started
        if number >= _WARM_UP:
            sample.add(took, [took])
    return sample
