"""GraphQL requests, as HTTP brings them: a JSON object, a list of them, or a query string.

https://graphql.github.io/graphql-over-http/draft/#sec-Request. A parameter of the wrong type is
refused, null counts as absent, and parameters of other names are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from service.api.http.json_text import NotJson, parse_json
from service.api.http.refusals import Refusal, bad_request

_IDENTIFIERS = ("documentId", "doc_id", "id")
"""Names for a persisted operation's id: GraphQL over HTTP's appendix A, then Relay's two."""

_SHA256_PREFIX = "sha256:"
_PARAMETERS = frozenset({"query", "operationName", "variables", "extensions", *_IDENTIFIERS})


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """One request. It has a query, an identifier, or both.

    Attributes:
        query: the document's text.
        identifier: of a persisted operation; for one known by its hash, the hash alone.
        extensions: as the client sent them.
    """

    query: str | None
    identifier: str | None
    variables: Mapping[str, Any] | None
    operation_name: str | None
    extensions: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests that came as one JSON list and are answered as one."""

    requests: Sequence[GraphQLRequest]


def read_query_string(query_string: bytes) -> GraphQLRequest:
    """The request of a GET.

    Raises:
        Refusal: 400.
    """
    parameters = _parse_query_string(query_string)
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _parse(f"`{name}`", parameters[name].encode())
    return read_request(parameters)


def read_json(body: bytes, largest_batch: int) -> GraphQLRequest | Batch:
    """The request or the requests of a POST.

    Raises:
        Refusal: 400.
    """
    if not body:
        raise bad_request("The body is empty.")
    value = _parse("The body", body)
    if not isinstance(value, list):
        return read_request(value)
    if not value:
        raise bad_request("The batch is empty.")
    if len(value) > largest_batch:
        message = f"The batch has {len(value)} requests; at most {largest_batch} are answered."
        raise Refusal(HTTPStatus.BAD_REQUEST, "BATCH_TOO_LARGE", message)
    return Batch([read_request(each) for each in value])


def _parse_query_string(query_string: bytes) -> dict[str, Any]:
    try:
        pairs = parse_qsl(query_string.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise bad_request("The query string is not UTF-8.") from None
    known = [(name, value) for name, value in pairs if name in _PARAMETERS and value]
    parameters = dict(known)
    if len(parameters) < len(known):
        raise bad_request("The query string names a parameter twice.")
    return parameters


def _parse(place: str, text: bytes) -> Any:
    try:
        return parse_json(text)
    except NotJson as fault:
        raise bad_request(f"{place} {fault.why}.") from None


def read_request(parameters: Any) -> GraphQLRequest:
    """One request, from parsed JSON.

    Raises:
        Refusal: 400.
    """
    if not isinstance(parameters, dict):
        raise bad_request("A request is a JSON object.")
    query = _read(parameters, "query", str, "a string")
    extensions = _read(parameters, "extensions", dict, "an object") or {}
    identifier = _read_identifier(parameters, extensions)
    if query is None and identifier is None:
        raise bad_request("A request has a string `query`.")
    return GraphQLRequest(
        query,
        identifier,
        _read(parameters, "variables", dict, "an object"),
        _read(parameters, "operationName", str, "a string") or None,
        extensions,
    )


def _read(parameters: Mapping[str, Any], name: str, kind: type, described: str) -> Any:
    value = parameters.get(name)
    if not isinstance(value, kind | None):
        raise bad_request(f"`{name}` is {described}.")
    return value


def _read_identifier(parameters: Mapping[str, Any], extensions: Mapping[str, Any]) -> str | None:
    given = [_read(parameters, name, str, "a string") for name in _IDENTIFIERS]
    persisted = _read(extensions, "persistedQuery", dict, "an object")
    if persisted is not None:
        given.append(_read_hash(persisted))
    named = {each.removeprefix(_SHA256_PREFIX) for each in given if each}
    if len(named) > 1:
        raise bad_request("The request names two persisted operations.")
    return next(iter(named), None)


def _read_hash(persisted: Mapping[str, Any]) -> str:
    """The hash of Apollo's protocol for persisted queries."""
    if persisted.get("version") != 1:
        raise bad_request("`extensions.persistedQuery.version` is 1.")
    sha256 = persisted.get("sha256Hash")
    if not isinstance(sha256, str) or not sha256:
        raise bad_request("`extensions.persistedQuery.sha256Hash` is a string.")
    return sha256
