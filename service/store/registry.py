"""The registry's one row: counts, and the version that grows with every change a query can see."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, FromClause, ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import insert

from service.domain.values import Status
from service.tables.claims import claims
from service.tables.graph import facts, features, licenses, models, organizations, tasks
from service.tables.sources import registry_state, registry_versions

CHANNEL = "registry_version"
"""Where listeners hear of each new version; the payload is its number."""


def _count(table: FromClause, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()


COUNTS: Mapping[str, ScalarSelect[int]] = {
    "models": _count(models, ~models.c.is_stub),
    "organizations": _count(organizations),
    "licenses": _count(licenses),
    "tasks": _count(tasks),
    "features": _count(features),
    "claims": _count(claims, claims.c.retracted_by.is_(None)),
    "conflicts": _count(facts, facts.c.status == Status.CONFLICTED.value),
}
"""What each count of the registry counts."""


def read_version(connection: Connection) -> int:
    """The registry's version; 0 where nothing was ever written."""
    return connection.scalar(select(registry_state.c.version)) or 0


def next_version(connection: Connection) -> int:
    """The version that the transaction brings, if it changes anything."""
    return read_version(connection) + 1


def advance_version(connection: Connection) -> int:
    """Count anew what the registry holds, give it the next version, and tell those who listen.

    Call it when all that queries see is written: the version's time is the clock's, or that of the
    version before where the clock was set back. An import finishes after it, so that what the
    import brought is what the registry believes at the time when it finished.
    """
    statement = (
        insert(registry_state)
        .values(version=1, **COUNTS)
        .on_conflict_do_update(
            index_elements=[registry_state.c.singleton],
            set_={"version": registry_state.c.version + 1, **COUNTS},
        )
        .returning(registry_state.c.version)
    )
    version: int = connection.execute(statement).scalar_one()
    latest = select(func.max(registry_versions.c.at)).scalar_subquery()
    now = func.greatest(func.clock_timestamp(), latest)
    connection.execute(insert(registry_versions).values(version=version, at=now))
    connection.execute(select(func.pg_notify(CHANNEL, str(version))))
    return version


def read_counts(connection: Connection) -> Mapping[str, tuple[int, int]]:
    """For each count, what the registry says and what it holds."""
    said = connection.execute(select(*(registry_state.c[name] for name in COUNTS))).one_or_none()
    held = connection.execute(select(*(count.label(name) for name, count in COUNTS.items()))).one()
    return {name: (getattr(said, name, 0), getattr(held, name)) for name in COUNTS}
