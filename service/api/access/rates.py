"""How often one token or one address may ask.

The generic cell rate algorithm: of each key, one number is kept, the time at which it will have all
of its requests again. All of them may come at once; each comes back after its share of the period.
https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import monotonic_ns

import orjson

from service.api.access.rate import Rate
from service.api.access.recent import Recent
from service.api.access.refusals import rate_limited
from service.api.http.asgi import Headers
from service.api.http.refusals import Refusal

_SECOND = 1_000_000_000
_MOST_KEYS = 100_000


@dataclass(frozen=True, slots=True)
class Quota:
    """What a rate leaves to one caller.

    Attributes:
        name: what is counted: a token's requests or an address's.
        remaining: requests that may come now.
        reset: seconds, rounded up, after which all of them may.
        wait: seconds, rounded up, that a refused request should wait; 0 for one that may come.
    """

    name: str
    rate: Rate
    remaining: int
    reset: int
    wait: int

    def headers(self) -> Headers:
        """The quota for clients: the fields of the IETF's draft, and the three it grew from.

        https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
        """
        name, rate = self.name.encode(), self.rate
        return (
            (b"ratelimit-policy", b'"%b";q=%d;w=%d' % (name, rate.requests, rate.seconds)),
            (b"ratelimit", b'"%b";r=%d;t=%d' % (name, self.remaining, self.reset)),
            (b"ratelimit-limit", b"%d" % rate.requests),
            (b"ratelimit-remaining", b"%d" % self.remaining),
            (b"ratelimit-reset", b"%d" % self.reset),
        )

    def throttle_status(self) -> bytes:
        """The quota as Shopify writes it, as JSON; its unit is requests."""
        rate = self.rate
        return orjson.dumps(
            {
                "maximumAvailable": rate.requests,
                "currentlyAvailable": self.remaining,
                "restoreRate": round(rate.requests / rate.seconds, 3),
            }
        )

    def refusal(self) -> Refusal:
        """The answer to a request that may not come."""
        many = f"{self.rate.requests} requests in {self.rate.seconds} s"
        message = f"This {self.name} may send {many}; try again in {self.wait} s."
        return rate_limited(message, self.wait, self.headers())


class Meter:
    """Counts requests by key. A key that was forgotten, by `keys` others since, starts anew."""

    def __init__(
        self,
        name: str,
        rate: Rate,
        *,
        keys: int = _MOST_KEYS,
        clock: Callable[[], int] = monotonic_ns,
    ) -> None:
        """Count for a rate; `clock` tells nanoseconds."""
        self._name = name
        self._rate = rate
        self._clock = clock
        self._whole_at: Recent[Hashable, int] = Recent(keys)

    def spend(self, key: Hashable, requests: int = 1) -> Quota:
        """Count requests of a key.

        Arguments:
            requests: more than the rate has count as all of them, so that whoever waits long enough
                is let in.

        Raises:
            Refusal: 429; they are too many and are not counted.
        """
        now, whole_at = self._granted(key, requests)
        self._whole_at.put(key, whole_at)
        return self._quota(whole_at - now)

    def require_one(self, key: Hashable) -> None:
        """Make sure that a key may send a request now; none is counted.

        Raises:
            Refusal: 429.
        """
        self._granted(key, 1)

    def _granted(self, key: Hashable, requests: int) -> tuple[int, int]:
        """The time, and the time at which the key will have all of its requests again."""
        now, share = self._clock(), self._rate.share
        before = max(self._whole_at.get(key) or now, now)
        after = before + share * min(requests, self._rate.requests)
        late = after - now - share * self._rate.requests
        if late > 0:
            raise self._quota(before - now, late).refusal()
        return now, after

    def _quota(self, owed: int, wait: int = 0) -> Quota:
        """What is left to somebody who has it all again in `owed` nanoseconds."""
        share, most = self._rate.share, self._rate.requests
        remaining = (share * most - owed) // share
        return Quota(self._name, self._rate, remaining, _seconds(owed), _seconds(wait))


def _seconds(nanoseconds: int) -> int:
    return -(-nanoseconds // _SECOND)
