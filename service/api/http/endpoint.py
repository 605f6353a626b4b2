"""The ASGI application behind /graphql: HTTP requests, stage by stage.

Negotiation, preflight, method, page for browsers, admission, body, memory, document, answer. A
stage that does not let a request pass raises `Refusal`. Nothing of Starlette's is on the way.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from typing import cast

from service.api.access.callers import ANYBODY, Caller
from service.api.http.asgi import (
    BodyTooLarge,
    ClientGone,
    Headers,
    Receive,
    RequestHeaders,
    Scope,
    Send,
    read_body,
    read_headers,
    send_whole,
)
from service.api.http.collaborators import (
    Admission,
    Cache,
    Gate,
    NoCache,
    NoVersion,
    OpenGate,
    Question,
    Realtime,
    Version,
)
from service.api.http.execution import Execution
from service.api.http.negotiation import MediaType, is_utf8, negotiate
from service.api.http.options import HttpOptions
from service.api.http.origins import METHODS, Origins
from service.api.http.outcomes import Outcome
from service.api.http.own_writes import VERSION_HEADER, reach, wanted_version
from service.api.http.refusals import Refusal, bad_request, failure, not_allowed, too_large
from service.api.http.requests import Batch, GraphQLRequest, read_json, read_query_string
from service.api.http.responses import (
    Answer,
    Page,
    answered,
    answered_together,
    refused,
    with_throttle,
)
from service.domain.scopes import Scope as Right

log = logging.getLogger(__name__)

_READING = ("GET", "HEAD")
_REPEATED = (MediaType.JSON, MediaType.GRAPHQL)
_DEFAULTS = HttpOptions()
_NOT_YET = Admission()


class GraphQLEndpoint:
    """The ASGI application behind /graphql."""

    def __init__(
        self,
        execution: Execution,
        options: HttpOptions = _DEFAULTS,
        *,
        page: Page | None = None,
        gate: Gate | None = None,
        cache: Cache | None = None,
        version: Version | None = None,
        realtime: Realtime | None = None,
    ) -> None:
        """Serve a registry. `page` is for browsers that open the address."""
        self._execution = execution
        self._options = options
        self._origins = Origins(options.origins)
        self._page = page.answer() if page else None
        self._gate = gate or OpenGate()
        self._cache = cache or NoCache()
        self._version = version or NoVersion()
        self._realtime = realtime
        streamed = (MediaType.EVENTS,) if realtime else ()
        self._offered = (MediaType.JSON, MediaType.GRAPHQL, *streamed)
        self._offered_to_readers = (*self._offered, MediaType.PAGE) if page else self._offered
        self._usual = _usual_headers(self._origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request, or hold one WebSocket's conversation."""
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
            return
        headers = read_headers(scope["headers"])
        shared = (*self._usual, *self._origins.sharing(headers))
        visit = _Visit(scope, headers, receive, send, shared)
        try:
            answer = await self._answer(visit)
        except ClientGone:
            return
        if answer is not None:
            body = b"" if scope["method"] == "HEAD" else answer.body
            sent = (*answer.headers, *answer.length(), *shared)
            await send_whole(send, answer.status, sent, body)

    def recognise(self, scope: Scope, content: bytes) -> tuple[Question, Headers] | None:
        """The question of a request that is admitted without being looked at.

        Returns:
            the question and what every response to it has; None where the request has to go through
            the stages to find out.
        """
        headers = read_headers(scope["headers"])
        asks_plainly = b"authorization" not in headers and VERSION_HEADER not in headers
        method = scope["method"]
        if not (asks_plainly and self._gate.asks_nobody and method in ("GET", "POST")):
            return None
        media_type = self._negotiate(method, headers)
        if media_type not in _REPEATED:
            return None
        if method == "POST" and _fault_of_type(headers):
            return None
        asked = scope["query_string"] if method == "GET" else content
        shared = (*self._usual, *self._origins.sharing(headers))
        return Question(method, media_type, asked, headers, ANYBODY), shared

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._realtime is None:
            await send({"type": "websocket.close", "code": 1000})
        else:
            await self._realtime.connect(scope, receive, send)

    async def _answer(self, visit: _Visit) -> Answer | None:
        """The answer to a visit, None if a stream has already been sent."""
        media_type = self._negotiate(visit.scope["method"], visit.headers)
        try:
            return await self._receive(visit, media_type)
        except Refusal as refusal:
            return refused(refusal, media_type or MediaType.JSON)
        except ClientGone:
            raise
        except Exception:
            log.exception("a request failed")
            return refused(failure(), media_type or MediaType.JSON)

    def _negotiate(self, method: str, headers: RequestHeaders) -> MediaType | None:
        offered = self._offered_to_readers if method in _READING else self._offered
        if method == "HEAD":
            # Nobody would read the events.
            offered = tuple(each for each in offered if each is not MediaType.EVENTS)
        return negotiate(headers.get(b"accept"), offered)

    async def _receive(self, visit: _Visit, media_type: MediaType | None) -> Answer | None:
        """Deal with what needs nobody's leave, then let the visitor in."""
        method = visit.scope["method"]
        if method == "OPTIONS":
            return self._origins.options(visit.headers)
        if method not in METHODS:
            raise not_allowed("Ask with GET or POST.", *METHODS)
        if media_type is None:
            raise _nothing_acceptable(self._offered)
        if media_type is MediaType.PAGE:
            return self._page
        return await self._admit(visit, media_type)

    async def _admit(self, visit: _Visit, media_type: MediaType) -> Answer | None:
        visit.admission = await self._gate.admit(visit.scope, visit.headers)
        try:
            answer = await self._serve(visit, media_type)
        except Refusal as refusal:
            answer = refused(refusal, media_type)
        finally:
            visit.admission.leave()
        if isinstance(answer, Answer):
            return _told(answer, visit.admission)
        await self._stream(visit, answer)
        return None

    async def _serve(self, visit: _Visit, media_type: MediaType) -> Answer | GraphQLRequest:
        """The answer, or the request that is to be answered with a stream."""
        content = await self._read(visit)
        method = "GET" if visit.reads else "POST"
        question = Question(method, media_type, content, visit.headers, visit.admission.caller)
        least = wanted_version(visit.headers)
        await reach(least, self._version.read)
        known = await self._cache.recall(question)
        if known is not None and known.is_from(least):
            self._charge(visit, known.operations)
            return known
        asked = read_query_string(content) if visit.reads else await self._read_json(content)
        if media_type is MediaType.EVENTS:
            single = _single(asked)
            # No header of a stream is sent before it is known to be one.
            if await self._execution.is_subscription(single):
                return single
        self._charge(visit, len(asked.requests) if isinstance(asked, Batch) else 1)
        answer = await self._run(asked, question, least)
        return answer if answer.stamp is None else self._cache.keep(question, answer)

    def _charge(self, visit: _Visit, operations: int) -> None:
        """Count what a batch asks for beyond the one operation that each visit is counted as."""
        visit.admission = self._gate.charge(visit.admission, operations - 1)

    async def _read(self, visit: _Visit) -> bytes:
        """What the visitor sent: a query string, or a body of JSON."""
        if visit.reads:
            return bytes(visit.scope["query_string"])
        _require_json(visit.headers)
        imports = visit.admission.caller.may(Right.IMPORT)
        limit = self._options.import_body if imports else self._options.body
        try:
            return await read_body(visit.headers, visit.receive, limit)
        except BodyTooLarge:
            raise too_large(limit) from None

    async def _read_json(self, content: bytes) -> GraphQLRequest | Batch:
        if len(content) <= self._options.body:
            return read_json(content, self._options.batch)
        # What only an importer may send takes seconds to parse, for which others would wait.
        return await asyncio.to_thread(read_json, content, self._options.batch)

    async def _run(self, asked: GraphQLRequest | Batch, question: Question, least: int) -> Answer:
        caller, by_get = question.caller, question.method == "GET"
        if isinstance(asked, GraphQLRequest):
            outcome = await self._execution.run(asked, caller, by_get=by_get, least=least)
            return answered(outcome, question.media_type)
        # One after the other, so that a batch takes no more of the database than a request does.
        outcomes = [await self._run_member(each, caller, least) for each in asked.requests]
        return answered_together(outcomes, question.media_type)

    async def _run_member(self, request: GraphQLRequest, caller: Caller, least: int) -> Outcome:
        """The outcome of one of a batch, whose others are answered even if it is refused."""
        try:
            return await self._execution.run(request, caller, by_get=False, least=least)
        except Refusal as refusal:
            return Outcome(refusal.status, refusal.body())

    async def _stream(self, visit: _Visit, asked: GraphQLRequest) -> None:
        """Answer with a stream, which may last and so counts among streams, not among requests."""
        headers = (*visit.shared, *visit.admission.headers)
        stream = cast(Realtime, self._realtime).stream
        await stream(asked, visit.admission.caller, visit.receive, visit.send, headers)


@dataclass(slots=True)
class _Visit:
    """One HTTP request, and the way back to who sent it.

    Attributes:
        shared: headers for whatever it is answered with.
        admission: nobody's, until the gate has let the visitor in.
    """

    scope: Scope
    headers: RequestHeaders
    receive: Receive
    send: Send
    shared: Headers
    admission: Admission = _NOT_YET

    @property
    def reads(self) -> bool:
        return self.scope["method"] in _READING


def _usual_headers(origins: Origins) -> Headers:
    """What every response has. What it varies with is the same for all, so that caches agree."""
    varies = [b"accept", b"authorization", VERSION_HEADER]
    if origins.depends_on_origin:
        varies.append(b"origin")
    return ((b"vary", b", ".join(varies)), (b"x-content-type-options", b"nosniff"))


def _told(answer: Answer, admission: Admission) -> Answer:
    """The answer with what the caller is to know about limits."""
    if admission.rate is not None:
        answer = with_throttle(answer, admission.rate)
    told = {name for name, _ in answer.headers}
    more = tuple(pair for pair in admission.headers if pair[0] not in told)
    return replace(answer, headers=(*answer.headers, *more)) if more else answer


def _require_json(headers: RequestHeaders) -> None:
    """Take JSON alone, which no page can send to us without its browser asking us first.

    Raises:
        Refusal: 415.
    """
    fault = _fault_of_type(headers)
    if fault is not None:
        raise _unsupported(fault)


def _fault_of_type(headers: RequestHeaders) -> str | None:
    """Why a body is not read, by what its headers say; None where it is."""
    coding = headers.get(b"content-encoding", b"identity")
    return _fault_of(headers.get(b"content-type", b""), coding)


@lru_cache(maxsize=64)
def _fault_of(content_type: bytes, coding: bytes) -> str | None:
    kind, *rest = content_type.decode("latin-1").lower().split(";")
    parameters = dict(part.strip().partition("=")[::2] for part in rest)
    if kind.strip() != MediaType.JSON.value:
        return "The body must be application/json."
    if not is_utf8(parameters.get("charset", "utf-8")):
        return "The body must be in UTF-8."
    return None if coding.lower() == b"identity" else "The body must not be compressed."


def _single(asked: GraphQLRequest | Batch) -> GraphQLRequest:
    if isinstance(asked, Batch):
        raise bad_request("A batch is not answered as a stream.")
    return asked


def _unsupported(message: str) -> Refusal:
    return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message)


def _nothing_acceptable(offered: tuple[MediaType, ...]) -> Refusal:
    types = " or ".join(media_type.value for media_type in offered)
    return Refusal(HTTPStatus.NOT_ACCEPTABLE, "NOT_ACCEPTABLE", f"Accept {types}.")
