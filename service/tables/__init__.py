"""Every table of the registry; importing this package completes `metadata`."""

from service.tables import access, claims, graph, history, search, sources
from service.tables.base import metadata

__all__ = ["access", "claims", "graph", "history", "metadata", "search", "sources"]
