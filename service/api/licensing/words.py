"""The words that licences are asked in."""

from __future__ import annotations

from enum import Enum
from typing import Any

import strawberry
from strawberry import enum_value

from service.api.scalars import BigInt


def _option(description: str) -> Any:
    return strawberry.field(description=description, default=strawberry.UNSET)


@strawberry.enum(description="Whether something is allowed.")
class Verdict(Enum):
    YES = enum_value(
        "YES",
        description="It is allowed. At most notices, a copy of the licence or a statement of "
        "changes are asked for.",
    )
    NO = enum_value("NO", description="It is not allowed.")
    CONDITIONAL = enum_value(
        "CONDITIONAL",
        description="It is allowed if the obligations are met and the limits kept, or depending "
        "on what missingContext names.",
    )
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


@strawberry.enum(description="On which side of a pair a licence is looked for.")
class LicenseFlow(Enum):
    INBOUND = enum_value("INBOUND", description="The licence of material that goes in.")
    OUTBOUND = enum_value("OUTBOUND", description="The licence that the result carries.")


@strawberry.input(description="Who asks; what is absent or null is not known.")
class LicenseContext:
    monthly_active_users: BigInt | None = _option("Of all the asker's products, in a month.")
    annual_revenue_usd: BigInt | None = _option("Of the asker, in US dollars.")
    territory: str | None = _option(
        "The country where the material is used: ISO 3166-1 alpha-2, in upper or lower case."
    )
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
    inbound: list[str] | None = _option(
        "Names or expressions of the material's licences; 100 at most, of 500 characters at most."
    )
    models: list[str] | None = _option(
        "Slugs of models, 100 at most, for the licences they are under: their own, which may "
        "differ for code, weights, data and outputs, and those of the models they come from."
    )
    outbound: str | None = _option(
        "Name or expression, of 500 characters at most, of the licence the result is to carry."
    )
    uses: list[LicenseUse] | None = _option("What is to be done with the material.")
    artifact: Artifact | None = _option(
        "What the material is, and what of the models is meant. Null: whatever the licence was "
        "written for, and all of the models."
    )
    context: LicenseContext | None = _option("Who asks; null: nothing is known of them.")
