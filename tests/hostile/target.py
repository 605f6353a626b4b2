"""What is attacked, and what none of its answers may say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from tests.cli.serving import Service
from tests.scratch import ScratchDatabase
from tests.serving.wire import HOST, LAST, Received, talk

Told: TypeAlias = tuple[int, str | None]
"""A status, and the code that all errors of the answer have; None where there is no error."""

_BETRAYAL = re.compile(
    rb"""traceback|exception|recursion|NoneType|python|site-packages|\.py\b|line\ \d+,\ in|File\ "
    |psycopg|sqlalchemy|strawberry|graphql-core|orjson|codec|uvicorn|llhttp|httptools|starlette
    |(?-i:\b(SELECT|INSERT|FROM)\b)|jsonb?_|pg_|SQLSTATE|relation\ "|syntax\ error\ at\ or\ near
    |invalid\ input\ syntax|operator\ does\ not\ exist|out\ of\ range\ for\ type""",
    re.IGNORECASE | re.VERBOSE,
)
"""What only those who work on the service, or attack it, want to know."""

_STATUSES = b"Accept: application/graphql-response+json\r\n"


@dataclass(frozen=True)
class Target:
    """A live service.

    Attributes:
        token: has the scope `import`.
    """

    service: Service
    registry: ScratchDatabase
    token: str

    def hit(self, *sent: bytes) -> Received:
        """Send a request over a connection of its own; the answer, which betrays nothing."""
        (received,) = talk(self.service, *sent)
        assert betrayed(received) == [], received.body[:2_000]
        return received

    def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> Received:
        """Ask, with a status that says how it went."""
        asked = {"query": query} if variables is None else {"query": query, "variables": variables}
        return self.hit(posted(orjson.dumps(asked)))

    def still_answers(self) -> bool:
        """Whether the next request is answered, from the database."""
        received = self.ask('{ model(slug: "sam-clip") { name organization { name } } }')
        expected = {"model": {"name": "SAM-CLIP", "organization": {"name": "Apple"}}}
        return received.status == 200 and received.json["data"] == expected

    def kilobytes(self) -> int:
        """The memory that the service holds."""
        status = Path(f"/proc/{self.service.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])


def betrayed(received: Received) -> Sequence[bytes]:
    """What an answer says of how it was made."""
    return [found.group() for found in _BETRAYAL.finditer(received.body)]


def told(received: Received) -> Told:
    """What an answer says: its status and its errors' code."""
    errors = received.json.get("errors", [])
    codes = {error["extensions"]["code"] for error in errors}
    assert len(codes) <= 1, received.body
    return received.status, next(iter(codes), None)


def posted(
    body: bytes, *headers: bytes, kind: bytes = b"application/json", path: bytes = b"/graphql"
) -> bytes:
    """A POST; headers are whole, without their line's end."""
    head = b"POST %b HTTP/1.1\r\n%b%b%bContent-Type: %b\r\n" % (path, HOST, LAST, _STATUSES, kind)
    rest = b"".join(b"%b\r\n" % header for header in headers)
    return b"%b%bContent-Length: %d\r\n\r\n%b" % (head, rest, len(body), body)


def requested(method: bytes, path: bytes, *headers: bytes) -> bytes:
    """A request without a body."""
    rest = b"".join(b"%b\r\n" % header for header in headers)
    return b"%b %b HTTP/1.1\r\n%b%b%b%b\r\n" % (method, path, HOST, LAST, _STATUSES, rest)
