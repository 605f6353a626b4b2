"""Answers on licences in the shape that GraphQL gives them, whoever worked them out."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from service.domain.licensing.library import licenses
from service.domain.licensing.names import Name, NameStatus
from service.domain.licensing.verdicts import Answer, Reason, Verdict


class _Report(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid"
    )

    def as_json(self) -> str:
        """Indented, with GraphQL's names."""
        return self.model_dump_json(by_alias=True, indent=2)


class LicenseReport(_Report):
    """A licence, by what it is called."""

    name: str
    spdx_expression: str | None


class ModelReport(_Report):
    """A model, by what it is called."""

    slug: str
    name: str


class ReasonReport(_Report):
    """GraphQL's LicenseReason."""

    verdict: Verdict
    text: str
    license: LicenseReport | None
    model: ModelReport | None
    authority: str
    url: str | None
    obligation: str | None
    missing: str | None
    decides: bool


class VerdictReport(_Report):
    """GraphQL's LicenseVerdict."""

    verdict: Verdict
    reasons: tuple[ReasonReport, ...]
    obligations: tuple[str, ...]
    missing_context: tuple[str, ...]
    outbound_candidates: tuple[LicenseReport, ...]


class NameReport(_Report):
    """GraphQL's LicenseName."""

    expression: str | None
    status: NameStatus
    candidates: tuple[str, ...]


def report_answer(answer: Answer) -> VerdictReport:
    """What was worked out without a registry: licences by their own short names."""
    return VerdictReport(
        verdict=answer.verdict,
        reasons=tuple(map(_reason, answer.reasons)),
        obligations=answer.obligations,
        missing_context=answer.missing_context,
        outbound_candidates=tuple(map(_license, answer.outbound_candidates)),
    )


def report_name(name: Name) -> NameReport:
    """What a name means."""
    return NameReport(expression=name.expression, status=name.status, candidates=name.candidates)


def read_verdict(data: Any) -> VerdictReport:
    """What GraphQL answered.

    Raises:
        ValidationError: it has another shape.
    """
    return VerdictReport.model_validate(data)


def _reason(reason: Reason) -> ReasonReport:
    return ReasonReport(
        verdict=reason.verdict,
        text=reason.text,
        license=None if reason.license is None else _license(reason.license),
        model=None,
        authority=reason.authority,
        url=reason.url,
        obligation=reason.obligation,
        missing=reason.missing,
        decides=reason.decides,
    )


def _license(expression: str) -> LicenseReport:
    known = licenses().get(expression)
    name = known.short_name if known else expression
    return LicenseReport(name=name, spdx_expression=expression)
