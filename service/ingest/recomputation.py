"""The projection, worked out anew from all current claims."""

from __future__ import annotations

from sqlalchemy import Connection

from service.domain.consolidation import consolidate
from service.domain.projection import Projection
from service.store.judgements import read_judgements
from service.store.readings import read_readings
from service.store.vocabulary import read_properties


def recompute(connection: Connection) -> Projection:
    """What the current claims, the vocabulary and the judgements add up to."""
    return consolidate(
        read_readings(connection), read_properties(connection), read_judgements(connection)
    )
