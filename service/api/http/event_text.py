"""The text of an event stream.

https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md, in the mode of
distinct connections: events named `next`, and one named `complete` at the end.
"""

from __future__ import annotations

from service.api.http.asgi import Headers
from service.api.http.negotiation import MediaType

EVENTS_HEADERS: Headers = (
    (b"content-type", MediaType.EVENTS.content_type),
    (b"cache-control", b"no-store"),
    # Proxies of nginx's kind would hold events back to fill a buffer.
    (b"x-accel-buffering", b"no"),
)

COMPLETE = b"event: complete\ndata:\n\n"
"""The last event."""


def event(result: bytes) -> bytes:
    """The event that tells a result, which is one line of JSON."""
    return b"event: next\ndata: %b\n\n" % result
