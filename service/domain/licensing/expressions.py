"""Labels put together: from a text in which names stand between operators, and back to a text.

AND, OR and parentheses are SPDX's, in any case. A slash or a bar between licences of software is a
choice: so did Cargo and R write theirs. Commas, semicolons, plus signs and dashes only list:
whether all hold or one may be chosen they do not say, so that both readings are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

import license_expression

from service.domain.licensing import matrix
from service.domain.licensing.labels import All, Any, Label, One, OneOf, Rivals, Unclear

MOST_OPERANDS: Final = 64
MOST_CANDIDATES: Final = 256
DEEPEST: Final = 16
LONGEST_NAME: Final = 5
"""Operands that one name may span: "Apache License, Version 2.0" is two."""

_AND, _OR, _SLASH, _LIST, _OPEN, _CLOSE = "AND", "OR", "/", ",", "(", ")"
_OPERATORS: Final = {
    "and": _AND,
    "&": _AND,
    "&&": _AND,
    "or": _OR,
    "|": _SLASH,
    "||": _OR,
    "/": _SLASH,
    "and/or": _LIST,
    ",": _LIST,
    ";": _LIST,
    "+": _LIST,
    "-": _LIST,
    "(": _OPEN,
    ")": _CLOSE,
}
_SEPARATOR: Final = re.compile(
    r"\s*(?:(?:[,;]\s*)?\b(?P<word>and/or|and|or)\b|(?P<sign>&&|\|\||[&|/,;()]|(?<=\s)[+-](?=\s)))\s*",
    re.IGNORECASE,
)
_GRAMMAR: Final = license_expression.Licensing()

Reader = Callable[[str], Label | None]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text: an operator, or what stands between two."""

    start: int
    end: int
    operator: str | None


def read_compound(text: str, read_one: Reader) -> Label:
    """The label of a text that `read_one` does not know as one name."""
    pieces = list(islice(_pieces(text), 4 * MOST_OPERANDS))
    operands = sum(piece.operator is None for piece in pieces)
    if not 1 < operands <= MOST_OPERANDS or len(pieces) == 4 * MOST_OPERANDS:
        return Unclear(text)
    parts = _settled(_slashed(list(_merged(text, pieces, read_one))))
    if _OR in parts and any(_is_prose(part, read_one) for part in parts):
        return Unclear(text)
    if _LIST in parts:
        return _listed(parts) or Unclear(text)
    return _parsed(parts) or Unclear(text)


def _pieces(text: str) -> Iterator[_Piece]:
    at = 0
    for found in _SEPARATOR.finditer(text):
        if found.start() > at:
            yield _Piece(at, found.start(), None)
        yield _Piece(*found.span(), _OPERATORS[(found["word"] or found["sign"]).lower()])
        at = found.end()
    if at < len(text):
        yield _Piece(at, len(text), None)


Part = Label | str


def _merged(text: str, pieces: Sequence[_Piece], read_one: Reader) -> Iterator[Part]:
    """Operators and labels; what `read_one` knows as one name is one label, the longest first."""
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.operator is not None:
            yield piece.operator
            at += 1
        else:
            last, label = _longest(text, pieces, at, read_one)
            yield label
            at = last + 1


def _longest(
    text: str, pieces: Sequence[_Piece], first: int, read_one: Reader
) -> tuple[int, Label]:
    for last in range(min(first + 2 * LONGEST_NAME, len(pieces)) - 1, first, -1):
        name = text[pieces[first].start : pieces[last].end].strip()
        is_name = pieces[last].operator in (None, _CLOSE) and is_balanced(name)
        if is_name and (label := read_one(name)):
            return last, label
    name = text[pieces[first].start : pieces[first].end]
    return first, read_one(name) or Unclear(name)


def is_balanced(text: str) -> bool:
    """Whether each parenthesis has its other."""
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def _is_prose(part: Part, read_one: Reader) -> bool:
    """Whether it is words that are no name: they may say when which of the others holds."""
    if not isinstance(part, Unclear):
        return False
    return len(part.text.split()) > 1 and read_one(part.text) is None


def _slashed(parts: list[Part]) -> list[Part]:
    """A slash stands for OR where all that it can stand between are licences of software."""
    labels = [part for part in parts if not isinstance(part, str)]
    meant = _OR if all(map(_is_of_software, labels)) else _LIST
    return [meant if part == _SLASH else part for part in parts]


def _is_of_software(label: Label) -> bool:
    """Whether it is one of those that OSADL's matrix judges, a bare GNU version included."""
    match label:
        case One(expression):
            return expression in matrix.listed()
        case OneOf(parts, is_bare_gnu=True) | All(parts) | Any(parts):
            return all(map(_is_of_software, parts))
    return False


def _settled(parts: list[Part]) -> list[Part]:
    """Commas before a last AND or OR mean the same as it: "A, B or C"."""
    operators = [part for part in parts if isinstance(part, str)]
    if len(operators) > 1 and set(operators[:-1]) == {_LIST} and operators[-1] in (_AND, _OR):
        return [operators[-1] if part == _LIST else part for part in parts]
    return parts


def _listed(parts: Sequence[Part]) -> Label | None:
    """Both readings of a plain list; None for a list mixed with anything else."""
    labels = [part for part in parts if not isinstance(part, str)]
    if any(part != _LIST for part in parts if isinstance(part, str)):
        return None
    both = together(labels), choice(labels)
    return both[0] if both[0] == both[1] else OneOf(both)


def _parsed(parts: Sequence[Part]) -> Label | None:
    """The label of a well-formed expression, None of any other."""
    if parts.count(_OPEN) > DEEPEST or not _is_well_formed(parts):
        return None
    labels = [part for part in parts if not isinstance(part, str)]
    names = iter(range(len(labels)))
    written = " ".join(part if isinstance(part, str) else f"L{next(names)}" for part in parts)
    return _label(_GRAMMAR.parse(written), labels)


def _is_well_formed(parts: Iterable[Part]) -> bool:
    """Whether names and operators take turns and parentheses close.

    The parser takes names side by side for one, and on other faults raises whatever comes.
    """
    depth, wants_name = 0, True
    for part in parts:
        begins = not isinstance(part, str) or part == _OPEN
        if begins != wants_name:
            return False
        wants_name = part in (_OPEN, _AND, _OR)
        depth += (part == _OPEN) - (part == _CLOSE)
        if depth < 0:
            return False
    return depth == 0 and not wants_name


def _label(tree: object, labels: Sequence[Label]) -> Label:
    if isinstance(tree, license_expression.LicenseSymbol):
        return labels[int(tree.key[1:])]
    parts = [_label(each, labels) for each in tree.args]  # type: ignore[attr-defined]  # no types
    return together(parts) if isinstance(tree, _GRAMMAR.AND) else choice(parts)


def together(labels: Iterable[Label]) -> Label:
    """All of them at once, each once."""
    parts = tuple(dict.fromkeys(_flat(labels, All)))
    return parts[0] if len(parts) == 1 else All(parts)


def choice(labels: Iterable[Label]) -> Label:
    """One of them, as whoever uses the material likes; each once."""
    parts = tuple(dict.fromkeys(_flat(labels, Any)))
    return parts[0] if len(parts) == 1 else Any(parts)


def _flat(labels: Iterable[Label], kind: type[All] | type[Any]) -> Iterator[Label]:
    for label in labels:
        if isinstance(label, kind):
            yield from label.parts
        else:
            yield label


def candidates(label: Label) -> tuple[str, ...]:
    """Every expression that a label may mean, at most MOST_CANDIDATES + 1 of them.

    There are none where a part of it says no licence.
    """
    return tuple(dict.fromkeys(islice(_candidates(label), MOST_CANDIDATES + 1)))


def _candidates(label: Label) -> Iterator[str]:
    return (_written(each) for each in _meanings(label))


def _meanings(label: Label) -> Iterator[Label]:
    match label:
        case One():
            yield label
        case OneOf(parts):
            for part in parts:
                yield from _meanings(part)
        case All(parts) | Any(parts):
            join = together if isinstance(label, All) else choice
            bounded = [tuple(islice(_meanings(part), MOST_CANDIDATES + 1)) for part in parts]
            yield from map(join, product(*bounded))
        case Unclear() | Rivals():
            return


def _written(label: Label) -> str:
    match label:
        case One(expression):
            return expression
        case All(parts):
            return " AND ".join(map(_nested, parts))
        case Any(parts):
            return " OR ".join(map(_nested, parts))
    raise TypeError(label)


def _nested(label: Label) -> str:
    return _written(label) if isinstance(label, One) else f"({_written(label)})"


def shown(label: Label) -> str | None:
    """The expression to show for a label: bare GNU versions as -only; None where nothing can be."""
    plain = _plain(label)
    return _written(plain) if plain else None


def _plain(label: Label) -> Label | None:
    match label:
        case One():
            return label
        case OneOf(parts, True):
            return _plain(parts[0])
        case All(parts) | Any(parts):
            plain = [each for each in map(_plain, parts) if each]
            join = together if isinstance(label, All) else choice
            return join(plain) if len(plain) == len(parts) else None
    return None
