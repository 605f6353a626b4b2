"""One licence in one plan, and how reasons cite the licence."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.licensing.plans import Plan
from service.domain.licensing.terms import Cited, License, Provisions, Text
from service.domain.licensing.verdicts import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """A licence whose terms are known, in a plan."""

    license: License
    terms: Provisions
    plan: Plan

    @property
    def name(self) -> str:
        return self.license.short_name

    def reason(
        self,
        verdict: Verdict,
        text: str,
        cited: Cited | None = None,
        *,
        obligation: str | None = None,
        missing: str | None = None,
    ) -> Reason:
        """A reason that rests on words of the licence, or on the licence as a whole."""
        authority, url = cite(self.license, cited)
        return Reason(verdict, text, self.license.expression, authority, url, obligation, missing)


def cite(license_: License, cited: Cited | None = None) -> tuple[str, str]:
    """Clause, title and date of what a licence says, and its address."""
    text = license_.texts[cited.text if cited else "license"]
    where = f", {_clause(cited.clause)}" if cited and cited.clause else ""
    return f"{text.title}{where}{_dated(text)}", text.url


def _clause(clause: str) -> str:
    return f"section {clause}" if clause[0].isdigit() else clause


def _dated(text: Text) -> str:
    """The date of the terms as far as it is known, or else their version, or that they have none.

    A title often names the version already.
    """
    if text.date is not None or text.month is not None:
        return f" ({text.date or text.month})"
    is_new = text.version is not None and text.version not in text.title
    return f" (version {text.version}, undated)" if is_new else " (undated)"
