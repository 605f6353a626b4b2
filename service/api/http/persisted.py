"""Operations that clients name instead of sending them.

Automatic ones follow Apollo's protocol: a client sends the SHA-256 of a document; where nobody has
sent the document yet, it hears `PersistedQueryNotFound` and sends both. Trusted ones are a list
that the operator gives, and nothing else is answered.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Protocol

from service.api.http.options import HttpOptions
from service.api.http.refusals import Refusal
from service.api.http.requests import GraphQLRequest
from service.planner.operations import RequestRefused
from service.planner.problems import problem

_LARGEST_STORE = 8_000_000
"""Characters of all documents that one process keeps by their hashes."""


class PersistedOperations(Protocol):
    """Finds the documents of requests."""

    def look_up(self, request: GraphQLRequest) -> str:
        """The document's text.

        Raises:
            RequestRefused: there is none to answer.
            Refusal: the request contradicts itself.
        """
        ...

    def keep(self, request: GraphQLRequest, query: str) -> None:
        """Hear that the document that was found for a request is a valid one."""
        ...


def open_persisted(options: HttpOptions) -> PersistedOperations:
    """The persisted operations that an operator wants, none being remembered yet."""
    if options.operations is not None:
        return TrustedOperations(options.operations)
    return AutomaticOperations() if options.automatic else NoPersistedOperations()


class AutomaticOperations:
    """Remembers valid documents by their hashes, and forgets what was not used for longest.

    A document is valid before it is kept, and all of them together are bounded, so that nobody can
    fill the memory or push out others' documents with rubbish.
    """

    def __init__(self, largest: int = _LARGEST_STORE) -> None:
        self._largest = largest
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._length = 0

    def look_up(self, request: GraphQLRequest) -> str:
        """The text that came with the hash, now or earlier."""
        if request.identifier is None:
            return request.query or ""
        if request.query is None:
            return self._recall(request.identifier)
        if sha256(request.query.encode()).hexdigest() != request.identifier:
            raise Refusal(
                HTTPStatus.BAD_REQUEST,
                "PERSISTED_QUERY_HASH_MISMATCH",
                "The hash is not the SHA-256 of the query.",
            )
        return request.query

    def keep(self, request: GraphQLRequest, query: str) -> None:
        """Remember the text where a client sent its hash with it."""
        if request.identifier is None or request.identifier in self._texts:
            return
        self._texts[request.identifier] = query
        self._length += len(query)
        while self._length > self._largest:
            _, forgotten = self._texts.popitem(last=False)
            self._length -= len(forgotten)

    def _recall(self, identifier: str) -> str:
        if identifier not in self._texts:
            # Clients know this very message and send the document then.
            raise RequestRefused([problem("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")])
        self._texts.move_to_end(identifier)
        return self._texts[identifier]


class TrustedOperations:
    """Answers the operations of a list, by their ids, their hashes or their exact texts."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        hashes = {sha256(text.encode()).hexdigest(): text for text in texts.values()}
        self._texts = {**hashes, **texts}
        self._trusted = frozenset(texts.values())

    def look_up(self, request: GraphQLRequest) -> str:
        """The text that is listed."""
        query = request.query
        if query is None:
            query = self._texts.get(request.identifier or "")
            if query is None:
                raise _untrusted("PERSISTED_QUERY_NOT_IN_LIST", "No listed operation has this id.")
        elif query not in self._trusted:
            raise _untrusted("PERSISTED_QUERY_REQUIRED", "Only listed operations are answered.")
        return query

    def keep(self, request: GraphQLRequest, query: str) -> None:
        """The list stays as it is."""


class NoPersistedOperations:
    """Answers operations that are sent in full."""

    def look_up(self, request: GraphQLRequest) -> str:
        """The text that came."""
        if request.query is None:
            # Clients know this very message too, and send documents from then on.
            message = "PersistedQueryNotSupported"
            raise RequestRefused([problem("PERSISTED_QUERY_NOT_SUPPORTED", message)])
        return request.query

    def keep(self, request: GraphQLRequest, query: str) -> None:
        """Nothing is kept."""


def _untrusted(code: str, message: str) -> RequestRefused:
    return RequestRefused([problem(code, message)])
