"""A licence's terms as a list: what it provides on each matter, with its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from service.domain.licensing.library import find
from service.domain.licensing.terms import (
    Cited,
    DerivativeTerms,
    Duty,
    Entry,
    Provisions,
    Territories,
    Text,
    Threshold,
)


@dataclass(frozen=True, slots=True)
class Provision:
    """What a licence provides on one matter.

    Attributes:
        topic: the field of `Provisions`.
        value: one word for it: ALLOWED, SILENT, a duty's kind.
        text: what the word leaves out, in our words.
        source: the text that is quoted.
    """

    topic: str
    value: str
    text: str | None
    cited: Cited
    source: Text


def provisions(expression: str) -> Iterator[Provision]:
    """All that a licence provides, in the order of `Provisions`; nothing where it is not known."""
    known = find(expression)
    if known is None or known.terms is None:
        return
    for topic, entry in _entries(known.terms):
        value, text = _in_words(entry)
        yield Provision(topic, value, text, entry, known.texts[entry.text])


def _entries(terms: Provisions) -> Iterator[tuple[str, Cited]]:
    for each in fields(terms):
        value = getattr(terms, each.name)
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Cited):
                yield each.name, entry


def _in_words(entry: Cited) -> tuple[str, str | None]:
    match entry:
        case Entry(value=value):
            return str(value), None
        case DerivativeTerms(value=value, also=also, reach=reach):
            also_text = f"or {', '.join(also)}" if also else None
            reach_text = f"reaches: {reach.value.lower()}" if reach else None
            return value.value, "; ".join(filter(None, [also_text, reach_text])) or None
        case Threshold():
            figure = f"more than {entry.above:,} ({entry.measured}): {_WORDS[entry.then.value]}"
            return entry.measure.value, figure
        case Territories(excluded=excluded, only=only):
            return "EXCLUDED", ", ".join(excluded) + (f"; only {only}" if only else "")
        case Duty(kind=kind, duty=duty):
            return kind.value, duty
    raise TypeError(f"no words for {type(entry).__name__}")


_WORDS = {"SEPARATE_LICENSE": "a licence of its own is needed", "DUTY": "further duties begin"}
