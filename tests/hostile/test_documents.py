"""Documents that are written to be expensive: each is refused by its size, or answered."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.hostile.target import Target, told

LONG = 95_000
"""Characters, of which a document may have a few more."""

DIRECTIVE = "@include(if: true) "


def fields(text: str) -> str:
    return f'{{ model(slug: "sam-clip") {{ {text} }} }}'


def slug(literal: str) -> str:
    return f"{{ model(slug: {literal}) {{ name }} }}"


def numbered(text: str, count: int) -> str:
    """A text so many times, `#` replaced by a number."""
    return " ".join(text.replace("#", str(number)) for number in range(count))


def chain(length: int, spreads: int = 1) -> str:
    """Fragments on Query, each of which spreads the next so often; the last has a field."""
    links = [f"fragment F{n} on Query {{ {f'...F{n + 1} ' * spreads}}}" for n in range(length)]
    return " ".join([*links, f"fragment F{length} on Query {{ __typename }}"])


def circle(length: int) -> str:
    return numbered(f"fragment F# on Query {{ ...F{length - 1} ...F0 }}", length)


def typed(kind: str) -> str:
    return "query ($v: " + kind + ") { __typename }"


def nested(opening: str, levels: int, inner: str, closing: str = "}") -> str:
    return opening * levels + inner + closing * levels


def searched(kinds: str) -> str:
    return f'{{ search(query: "a", kinds: [{kinds}]) {{ totalCount }} }}'


def filtered(conditions: str) -> str:
    return f"{{ models(filter: {conditions}) {{ totalCount }} }}"


def shared(selections: str, definitions: str = "") -> str:
    """Twenty operations of one fragment."""
    operations = numbered("query Q# { ...F }", 20)
    return f"{operations} fragment F on Query {{ {selections} }} {definitions}"


PAGE = "organization { models(first: 100) { nodes {"

DOCUMENTS: Mapping[str, tuple[str, str | None]] = {
    "nothing": ("", "SYNTAX_ERROR"),
    "NUL": ("{ \0 }", "SYNTAX_ERROR"),
    "half a pair, escaped": (slug(r'"\uD800"'), "SYNTAX_ERROR"),
    "a character past all": (slug(r'"\u{110000}"'), "SYNTAX_ERROR"),
    "an endless escape": (slug('"\\u{' + "0" * LONG + '41}"'), "SYNTAX_ERROR"),
    "a string without end": (slug('"' + "\\n" * (LONG // 2)), "SYNTAX_ERROR"),
    "a block without end": (slug('"""' + "a\n" * (LONG // 2)), "SYNTAX_ERROR"),
    "a string of escapes": (slug('"' + "\\n" * (LONG // 2) + '"'), None),
    "a string of numbered characters": (slug('"' + "\\u0041" * (LONG // 6) + '"'), None),
    "a block of escapes": (slug('"""' + '\\"""' * (LONG // 4) + '"""'), None),
    "a block of lines": (slug('"""' + "\n" * LONG + '"""'), None),
    "a block of margins": (slug('"""' + (" " * 300 + "a\n") * 300 + '"""'), None),
    "a comment": ("#" + "a" * LONG + "\n{ __typename }", None),
    "comments": ("#\n" * 10_000 + "{ __typename }", "TOO_MANY_TOKENS"),
    "commas": ("," * LONG + "{ __typename }", None),
    "lines before errors": ("\n" * LONG + "{ a b c d e f g h i j }", "INVALID_DOCUMENT"),
    "lines before twins": ("\n" * LONG + typed("Int") * 2, "INVALID_DOCUMENT"),
    "characters": ("{ __typename }" + " " * 100_000, "DOCUMENT_TOO_LONG"),
    "a name": ("{ " + "a" * LONG + " }", "INVALID_DOCUMENT"),
    "a type's name": (typed("A" * LONG), "INVALID_DOCUMENT"),
    "a list's type": (typed(nested("[", 1_900, "Int", "]")), "SYNTAX_ERROR"),
    "5,000 digits": (f"{{ models(first: {'9' * 5_000}) {{ totalCount }} }}", "BAD_ARGUMENT"),
    "5,000 digits of an exponent": (slug("1e" + "9" * 5_000), "BAD_ARGUMENT"),
    "a number past Int": ("{ models(first: 2147483648) { totalCount } }", "INVALID_DOCUMENT"),
    "lists in lists": (slug(nested("[", 190, "", "]")), "INVALID_DOCUMENT"),
    "more lists in lists": (slug(nested("[", 1_900, "", "]")), "SYNTAX_ERROR"),
    "filters in filters": (filtered(nested("{not: ", 190, "{}")), "BAD_ARGUMENT"),
    "elements": (searched("MODEL " * 1_001), "TOO_MANY_LIST_ELEMENTS"),
    "elements of no kind": (searched("M " * 1_000), "INVALID_DOCUMENT"),
    "one member again and again": (filtered("{" + 'text: "a" ' * 1_000 + "}"), "INVALID_DOCUMENT"),
    "hundreds of aliases": (fields(numbered("a#: name", 300)), "TOO_MANY_ALIASES"),
    "thousands of aliases": (fields(numbered("a#: name", 1_200)), "TOO_MANY_FIELDS"),
    "ten thousand aliases": (fields(numbered("a#: id", 7_000)), "TOO_MANY_TOKENS"),
    "one field again and again": (fields("tasks(first: 1) { support } " * 400), None),
    "fields that differ in arguments": (
        fields(numbered("tasks(first: #) { support }", 400)),
        "INVALID_DOCUMENT",
    ),
    "pages in pages": (fields(nested(PAGE, 2, "name", "} } }")), None),
    "pages that multiply": (fields(nested(PAGE, 4, "name", "} } }")), "TOO_MANY_NODES"),
    "levels": (fields(nested(PAGE, 5, "name", "} } }")), "TOO_DEEP"),
    "more levels": ("{ a" * 1_900, "SYNTAX_ERROR"),
    "levels without fields": (nested("{ ... ", 190, "{ __typename }"), None),
    "28 fragments that spread twice": ("{ ...F0 } " + chain(28, 2), "TOO_MANY_FIELDS"),
    "350 fragments that spread twice": ("{ ...F0 } " + chain(350, 2), "TOO_MANY_FIELDS"),
    "a chain of fragments": ("{ ...F0 } " + chain(150), None),
    "a longer chain of fragments": ("{ ...F0 } " + chain(380), "INVALID_DOCUMENT"),
    "a circle of fragments": ("{ ...F0 } " + circle(200), "INVALID_DOCUMENT"),
    "fragments that nobody uses": (
        "{ __typename } " + numbered("fragment F# on Query { a }", 480),
        "INVALID_DOCUMENT",
    ),
    "operations": (numbered("query Q# { __typename }", 300), "TOO_MANY_OPERATIONS"),
    "operations that share a chain": (shared("...F0", chain(100)), "NO_OPERATION"),
    "operations that share fields": (shared("__typename " * 900), "TOO_MANY_FIELDS"),
    "variables": (
        "query (" + numbered("$v#: Int", 900) + ") { __typename }",
        "INVALID_DOCUMENT",
    ),
    "directives in one place": (fields("name " + DIRECTIVE * 400), "TOO_MANY_DIRECTIVES"),
    "directives": (fields(f"name {DIRECTIVE}" * 100), "TOO_MANY_DIRECTIVES"),
    "definitions of types": (numbered("type T# { a: Int }", 400), "INVALID_DOCUMENT"),
    "deep introspection": (
        "{ __schema { types " + nested("{ fields { type ", 7, "{ name }", "} }") + "} }",
        "TOO_DEEP",
    ),
    "wide introspection": (
        "{ __schema { types " + nested("{ fields { args { type ", 2, "{ name }", "} } }") + "} }",
        "TOO_MANY_NODES",
    ),
}


@pytest.mark.parametrize(("query", "code"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_hostile_document_is_told_its_fault_and_the_next_request_is_answered(
    target: Target, query: str, code: str | None
) -> None:
    received = target.ask(query)
    assert told(received) == (400 if code else 200, code)
    assert len(received.body) < 3 * LONG
    assert target.still_answers()
