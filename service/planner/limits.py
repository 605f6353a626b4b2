"""What an operation may ask for. Everything is checked before any SQL."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest operation that is answered.

    A selection is counted as it is answered: a fragment once for each use.

    Attributes:
        source: characters of a document.
        tokens: lexical tokens of a document.
        operations: operations of a document.
        depth: levels of fields in fields; a root field is the first.
        fields: fields of an operation.
        aliases: fields of an operation that have one.
        directives: directives of an operation.
        directives_in_place: directives of one field, fragment, spread, variable or operation.
        mutation_fields: root fields of a mutation.
        list_elements: elements of all lists in an operation's arguments and variables.
        page: rows of a page, and ids of one `nodes`.
        compared: what can be compared at once.
        nodes: items that an answer's lists and pages could hold.
        documents: operations that are kept parsed and planned.
        kept_text: characters of these operations' documents and statements.
        plans: plans that are kept for one operation, which differ by the shape of variables.
        statement_seconds: for which the database may work on an operation.
        errors: errors that are told of one document.
        introspection: whether `__schema` and `__type` are answered.
        suggestions: whether errors suggest names of the schema.
    """

    source: int = 100_000
    tokens: int = 4_000
    operations: int = 20
    depth: int = 15
    fields: int = 1_000
    aliases: int = 80
    directives: int = 50
    directives_in_place: int = 4
    mutation_fields: int = 10
    list_elements: int = 1_000
    page: int = 100
    compared: int = 10
    nodes: int = 500_000
    documents: int = 300
    kept_text: int = 2_000_000
    plans: int = 16
    statement_seconds: float = 10
    errors: int = 10
    introspection: bool = True
    suggestions: bool = True
