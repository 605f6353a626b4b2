"""What a licence provides, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import typer

from service.domain.licensing.exceptions import plain
from service.domain.licensing.folding import leaves
from service.domain.licensing.labels import One
from service.domain.licensing.library import licenses
from service.domain.licensing.names import NameStatus, read_label, read_name
from service.domain.licensing.provisions import Provision, provisions
from service.domain.licensing.terms import License, Text

_SILENT = "SILENT"

_ONE = {"thresholds": "threshold", "territories": "territory", "duties": "duty"}


def show_license(text: str) -> None:
    """Print the terms of each licence that a name or an expression means.

    Raises:
        BadParameter: it means none, or may mean several.
    """
    for number, expression in enumerate(_meant(text)):
        print("\n\n" if number else "", end="")
        print("\n".join(_license(expression)))


def _meant(text: str) -> Sequence[str]:
    name = read_name(text)
    if name.status is NameStatus.UNKNOWN:
        raise typer.BadParameter(f"{text!r} names no licence that is known here")
    if name.status is NameStatus.AMBIGUOUS:
        raise typer.BadParameter(f"{text!r} may mean {' or '.join(name.candidates)}")
    named = (leaf.expression for leaf in leaves(read_label(text)) if isinstance(leaf, One))
    return list(dict.fromkeys(named))


def _license(expression: str) -> Iterator[str]:
    known = licenses().get(plain(expression))
    if known is None:
        yield f"{expression}: nothing is known of its terms."
        return
    yield f"{known.name}: {expression}"
    yield f"Written for {', '.join(each.value.lower() for each in known.covers)}."
    yield from (_text(text) for text in known.texts.values())
    if known.terms is None:
        yield "Its text could not be had: nothing is known of its terms."
        return
    if expression != plain(expression):
        yield f"Shown without what {expression} allows beyond {plain(expression)}."
    found = list(provisions(expression))
    yield from _spoken(known, [each for each in found if each.value != _SILENT])
    silent = [_topic(each) for each in found if each.value == _SILENT]
    if silent:
        yield from ("", f"Silent on {', '.join(silent)}.")


def _text(text: Text) -> str:
    dated = text.date or text.month
    date = f" ({dated})" if dated else ""
    digest = f", sha256 {text.sha256}" if text.sha256 else ""
    return f"{text.title}{date}, {text.url}{digest}"


def _spoken(known: License, found: Sequence[Provision]) -> Iterator[str]:
    for each in found:
        yield ""
        yield f"{_topic(each)}: {each.value}"
        yield from _indented(each.text)
        yield from _indented(_quoted(known, each))
        yield from _indented(each.cited.note)


def _quoted(known: License, found: Provision) -> str | None:
    """Clause and words; a further text than the licence's own is named."""
    other = found.source.title if found.source is not known.texts["license"] else None
    where = ", ".join(each for each in (other, found.cited.clause) if each)
    quote = f'"{found.cited.quote}"' if found.cited.quote else ""
    return ": ".join(each for each in (where, quote) if each) or None


def _indented(line: str | None) -> Iterator[str]:
    if line is not None:
        yield f"  {' '.join(line.split())}"


def _topic(found: Provision) -> str:
    return _ONE.get(found.topic, found.topic).replace("_", " ")
