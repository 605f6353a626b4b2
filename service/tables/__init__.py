"""Every table of the registry; importing this package completes `metadata`."""

from service.tables import claims, graph, sources
from service.tables.base import metadata

__all__ = ["claims", "graph", "metadata", "sources"]
