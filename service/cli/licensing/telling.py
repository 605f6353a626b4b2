"""Answers on licences as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from service.cli.licensing.reports import LicenseReport, NameReport, ReasonReport, VerdictReport

_LINE = 100
_INDENT = "  "
_WIDTH = len("CONDITIONAL")

_OPTIONS = {
    "monthlyActiveUsers": "--monthly-active-users",
    "annualRevenueUsd": "--annual-revenue-usd",
    "territory": "--territory",
    "modified": "--modified or --unmodified",
}
"""What gives the context that an answer misses."""


def tell_verdict(report: VerdictReport) -> None:
    """Print a verdict, and then what it rests on."""
    print("\n".join([report.verdict, *_details(report)]))


def tell_name(report: NameReport) -> None:
    """Print what a name means."""
    rows = {
        "status": (report.status,),
        "expression": () if report.expression is None else (report.expression,),
        "candidates": report.candidates,
    }
    for title, values in rows.items():
        for number, value in enumerate(values):
            print(f"{title if number == 0 else '':<12}{value}")


def _details(report: VerdictReport) -> Iterator[str]:
    decisive = [each for each in report.reasons if each.decides]
    others = [each for each in report.reasons if not each.decides]
    yield from _section("Why", _reasons(decisive))
    yield from _section("Told beside it, without deciding it", _reasons(others))
    yield from _section("To be done", (f"  - {each}" for each in report.obligations))
    missing = (f"  - {_OPTIONS[each]}" for each in report.missing_context)
    yield from _section("Would decide more", missing)
    yield from _section("The result may carry", _listed(report.outbound_candidates))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines under their title; nothing where there are none."""
    listed = list(lines)
    if listed:
        yield from ("", f"{title}:", *listed)


def _reasons(reasons: Iterable[ReasonReport]) -> Iterator[str]:
    for reason in reasons:
        yield f"  {reason.verdict:<{_WIDTH}}  {reason.text}"
        authority = f"{reason.authority}, {reason.url}" if reason.url else reason.authority
        yield f"  {'':<{_WIDTH}}  {authority}"


def _listed(licenses: Iterable[LicenseReport]) -> Iterable[str]:
    """Licences as they can be typed again, side by side."""
    names = ", ".join(each.spdx_expression or each.name for each in licenses)
    return wrap(
        names,
        _LINE,
        break_long_words=False,
        break_on_hyphens=False,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
    )
