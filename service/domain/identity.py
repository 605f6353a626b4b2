"""Names to keys, slugs and ids. Everything here is a pure function of what it names.

Two spellings are one name exactly where their keys are equal. Ids are hashes, so the same
documents give the same ids in every registry and in whatever order they came.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from service.domain.claims import Kind

_SEPARATORS = frozenset({"Pc", "Pd", "Zs", "Zl", "Zp", "Cc"})
_MINUS = "\N{MINUS SIGN}"
_QUOTES = str.maketrans("‘’ʼ`“”", "''''\"\"")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_HASH_BITS = 63
_REMEMBERED = 1 << 16
"""Names whose keys are remembered: a consolidation asks for each of them many times."""


@lru_cache(_REMEMBERED)
def name_key(name: str) -> str:
    """The name, folded for comparison: names with equal keys are spellings of one name.

    Case, width, white space, hyphens, dashes, underscores and invisible characters do not count;
    everything else does: "Zero-shot Detection" is "Zero Shot Detection", "C++" is not "C" and
    "Foo 1.5" is not "Foo 15". Folding follows Unicode's compatibility caseless match (D146).
    """
    folded = fold(name)
    words = "".join(" " if _separates(character) else character for character in folded).split()
    return " ".join(words) or folded.strip()


@lru_cache(_REMEMBERED)
def sort_name(name: str) -> str:
    """The name, folded for order: as its key, but hyphens stay where they are."""
    return " ".join(fold(name).split())


def fold(name: str) -> str:
    """The name without regard to case, width and invisible characters."""
    text = unicodedata.normalize("NFD", name.translate(_QUOTES)).casefold()
    text = unicodedata.normalize("NFKD", text).casefold()
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFKC", visible)


def slugify(name: str) -> str:
    """The name in an address: a-z, 0-9 and single hyphens.

    Names that differ only in punctuation share it; `distinct_slugs` tells them apart. A name
    without a Latin letter or a digit gives a hash of its key.
    """
    key = name_key(name)
    plain = unicodedata.normalize("NFKD", key.replace("+", " plus "))
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_SLUG.sub("-", bare).strip("-") or _digest(key)


def property_key(label: str) -> str:
    """A label as a property's key: snake case that begins with a letter; '' where it cannot."""
    key = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")
    return key if key[:1].isalpha() else ""


def distinct_slugs(names: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """A slug for each (name key, scope) of one kind, no two alike; the order does not matter.

    Where several share a plain slug, the name that it spells out keeps it ("foo 2 5" before
    "foo 2.5"), and the others carry a hash of their key.
    """
    sharing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for key, scope in names:
        sharing[slugify(f"{scope} {key}")].add((key, scope))
    return {
        name: plain if len(rivals) == 1 or _spells(plain, name) else _marked(plain, name)
        for plain, rivals in sharing.items()
        for name in rivals
    }


@lru_cache(_REMEMBERED)
def entity_id(kind: Kind, name_key: str, scope: str = "") -> int:
    """The id that an entity gets at its creation, 1 to 2**63 - 1."""
    return _identifier("entity", kind.value, name_key, scope)


def document_id(source: str, key: str, sha256: str) -> int:
    """The id of one revision of a document, 1 to 2**63 - 1."""
    return _identifier("document", source, key, sha256)


def _separates(character: str) -> bool:
    return character == _MINUS or unicodedata.category(character) in _SEPARATORS


def _spells(plain: str, name: tuple[str, str]) -> bool:
    key, scope = name
    return not scope and plain.replace("-", " ") == key


def _marked(plain: str, name: tuple[str, str]) -> str:
    return f"{plain}-{_digest(*name)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]


def _identifier(*parts: str) -> int:
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _HASH_BITS) or 1
