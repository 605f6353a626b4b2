"""Comparison pages: two models side by side, in prose and in a table that lists everything.

The table of most copies has lost its cell borders and check marks. Such a row becomes a clause,
true of at least one of the two models; which one, consolidation works out. Nothing is guessed here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from service.domain.claims import Claim, Kind, Observation, Ref, Rule, Span
from service.domain.projection import Property
from service.errors import DocumentRefused
from service.ingest.sources.comparison_layout import Page, find_title, read_page
from service.ingest.sources.comparison_table import read_table
from service.ingest.sources.parsed import Manifest, Parsed
from service.ingest.sources.passages import read_lines
from service.ingest.sources.prose import Author, read_prose

MANIFEST = Manifest(
    key="comparison",
    name="Comparison pages",
    closed_world=True,
    looks_for="a first line 'A vs B', overviews of both and a table whose head begins 'Property'",
)

MAX_LINES = 20_000
MAX_CHARACTERS = 200_000
"""More than any page has; a larger document is refused before it is taken apart."""

_TITLE = Rule("comparison.title")
_LOGO = Rule("comparison.logo")


def recognises(text: str) -> bool:
    """Whether one of the first lines reads 'A vs B'."""
    return find_title(read_lines(text[:20_000])) is not None


def parse(name: str, text: str, properties: Sequence[Property]) -> Parsed:
    """Read a page.

    Raises:
        DocumentRefused: the page is cut off before its table, compares a model with itself, has a
            table about other models, or a row that its property's type forbids.
    """
    if text.count("\n") > MAX_LINES:
        raise DocumentRefused(
            name, f"more than {MAX_LINES:,} lines; a comparison page has a hundred", MAX_LINES + 1
        )
    if len(text) > MAX_CHARACTERS:
        raise DocumentRefused(
            name, f"more than {MAX_CHARACTERS:,} characters; a comparison page has ten thousand", 1
        )
    page = read_page(name, read_lines(text))
    rows = read_table(name, text, page, properties)
    prose = _read_overviews(text, page)
    names = _read_names(text, page)
    return Parsed(
        source=MANIFEST.key,
        key=page.title.text,
        title=page.title.text,
        uri=None,
        text=text,
        closed_world=MANIFEST.closed_world,
        observations=(*names, *prose, *rows.observations),
        notices=tuple(rows.notices),
    )


def _read_names(text: str, page: Page) -> Iterator[Observation]:
    """The models that the page describes, and the organizations whose logos it shows."""
    named = [(Kind.MODEL, _TITLE, name) for name in page.names]
    named += [(Kind.ORGANIZATION, _LOGO, logo) for logo in page.logos]
    for kind, rule, passage in named:
        span = passage.whole
        quote = text[span.start : span.end]
        yield Claim(Ref(kind, passage.text), "name", passage.text, span, quote, rule)


def _read_overviews(text: str, page: Page) -> list[Claim]:
    """Claims of both overviews; two patterns that read the same words make one claim."""
    claims: dict[Span, list[Claim]] = defaultdict(list)
    vendors = page.organization_cells
    for model, other, paragraphs in zip(
        page.names, reversed(page.names), page.overviews, strict=True
    ):
        author = Author(text, model.text, vendors, others=(other.text,))
        for claim in read_prose(author, paragraphs):
            if claim not in claims[claim.span]:
                claims[claim.span].append(claim)
    return [claim for alike in claims.values() for claim in alike]
