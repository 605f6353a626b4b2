"""Sources: one module a format, from a document's text to observations.

A source is a module with a `MANIFEST` and two pure functions, `recognises` and `parse` (the
protocol is `service.ingest.sources.parsed.Source`). To add one, write the module and list it in
`SOURCES`; the first that recognises a document reads it.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.projection import Property
from service.errors import DocumentRefused
from service.ingest.sources import comparison, vocabulary
from service.ingest.sources.decoding import decode
from service.ingest.sources.parsed import Manifest, Notice, Parsed, Source

__all__ = ["SOURCES", "Manifest", "Notice", "Parsed", "Source", "parse_document"]

SOURCES: tuple[Source, ...] = (vocabulary, comparison)


def parse_document(name: str, content: bytes, properties: Sequence[Property]) -> Parsed:
    """Decode a document, find its source and parse it; the name is for messages only.

    Raises:
        DocumentRefused: no text, of no known source, or not what its source's documents are.
    """
    text = decode(name, content)
    for source in SOURCES:
        if source.recognises(text):
            return source.parse(name, text, properties)
    known = "; ".join(f"{source.MANIFEST.name} ({source.MANIFEST.looks_for})" for source in SOURCES)
    raise DocumentRefused(name, f"no source recognises the document; known are: {known}", 1)
