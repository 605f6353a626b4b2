"""Sharing answers with pages of other origins: CORS, https://fetch.spec.whatwg.org.

A page of any origin may cause a request to be sent. It cannot change anything that way: a POST has
the type application/json, for which its browser asks us first, and a GET only reads. Cookies mean
nothing here, so that answers are shared without credentials, and a page only ever has the rights of
a token that it was given.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from http import HTTPStatus

from service.api.http.asgi import Headers, RequestHeaders
from service.api.http.responses import Answer

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
ANY_ORIGIN = "*"

_PREFLIGHT: Headers = (
    (b"access-control-allow-headers", b"*, authorization"),
    (b"access-control-max-age", b"7200"),
)
_EXPOSED: Headers = ((b"access-control-expose-headers", b"*"),)


class Origins:
    """Knows whose pages may read answers."""

    def __init__(self, allowed: Collection[str]) -> None:
        """Allow exact origins such as `https://models.example`, or all by `*`."""
        self._any = ANY_ORIGIN in allowed
        self._allowed = frozenset(origin.encode() for origin in allowed)
        self.depends_on_origin = bool(allowed) and not self._any

    def allows(self, origin: bytes) -> bool:
        """Whether pages of an origin may read answers."""
        return self._any or origin in self._allowed

    def admits(self, headers: RequestHeaders) -> bool:
        """Whether a WebSocket may be opened: by our own pages, by allowed ones, by no page.

        Browsers let every page open one anywhere, and say in Origin which page it is.
        """
        origin = headers.get(b"origin")
        own = origin is not None and origin.partition(b"://")[2] == headers.get(b"host")
        return origin is None or own or self.allows(origin)

    def sharing(self, headers: RequestHeaders) -> Headers:
        """What tells the browser that the page may read the answer; nothing if it may not."""
        origin = headers.get(b"origin")
        if origin is None or not self.allows(origin):
            return ()
        return ((b"access-control-allow-origin", b"*" if self._any else origin), *_EXPOSED)

    def options(self, headers: RequestHeaders, methods: Sequence[str] = METHODS) -> Answer:
        """The answer to OPTIONS, where a browser asks before a page's request.

        Arguments:
            methods: that the address takes, OPTIONS among them.
        """
        origin = headers.get(b"origin")
        is_preflight = b"access-control-request-method" in headers
        allow: Headers = ((b"allow", _listed(methods)),)
        if not is_preflight or origin is None or not self.allows(origin):
            return Answer(HTTPStatus.NO_CONTENT, allow, b"")
        asked = _listed([method for method in methods if method != "OPTIONS"])
        shared = ((b"access-control-allow-methods", asked), *_PREFLIGHT)
        return Answer(HTTPStatus.NO_CONTENT, (*allow, *shared), b"")


def _listed(methods: Sequence[str]) -> bytes:
    return ", ".join(methods).encode()
