"""The licences that a result could carry, and how each licence that goes in looks on them."""

from __future__ import annotations

from functools import cache, lru_cache

from service.domain.licensing import matrix
from service.domain.licensing.learning import student_verdict
from service.domain.licensing.levels import Levels, levels_of
from service.domain.licensing.library import licenses
from service.domain.licensing.pairs import Mode, judge_closed, judge_without, pair_verdict
from service.domain.licensing.verdicts import Flow, Reason, Verdict, verdict_of

_KEPT = 20_000


@cache
def judged() -> tuple[str, ...]:
    """Every licence by which a pair can be judged, by name."""
    known = {
        expression: license_.short_name
        for expression, license_ in licenses().items()
        if license_.terms is not None or expression in matrix.listed()
    }
    return tuple(sorted(known, key=lambda expression: (known[expression].lower(), expression)))


@lru_cache(_KEPT)
def levels_on(inbound: str, candidates: tuple[str | None, ...], mode: Mode, flow: Flow) -> Levels:
    """Verdicts on material under one licence in results that carry each of the candidates.

    Arguments:
        candidates: None: no licence of the vocabulary; parts keep the licences that they have, and
            what is derived carries terms of one's own that hold all of theirs.
    """
    return levels_of([_verdict(inbound, each, mode, flow) for each in candidates])


@lru_cache(_KEPT)
def closed_levels(candidates: tuple[str | None, ...]) -> Levels:
    """Verdicts on products that carry each of the candidates and whose source stays closed."""
    return levels_of([verdict_of(against_closed(each)) for each in candidates])


def against_closed(candidate: str | None) -> tuple[Reason, ...]:
    """What speaks against such a product, if anything."""
    found = None if candidate is None else judge_closed(candidate)
    return () if found is None else (found,)


def _verdict(inbound: str, outbound: str | None, mode: Mode, flow: Flow) -> Verdict:
    if outbound is None:
        return verdict_of(judge_without(inbound, mode))
    if flow is Flow.LEARNED:
        return student_verdict(inbound, outbound)
    return pair_verdict(inbound, outbound, mode)
