"""How the value types of table cells are written, and how two fused cells may be told apart.

`parse_value` reads one cell; `splits` yields every way in which a text can be one or two cells.
A grammar accepts a text only where it is a whole value, so that a fused row such as
`Oct 2023Jan 2023` has one reading, and `OpenAIApple`, whose type allows any text, has many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from service.domain.claims import Kind, Ref, Value
from service.domain.projection import Property
from service.domain.values import Count, PartialDate

NOTHING: Final = frozenset(
    (
        *("-", "–", "—", "?", "n/a", "na", "none", "tbd", "tba", "unknown", "undisclosed"),
        *("not disclosed", "not specified", "not available", "not announced", "coming soon"),
    )
)
"""What tables write, casefolded, into a cell that has nothing to say."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATE_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:(?:early|mid|late)[- ]|q[1-4] )?{_YEAR}",
        _YEAR + r"[-/](?P<month>0[1-9]|1[0-2])",
        _YEAR + r"[-/](?P<month>0[1-9]|1[0-2])[-/](?P<day>0[1-9]|[12]\d|3[01])",
        rf"(?P<month>{_MONTH})\.?,? {_YEAR}",
        rf"(?P<month>{_MONTH})\.? (?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?,? {_YEAR}",
        rf"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)? (?P<month>{_MONTH})\.?,? {_YEAR}",
    )
)

_SCALE: Final = {
    "": 1,
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "million": 10**6,
    "b": 10**9,
    "billion": 10**9,
    "t": 10**12,
    "trillion": 10**12,
}
_UNIT = r"(?:[KMBTkmbt]|\s(?:thousand|million|billion|trillion))"
_DIGITS = r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d+(?:\.\d+)?)"
_AMOUNT = re.compile(rf"(?:(?P<times>\d+)x)?(?P<digits>{_DIGITS})(?P<unit>{_UNIT})?")
_AMOUNTS = re.compile(
    rf"[~≈]?(?:\d+x)?{_DIGITS}{_UNIT}?"
    rf"(?:(?:\s?[-–—]\s?|\sto\s|,\s|\s?/\s?)(?:\d+x)?{_DIGITS}{_UNIT}?)*\+?(?:\s\([^()]*\))?",
)
_LISTED = re.compile(r",\s|/")
_LARGEST: Final = 2**53


def parse_date(text: str) -> PartialDate | None:
    """Read a date that exists in the calendar, years 1900 to 2099; None for anything else."""
    for form in _DATE_FORMS:
        match = form.fullmatch(text)
        if match:
            return _calendar_date(match.groupdict())
    return None


def _calendar_date(parts: dict[str, str | None]) -> PartialDate | None:
    month = parts.get("month")
    number = None if month is None else _MONTHS.get(month.lower().rstrip("."), 0) or int(month)
    day = parts.get("day")
    found = PartialDate(int(parts["year"] or 0), number, int(day) if day else None)
    try:
        date(found.year, found.month or 1, found.day or 1)
    except ValueError:
        return None
    return found


def parse_count(text: str, *, bare_from: int = 1000) -> Count | None:
    """Read a number of weights: 44.4M, 2.7M-62.8M, 7B/13B/70B, 8x7B, 62,800,000.

    Args:
        bare_from: the least number that may stand without a unit; a bare 4 is no count of weights.

    Returns:
        The range over all numbers named; None for anything else, a range that runs backwards too.
    """
    amounts = _amounts(text, bare_from)
    if not amounts or _descends(text, amounts) or max(amounts) > _LARGEST:
        return None
    return Count(text, min(amounts), max(amounts))


def runs_backwards(text: str) -> bool:
    """True for a range of numbers whose end is smaller than its beginning."""
    return _descends(text, _amounts(text, 0))


def _descends(text: str, amounts: list[int]) -> bool:
    """A list may name its sizes in any order, a range may not."""
    return amounts != sorted(amounts) and not _LISTED.search(text)


def _amounts(text: str, bare_from: int) -> list[int]:
    """Every number of a count, in order; empty where the text is no count."""
    if not _AMOUNTS.fullmatch(text):
        return []
    found = list(_AMOUNT.finditer(text.partition(" (")[0]))
    last_unit = found[-1]["unit"]
    amounts = []
    for match in found:
        # A range may give its unit once, at its end: 2.7-62.8M.
        unit = (match["unit"] or last_unit or "").strip().lower()
        exact = Decimal(match["digits"].replace(",", "")) * _SCALE[unit] * int(match["times"] or 1)
        if exact != int(exact) or (not unit and exact < bare_from):
            return []
        amounts.append(int(exact))
    return amounts


def parse_tokens(text: str) -> Count | None:
    """Read a number of tokens: 128K (128,000), 8,192, 1M tokens."""
    bare = re.sub(r"\s?tokens?$", "", text, flags=re.IGNORECASE)
    count = parse_count(bare, bare_from=1)
    return Count(text, count.minimum, count.maximum) if count else None


def parse_boolean(text: str) -> bool | None:
    return {"yes": True, "true": True, "no": False, "false": False}.get(text.casefold())


def parse_number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", text) else None


def _parse_words(text: str, words: Collection[str]) -> str | None:
    """Read known words, one or several with `,`, `/`, `+` or `&` between them, as declared."""
    declared = {word.casefold(): word for word in words}
    parts = re.split(r"(\s*[,/+&]\s*)", text)
    if any(part.casefold() not in declared for part in parts[::2]):
        return None
    return "".join(declared.get(part.casefold(), part) for part in parts)


def _parse_name(text: str) -> str | None:
    """Read any text whose brackets close and that neither starts nor ends with white space."""
    balanced = all(text.count(pair[0]) == text.count(pair[1]) for pair in ("()", "[]"))
    closes_first = any(0 <= text.find(pair[1]) < text.find(pair[0]) for pair in ("()", "[]"))
    bare = text.strip(" ,;-–—/")
    return text if balanced and not closes_first and text == bare else None


_PARSERS: Final[dict[str, Callable[[str, Property], Value | None]]] = {
    "text": lambda text, _: _parse_name(text),
    "passage": lambda text, _: _parse_name(text),
    "organization": lambda text, _: _ref(Kind.ORGANIZATION, text),
    "license": lambda text, _: _ref(Kind.LICENSE, text),
    "word": lambda text, declared: _parse_words(text, declared.words),
    "date": lambda text, _: parse_date(text),
    "count": lambda text, _: parse_count(text),
    "tokens": lambda text, _: parse_tokens(text),
    "number": lambda text, _: parse_number(text),
    "boolean": lambda text, _: parse_boolean(text),
}

NAME_TYPES: Final = frozenset({"text", "passage", "organization", "license"})
"""Types whose grammar allows any text, so that it alone decides no split."""


def _ref(kind: Kind, text: str) -> Ref | None:
    name = _parse_name(text)
    return Ref(kind, name) if name else None


def parse_value(text: str, declared: Property) -> Value | None:
    """Read one cell of a declared property; None where its type's grammar does not accept it."""
    return _PARSERS[declared.value_type](text, declared)


def says_nothing(text: str) -> bool:
    """True for an empty cell, and for one that says in words that it is empty."""
    return not text or text.casefold() in NOTHING


@lru_cache(maxsize=8192)
def splits(text: str, declared: Property) -> tuple[tuple[str, str], ...]:
    """Every pair of cells (left, right) that fuse to text and that the type's grammar accepts.

    Either cell may be empty; both are only where text is.
    """
    return tuple(_splits(text.strip(), declared))


def _splits(text: str, declared: Property) -> Iterator[tuple[str, str]]:
    for cut in range(len(text) + 1):
        left, right = text[:cut], text[cut:]
        if _is_cell(left, declared) and _is_cell(right, declared):
            yield left, right


def _is_cell(text: str, declared: Property) -> bool:
    return says_nothing(text) or parse_value(text, declared) is not None


def render(value: Value) -> str:
    """A value as a person reads it."""
    match value:
        case PartialDate():
            return value.iso
        case Count():
            return value.text
        case Ref():
            return value.name
        case bool():
            return "Yes" if value else "No"
        case float():
            return f"{value:g}"
        case str():
            return value
