"""YAML, as much of it as declarations need: mappings, lists, texts, true and false.

Everything else is refused with its line: tags, anchors and aliases (a few bytes of which can stand
for gigabytes), a key that occurs twice, a key nobody reads, several documents, deep nesting.
Nothing is constructed but strings, and every node knows its place in the text.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import yaml

from service.domain.claims import Span
from service.errors import DocumentRefused
from service.ingest.sources.decoding import line_at

MAX_CHARACTERS = 1_000_000
MAX_SCALAR = 1_000
MAX_DEPTH = 6

_STRING = "tag:yaml.org,2002:str"
_BOOLEAN = "tag:yaml.org,2002:bool"


@dataclass(frozen=True, slots=True)
class Field:
    """A node of a YAML document, and the only ways to read it.

    Attributes:
        document: its name, for messages.
        source: its whole text.
    """

    document: str
    source: str
    node: yaml.Node

    @property
    def line(self) -> int:
        """1-based."""
        return int(self.node.start_mark.line) + 1

    @property
    def span(self) -> Span:
        """Where the node stands; of a quoted text, the words between the quotes."""
        start, end = int(self.node.start_mark.index), int(self.node.end_mark.index)
        if isinstance(self.node, yaml.ScalarNode) and self.node.style in {"'", '"'}:
            return Span(start + 1, end - 1)
        return Span(start, end)

    @property
    def quote(self) -> str:
        return self.source[self.span.start : self.span.end]

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def refused(self, message: str) -> DocumentRefused:
        """The error that says what is wrong with this node."""
        return DocumentRefused(self.document, message, self.line)

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Field]:
        """The values of a mapping, by key.

        Raises:
            DocumentRefused: no mapping; a key is missing, unknown, or there twice.
        """
        if not isinstance(self.node, yaml.MappingNode):
            raise self._unexpected("a mapping")
        found: dict[str, Field] = {}
        for key_node, value in self.node.value:
            key = self._at(key_node)
            self._refuse_key(key, found, {*required, *optional})
            found[key.text()] = self._at(value)
        if missing := [key for key in required if key not in found]:
            raise self.refused(f"missing here: {', '.join(missing)}")
        return found

    def items(self) -> tuple[Field, ...]:
        """The items of a list.

        Raises:
            DocumentRefused: no list.
        """
        if not isinstance(self.node, yaml.SequenceNode):
            raise self._unexpected("a list")
        return tuple(self._at(node) for node in self.node.value)

    def text(self) -> str:
        """The text of a scalar: one line without spaces around it.

        Raises:
            DocumentRefused: no text (an unquoted `no` or `1.0` is none), or not printable.
        """
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag != _STRING:
            raise self._unexpected("a text")
        value = str(self.node.value)
        if not value.isprintable() or value != value.strip() or not value:
            raise self.refused(f"a text of one line was expected, not {value!r}")
        return value

    def boolean(self) -> bool:
        """True or false.

        Raises:
            DocumentRefused: neither `true` nor `false`.
        """
        if self.node.tag != _BOOLEAN or self.node.value not in {"true", "false"}:
            raise self._unexpected("true or false")
        return bool(self.node.value == "true")

    def one_of(self, values: Collection[str]) -> str:
        """A text that is one of the values.

        Raises:
            DocumentRefused: it is none of them.
        """
        if (value := self.text()) not in values:
            raise self.refused(f"{value!r} was not expected here; known are {', '.join(values)}")
        return value

    def _at(self, node: yaml.Node) -> Field:
        return Field(self.document, self.source, node)

    def _refuse_key(self, key: Field, found: Collection[str], known: Collection[str]) -> None:
        name = key.text()
        if name in found:
            raise key.refused(f"the key {name!r} is there twice")
        if name not in known:
            expected = ", ".join(sorted(known))
            raise key.refused(f"the key {name!r} is not known here; known are {expected}")

    def _unexpected(self, expected: str) -> DocumentRefused:
        if not isinstance(self.node, yaml.ScalarNode):
            found = "a list" if self.is_list else "a mapping"
            return self.refused(f"{expected} was expected, not {found}")
        quotes = "; a text that looks like something else needs quotes"
        hint = quotes if expected == "a text" and self.node.value else ""
        return self.refused(f"{expected} was expected, not {self.node.value!r}{hint}")


def read_yaml(name: str, text: str) -> Field:
    """The root of a YAML document; the name is for messages.

    Raises:
        DocumentRefused: no YAML, or more of YAML than declarations need; with the line.
    """
    if len(text) > MAX_CHARACTERS:
        limit = f"{MAX_CHARACTERS:,} characters"
        raise DocumentRefused(name, f"the YAML is longer than {limit}, the most that is read", 1)
    try:
        root = _Composer(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = int(mark.line) + 1 if mark else 1
        problem = ", ".join(part for part in (error.context, error.problem) if part)
        raise DocumentRefused(name, f"no YAML that is read here: {problem}", line) from None
    except yaml.reader.ReaderError as error:
        line = line_at(text, int(error.position))
        raise DocumentRefused(name, f"no YAML that is read here: {error.reason}", line) from None
    if root is None:
        raise DocumentRefused(name, "the YAML is empty; a mapping was expected", 1)
    return Field(name, text, root)


class _Refused(yaml.MarkedYAMLError):
    def __init__(self, fault: str, event: yaml.NodeEvent) -> None:
        super().__init__(problem=fault)
        self.problem_mark = event.start_mark  # type: ignore[assignment]


class _Composer(yaml.SafeLoader):
    """Composes nodes and refuses each event that declarations have no use for, before its node."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.NodeEvent = self.peek_event()  # type: ignore[no-untyped-call]
        if fault := _fault(event, self.depth):
            raise _Refused(fault, event)
        self.depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _fault(event: yaml.NodeEvent, depth: int) -> str | None:
    if isinstance(event, yaml.AliasEvent):
        return f"aliases such as *{event.anchor} are refused; write the value out"
    if event.anchor is not None:
        return f"anchors such as &{event.anchor} are refused; write the value out where it is used"
    if (tag := getattr(event, "tag", None)) is not None:
        return f"tags such as {tag} are refused; plain values were expected"
    if depth >= MAX_DEPTH:
        return f"nested deeper than {MAX_DEPTH} levels"
    if isinstance(event, yaml.ScalarEvent) and len(event.value) > MAX_SCALAR:
        return f"a text longer than {MAX_SCALAR:,} characters, the most that is read"
    return None
