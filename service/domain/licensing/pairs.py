"""Pairs: may material under one licence become part of something that carries another?

The first of these that speaks decides: the published matrix of open-source licences; that terms are
unknown; the published chart and bridges of Creative Commons; and last the terms of both licences. A
pair is directional, and nothing here makes it symmetrical.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from functools import lru_cache

from service.domain.licensing import charts, inheritance, matrix
from service.domain.licensing.cases import cite
from service.domain.licensing.exceptions import plain
from service.domain.licensing.library import find, licenses, short_name
from service.domain.licensing.terms import DerivativeLicense, Kind, License
from service.domain.licensing.uses import unknown_terms
from service.domain.licensing.verdicts import Reason, Verdict, verdict_of

_KEPT = 20_000


class Mode(Enum):
    """How the material gets into the result."""

    DERIVED = "DERIVED"
    """The result is a work derived from it."""
    PART = "PART"
    """It stays as it is, beside other parts."""
    KEPT = "KEPT"
    """The result is derived from it, and stays within one's own organization."""


@lru_cache(_KEPT)
def judge_pair(inbound: str, outbound: str, mode: Mode = Mode.DERIVED) -> tuple[Reason, ...]:
    """Whether a result that carries `outbound` may contain material under `inbound`.

    The worst of the reasons that decide is the verdict.

    Arguments:
        inbound, outbound: expressions of one licence each, with or without an exception.
    """
    verdict = matrix.verdict(inbound, outbound)
    if verdict is not None:
        return (*_by_matrix(inbound, outbound, verdict, mode), *_dissent(inbound, outbound))
    for expression in (inbound, outbound):
        known = find(expression)
        if known is None or known.terms is None:
            return (unknown_terms(expression, known),)
    if inbound != plain(inbound) or outbound != plain(outbound):
        return _relaxed(inbound, outbound, mode)
    reasons = _by_texts(licenses()[inbound], licenses()[outbound], mode)
    return (*reasons, *_dissent(inbound, outbound))


def pair_verdict(inbound: str, outbound: str, mode: Mode = Mode.DERIVED) -> Verdict:
    """What the reasons of a pair come to."""
    return verdict_of(judge_pair(inbound, outbound, mode))


@lru_cache(_KEPT)
def judge_without(inbound: str, mode: Mode) -> tuple[Reason, ...]:
    """Whether a result that carries no licence of the vocabulary may contain material under one.

    Parts then keep the licences that they have, unless one of these asks for the whole. What is
    derived carries terms of one's own, which must hold those of all materials.
    """
    known = find(inbound)
    if known is None or known.terms is None:
        return (unknown_terms(inbound, known),)
    if mode is Mode.PART:
        return (inheritance.judge_apart(known),)
    if mode is Mode.KEPT:
        return (inheritance.judge_kept(known),)
    return (inheritance.judge_own_terms(known),)


def takes_whole(expression: str) -> bool:
    """Whether the licence asks that the whole work that contains its material carries it."""
    known = find(expression)
    terms = known.terms if known else None
    return terms is not None and terms.derivative_license.takes_whole


def judge_closed(outbound: str) -> Reason | None:
    """What speaks against a product whose source stays closed carrying a licence; None: nothing."""
    known = find(outbound)
    if known is None or known.terms is None:
        return None
    entry, name = known.terms.derivative_license, known.short_name
    if entry.takes_whole:
        text = f"A work under {name} comes with its source, and a closed product does not."
        return Reason(Verdict.NO, text, outbound, *cite(known, entry))
    if entry.takes_part:
        text = f"What is under {name} comes with its source, also as a part of a closed product."
        return Reason(Verdict.CONDITIONAL, text, outbound, *cite(known, entry))
    offers = (each for each in known.terms.duties if each.kind is Kind.SOURCE_OFFER)
    if (offer := next(offers, None)) is not None:
        text = f"{name} asks whoever receives a work under it to be offered its source."
        return Reason(Verdict.CONDITIONAL, text, outbound, *cite(known, offer))
    return None


def _by_matrix(inbound: str, outbound: str, verdict: Verdict, mode: Mode) -> tuple[Reason, ...]:
    """The matrix's verdict; it looks at what is derived, so that parts may be freer."""
    part = _part(inbound, outbound) if mode is Mode.PART and verdict is Verdict.NO else None
    if part is not None:
        return (part,)
    text = _MATRIX_TEXTS[verdict].format(short_name(inbound), short_name(outbound))
    text += _why(inbound, outbound, verdict)
    return (Reason(verdict, text, inbound, matrix.authority(), matrix.URL),)


_MATRIX_TEXTS = {
    Verdict.YES: "Material under {0} may become part of a work under {1}",
    Verdict.NO: "Material under {0} may not become part of a work under {1}",
    Verdict.CONDITIONAL: (
        "Material under {0} may be in a work under {1} if it is combined with the rest in some "
        "ways and not in others, which the matrix asks to check"
    ),
    Verdict.UNKNOWN: "Whether material under {0} may be in a work under {1} is not settled",
}


def _why(inbound: str, outbound: str, verdict: Verdict) -> str:
    """What the two licences' properties say to it, as the rest of the sentence."""
    source, target = find(inbound), find(outbound)
    if inbound == outbound:
        return ": it is the same licence."
    if source is None or source.terms is None:
        return "."
    stays = source.terms.derivative_license.value
    if verdict is Verdict.YES and stays is DerivativeLicense.ANY:
        return f": {source.short_name} asks for no more than its notices."
    if verdict is Verdict.NO and stays is DerivativeLicense.SAME:
        return f": what is derived from it stays under {source.short_name}."
    if verdict is Verdict.NO and target is not None and takes_whole(outbound):
        return f": {target.short_name} admits no further duties, and {source.short_name} has some."
    return "."


def _part(inbound: str, outbound: str) -> Reason | None:
    """A library, file or module that keeps its licence inside of a work with another."""
    source = find(inbound)
    if source is None or source.terms is None or takes_whole(outbound):
        return None
    entry = source.terms.derivative_license
    if not entry.takes_part:
        return None
    text = (
        f"Material under {short_name(inbound)} may be a separate part of a work under "
        f"{short_name(outbound)}."
    )
    return Reason(Verdict.CONDITIONAL, text, inbound, *cite(source, entry))


def _relaxed(inbound: str, outbound: str, mode: Mode) -> tuple[Reason, ...]:
    """With exceptions or later versions: what holds without them, where that carries over."""
    found = judge_pair(plain(inbound), plain(outbound), mode)
    source = licenses()[plain(inbound)].terms
    is_free = source is not None and source.derivative_license.value is DerivativeLicense.ANY
    carries_over = outbound in (plain(outbound), inbound) or is_free
    if carries_over and verdict_of(found).holds:
        return found
    text = (
        f"What {inbound} and {outbound} allow beyond the licences without exceptions or later "
        "versions is not known to this registry."
    )
    told = tuple(replace(each, decides=False) for each in found)
    return (Reason(Verdict.UNKNOWN, text, inbound, found[0].authority, found[0].url), *told)


def _by_texts(source: License, target: License, mode: Mode) -> tuple[Reason, ...]:
    """By chart or bridge, or else by terms."""
    found = charts.published(source.expression, target.expression)
    if found is None:
        reasons = inheritance.judge_derived(source, target)
    elif found.verdict is Verdict.YES:
        reasons = (found, *inheritance.conditions(source))
    else:
        reasons = (found,)
    if mode is Mode.PART and verdict_of(reasons) is Verdict.NO:
        return inheritance.judge_part(source, target) or reasons
    return reasons


def _dissent(inbound: str, outbound: str) -> Iterator[Reason]:
    """Published views that the verdict does not follow."""
    source = find(inbound)
    for each in source.dissent if source else ():
        if not each.outbound or outbound in each.outbound:
            text = f"A published view: {each.matter}"
            yield Reason(Verdict.UNKNOWN, text, inbound, each.authority, each.url, decides=False)
