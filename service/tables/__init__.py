"""Every table of the registry; importing this package completes `metadata`."""

from service.tables import access, claims, graph, history, licensing, search, sources
from service.tables.base import metadata

__all__ = ["access", "claims", "graph", "history", "licensing", "metadata", "search", "sources"]
