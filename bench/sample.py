"""What some seconds of asking came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil


@dataclass
class Sample:
    """Answers and how long each took.

    Attributes:
        seconds: of asking.
        latencies: of each answer, in seconds.
    """

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    def add(self, seconds: float, latencies: Sequence[float]) -> None:
        """Take another round in."""
        self.seconds += seconds
        self.latencies += latencies

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """The latency that so many percent of the answers did not exceed, in seconds."""
        rank = ceil(len(self.latencies) * percent / 100)
        return sorted(self.latencies)[max(rank, 1) - 1]
