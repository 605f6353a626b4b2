"""Licences: may material under them be put to some use? Nothing is judged yet: all is UNKNOWN."""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import Any

import strawberry
from sqlalchemy import (
    BigInteger,
    Column,
    MetaData,
    Subquery,
    Table,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, array
from strawberry import enum_value

from service.api.entities import License
from service.api.fields import field, read_from
from service.api.scalars import BigInt
from service.api.slugs import each_model, unknown_models
from service.planner.mapping import Expression, Place, ToOne, Value
from service.planner.sql import EMPTY_LIST, correlated, json_list

NOT_JUDGED = "This registry does not judge licences yet."

_LONGEST_NAME = 500

_verdicts = Table(
    "verdicts",
    MetaData(),
    Column("verdict", Text),
    Column("obligations", ARRAY(Text)),
    Column("missing_context", ARRAY(Text)),
)
_reasons = Table(
    "license_reasons",
    MetaData(),
    Column("verdict", Text),
    Column("text", Text),
    Column("license_id", BigInteger),
    Column("authority", Text),
    Column("url", Text),
)
_names = Table(
    "license_names",
    MetaData(),
    Column("expression", Text),
    Column("status", Text),
    Column("candidates", ARRAY(Text)),
)
"""The shapes of the rows that verdicts and names are read from; there are no such tables."""

_UNKNOWN, _NULL = literal("UNKNOWN"), cast(null(), Text)
_NO_TEXTS = cast(array([]), ARRAY(Text))


def _row(**columns: Expression) -> Subquery:
    """One row of these columns."""
    return select(*(value.label(name) for name, value in columns.items())).subquery()


def _object(place: Place, row: Subquery) -> Expression:
    value = place.object(place.derived(row))
    return correlated(select(value), [row]).scalar_subquery()


class Unjudged:
    """A verdict that says nothing either way."""

    def sql(self, place: Place) -> Expression:
        row = _row(verdict=_UNKNOWN, obligations=_NO_TEXTS, missing_context=_NO_TEXTS)
        return _object(place, row)


class WhyUnjudged:
    """LicenseVerdict.reasons: the one that holds for all."""

    def sql(self, place: Place) -> Expression:
        row = _row(
            verdict=_UNKNOWN,
            text=literal(NOT_JUDGED),
            license_id=cast(null(), BigInteger),
            authority=literal("Modelgraph"),
            url=_NULL,
        )
        item = place.object(place.derived(row, times=1))
        return correlated(select(json_list(item, ())), [row]).scalar_subquery()


class Check:
    """Query.licenseCheck: looks at what is asked, and judges nothing."""

    def sql(self, place: Place) -> Expression:
        asked = place.input("input")
        if not (place.ask(asked["inbound"], bool) or place.ask(asked["models"], bool)):
            message = "Argument 'input': name at least one licence in inbound or one of the models."
            raise place.problem("BAD_ARGUMENT", message)
        unknown = _unknown(place, place.bind(asked["models"], "text[]"))
        place.planning.check(unknown, partial(unknown_models, place.field))
        return case((unknown.is_(None), Unjudged().sql(place)))


def _unknown(place: Place, slugs: Expression) -> Expression:
    """Those of the slugs that lead to no model, as JSON; null if there are none."""
    asked = each_model(place, slugs)
    listed = func.json_agg(aggregate_order_by(asked.c.slug, asked.c.n))
    return correlated(select(listed), [asked]).where(asked.c.id.is_(None)).scalar_subquery()


class Name:
    """Query.licenseName: nothing is known of any name."""

    def sql(self, place: Place) -> Expression:
        if place.ask(place.input("text"), lambda text: len(text) > _LONGEST_NAME):
            message = f"Argument 'text': more than {_LONGEST_NAME} characters."
            raise place.problem("BAD_ARGUMENT", message)
        return _object(place, _row(expression=_NULL, status=_UNKNOWN, candidates=_NO_TEXTS))


class NoLicenses:
    """An empty list."""

    def sql(self, _: Place) -> Expression:
        return EMPTY_LIST


def _option(description: str) -> Any:
    return strawberry.field(description=description, default=strawberry.UNSET)


@strawberry.enum(description="Whether something is allowed.")
class Verdict(Enum):
    YES = enum_value("YES", description="It is allowed, if the obligations are met.")
    NO = enum_value("NO", description="It is not allowed.")
    CONDITIONAL = enum_value("CONDITIONAL", description="It depends on what missingContext names.")
    UNKNOWN = enum_value("UNKNOWN", description="It cannot be said; never to be read as YES.")


@strawberry.enum(
    description="What somebody wants to do with a model or with material under a licence."
)
class LicenseUse(Enum):
    USE_COMMERCIALLY = enum_value("USE_COMMERCIALLY", description="Use it to make money.")
    USE_INTERNALLY = enum_value(
        "USE_INTERNALLY", description="Use it within one's own organization."
    )
    NETWORK_SERVICE = enum_value("NETWORK_SERVICE", description="Let others use it over a network.")
    REDISTRIBUTE = enum_value("REDISTRIBUTE", description="Pass it on to others.")
    SHIP_IN_CLOSED_SOURCE_PRODUCT = enum_value(
        "SHIP_IN_CLOSED_SOURCE_PRODUCT",
        description="Pass it on as part of a product whose source stays closed.",
    )
    FINE_TUNE = enum_value("FINE_TUNE", description="Train it further.")
    DISTILL = enum_value(
        "DISTILL",
        description="Train a model of another family on the material's knowledge or outputs.",
    )
    GENERATE_TRAINING_DATA = enum_value(
        "GENERATE_TRAINING_DATA", description="Make data with it that models are trained on."
    )
    MERGE = enum_value("MERGE", description="One derivative work, such as merged weights.")
    COMBINE = enum_value("COMBINE", description="The parts stay side by side in one work.")


@strawberry.enum(description="What a licence is asked about.")
class Artifact(Enum):
    CODE = enum_value("CODE", description="Programs.")
    WEIGHTS = enum_value("WEIGHTS", description="A model's weights.")
    DATA = enum_value("DATA", description="Data.")
    OUTPUTS = enum_value("OUTPUTS", description="What a model puts out.")
    UNSPECIFIED = enum_value("UNSPECIFIED", description="Any of these.")


@strawberry.enum(description="How well a licence's name is understood.")
class LicenseNameStatus(Enum):
    EXACT = enum_value("EXACT", description="It means one licence or expression.")
    AMBIGUOUS = enum_value("AMBIGUOUS", description="It may mean any of the candidates.")
    UNKNOWN = enum_value("UNKNOWN", description="No licence is known by it.")


@strawberry.input(description="Who asks; what is absent or null is not known.")
class LicenseContext:
    monthly_active_users: BigInt | None = _option("Of all the asker's products, in a month.")
    annual_revenue_usd: BigInt | None = _option("Of the asker, in US dollars.")
    territory: str | None = _option("Where the material is used: ISO 3166-1 alpha-2.")
    modified: bool | None = _option(
        "Whether the material is changed. Null: not known, and CONDITIONAL where it matters."
    )


@strawberry.input(
    description="May material under `inbound` be put to `uses`, and may the result carry "
    "`outbound`? Inbound takes licence names or expressions, models takes slugs: at least one of "
    "the two; several are all of them together (AND). Uses describe one plan: FINE_TUNE, DISTILL, "
    "GENERATE_TRAINING_DATA, MERGE and COMBINE make something, and the other uses apply to what "
    "is made; alone they apply to the material. Outbound and uses together give the worst of "
    "both. With neither: may these be combined at all?"
)
class LicenseCheckInput:
    inbound: list[str] | None = _option("Names or expressions of the material's licences.")
    models: list[str] | None = _option("Slugs of models, for the licences they are under.")
    outbound: str | None = _option("Name or expression of the licence the result is to carry.")
    uses: list[LicenseUse] | None = _option("What is to be done with the material.")
    artifact: Artifact | None = _option(
        "What the material is. Null: whatever the licence was written for."
    )
    context: LicenseContext | None = _option("Who asks; null: nothing is known of them.")


@strawberry.type(description="Why a verdict is what it is.")
@read_from(_reasons)
class LicenseReason:
    verdict: Verdict = field(Value(_reasons.c.verdict), "What this reason alone comes to.")
    text: str = field(Value(_reasons.c.text), "One sentence.")
    license: License | None = field(
        ToOne(_reasons.c.license_id),
        "The licence or the model's licence that the reason is about; null: about none or all.",
    )
    authority: str = field(
        Value(_reasons.c.authority), "The clause, matrix or published reading that it rests on."
    )
    url: str | None = field(Value(_reasons.c.url), "Where the authority can be read.")


@strawberry.type(
    description="Whether a plan is allowed. Licences are not judged yet: every verdict is UNKNOWN."
)
@read_from(_verdicts)
class LicenseVerdict:
    verdict: Verdict = field(Value(_verdicts.c.verdict), "The verdict on the whole plan.")
    reasons: list[LicenseReason] = field(WhyUnjudged(), "What the verdict rests on.")
    obligations: list[str] = field(
        Value(_verdicts.c.obligations), "What must be done for YES or CONDITIONAL to hold."
    )
    missing_context: list[str] = field(
        Value(_verdicts.c.missing_context),
        "Context whose absence keeps the verdict from being decided.",
    )
    outbound_candidates: list[License] = field(
        NoLicenses(), "For MERGE and COMBINE: licences that the result may carry."
    )


@strawberry.type(
    description="What a licence's name means. Names are not read yet: every status is UNKNOWN."
)
@read_from(_names)
class LicenseName:
    expression: str | None = field(
        Value(_names.c.expression),
        "SPDX expression; where SPDX lists none, LicenseRef-scancode-KEY. For an ambiguous bare "
        "GNU version the -only form; null where nothing can be shown.",
    )
    status: LicenseNameStatus = field(Value(_names.c.status), "How well it is understood.")
    candidates: list[str] = field(
        Value(_names.c.candidates), "The expressions that it may stand for."
    )
