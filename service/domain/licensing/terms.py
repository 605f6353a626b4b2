"""The terms of a licence as data: the schema of the files in `terms/`.

An entry says what the licence provides on one matter, with the clause, its words and where the text
stands. What a licence does not speak of is SILENT and has neither. Nothing here says YES or NO:
verdicts are derived from the entries, by rules that are the same for all licences.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import ConfigDict, Field

from service.domain.licensing.verdicts import Artifact

LONGEST_QUOTE = 300

_STRICT = ConfigDict(extra="forbid")


class Commercial(StrEnum):
    ALLOWED = "ALLOWED"
    NON_COMMERCIAL = "NON_COMMERCIAL"
    """Any purpose that is not commercial."""
    NON_PRODUCTION = "NON_PRODUCTION"
    """Neither commercial nor production purposes, so that it can be in no product."""
    RESEARCH_ONLY = "RESEARCH_ONLY"
    """Research, and no commercial purpose."""
    SILENT = "SILENT"

    @property
    def purpose(self) -> str | None:
        """What use is limited to, as the end of a sentence; None where it is not."""
        return _PURPOSES.get(self)


_PURPOSES = {
    Commercial.NON_COMMERCIAL: "purposes that are not commercial",
    Commercial.NON_PRODUCTION: "purposes that are neither commercial nor production",
    Commercial.RESEARCH_ONLY: "research that is not commercial",
}


class Permission(StrEnum):
    ALLOWED = "ALLOWED"
    FORBIDDEN = "FORBIDDEN"
    SILENT = "SILENT"


class Modification(StrEnum):
    ALLOWED = "ALLOWED"
    PRIVATE = "PRIVATE"
    """Changed material may be made, but not shared."""
    FORBIDDEN = "FORBIDDEN"
    SILENT = "SILENT"


class Hosting(StrEnum):
    """What it is to let others use the material over a network."""

    USE = "USE"
    """A use like others: what begins on distribution does not begin."""
    DISTRIBUTION = "DISTRIBUTION"
    """The licence counts it as distribution."""
    FORBIDDEN = "FORBIDDEN"
    SILENT = "SILENT"


class Derived(StrEnum):
    """Whether what is made is a derivative that the licence binds."""

    DERIVATIVE = "DERIVATIVE"
    INDEPENDENT = "INDEPENDENT"
    """The licence says that it does not bind it."""
    SILENT = "SILENT"


class Outputs(StrEnum):
    """What holds of a model's outputs in themselves."""

    FREE = "FREE"
    """The licence claims no rights in them."""
    NON_COMMERCIAL = "NON_COMMERCIAL"
    """They may be used for purposes that are not commercial."""
    BOUND = "BOUND"
    """The licence's terms bind who uses them."""
    SILENT = "SILENT"


class DerivativeLicense(StrEnum):
    """What licence a derivative may carry when it is passed on."""

    ANY = "ANY"
    """Any; at most the notices stay."""
    SAME = "SAME"
    """This licence, or one of those listed in `also`."""
    RESTRICTIONS = "RESTRICTIONS"
    """Any that contains this licence's use restrictions as an enforceable provision."""
    COMPLYING = "COMPLYING"
    """Terms of one's own are possible, but whoever receives it stays bound by this licence too."""
    NONE = "NONE"
    """None: derivatives may not be passed on."""
    SILENT = "SILENT"


class Reach(StrEnum):
    """How far the duty of DerivativeLicense.SAME reaches beyond the changed material itself."""

    WORK = "WORK"
    """The whole work that the material becomes a part of (GPL, AGPL)."""
    LIBRARY = "LIBRARY"
    """The library; works that use it must allow it to be exchanged (LGPL)."""
    FILE = "FILE"
    """The files or modules that contain it (MPL, EPL, CDDL)."""
    ADAPTATION = "ADAPTATION"
    """The adapted material; works that only contain it unchanged are free (CC BY-SA, AI terms)."""


class Measure(StrEnum):
    MONTHLY_ACTIVE_USERS = "MONTHLY_ACTIVE_USERS"
    ANNUAL_REVENUE_USD = "ANNUAL_REVENUE_USD"
    MONTHLY_REVENUE_USD = "MONTHLY_REVENUE_USD"


class Above(StrEnum):
    """What a threshold means for those above it."""

    SEPARATE_LICENSE = "SEPARATE_LICENSE"
    """They have no rights under this licence."""
    DUTY = "DUTY"
    """The duties that name the threshold begin."""


class When(StrEnum):
    """When a duty begins."""

    USE = "USE"
    """With any use."""
    COMMERCIAL_USE = "COMMERCIAL_USE"
    DISTRIBUTE = "DISTRIBUTE"
    """When the material, changed or not, is passed on."""
    DISTRIBUTE_MODIFIED = "DISTRIBUTE_MODIFIED"
    """When changed material, or a derivative, is passed on."""
    HOST = "HOST"
    """When others use the material, changed or not, over a network."""
    HOST_MODIFIED = "HOST_MODIFIED"
    TRAIN = "TRAIN"
    """When another model is trained on its knowledge or outputs."""
    TRAIN_AND_DISTRIBUTE = "TRAIN_AND_DISTRIBUTE"
    """When a model so trained is passed on or made available."""
    ABOVE_THRESHOLD = "ABOVE_THRESHOLD"
    """With any use by those above a threshold whose `then` is DUTY."""


class Kind(StrEnum):
    """What a duty is. The first five leave a YES a YES; the others make it CONDITIONAL."""

    NOTICE = "NOTICE"
    """Keep or give a copyright, attribution or licence notice."""
    COPY_OF_LICENSE = "COPY_OF_LICENSE"
    STATE_CHANGES = "STATE_CHANGES"
    PATENT_TERMINATION = "PATENT_TERMINATION"
    """Rights end for who sues over patents or other rights in the material."""
    OTHER_NOTICE = "OTHER_NOTICE"
    """A small formality of another kind, such as not using the licensor's name to advertise."""
    FLOW_DOWN = "FLOW_DOWN"
    """Whoever receives it must be bound by these terms."""
    USE_POLICY = "USE_POLICY"
    """Keep to a list of forbidden uses; `flow_down` says whether recipients must be bound by it."""
    NAMING = "NAMING"
    """Name the model or product so."""
    DISPLAY = "DISPLAY"
    """Show words or a mark in a product, on a site or in its documentation."""
    SOURCE_OFFER = "SOURCE_OFFER"
    """Give or offer source, or the changed material itself."""
    RELINKING = "RELINKING"
    """Allow the library to be exchanged in what uses it."""
    REGISTRATION = "REGISTRATION"
    """Register with, report to or ask the licensor."""
    OTHER = "OTHER"

    @property
    def is_notice(self) -> bool:
        """Whether it leaves a YES a YES."""
        return self in _NOTICES


_NOTICES = {
    Kind.NOTICE,
    Kind.COPY_OF_LICENSE,
    Kind.STATE_CHANGES,
    Kind.PATENT_TERMINATION,
    Kind.OTHER_NOTICE,
}

T = TypeVar("T", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Words of a licence.

    Attributes:
        clause: its number or heading: "1.b.i", "Attachment A"; None where SILENT.
        quote: the words, 300 characters at most; stands in the text, white space folded.
        text: which of the file's texts, by its key.
        note: what the reader should know about this reading; our own words.
    """

    __pydantic_config__ = _STRICT

    clause: str | None = None
    quote: str | None = None
    text: str = "license"
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Cited, Generic[T]):
    """What a licence provides on one matter; `value: SILENT` needs no clause and no quote."""

    value: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Cited):
    """A figure beyond which other terms hold: "more than `above`".

    Attributes:
        measured: the date or period that the licence measures it at, in our own words.
        commercial: True: it is measured, or matters, for commercial use alone.
    """

    measure: Measure
    above: int
    then: Above
    measured: str
    commercial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Territories(Cited):
    """Where nothing is granted.

    Attributes:
        excluded: ISO 3166-1 alpha-2, or a group of `territories.yaml` such as EU.
        only: None, or our words for the part of the material that alone is concerned; then the
            verdict there is CONDITIONAL, not NO.
    """

    excluded: tuple[str, ...]
    only: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Cited):
    """What somebody must do.

    Attributes:
        duty: one sentence in our own words, an imperative: "Show 'Built with Llama' ...".
        flow_down: of a use policy: whether who receives the material must be bound by it.
    """

    kind: Kind
    when: tuple[When, ...]
    duty: str
    flow_down: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivativeTerms(Cited):
    """What licence a derivative may carry.

    Attributes:
        also: of SAME: expressions of further licences that the licence or its steward names.
        reach: of SAME.
    """

    value: DerivativeLicense
    also: tuple[str, ...] = ()
    reach: Reach | None = None

    @property
    def takes_whole(self) -> bool:
        """Whether the whole work that contains the material must carry the licence."""
        return self.value is DerivativeLicense.SAME and self.reach is Reach.WORK

    @property
    def takes_part(self) -> bool:
        """Whether the library or file that contains the material must, and no more than that."""
        is_part = self.reach in (Reach.LIBRARY, Reach.FILE)
        return self.value is DerivativeLicense.SAME and is_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisions:
    """All that a licence provides. Every matter is answered, if only by SILENT."""

    __pydantic_config__ = _STRICT

    commercial_use: Entry[Commercial]
    redistribution: Entry[Permission]
    hosting: Entry[Hosting]
    modification: Entry[Modification]
    fine_tune: Entry[Derived]
    merge: Entry[Derived]
    distillation: Entry[Derived]
    synthetic_data: Entry[Derived]
    training_others: Entry[Permission]
    outputs: Entry[Outputs]
    derivative_license: DerivativeTerms
    sublicensing: Entry[Permission]
    thresholds: tuple[Threshold, ...] = ()
    territories: tuple[Territories, ...] = ()
    restrictions: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that entries quote.

    Attributes:
        url: where it is published.
        date: of this version.
        month: year and month (2004-01), where the text gives no day.
        sha256: of the text after the front matter, as `ai-licenses` keeps it; None where only the
            publisher's page is known.
    """

    __pydantic_config__ = _STRICT

    title: str
    url: str
    version: str | None = None
    date: datetime.date | None = None
    month: Annotated[str, Field(pattern=r"^\d{4}-\d\d$")] | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A published view that differs from the one that verdicts follow.

    Attributes:
        matter: one sentence in our own words: what is held, and by whom.
        outbound: only where this licence flows into one of these expressions; empty: always.
    """

    __pydantic_config__ = _STRICT

    matter: str
    authority: str
    url: str
    outbound: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """A licence that can be judged, or that is known and whose terms are not.

    Attributes:
        expression: SPDX id, or LicenseRef-scancode-KEY where SPDX lists none; else
            LicenseRef-modelgraph-KEY.
        key: ScanCode's, or one of our own; the file's name.
        hub_id: the Hugging Face Hub's licence id that means exactly this licence.
        covers: what it was written for.
        texts: by key; `license` is the licence itself, others are what it refers to.
        terms: None: the text could not be had, so that nothing is known.
        dedication: True: it gives up all rights and conditions (CC0, Unlicense).
    """

    __pydantic_config__ = _STRICT

    key: str
    expression: str
    name: str
    short_name: str
    covers: tuple[Artifact, ...]
    texts: dict[str, Text]
    terms: Provisions | None
    hub_id: str | None = None
    dedication: bool = False
    dissent: tuple[Dissent, ...] = ()
