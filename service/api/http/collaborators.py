"""What the endpoint leaves to others: who may ask, what is remembered, what is told live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from service.api.access.callers import ANYBODY, Caller
from service.api.access.refusals import permit
from service.api.http.asgi import Headers, Receive, RequestHeaders, Scope, Send
from service.api.http.negotiation import MediaType
from service.api.http.requests import GraphQLRequest
from service.api.http.responses import Answer


@dataclass(frozen=True, slots=True)
class Admission:
    """That a request may be answered.

    Attributes:
        headers: for the response, such as those that tell what is left of a rate limit.
        rate: what is left, as JSON for the answer's `extensions`; None where nothing is limited.
        leave: to be called once, when the request has been answered.
    """

    caller: Caller = ANYBODY
    headers: Headers = ()
    rate: bytes | None = None
    leave: Callable[[], None] = lambda: None


class Gate(Protocol):
    """Decides who is answered, and how often.

    Attributes:
        asks_nobody: whether all who show no token are let in, and none of them are counted.
    """

    asks_nobody: bool

    async def admit(self, scope: Scope, headers: RequestHeaders) -> Admission:
        """Let a request in, counted as one operation, before its body is read.

        Raises:
            Refusal: 401 for a token that is none, 403, 429 or 503 with Retry-After.
        """
        ...

    def charge(self, admission: Admission, operations: int) -> Admission:
        """Count the operations that a batch has beyond its first.

        Raises:
            Refusal: 429 with Retry-After.
        """
        ...

    async def authorise(self, caller: Caller, scopes: frozenset[str]) -> None:
        """Make sure that a caller may do what needs these scopes, at this very moment.

        Raises:
            Refusal: 401 without a live token, 403 with one that allows too little.
        """
        ...

    async def still_admits(self, caller: Caller) -> bool:
        """Tell whether somebody who was let in some time ago would be let in now, uncounted."""
        ...


class OpenGate:
    """Lets everybody in."""

    asks_nobody = True

    async def admit(self, scope: Scope, headers: RequestHeaders) -> Admission:
        """Let a request in."""
        return Admission()

    def charge(self, admission: Admission, operations: int) -> Admission:
        """Count nothing."""
        return admission

    async def authorise(self, caller: Caller, scopes: frozenset[str]) -> None:
        """Believe the caller."""
        permit(caller, scopes)

    async def still_admits(self, caller: Caller) -> bool:
        """Everybody."""
        return True


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, as it came.

    Attributes:
        content: the query string of a GET, the body of a POST.
    """

    method: str
    media_type: MediaType
    content: bytes
    headers: RequestHeaders
    caller: Caller


class Cache(Protocol):
    """Remembers answers."""

    async def recall(self, question: Question) -> Answer | None:
        """The answer to the same question, if it is still what the registry says."""
        ...

    def keep(self, question: Question, answer: Answer) -> Answer:
        """Remember an answer that has a stamp; return it as it is to be sent this time."""
        ...


class NoCache:
    """Remembers nothing."""

    async def recall(self, question: Question) -> Answer | None:
        """Nothing."""
        return None

    def keep(self, question: Question, answer: Answer) -> Answer:
        """The answer, unchanged."""
        return answer


class Version(Protocol):
    """The registry's version, where a client has to be told nothing older."""

    async def read(self) -> int | None:
        """The version of a snapshot that is taken from now on; None if there is none to be had."""
        ...


class NoVersion:
    """Knows of no version, so that nobody who wants one is answered."""

    async def read(self) -> int | None:
        """None."""
        return None


class Realtime(Protocol):
    """Tells what happens while it happens."""

    async def connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a WebSocket at the endpoint's address, from its handshake to its end."""
        ...

    async def stream(
        self,
        request: GraphQLRequest,
        caller: Caller,
        receive: Receive,
        send: Send,
        headers: Headers,
    ) -> None:
        """Answer one request with an event stream.

        Arguments:
            headers: for the response, beside its Content-Type.

        Raises:
            Refusal: 503 where too many streams are open; nothing was sent.
        """
        ...
