"""What the registry believed at an earlier time, for fields with the argument `asOf`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import FromClause, ScalarSelect, Table, func, select

from service.api.fields import argument
from service.planner.mapping import Expression, Place, Reads
from service.planner.row import Reader, as_it_is
from service.tables.history import PAST, periods
from service.tables.sources import registry_versions

AS_OF = argument(
    "asOf",
    datetime.datetime | None,
    "What the registry believed at this time, here and in all that is selected below; null: now. "
    "ISO 8601; without an offset it is UTC.",
)


@dataclass(frozen=True)
class AsOf:
    """A root field with the argument `asOf`, which says when tables held what the field reads."""

    reads: Reads

    def sql(self, place: Place) -> Expression:
        asked = place.input("asOf")
        if not place.given(asked):
            return self.reads.sql(place)
        version = _version_at(place.bind(asked, "timestamptz", _in_utc))
        return self.reads.sql(place.reading(_reader(version)))


def _in_utc(at: datetime.datetime) -> datetime.datetime:
    """The same time, as PostgreSQL surely reads it.

    Raises:
        ValueError: it is in no year that has four digits.
    """
    if at.tzinfo is None:
        return at.replace(tzinfo=datetime.UTC)
    try:
        return at.astimezone(datetime.UTC)
    except OverflowError:
        raise ValueError(f"{at.isoformat()} is out of range") from None


def _version_at(at: Expression) -> ScalarSelect[int]:
    """The registry's version at a time, found once in a statement; null before the first."""
    known = registry_versions.alias()
    version = func.max(known.c.version).label("version")
    then = select(version).where(known.c.at <= at).cte()
    return select(then.c.version).scalar_subquery()


def _reader(version: ScalarSelect[int]) -> Reader:
    """Reads what tables held in a version; those without a history as they are."""

    def read(table: Table) -> FromClause:
        if table not in PAST:
            return as_it_is(table)
        rows = periods(table)
        columns = [rows.c[column.name] for column in table.columns]
        then = select(*columns).where(rows.c.since <= version, version < rows.c.until)
        return then.subquery()

    return read
