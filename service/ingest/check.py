"""Whether a registry is as it should be."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from service.ingest.recomputation import recompute
from service.store.invariants import find_violations
from service.store.projection import compare_projection
from service.store.transactions import writing


def check(connection: Connection) -> list[str]:
    """Verify the registry's invariants, while no import runs.

    Returns:
        a sentence for each that does not hold; none where all do.
    """
    with writing(connection, keep=False):
        return [*find_violations(connection), *_stale(connection)]


def _stale(connection: Connection) -> Iterator[str]:
    """Tables that are not what the current claims add up to."""
    pending = compare_projection(connection, recompute(connection))
    for table, found in pending.differences.items():
        if found:
            rows = len(found.added) + len(found.changed) + len(found.removed)
            yield f"{table.name} holds what the claims add up to: not so for {_rows(rows)}"
    if pending.resolutions:
        rows = len(pending.resolutions)
        yield f"mentions are resolved as the claims say: not so for {_rows(rows)}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
