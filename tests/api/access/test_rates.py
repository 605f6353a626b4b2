"""Rates: how many requests come through, when the next one does, and what clients are told."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.access.rate import Rate
from service.api.access.rates import Meter
from service.api.http.refusals import Refusal

SECOND = 1_000_000_000


@dataclass
class Clock:
    """Tells the nanoseconds that a test says have passed."""

    now: int = 1_000 * SECOND

    def __call__(self) -> int:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += round(seconds * SECOND)


def _meter(rate: str, clock: Clock, keys: int = 10) -> Meter:
    return Meter("token", Rate.parse(rate), keys=keys, clock=clock)


def _granted(meter: Meter, key: str = "a") -> bool:
    try:
        meter.spend(key)
    except Refusal:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1/second", Rate(1, 1)),
        ("100/minute", Rate(100, 60)),
        ("9999999/hour", Rate(9_999_999, 3_600)),
    ],
)
def test_a_rate(text: str, rate: Rate) -> None:
    assert Rate.parse(text) == rate


@pytest.mark.parametrize(
    "text",
    ["", "100", "0/second", "-1/second", "1.5/second", "1/day", "1 / second", "١/second",
     "10000000/hour", "1/second\n"],
)  # fmt: skip
def test_what_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match=r"^A rate is written 100/second, 100/minute or 100/hour$"):
        Rate.parse(text)


def test_all_requests_may_come_at_once_and_one_more_may_not() -> None:
    meter = _meter("3/minute", Clock())
    assert [_granted(meter) for _ in range(5)] == [True, True, True, False, False]


def test_requests_come_back_one_by_one() -> None:
    clock = Clock()
    meter = _meter("3/minute", clock)
    assert [_granted(meter) for _ in range(4)] == [True, True, True, False]
    clock.wait(19.999)
    assert not _granted(meter)
    clock.wait(0.001)
    assert [_granted(meter) for _ in range(2)] == [True, False]
    clock.wait(3_600)
    assert [_granted(meter) for _ in range(4)] == [True, True, True, False]


def test_a_refused_request_does_not_count() -> None:
    clock = Clock()
    meter = _meter("1/second", clock)
    assert [_granted(meter) for _ in range(10)] == [True] + [False] * 9
    clock.wait(1)
    assert _granted(meter)


def test_keys_are_counted_apart() -> None:
    meter = _meter("1/second", Clock())
    assert [_granted(meter, key) for key in "aabb"] == [True, False, True, False]


def test_looking_counts_nothing() -> None:
    meter = _meter("1/second", Clock())
    for _ in range(3):
        meter.require_one("a")
    meter.spend("a")
    with pytest.raises(Refusal):
        meter.require_one("a")


def test_several_requests_count_together_or_not_at_all() -> None:
    meter = _meter("5/second", Clock())
    assert meter.spend("a", 3).remaining == 2
    with pytest.raises(Refusal):
        meter.spend("a", 3)
    assert meter.spend("a", 2).remaining == 0


def test_more_requests_than_a_rate_has_count_as_all_of_them() -> None:
    assert _meter("5/second", Clock()).spend("a", 9).remaining == 0


def test_memory_is_bounded_and_forgets_who_asked_least_recently() -> None:
    meter = _meter("1/second", Clock(), keys=2)
    assert [_granted(meter, key) for key in "abac"] == [True, True, False, True]
    assert [_granted(meter, key) for key in "ab"] == [False, True]


def test_a_client_is_told_what_is_left() -> None:
    clock = Clock()
    meter = _meter("10/minute", clock)
    meter.spend("a")
    clock.wait(1.5)
    assert meter.spend("a").headers() == (
        (b"ratelimit-policy", b'"token";q=10;w=60'),
        (b"ratelimit", b'"token";r=8;t=11'),
        (b"ratelimit-limit", b"10"),
        (b"ratelimit-remaining", b"8"),
        (b"ratelimit-reset", b"11"),
    )


def test_a_client_that_asks_too_often_is_told_when_to_ask_again() -> None:
    clock = Clock()
    meter = _meter("2/minute", clock)
    meter.spend("a", 2)
    clock.wait(0.5)
    with pytest.raises(Refusal) as refused:
        meter.spend("a")
    refusal = refused.value
    assert (refusal.status, refusal.code) == (429, "RATE_LIMITED")
    assert refusal.message == "This token may send 2 requests in 60 s; try again in 30 s."
    assert refusal.headers == (
        (b"retry-after", b"30"),
        (b"ratelimit-policy", b'"token";q=2;w=60'),
        (b"ratelimit", b'"token";r=0;t=60'),
        (b"ratelimit-limit", b"2"),
        (b"ratelimit-remaining", b"0"),
        (b"ratelimit-reset", b"60"),
    )


def test_the_quota_as_json() -> None:
    quota = _meter("100/minute", Clock()).spend("a")
    assert orjson.loads(quota.throttle_status()) == {
        "maximumAvailable": 100,
        "currentlyAvailable": 99,
        "restoreRate": 1.667,
    }


_RATES = st.builds(Rate, st.integers(1, 2_000), st.sampled_from([1, 60, 3_600]))
_WAITS = st.lists(st.integers(0, 10 * SECOND), max_size=200)


@given(rate=_RATES, waits=_WAITS)
def test_never_more_comes_through_than_the_rate_and_what_came_back(
    rate: Rate, waits: list[int]
) -> None:
    clock = Clock()
    meter = Meter("token", rate, clock=clock)
    start, granted = clock.now, 0
    for wait in waits:
        clock.now += wait
        granted += _granted(meter)
    assert granted <= rate.requests + (clock.now - start) // rate.share


@given(rate=_RATES, asked=st.integers(1, 3_000))
def test_who_waits_as_long_as_told_is_let_in(rate: Rate, asked: int) -> None:
    clock = Clock()
    meter = Meter("token", rate, clock=clock)
    meter.spend("a", rate.requests)
    with pytest.raises(Refusal) as refused:
        meter.spend("a", asked)
    seconds = int(dict(refused.value.headers)[b"retry-after"])
    assert seconds >= 1
    clock.wait(seconds)
    meter.spend("a", asked)
