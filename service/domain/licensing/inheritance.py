"""What a derivative inherits, from the terms of the licence it comes from and the one it carries.

The licence that a result carries must not promise more than the material's licence allows: a limit
that the material's has and the result's lacks is a NO.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.licensing import matrix
from service.domain.licensing.cases import cite
from service.domain.licensing.limits import amount
from service.domain.licensing.terms import (
    Cited,
    Commercial,
    DerivativeLicense,
    DerivativeTerms,
    Duty,
    Entry,
    Hosting,
    Kind,
    License,
    Permission,
    Provisions,
    Threshold,
)
from service.domain.licensing.verdicts import Reason, Verdict

_STRICTNESS = (
    Commercial.ALLOWED,
    Commercial.NON_COMMERCIAL,
    Commercial.NON_PRODUCTION,
    Commercial.RESEARCH_ONLY,
)

_CARRIED_ALONG = frozenset({Kind.FLOW_DOWN, Kind.SOURCE_OFFER, Kind.RELINKING})
"""Duties that a result meets by carrying the licence, or one that it names as compatible."""

_PLAIN_NOTICES = frozenset({Kind.NOTICE, Kind.COPY_OF_LICENSE, Kind.STATE_CHANGES})
"""What every share-alike licence admits beside itself."""

_TOUCHSTONES = ("GPL-2.0-only", "GPL-3.0-only", "LGPL-2.1-only")
"""A licence that the matrix lets flow into all of these adds nothing that copyleft objects to."""

_NOT_PASSED_ON = "lets nothing that is derived from it be passed on"
_SILENT = "does not say which licence derivatives may carry"

_MARKS = frozenset({Kind.NAMING, Kind.DISPLAY, Kind.REGISTRATION, Kind.OTHER})


def judge_derived(source: License, target: License) -> tuple[Reason, ...]:
    """Whether what is derived from material under `source` may carry `target`, by their terms.

    The terms of both must be known.
    """
    terms, onto = _known(source), _known(target)
    entry = terms.derivative_license
    if entry.value is DerivativeLicense.NONE:
        return (_reason(source, Verdict.NO, _NOT_PASSED_ON, entry),)
    if entry.value is DerivativeLicense.SILENT:
        return (_reason(source, Verdict.UNKNOWN, _SILENT, entry),)
    if source.expression == target.expression:
        text = f"What is derived from material under {source.short_name} may carry it again."
        return (_whole(source, Verdict.YES, text, entry), *conditions(source))
    if entry.value is DerivativeLicense.SAME:
        return _compatible(source, target, entry)
    lost = list(_lost_limits(source, terms, onto))
    if lost:
        return tuple(_loses(source, target, cited, what) for cited, what in lost)
    return _onto(source, target, entry)


def judge_part(source: License, target: License) -> tuple[Reason, ...] | None:
    """Whether material may stay a part under its own licence of a work under another; None: no."""
    terms, onto = _known(source), _known(target)
    may_be_passed_on = terms.redistribution.value is Permission.ALLOWED
    takes_all = terms.derivative_license.takes_whole or onto.derivative_license.takes_whole
    if takes_all or not may_be_passed_on or any(_lost_limits(source, terms, onto)):
        return None
    text = (
        f"Material under {source.short_name} may be a separate part of a work under "
        f"{target.short_name}; the part stays under {source.short_name}."
    )
    return (_whole(source, Verdict.CONDITIONAL, text, terms.derivative_license),)


def judge_apart(source: License) -> Reason:
    """Whether material can be a part, under its own licence, of a work that carries none."""
    terms = _known(source)
    entry = terms.derivative_license
    if entry.takes_whole:
        what = "requires that the whole work which contains its material carries it"
        return _reason(source, Verdict.NO, what, entry)
    text = f"Material under {source.short_name} may stay a separate part that keeps its licence."
    return _whole(source, Verdict.YES, text, entry)


def judge_own_terms(source: License) -> Reason:
    """Whether what is derived can carry terms of one's own that hold this licence's, too."""
    terms = _known(source)
    entry = terms.derivative_license
    match entry.value:
        case DerivativeLicense.ANY:
            text = f"{source.short_name} lets what is derived from it carry terms of one's own."
            return _whole(source, Verdict.YES, text, entry)
        case DerivativeLicense.SILENT:
            return _reason(source, Verdict.UNKNOWN, _SILENT, entry)
        case DerivativeLicense.COMPLYING | DerivativeLicense.RESTRICTIONS if not _bans(terms):
            text = f"The terms of what is derived must contain those of {source.short_name}."
            return _whole(source, Verdict.CONDITIONAL, text, entry)
        case DerivativeLicense.NONE:
            return _reason(source, Verdict.NO, _NOT_PASSED_ON, entry)
        case DerivativeLicense.SAME:
            what = "allows what is derived from it to carry no terms but its own"
            return _reason(source, Verdict.NO, what, entry)
    what = "does not let other models be improved with its material, and a merge does so"
    return _reason(source, Verdict.NO, what, terms.training_others)


def judge_kept(source: License) -> Reason:
    """Whether what is derived can be used within one's own organization and carry nothing."""
    text = f"{source.short_name} does not ask for any licence on what is never passed on."
    authority, url = cite(source, _known(source).derivative_license)
    obligation = "Do not pass on what is made of it."
    return Reason(Verdict.CONDITIONAL, text, source.expression, authority, url, obligation)


def _bans(terms: Provisions) -> bool:
    """Whether other models may not be improved by it, of which a merge is hard to tell apart."""
    return terms.training_others.value is Permission.FORBIDDEN


def conditions(source: License) -> tuple[Reason, ...]:
    """What binds whoever carries a licence on, beyond notices and what carrying it fulfils."""
    terms = _known(source)
    return tuple(_conditions(source, terms))


def _conditions(source: License, terms: Provisions) -> Iterator[Reason]:
    if purpose := terms.commercial_use.value.purpose:
        what = f"stays limited to {purpose}"
        yield _reason(source, Verdict.CONDITIONAL, what, terms.commercial_use)
    for threshold in terms.thresholds:
        what = f"has other terms above {amount(threshold)} ({threshold.measured})"
        yield _reason(source, Verdict.CONDITIONAL, what, threshold)
    for territories in terms.territories:
        what = f"grants nothing in {', '.join(territories.excluded)}"
        yield _reason(source, Verdict.CONDITIONAL, what, territories)
    for duty in terms.duties:
        if not duty.kind.is_notice and duty.kind not in _CARRIED_ALONG:
            yield _duty(source, duty)


def _compatible(source: License, target: License, entry: DerivativeTerms) -> tuple[Reason, ...]:
    """Another licence, where the first must stay but for those that it names."""
    if target.expression in entry.also:
        text = f"{source.short_name} lets what is derived from it carry {target.short_name}."
        return (_whole(source, Verdict.YES, text, entry), *conditions(source))
    text = (
        f"What is derived from material under {source.short_name} stays under that licence, and "
        f"may not carry {target.short_name} instead."
    )
    return (_whole(source, Verdict.NO, text, entry),)


def _onto(source: License, target: License, entry: DerivativeTerms) -> tuple[Reason, ...]:
    """Another licence, which has all limits of the first."""
    if entry.value is DerivativeLicense.ANY:
        return _freely(source, target, entry)
    text = (
        f"What is derived may carry {target.short_name} if everybody who receives it stays bound "
        f"by {source.short_name}, too."
    )
    return (_whole(source, Verdict.CONDITIONAL, text, entry), *conditions(source))


def _freely(source: License, target: License, entry: DerivativeTerms) -> tuple[Reason, ...]:
    """Any licence will do; the notices must have room in it."""
    if target.dedication and _known(source).duties:
        text = (
            f"{target.short_name} asks for nothing, and the notices that {source.short_name} asks "
            "for must be kept all the same."
        )
        return (_whole(source, Verdict.CONDITIONAL, text, entry),)
    is_share_alike = _known(target).derivative_license.value is DerivativeLicense.SAME
    if is_share_alike and not _suits_copyleft(source):
        text = (
            f"Whether {target.short_name} admits the duties of {source.short_name} is not settled."
        )
        return (_whole(source, Verdict.UNKNOWN, text, entry),)
    text = f"{source.short_name} lets what is derived from it carry {target.short_name}."
    return (_whole(source, Verdict.YES, text, entry), *conditions(source))


def _suits_copyleft(source: License) -> bool:
    """Whether share-alike licences that no authority speaks of will surely admit its duties."""
    if source.expression in matrix.listed():
        verdicts = {matrix.verdict(source.expression, each) for each in _TOUCHSTONES}
        return verdicts == {Verdict.YES}
    return {duty.kind for duty in _known(source).duties} <= _PLAIN_NOTICES


_Limit = tuple[Cited, str]


def _lost_limits(source: License, terms: Provisions, onto: Provisions) -> Iterator[_Limit]:
    """The limits that the first terms have and the others lack."""
    if _strictness(terms.commercial_use) > _strictness(onto.commercial_use):
        yield terms.commercial_use, f"a limit to {terms.commercial_use.value.purpose}"
    for threshold in terms.thresholds:
        if not any(_as_strict(each, threshold) for each in onto.thresholds):
            yield threshold, f"a threshold of {amount(threshold)}"
    kept = {code for each in onto.territories for code in each.excluded}
    for territories in terms.territories:
        if not kept.issuperset(territories.excluded):
            yield territories, f"the exclusion of {', '.join(territories.excluded)}"
    if _forbids(terms.training_others, Permission.FORBIDDEN, onto.training_others):
        yield terms.training_others, "a ban on training other models"
    if terms.hosting.value is Hosting.FORBIDDEN is not onto.hosting.value:
        yield terms.hosting, "a ban on hosting"
    yield from _lost_duties(terms, onto)


def _lost_duties(terms: Provisions, onto: Provisions) -> Iterator[_Limit]:
    is_free = terms.derivative_license.value is DerivativeLicense.ANY
    restricts = set(terms.restrictions)
    for duty in terms.duties:
        if duty.kind is Kind.USE_POLICY and duty.flow_down:
            if not restricts or not restricts <= set(onto.restrictions):
                yield duty, "its restrictions of use"
        elif duty.kind in _MARKS and not is_free:
            yield duty, f"a duty: {duty.duty.rstrip('.')}"


def _strictness(entry: Entry[Commercial]) -> int:
    """A licence that does not speak of commercial use limits nothing by it."""
    return _STRICTNESS.index(entry.value) if entry.value in _STRICTNESS else 0


def _as_strict(kept: Threshold, threshold: Threshold) -> bool:
    same = kept.measure is threshold.measure and kept.then is threshold.then
    return same and kept.above <= threshold.above


def _forbids(entry: Entry[Permission], forbidden: Permission, other: Entry[Permission]) -> bool:
    return entry.value is forbidden and other.value is not forbidden


def _loses(source: License, target: License, cited: Cited, what: str) -> Reason:
    text = f"{source.short_name} binds derivatives to what {target.short_name} lacks: {what}."
    return _whole(source, Verdict.NO, text, cited)


def _duty(source: License, duty: Duty) -> Reason:
    text = f"{source.short_name} asks: {duty.duty}"
    authority, url = cite(source, duty)
    return Reason(Verdict.CONDITIONAL, text, source.expression, authority, url, duty.duty)


def _reason(source: License, verdict: Verdict, what: str, cited: Cited) -> Reason:
    return _whole(source, verdict, f"{source.short_name} {what}.", cited)


def _whole(source: License, verdict: Verdict, text: str, cited: Cited) -> Reason:
    return Reason(verdict, text, source.expression, *cite(source, cited))


def _known(license_: License) -> Provisions:
    if license_.terms is None:
        raise ValueError(f"nothing is known of the terms of {license_.expression}")
    return license_.terms
