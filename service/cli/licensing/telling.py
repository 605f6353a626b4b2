"""Answers on licences as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from service.cli.licensing.reports import LicenseReport, NameReport, ReasonReport, VerdictReport
from service.domain.licensing.names import Name

_LINE = 100
_INDENT = 2
_WIDTH = len("CONDITIONAL")

_OPTIONS = {
    "monthlyActiveUsers": "--monthly-active-users",
    "annualRevenueUsd": "--annual-revenue-usd",
    "territory": "--territory",
    "modified": "--modified or --unmodified",
}
"""What gives the context that an answer misses."""


def tell_verdict(report: VerdictReport, names: Iterable[Name]) -> None:
    """Print a verdict, and then what it rests on.

    Arguments:
        names: what was asked about by name.
    """
    print("\n".join([report.verdict, *_details(report), *_section("Read as", _readings(names))]))


def tell_name(name: NameReport) -> None:
    """Print what a name means."""
    rows = {
        "status": (name.status,),
        "expression": () if name.expression is None else (name.expression,),
        "candidates": name.candidates,
    }
    for title, values in rows.items():
        for number, value in enumerate(values):
            print(f"{title if number == 0 else '':<12}{value}")


def _details(report: VerdictReport) -> Iterator[str]:
    decisive = [each for each in report.reasons if each.decides]
    others = [each for each in report.reasons if not each.decides]
    yield from _section("Why", _reasons(decisive))
    yield from _section("Told beside it, without deciding it", _reasons(others))
    yield from _section("To be done", _listed(report.obligations))
    yield from _section("Would decide more", _listed(map(_OPTIONS.get, report.missing_context)))
    yield from _section("The result may carry", _candidates(report.outbound_candidates))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines under their title; nothing where there are none."""
    listed = list(lines)
    if listed:
        yield from ("", f"{title}:", *listed)


def _reasons(reasons: Iterable[ReasonReport]) -> Iterator[str]:
    for reason in reasons:
        authority = f"{reason.authority}, {reason.url}" if reason.url else reason.authority
        hanging = _INDENT + _WIDTH + 2
        yield from _wrapped(f"{reason.verdict:<{_WIDTH}}  {reason.text}", _INDENT, hanging)
        yield from _wrapped(authority, hanging, hanging)


def _listed(texts: Iterable[str | None]) -> Iterator[str]:
    for text in texts:
        yield from _wrapped(f"- {text}", _INDENT, _INDENT + 2)


def _candidates(licenses: Iterable[LicenseReport]) -> Iterable[str]:
    """Licences as they can be typed again, side by side."""
    names = ", ".join(each.spdx_expression or each.name for each in licenses)
    return _wrapped(names, _INDENT, _INDENT)


def _readings(names: Iterable[Name]) -> Iterator[str]:
    """What each name means that is not an expression already."""
    for name in names:
        meant = name.candidates or (name.expression or "no licence that is known",)
        if meant != (name.text,):
            yield from _listed([f"{name.text!r}: {' or '.join(meant)}"])


def _wrapped(text: str, first: int, others: int) -> Sequence[str]:
    """The text in lines, with so many spaces before the first and the others."""
    return wrap(
        text,
        _LINE,
        initial_indent=" " * first,
        subsequent_indent=" " * others,
        break_long_words=False,
        break_on_hyphens=False,
    )
