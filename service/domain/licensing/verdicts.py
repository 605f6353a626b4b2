"""The words that licences are asked in and judged with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum


class Verdict(StrEnum):
    """Whether something is allowed, from worst to best."""

    NO = "NO"
    UNKNOWN = "UNKNOWN"
    CONDITIONAL = "CONDITIONAL"
    YES = "YES"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]

    @property
    def holds(self) -> bool:
        """Whether it is allowed, if only on conditions."""
        return self in (Verdict.YES, Verdict.CONDITIONAL)

    @staticmethod
    def of_rank(rank: int) -> Verdict:
        """The verdict of a rank."""
        return _ORDER[rank]


_ORDER = tuple(Verdict)
_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """What several things together come to; YES for none."""
    return min(verdicts, key=_RANKS.__getitem__, default=Verdict.YES)


def best(verdicts: Iterable[Verdict]) -> Verdict:
    """What a choice among several things comes to; NO for none."""
    return max(verdicts, key=_RANKS.__getitem__, default=Verdict.NO)


class Use(StrEnum):
    """What somebody wants to do with a model or with material under a licence."""

    USE_COMMERCIALLY = "USE_COMMERCIALLY"
    USE_INTERNALLY = "USE_INTERNALLY"
    NETWORK_SERVICE = "NETWORK_SERVICE"
    REDISTRIBUTE = "REDISTRIBUTE"
    SHIP_IN_CLOSED_SOURCE_PRODUCT = "SHIP_IN_CLOSED_SOURCE_PRODUCT"
    FINE_TUNE = "FINE_TUNE"
    DISTILL = "DISTILL"
    GENERATE_TRAINING_DATA = "GENERATE_TRAINING_DATA"
    MERGE = "MERGE"
    COMBINE = "COMBINE"


class Artifact(StrEnum):
    """What a licence is about."""

    CODE = "CODE"
    WEIGHTS = "WEIGHTS"
    DATA = "DATA"
    OUTPUTS = "OUTPUTS"
    UNSPECIFIED = "UNSPECIFIED"


class Flow(Enum):
    """How material got into what is asked about."""

    DIRECT = "DIRECT"
    """It is the material, or the material was made by changing it."""
    LEARNED = "LEARNED"
    """The material was trained on its knowledge or outputs."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks; None is not known.

    Attributes:
        monthly_active_users: of all the asker's products.
        annual_revenue_usd: US dollars.
        territory: ISO 3166-1 alpha-2, upper case.
        modified: whether the material is changed.
    """

    monthly_active_users: int | None = None
    annual_revenue_usd: int | None = None
    territory: str | None = None
    modified: bool | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is what it is.

    Attributes:
        verdict: what this reason alone comes to.
        text: one sentence.
        license: the expression of the licence that it is about; None: about none or all.
        authority: the clause, matrix or published reading that it rests on, with its date.
        url: where the authority can be read.
        obligation: what must be done, as one sentence; None where nothing must.
        missing: the context whose absence keeps it from being decided, as GraphQL names it.
        model: slug of the model whose licence it is; None where licences were given by name.
        decides: False for a published view that the verdict does not follow.
    """

    verdict: Verdict
    text: str
    license: str | None
    authority: str
    url: str | None = None
    obligation: str | None = None
    missing: str | None = None
    model: str | None = None
    decides: bool = True

    def __hash__(self) -> int:
        # Ten licences have a hundred reasons, and a text knows its hash.
        return hash(self.text)


def verdict_of(reasons: Iterable[Reason]) -> Verdict:
    """What reasons come to together: the worst of those that decide."""
    return worst(reason.verdict for reason in reasons if reason.decides)


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict on a whole plan.

    Attributes:
        reasons: worst first.
        obligations: what must be done for YES or CONDITIONAL to hold; each once.
        missing_context: names as in GraphQL's LicenseContext, each once.
        outbound_candidates: expressions of licences that the result may carry.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    obligations: tuple[str, ...] = ()
    missing_context: tuple[str, ...] = ()
    outbound_candidates: tuple[str, ...] = ()
