"""What licences provide, and how they stand to each other."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from sqlalchemy import BigInteger, Column, MetaData, Subquery, Table, Text, case, func, select

from service.api.fields import field, read_from
from service.api.licensing.words import Verdict
from service.planner.lists import Bound
from service.planner.mapping import Expression, Place, ToOne, Value
from service.planner.sql import correlated, cut_list
from service.tables.graph import entities, licenses
from service.tables.licensing import license_pairs, license_terms

if TYPE_CHECKING:
    from service.api.entities import License

_terms = license_terms.c

_compatible = Table(
    "compatible",
    MetaData(),
    Column("license_id", BigInteger),
    Column("verdict", Text),
    Column("reason", Text),
    Column("authority", Text),
    Column("url", Text),
)
"""The shape of a pair seen from one side; there is no such table."""

_RANKS = {"YES": 0, "CONDITIONAL": 1, "UNKNOWN": 2, "NO": 3}


class CompatibleLicenses:
    """License.compatibleWith: the pairs on one side of which a licence stands."""

    bound = Bound(100, most=1_000)

    def sql(self, place: Place) -> Expression:
        length, pairs = self.bound.read(place), self._pairs(place)
        item = place.object(place.derived(pairs, times=length.counted)).label("item")
        order = [case(_RANKS, value=pairs.c.verdict), pairs.c.sort_name, pairs.c.license_id]
        return cut_list(correlated(select(item), [pairs]), order, length.limit)

    def _pairs(self, place: Place) -> Subquery:
        pairs, named = place.table(license_pairs), place.table(entities)
        own, other = pairs.c.inbound_id, pairs.c.outbound_id
        if place.ask(place.input("flow"), lambda flow: bool(flow.value == "INBOUND")):
            own, other = other, own
        columns = [pairs.c.verdict, pairs.c.reason, pairs.c.authority, pairs.c.url]
        joined = pairs.join(named, named.c.id == other)
        found = correlated(select(other.label("license_id"), *columns, named.c.sort_name), [joined])
        verdicts = place.input("verdicts")
        if place.given(verdicts):
            found = found.where(pairs.c.verdict == func.any(place.bind(verdicts, "text[]")))
        return found.where(own == place.row[licenses.c.id]).subquery()


@strawberry.type(description="What a licence provides on one matter, in its own words.")
@read_from(license_terms, key=("license_id", "position"))
class LicenseTerm:
    topic: str = field(
        Value(_terms.topic),
        "The matter: commercial_use, redistribution, hosting, modification, fine_tune, merge, "
        "distillation, synthetic_data, training_others, outputs, derivative_license, sublicensing, "
        "thresholds, territories, duties.",
    )
    value: str = field(
        Value(_terms.value),
        "What is provided, in a word: ALLOWED, FORBIDDEN, the kind of a duty; SILENT where the "
        "licence says nothing.",
    )
    text: str | None = field(
        Value(_terms.text),
        "What the word leaves out, in the registry's words: a duty, a figure, territories.",
    )
    clause: str | None = field(
        Value(_terms.clause), "The clause's number or heading; null where the licence is silent."
    )
    quote: str | None = field(
        Value(_terms.quote), "The licence's own words, 300 characters at most."
    )
    note: str | None = field(Value(_terms.note), "What to know about this reading.")
    title: str = field(Value(_terms.title), "What the text that is quoted calls itself.")
    url: str = field(Value(_terms.url), "Where the text is published.")
    version: str | None = field(Value(_terms.version), "Of the text; null where it has none.")
    date: datetime.date | None = field(
        Value(_terms.date), "Of this version of the text; null where no day is known."
    )
    sha256: str | None = field(
        Value(_terms.sha256),
        "Of the text, as hexadecimal digits; null where only its address is known.",
    )


@strawberry.type(description="How one licence stands to another: a pair has a direction.")
@read_from(_compatible)
class CompatibleLicense:
    license: Annotated[License, strawberry.lazy("service.api.entities")] = field(
        ToOne(_compatible.c.license_id), "The other licence."
    )
    verdict: Verdict = field(
        Value(_compatible.c.verdict),
        "May material under the inbound licence become part of what carries the outbound one?",
    )
    text: str = field(Value(_compatible.c.reason), "Why, in one sentence.")
    authority: str = field(
        Value(_compatible.c.authority),
        "The clause, matrix or published reading that it rests on, with its date.",
    )
    url: str | None = field(Value(_compatible.c.url), "Where the authority can be read.")
