"""What a licence says on each thing that a plan does with the material.

A rule yields reasons, YES among them, so that every word of a verdict has its clause.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.licensing.cases import Case
from service.domain.licensing.duties import judge_duties
from service.domain.licensing.plans import State
from service.domain.licensing.terms import (
    Cited,
    Commercial,
    DerivativeLicense,
    Entry,
    Hosting,
    Modification,
    Permission,
)
from service.domain.licensing.verdicts import Reason, Use, Verdict

_NO_PRODUCT = (Commercial.NON_PRODUCTION, Commercial.RESEARCH_ONLY)
"""Purposes that a product cannot have, sold or not."""


def judge_material(case: Case) -> Iterator[Reason]:
    """Every rule on the material itself."""
    yield from judge_purpose(case)
    yield from _internal(case)
    yield from _passing_on(case)
    yield from _hosting(case)
    yield from _changing(case)
    yield from _closed(case)
    yield from judge_duties(case)


def judge_purpose(case: Case) -> Iterator[Reason]:
    """Commercial use, or else the purposes that a licence is limited to."""
    entry = case.terms.commercial_use
    purpose = entry.value.purpose
    is_product = Use.SHIP_IN_CLOSED_SOURCE_PRODUCT in case.plan.uses
    if purpose and (case.plan.is_commercial or (is_product and entry.value in _NO_PRODUCT)):
        yield case.reason(Verdict.NO, f"{case.name} is limited to {purpose}.", entry)
    elif purpose:
        text = f"{case.name} is limited to {purpose}."
        yield case.reason(Verdict.CONDITIONAL, text, entry, obligation=f"Keep to {purpose}.")
    elif case.plan.is_commercial and entry.value is Commercial.SILENT:
        yield _silent(case, "commercial use", entry)
    elif case.plan.is_commercial:
        yield case.reason(Verdict.YES, f"{case.name} does not rule out commercial use.", entry)


def _internal(case: Case) -> Iterator[Reason]:
    entry = case.terms.commercial_use
    if Use.USE_INTERNALLY in case.plan.uses and entry.value is Commercial.ALLOWED:
        text = f"{case.name} does not limit use within one's own organization."
        yield case.reason(Verdict.YES, text, entry)


def _passing_on(case: Case) -> Iterator[Reason]:
    if case.plan.distributed(case.terms) is State.YES:
        yield _permission(case, "passing it on", case.terms.redistribution)


def _hosting(case: Case) -> Iterator[Reason]:
    entry = case.terms.hosting
    if not case.plan.is_hosted:
        return
    match entry.value:
        case Hosting.USE:
            text = f"{case.name} counts letting others use it over a network as use."
            yield case.reason(Verdict.YES, text, entry)
        case Hosting.DISTRIBUTION:
            text = f"{case.name} counts letting others use it over a network as passing it on."
            yield case.reason(Verdict.YES, text, entry)
        case Hosting.FORBIDDEN:
            yield _forbidden(case, "letting others use it over a network", entry)
        case Hosting.SILENT:
            yield _silent(case, "letting others use it over a network", entry)


def _changing(case: Case) -> Iterator[Reason]:
    entry = case.terms.modification
    if case.plan.changes:
        yield from _changed(case)
    elif _may_be_changed(case, entry.value):
        is_private = entry.value is Modification.PRIVATE
        ruled_out = "sharing changed material" if is_private else "changing it"
        text = f"{case.name} does not allow {ruled_out}."
        yield case.reason(Verdict.CONDITIONAL, text, entry, missing="modified")


def _may_be_changed(case: Case, allowed: Modification) -> bool:
    """Whether it may be changed as the licence does not allow, for nothing says that it is not."""
    if case.plan.context.modified is not None or allowed is Modification.ALLOWED:
        return False
    return allowed is not Modification.PRIVATE or _gets_further(case) is not State.NO


def _changed(case: Case) -> Iterator[Reason]:
    entry = case.terms.modification
    match entry.value:
        case Modification.ALLOWED:
            yield case.reason(Verdict.YES, f"{case.name} allows changing it.", entry)
            yield from _derivatives(case)
        case Modification.FORBIDDEN:
            yield _forbidden(case, "changing it", entry)
        case Modification.SILENT:
            yield _silent(case, "changing it", entry)
        case Modification.PRIVATE:
            yield from _kept_private(case, entry)


def _derivatives(case: Case) -> Iterator[Reason]:
    """Whether what is made of it may get further."""
    entry = case.terms.derivative_license
    if entry.value is DerivativeLicense.NONE:
        yield from _kept_private(case, entry)
    elif entry.value is DerivativeLicense.SILENT and _may_be_passed_on(case):
        yield _silent(case, "passing on what is made of it", entry)


def _may_be_passed_on(case: Case) -> bool:
    return case.plan.distributed(case.terms) is not State.NO


def _kept_private(case: Case, entry: Cited) -> Iterator[Reason]:
    further = _gets_further(case)
    text = f"{case.name} lets changed material be made, but not shared."
    verdict = (Verdict.YES, Verdict.CONDITIONAL, Verdict.NO)[further]
    obligation = "Do not share what is changed." if further is State.OPEN else None
    yield case.reason(verdict, text, entry, obligation=obligation)


def _gets_further(case: Case) -> State:
    """Whether others come to it; over a network, nobody gets the material itself for certain."""
    passed_on = case.plan.distributed(case.terms)
    return State.OPEN if passed_on is State.NO and case.plan.is_hosted else passed_on


def _closed(case: Case) -> Iterator[Reason]:
    """A part of a product whose source stays closed."""
    entry = case.terms.derivative_license
    if Use.SHIP_IN_CLOSED_SOURCE_PRODUCT not in case.plan.uses:
        return
    if entry.takes_whole:
        text = f"{case.name} asks for the source of the whole product that contains its material."
        yield case.reason(Verdict.NO, text, entry)
    elif entry.takes_part:
        yield _partly_closed(case, entry)


def _partly_closed(case: Case, entry: Cited) -> Reason:
    if Use.MERGE in case.plan.uses:
        text = f"What is merged with material under {case.name} stays under it, source included."
        return case.reason(Verdict.NO, text, entry)
    text = f"{case.name} lets a closed product contain its material as a separate part."
    obligation = f"Keep the part under {case.name} separate, and offer the source of that part."
    return case.reason(Verdict.CONDITIONAL, text, entry, obligation=obligation)


def _permission(case: Case, what: str, entry: Entry[Permission]) -> Reason:
    match entry.value:
        case Permission.ALLOWED:
            return case.reason(Verdict.YES, f"{case.name} allows {what}.", entry)
        case Permission.FORBIDDEN:
            return _forbidden(case, what, entry)
        case Permission.SILENT:
            return _silent(case, what, entry)


def _forbidden(case: Case, what: str, entry: Cited) -> Reason:
    return case.reason(Verdict.NO, f"{case.name} does not allow {what}.", entry)


def _silent(case: Case, what: str, entry: Cited) -> Reason:
    return case.reason(
        Verdict.UNKNOWN, f"{case.name} does not say whether it allows {what}.", entry
    )
