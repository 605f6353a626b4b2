"""The ASGI application behind /graphql: HTTP requests, stage by stage.

Negotiation, preflight, method, page for browsers, admission, body, memory, document, answer. A
stage that does not let a request pass raises `Refusal`. Nothing of Starlette's is on the way.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from http import HTTPStatus

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
    OpenGate,
    Question,
    Realtime,
)
from service.api.http.execution import Execution
from service.api.http.negotiation import MediaType, is_utf8, negotiate
from service.api.http.options import HttpOptions
from service.api.http.origins import METHODS, Origins
from service.api.http.refusals import Refusal, bad_request, not_allowed, too_large
from service.api.http.requests import Batch, GraphQLRequest, read_json, read_query_string
from service.api.http.responses import Answer, Page, answered, answered_together, refused
from service.domain.scopes import Scope as Right

log = logging.getLogger(__name__)

_READING = ("GET", "HEAD")
_DEFAULTS = HttpOptions()


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
        realtime: Realtime | None = None,
    ) -> None:
        """Serve a registry. `page` is for browsers that open the address."""
        self._execution = execution
        self._options = options
        self._origins = Origins(options.origins)
        self._page = page.answer() if page else None
        self._gate = gate or OpenGate()
        self._cache = cache or NoCache()
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

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._realtime is None:
            await send({"type": "websocket.close", "code": 1000})
        else:
            await self._realtime.connect(scope, receive, send)

    async def _answer(self, visit: _Visit) -> Answer | None:
        """The answer to a visit, None if a stream has already been sent."""
        offered = self._offered_to_readers if visit.reads else self._offered
        media_type = negotiate(visit.headers.get(b"accept"), offered)
        try:
            return await self._receive(visit, media_type)
        except Refusal as refusal:
            return refused(refusal, media_type or MediaType.JSON)
        except ClientGone:
            raise
        except Exception:
            log.exception("a request failed")
            return refused(_failure(), media_type or MediaType.JSON)

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
        admission = await self._gate.admit(visit.scope, visit.headers)
        try:
            answer = await self._serve(visit, media_type, admission)
        except Refusal as refusal:
            answer = refused(refusal, media_type)
        finally:
            admission.leave()
        return _told(answer, admission) if answer else None

    async def _serve(
        self, visit: _Visit, media_type: MediaType, admission: Admission
    ) -> Answer | None:
        content = await self._read(visit, admission)
        method = "GET" if visit.reads else "POST"
        question = Question(method, media_type, content, visit.headers, admission.caller)
        known = await self._cache.recall(question)
        if known is not None:
            return known
        asked = read_query_string(content) if visit.reads else self._read_json(content)
        if media_type is MediaType.EVENTS:
            await self._stream(visit, asked, admission)
            return None
        answer = await self._run(asked, question, admission)
        return answer if answer.stamp is None else self._cache.keep(question, answer)

    async def _read(self, visit: _Visit, admission: Admission) -> bytes:
        """What the visitor sent: a query string, or a body of JSON."""
        if visit.reads:
            return bytes(visit.scope["query_string"])
        _require_json(visit.headers)
        imports = admission.caller.may(Right.IMPORT)
        limit = self._options.import_body if imports else self._options.body
        try:
            return await read_body(visit.headers, visit.receive, limit)
        except BodyTooLarge:
            raise too_large(limit) from None

    def _read_json(self, content: bytes) -> GraphQLRequest | Batch:
        return read_json(content, self._options.batch)

    async def _run(
        self, asked: GraphQLRequest | Batch, question: Question, admission: Admission
    ) -> Answer:
        caller, by_get = question.caller, question.method == "GET"
        if isinstance(asked, GraphQLRequest):
            outcome = await self._execution.run(asked, caller, by_get=by_get)
            return answered(outcome, question.media_type)
        self._gate.charge(admission, len(asked.requests) - 1)
        # One after the other, so that a batch takes no more of the database than a request does.
        outcomes = [
            await self._execution.run(each, caller, by_get=False) for each in asked.requests
        ]
        return answered_together(outcomes, question.media_type)

    async def _stream(
        self, visit: _Visit, asked: GraphQLRequest | Batch, admission: Admission
    ) -> None:
        if isinstance(asked, Batch) or self._realtime is None:
            raise bad_request("A batch is not answered as a stream.")
        query = self._execution.look_up(asked)
        headers = (*visit.shared, *admission.headers)
        await self._realtime.stream(asked, query, admission, visit.receive, visit.send, headers)


@dataclass(slots=True)
class _Visit:
    """One HTTP request, and the way back to who sent it.

    Attributes:
        shared: headers for whatever it is answered with.
    """

    scope: Scope
    headers: RequestHeaders
    receive: Receive
    send: Send
    shared: Headers

    @property
    def reads(self) -> bool:
        return self.scope["method"] in _READING


def _usual_headers(origins: Origins) -> Headers:
    """What every response has. What it varies with is the same for all, so that caches agree."""
    varies = b"accept, authorization" + (b", origin" if origins.depends_on_origin else b"")
    return ((b"vary", varies), (b"x-content-type-options", b"nosniff"))


def _told(answer: Answer, admission: Admission) -> Answer:
    """The answer with what the caller is to know about limits."""
    if not admission.headers:
        return answer
    return replace(answer, headers=(*answer.headers, *admission.headers))


def _require_json(headers: RequestHeaders) -> None:
    """Take JSON alone, which no page can send to us without its browser asking us first.

    Raises:
        Refusal: 415.
    """
    kind, *rest = headers.get(b"content-type", b"").decode("latin-1").split(";")
    parameters = dict(part.strip().partition("=")[::2] for part in rest)
    if kind.strip().lower() != MediaType.JSON.value:
        raise _unsupported("The body must be application/json.")
    if not is_utf8(
        {name.lower(): value for name, value in parameters.items()}.get("charset", "utf-8")
    ):
        raise _unsupported("The body must be in UTF-8.")
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise _unsupported("The body must not be compressed.")


def _unsupported(message: str) -> Refusal:
    return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message)


def _nothing_acceptable(offered: tuple[MediaType, ...]) -> Refusal:
    types = " or ".join(media_type.value for media_type in offered)
    return Refusal(HTTPStatus.NOT_ACCEPTABLE, "NOT_ACCEPTABLE", f"Accept {types}.")


def _failure() -> Refusal:
    message = "The request failed; the service's log says why."
    return Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", message)
