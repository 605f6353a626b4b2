"""Answers, as they are kept and sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from service.api.http.asgi import Headers
from service.api.http.event_text import COMPLETE, EVENTS_HEADERS, event
from service.api.http.negotiation import MediaType
from service.api.http.outcomes import Outcome
from service.api.http.refusals import Refusal

NO_STORE: Headers = ((b"cache-control", b"no-store"),)

_OWN_LENGTH = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
"""Statuses whose responses have no body by definition."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response to an HTTP request, but for what only its transport adds.

    Attributes:
        headers: without Content-Length, Vary and what is shared with other origins.
        stamp: version of the registry that the body is of; None where the body is not to be kept.
        costed: whether the body ends with its cost.
        operations: that the body answers.
    """

    status: HTTPStatus
    headers: Headers
    body: bytes
    stamp: int | None = None
    costed: bool = False
    operations: int = 1

    def is_from(self, version: int) -> bool:
        """Whether the body is of that version of the registry, a later one, or of none."""
        return self.stamp is None or self.stamp >= version

    def length(self) -> Headers:
        """Content-Length, where a response with this status has one."""
        if self.status in _OWN_LENGTH:
            return ()
        return ((b"content-length", b"%d" % len(self.body)),)


@dataclass(frozen=True, slots=True)
class Page:
    """HTML for browsers that open the endpoint's address.

    Attributes:
        policy: value of Content-Security-Policy.
    """

    html: bytes
    policy: bytes

    def answer(self) -> Answer:
        """The page, framed by nobody, telling nobody where it was left for."""
        headers = (
            (b"content-type", MediaType.PAGE.content_type),
            (b"content-security-policy", self.policy),
            (b"referrer-policy", b"no-referrer"),
            (b"cache-control", b"no-cache"),
        )
        return Answer(HTTPStatus.OK, headers, self.html)


def refused(refusal: Refusal, media_type: MediaType) -> Answer:
    """A refusal as an answer, which nobody may store. Where a stream is wanted, it is JSON."""
    written = MediaType.JSON if media_type is MediaType.EVENTS else media_type
    headers = (_typed(written), *NO_STORE, *refusal.headers)
    return Answer(refusal.status, headers, refusal.body())


def with_throttle(answer: Answer, throttle: bytes) -> Answer:
    """The answer for one caller, whose cost tells beside itself what that caller has left.

    So it is private, and its tag is a weak one: the next answer with the same data differs.

    Arguments:
        throttle: JSON.
    """
    own = replace(answer, headers=tuple(_for_one(*header) for header in answer.headers))
    if not answer.costed:
        return own
    body = b'%b,"throttleStatus":%b}}}' % (answer.body.removesuffix(b"}}}"), throttle)
    return replace(own, body=body)


def _for_one(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header of an answer that only one caller gets."""
    match name:
        case b"etag":
            return name, b"W/" + value
        case b"cache-control":
            return name, value.replace(b"public", b"private")
    return name, value


def answered(outcome: Outcome, media_type: MediaType) -> Answer:
    """What an operation came to, with the status that its media type gives it."""
    retry = _retry(outcome.wait)
    if media_type is MediaType.EVENTS:
        body = event(outcome.body) + COMPLETE
        return Answer(HTTPStatus.OK, (*EVENTS_HEADERS, *outcome.headers, *retry), body)
    status = outcome.status if media_type is MediaType.GRAPHQL else HTTPStatus.OK
    headers = (_typed(media_type), *_storage(outcome.stamp), *outcome.headers, *retry)
    return Answer(status, headers, outcome.body, outcome.stamp, outcome.costed)


def answered_together(outcomes: Sequence[Outcome], media_type: MediaType) -> Answer:
    """What the operations of a batch came to, as a JSON list in the same order.

    The status says that the batch was taken; each member tells how it went.
    """
    body = b"[%b]" % b",".join(outcome.body for outcome in outcomes)
    stamps = {outcome.stamp for outcome in outcomes}
    stamp = stamps.pop() if len(stamps) == 1 else None
    retry = _retry(max(outcome.wait for outcome in outcomes))
    headers = (_typed(media_type), *_storage(stamp), *retry)
    return Answer(HTTPStatus.OK, headers, body, stamp, operations=len(outcomes))


def _retry(wait: int) -> Headers:
    return ((b"retry-after", b"%d" % wait),) if wait else ()


def _storage(stamp: int | None) -> Headers:
    return NO_STORE if stamp is None else ()


def _typed(media_type: MediaType) -> tuple[bytes, bytes]:
    return (b"content-type", media_type.content_type)
