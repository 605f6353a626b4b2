"""The declared properties of models, as YAML: what a table's rows may be called and may hold.

    vocabulary: properties
    properties:
      - key: release_date
        labels: [Release Date, Released]
        value_type: date
        policy: table
        compared: true

The first label is the one that is shown; the order of the list is the order on a page.
`cardinality` is one and `compared` is false where they are not written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from service.domain.projection import CARDINALITIES, POLICIES, VALUE_TYPES, Property
from service.ingest.sources.strict_yaml import Field, read_yaml

_KEY = re.compile(r"[a-z][a-z0-9_]*")


_REQUIRED = ("key", "labels", "value_type", "policy")
_OPTIONAL = ("cardinality", "compared", "words")


def read_properties(text: str, name: str = "properties.yaml") -> tuple[Property, ...]:
    """The properties that a document declares, in its order; the name is for messages.

    Raises:
        DocumentRefused: not what a declaration of properties is; with the line.
    """
    root = read_yaml(name, text).fields(["vocabulary", "properties"])
    items = [item.fields(_REQUIRED, _OPTIONAL) for item in root["properties"].items()]
    declared = tuple(_read_property(fields, position) for position, fields in enumerate(items))
    _refuse_repeated([fields["key"] for fields in items])
    _refuse_repeated([label for fields in items for label in fields["labels"].items()])
    return declared


def _read_property(fields: Mapping[str, Field], position: int) -> Property:
    label, *labels = _read_labels(fields["labels"])
    return Property(
        key=_read_key(fields["key"]),
        label=label,
        value_type=fields["value_type"].one_of(VALUE_TYPES),
        cardinality=_read_cardinality(fields),
        policy=fields["policy"].one_of(POLICIES),
        position=position,
        compared="compared" in fields and fields["compared"].boolean(),
        labels=tuple(labels),
        words=_read_words(fields),
    )


def _read_cardinality(fields: Mapping[str, Field]) -> str:
    return fields["cardinality"].one_of(CARDINALITIES) if "cardinality" in fields else "one"


def _read_key(field: Field) -> str:
    if not _KEY.fullmatch(key := field.text()):
        raise field.refused(f"a key of lower case letters, digits and _ was expected, not {key!r}")
    return key


def _read_labels(field: Field) -> list[str]:
    if not (labels := [label.text() for label in field.items()]):
        raise field.refused("at least one label was expected")
    return labels


def _read_words(fields: Mapping[str, Field]) -> tuple[str, ...]:
    if "words" not in fields:
        return ()
    if fields["value_type"].text() != "word":
        raise fields["words"].refused("words were not expected: value_type is not word")
    words = fields["words"].items()
    _refuse_repeated(words)
    return tuple(word.text() for word in words)


def _refuse_repeated(fields: Sequence[Field]) -> None:
    lines: dict[str, int] = {}
    for field in fields:
        folded = field.text().casefold()
        if line := lines.get(folded):
            raise field.refused(f"{field.text()!r} is in line {line} already")
        lines[folded] = field.line
