"""Lists of trusted operations, as client tools write them.

- Apollo's operation manifest, of `@apollo/generate-persisted-query-manifest`.
- The map of `{id: text}` that graphql-codegen calls persisted documents and Relay's compiler
  persisted queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from service.api.http.json_text import NotJson, parse_json
from service.errors import OperationsRefused
from service.planner.operations import Operations, RequestRefused

_APOLLO = "apollo-persisted-query-manifest"


def parse_operations(name: str, content: bytes) -> Mapping[str, str]:
    """The texts of a list's operations by their ids.

    Arguments:
        name: of the file, for a person.

    Raises:
        OperationsRefused: the file is none of these lists; it says where.
    """
    try:
        listed = parse_json(content.removeprefix(b"\xef\xbb\xbf"))
    except NotJson as fault:
        raise OperationsRefused(f"{name} {fault.why}") from None
    if not isinstance(listed, dict) or not listed:
        raise OperationsRefused(f"{name}: expected Apollo's manifest, or texts by their ids")
    if "format" in listed:
        return _unique(name, _read_manifest(name, listed))
    return {key: _read_text(name, repr(key), text) for key, text in listed.items()}


def check_operations(name: str, listed: Mapping[str, str], operations: Operations) -> None:
    """Make sure that each operation of a list is one that is answered.

    Arguments:
        name: of the file, for a person.
        listed: texts by their ids.

    Raises:
        OperationsRefused: one is not; it says which.
    """
    for identifier, text in listed.items():
        try:
            operations.check(text)
        except RequestRefused as refusal:
            message = refusal.errors[0].message
            raise OperationsRefused(f"{name}: {identifier!r}: {message}") from None


def _read_manifest(name: str, manifest: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if (manifest["format"], manifest.get("version")) != (_APOLLO, 1):
        raise OperationsRefused(f"{name}: expected the format {_APOLLO}, version 1")
    operations = manifest.get("operations")
    if not isinstance(operations, list) or not operations:
        raise OperationsRefused(f"{name}: operations: expected a list that is not empty")
    for index, operation in enumerate(operations):
        place = f"operations[{index}]"
        if not isinstance(operation, dict):
            raise OperationsRefused(f"{name}: {place}: expected an object")
        identifier, text = (
            _read_text(name, f"{place}.{key}", operation.get(key)) for key in ("id", "body")
        )
        yield identifier, text


def _read_text(name: str, place: str, text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        raise OperationsRefused(f"{name}: {place}: expected a text that is not empty")
    return text


def _unique(name: str, operations: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    texts: dict[str, str] = {}
    for identifier, text in operations:
        if texts.setdefault(identifier, text) != text:
            raise OperationsRefused(f"{name}: two operations have the id {identifier!r}")
    return texts
