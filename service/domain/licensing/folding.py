"""Labels worked out: what a tree of licences comes to, and which of its leaves say why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from service.domain.licensing.labels import All, Any, Label, One, OneOf, Rivals, Unclear
from service.domain.licensing.levels import (
    Levels,
    agreed,
    all_of,
    any_of,
    undisputed,
)
from service.domain.licensing.verdicts import Reason, Verdict, worst

Leaf: TypeAlias = One | Unclear


def leaves(label: Label) -> Iterator[Leaf]:
    """The licences that a label names, from left to right."""
    match label:
        case One() | Unclear():
            yield label
        case _:
            for part in _parts(label):
                yield from leaves(part)


def fold(label: Label, levels_of: Callable[[Leaf], Levels], candidates: int) -> Levels:
    """What a label comes to for each of some candidates, from what its leaves come to."""
    match label:
        case One() | Unclear():
            return levels_of(label)
    parts = [fold(part, levels_of, candidates) for part in _parts(label)]
    match label:
        case Any():
            return any_of(parts)
        case Rivals():
            return undisputed(parts)
        case OneOf(is_bare_gnu=False):
            return agreed(parts, candidates)
        case _:
            return all_of(parts)


def carried(label: Label, verdict_of: Callable[[Leaf], Verdict]) -> Verdict:
    """What it comes to that a result carries a label.

    A result under `A OR B` lets everybody choose, so that it must be possible under either. A bare
    GNU version is read as it is shown: whoever puts it on a result grants no later versions by it.
    """
    match label:
        case One() | Unclear():
            return verdict_of(label)
        case OneOf((only, *_), is_bare_gnu=True):
            return carried(only, verdict_of)
    verdicts = {carried(part, verdict_of) for part in _parts(label)}
    is_open = isinstance(label, Rivals | OneOf)
    return Verdict.UNKNOWN if is_open and len(verdicts) > 1 else worst(verdicts)


def explain(
    label: Label,
    verdict_of: Callable[[Label], Verdict],
    reasons_of: Callable[[Leaf], Iterable[Reason]],
) -> Iterator[Reason]:
    """The reasons for what a label comes to: of a choice, those of the best; of AND, all."""
    match label:
        case One() | Unclear():
            yield from reasons_of(label)
            return
        case Any(parts):
            chosen = [max(parts, key=lambda part: verdict_of(part).rank)]
        case OneOf(parts, is_bare_gnu=True):
            chosen = [min(parts, key=lambda part: verdict_of(part).rank)]
        case OneOf(parts) | Rivals(parts):
            yield from _undecided(label, verdict_of, reasons_of)
            return
        case All(parts):
            chosen = list(parts)
    for part in chosen:
        yield from explain(part, verdict_of, reasons_of)


def _undecided(
    label: OneOf | Rivals,
    verdict_of: Callable[[Label], Verdict],
    reasons_of: Callable[[Leaf], Iterable[Reason]],
) -> Iterator[Reason]:
    """Parts of which nobody knows which holds: their reasons decide only if they agree."""
    parts = _parts(label)
    verdicts = [verdict_of(part) for part in parts]
    whole = verdict_of(label)
    if whole in verdicts:
        index = verdicts.index(whole)
        yield from explain(parts[index], verdict_of, reasons_of)
        return
    yield _differing(label, verdicts)
    for part in parts:
        for reason in explain(part, verdict_of, reasons_of):
            yield replace(reason, decides=False)


def _differing(label: OneOf | Rivals, verdicts: Sequence[Verdict]) -> Reason:
    names = [" and ".join(_text(leaf) for leaf in leaves(part)) for part in _parts(label)]
    listed = "; ".join(f"{name}: {verdict}" for name, verdict in zip(names, verdicts, strict=True))
    if isinstance(label, Rivals):
        text = (
            f"Sources contradict each other on the licence, and it matters which holds: {listed}."
        )
        return Reason(Verdict.UNKNOWN, text, None, "Contradicting sources")
    text = f"The licence's name may mean several, and it matters which is meant: {listed}."
    return Reason(Verdict.UNKNOWN, text, None, "An ambiguous name")


def _text(leaf: Leaf) -> str:
    return leaf.expression if isinstance(leaf, One) else leaf.text


def _parts(label: Label) -> tuple[Label, ...]:
    match label:
        case OneOf(candidates):
            return candidates
        case Rivals(parts) | All(parts) | Any(parts):
            return parts
        case One() | Unclear():
            return ()
