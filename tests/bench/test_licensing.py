"""The bench of licences checks what it says: ten licences, two plans, askers old and new."""

from __future__ import annotations

from bench.licensing import LICENSES, PLANS, Checks, measure_checks
from bench.sample import Sample
from service.domain.licensing.judging import judge
from service.domain.licensing.names import NameStatus, read_label, read_name
from service.domain.licensing.questions import Material
from service.domain.licensing.verdicts import Context


def test_each_plan_is_checked_for_one_asker_and_for_new_ones() -> None:
    checks = measure_checks(3)
    assert [(each.plan, each.anew, len(each.sample.latencies)) for each in checks] == [
        ("carry", False, 3),
        ("carry", True, 3),
        ("merge", False, 3),
        ("merge", True, 3),
    ]


def test_ten_licences_are_known() -> None:
    assert len(set(LICENSES)) == 10
    assert [name for name in LICENSES if read_name(name).status is NameStatus.UNKNOWN] == []


def test_every_licence_has_a_part_in_every_verdict() -> None:
    """Of the choice between GPL and MIT, MIT has, which is there already."""
    materials = tuple(Material(read_label(name)) for name in LICENSES)
    for plan in PLANS.values():
        about = {reason.license for reason in judge(plan(materials, Context())).reasons}
        assert len(about - {None}) >= 9


def test_a_check_is_good_by_its_median() -> None:
    sample = Sample(seconds=1.0, latencies=[0.000_9, 0.001, 0.5])
    slow = Sample(seconds=1.0, latencies=[0.000_9, 0.001_1, 0.5])
    assert [Checks("merge", True, each).is_good for each in (sample, slow)] == [True, False]
    assert str(Checks("merge", True, slow)) == (
        "Check of 10 licences, merge, askers never seen before:"
        " p50 1,100 µs (target 1,000, too slow), p99 500,000 µs"
    )
