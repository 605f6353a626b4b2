"""One question, asked again and again while the registry stays the same."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench import over_http
from bench.questions import Question
from bench.sample import Sample
from bench.serving import serving

TARGET = 10_000
"""Answers a second that are good enough."""

_CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Repeats:
    """What asking came to."""

    sample: Sample

    @property
    def is_good(self) -> bool:
        return self.sample.rate >= TARGET

    def __str__(self) -> str:
        rate, slow = self.sample.rate, self.sample.percentile(99) * 1e3
        verdict = "" if self.is_good else ", too slow"
        return (
            f"Cached repeat: {rate:,.0f} answers/s (target {TARGET:,}{verdict}),"
            f" p50 {self.sample.percentile(50) * 1e3:.1f} ms, p99 {slow:.1f} ms"
        )


def measure_repeats(question: Question, url: str, rounds: int, seconds: float) -> Repeats:
    """Ask one service process with one set of variables; the first second only warms up.

    Raises:
        WrongAnswer: the service answered with something else than data.
    """
    random = Random(question.name)  # noqa: S311  # no secret
    sample = Sample()
    with serving(url) as port:
        requests = over_http.requests(question, port, random)[:1]
        over_http.ask(requests, port, _CONNECTIONS, 1.0, random)
        for _ in range(rounds):
            sample.add(*over_http.ask(requests, port, _CONNECTIONS, seconds, random))
    return Repeats(sample)
