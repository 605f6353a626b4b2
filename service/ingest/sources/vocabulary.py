"""Vocabulary: names of one kind of entity, with their other names, as YAML.

A vocabulary is a document like any other, so that an alias has evidence: the line that says it.

    vocabulary: organizations
    kind: organization
    entries:
      - name: Meta
        aliases: [Meta AI, Facebook AI Research]

Tasks may have `parents`, licences an `spdx_expression`, models an `organization`. Within a document
a name means one entity, whether it is written as a name or as an alias.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

from service.domain.claims import Claim, Kind, Ref, Rule, Value
from service.domain.identity import name_key
from service.domain.projection import VOCABULARY, Property
from service.ingest.sources.parsed import Manifest, Notice, Parsed
from service.ingest.sources.properties import read_properties
from service.ingest.sources.strict_yaml import Field, read_yaml

MANIFEST = Manifest(
    key=VOCABULARY,
    name="Vocabularies",
    closed_world=False,
    looks_for="YAML with a line that begins `vocabulary:`",
)

RULE = Rule("vocabulary")

_START = re.compile(r"^vocabulary[ \t]*:", re.MULTILINE)
_KEYS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.TASK: ("parents",),
        Kind.LICENSE: ("spdx_expression",),
        Kind.MODEL: ("organization",),
    }
)

_CLAIMS: Mapping[str, Callable[[str], tuple[str, Value]]] = MappingProxyType(
    {
        "parents": lambda name: ("parent", Ref(Kind.TASK, name)),
        "spdx_expression": lambda expression: ("spdx_expression", expression),
        "organization": lambda name: ("organization", Ref(Kind.ORGANIZATION, name)),
    }
)


def recognises(text: str) -> bool:
    """Whether a line begins `vocabulary:`."""
    return _START.search(text) is not None


def parse(name: str, text: str, properties: Sequence[Property]) -> Parsed:
    """Claims for every entry: its name, its aliases, and what its kind may have besides.

    A declaration of properties yields no claims and a notice: it is migrated, not imported.

    Raises:
        DocumentRefused: YAML that is no vocabulary; with the line and what was expected.
    """
    root = read_yaml(name, text)
    fields = root.fields(["vocabulary"], ["kind", "entries", "properties"])
    key = fields["vocabulary"].text()
    if "properties" in fields:
        read_properties(text, name)
        notice = Notice(1, "properties take effect by `modelgraph migrate`, not by an import")
        return _parsed(key, text, (), (notice,))
    return _parsed(key, text, tuple(_read_claims(root)))


def _parsed(
    key: str, text: str, claims: tuple[Claim, ...], notices: tuple[Notice, ...] = ()
) -> Parsed:
    return Parsed(
        source=MANIFEST.key,
        key=key,
        title=f"Vocabulary: {key}",
        uri=None,
        text=text,
        closed_world=MANIFEST.closed_world,
        observations=claims,
        notices=notices,
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """One item of a vocabulary; `extras` are the values of its kind's own keys."""

    name: Field
    aliases: tuple[Field, ...]
    extras: Mapping[str, tuple[Field, ...]]


def _read_claims(root: Field) -> Iterator[Claim]:
    fields = root.fields(["vocabulary", "kind", "entries"])
    kind = Kind(fields["kind"].one_of([kind.value for kind in Kind]))
    entries = [_read_entry(item, kind) for item in fields["entries"].items()]
    _refuse_shared_names(entries)
    _refuse_unknown_parents(entries)
    for entry in entries:
        yield from _claims_of(entry, kind)


def _read_entry(item: Field, kind: Kind) -> _Entry:
    keys = _KEYS.get(kind, ())
    fields = item.fields(["name"], ["aliases", *keys])
    extras = {key: _texts(fields[key]) for key in keys if key in fields}
    aliases = fields["aliases"].items() if "aliases" in fields else ()
    return _Entry(fields["name"], aliases, extras)


def _texts(field: Field) -> tuple[Field, ...]:
    """The items of a list, or the one value that stands without a list."""
    return field.items() if field.is_list else (field,)


def _refuse_shared_names(entries: Iterable[_Entry]) -> None:
    """An entry may spell a name in several ways; no two entries may have the same name."""
    seen: dict[str, tuple[_Entry, Field]] = {}
    for entry in entries:
        for field in (entry.name, *entry.aliases):
            owner, first = seen.setdefault(name_key(field.text()), (entry, field))
            if owner is not entry or (first is not field and first.text() == field.text()):
                message = f"{field.text()!r} is a name in line {first.line} already"
                raise field.refused(f"{message}; a name means one thing")


def _refuse_unknown_parents(entries: Sequence[_Entry]) -> None:
    names = {entry.name.text(): entry for entry in entries}
    for parent in (parent for entry in entries for parent in entry.extras.get("parents", ())):
        if parent.text() not in names:
            raise parent.refused(f"the parent {parent.text()!r} is no entry of this vocabulary")
    try:
        TopologicalSorter({name: _parents(entry) for name, entry in names.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        message = f"{' > '.join(circle)} is a circle; a task cannot be its own ancestor"
        raise names[circle[0]].name.refused(message) from None


def _parents(entry: _Entry) -> list[str]:
    return [parent.text() for parent in entry.extras.get("parents", ())]


def _claims_of(entry: _Entry, kind: Kind) -> Iterator[Claim]:
    subject = Ref(kind, entry.name.text())
    # A vocabulary only names models; a model that a document describes is more than a stub.
    if kind is not Kind.MODEL:
        yield _claim(subject, "name", subject.name, entry.name)
    for alias in entry.aliases:
        yield _claim(subject, "alias", alias.text(), alias)
    for key, values in entry.extras.items():
        for value in values:
            yield _claim(subject, *_CLAIMS[key](value.text()), value)


def _claim(subject: Ref, key: str, value: Value, field: Field) -> Claim:
    return Claim(subject, key, value, field.span, field.quote, RULE)
