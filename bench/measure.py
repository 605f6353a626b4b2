"""Rounds over HTTP and by pgbench in turn, and what they came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from bench import bare, over_http
from bench.questions import Question
from bench.sample import Sample


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to measure.

    Attributes:
        rounds: of each of the two.
        seconds: of a round.
        connections: that ask at the same time.
    """

    rounds: int
    seconds: float
    connections: int


@dataclass
class Result:
    """One question's two samples."""

    question: Question
    http: Sample = field(default_factory=Sample)
    pgbench: Sample = field(default_factory=Sample)

    @property
    def ratio(self) -> float:
        """The service's rate as a share of pgbench's."""
        return self.http.rate / self.pgbench.rate

    @property
    def is_good(self) -> bool:
        return self.ratio >= self.question.target


def measure(question: Question, url: str, port: int, effort: Effort) -> Result:
    """Measure a question; the first round of each only warms up.

    Raises:
        WrongAnswer: the service answered with something else than data.
        NotForPgbench: the statement cannot be given to pgbench.
    """
    random = Random(question.name)  # noqa: S311  # no secret
    requests = over_http.requests(question, port, random)
    script = bare.script(question)
    result = Result(question)
    warm_up = min(2.0, effort.seconds)
    over_http.ask(requests, port, effort.connections, warm_up, random)
    bare.ask(script, url, effort.connections, warm_up)
    for _ in range(effort.rounds):
        http = over_http.ask(requests, port, effort.connections, effort.seconds, random)
        result.http.add(*http)
        result.pgbench.add(*bare.ask(script, url, effort.connections, effort.seconds))
    return result
