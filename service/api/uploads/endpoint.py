"""The ASGI application behind /imports: files in, the report of their import out.

Only bearers of a token with the scope `import` get anything done here. A page of another origin
cannot make a browser send a token that the page does not have, so that nobody imports unawares.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from http import HTTPStatus
from tempfile import TemporaryFile
from urllib.parse import parse_qsl

import orjson

from service.api.access.callers import Caller, Scope
from service.api.http.asgi import (
    ClientGone,
    Headers,
    Receive,
    RequestHeaders,
    Send,
    read_headers,
    send_whole,
)
from service.api.http.asgi import Scope as Connection
from service.api.http.collaborators import Gate
from service.api.http.negotiation import MediaType
from service.api.http.origins import Origins
from service.api.http.own_writes import VERSION_HEADER
from service.api.http.refusals import Refusal, bad_request, failure, not_allowed, too_large
from service.api.http.responses import NO_STORE, Answer, refused
from service.api.importer import Importer, NotNow
from service.api.uploads.form import Form, read_boundary
from service.api.uploads.spool import Spool
from service.ingest.report import Report, Status

log = logging.getLogger(__name__)

_SWITCHES = frozenset({"dryRun", "keepGoing"})
_VALUES = {"true": True, "false": False}
_METHODS = ("POST", "OPTIONS")
_SAFE: Headers = ((b"x-content-type-options", b"nosniff"),)
_VARIES: Headers = ((b"vary", b"origin"),)
_RETRY: Headers = ((b"retry-after", b"60"),)


class UploadEndpoint:
    """Imports the files of a body, all of them or none.

    Answers with the report that `modelgraph import --json` prints: status 200, or 422 where a file
    was refused and so nothing was written.
    """

    def __init__(self, importer: Importer, gate: Gate, origins: Origins) -> None:
        self._importer = importer
        self._gate = gate
        self._origins = origins
        self._usual = (*_SAFE, *(_VARIES if origins.depends_on_origin else ()))

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers = read_headers(scope["headers"])
        try:
            answer = await self._answer(scope, headers, receive)
        except ClientGone:
            return
        shared = (*self._usual, *self._origins.sharing(headers))
        sent = (*answer.headers, *answer.length(), *shared)
        await send_whole(send, answer.status, sent, answer.body)

    async def _answer(self, scope: Connection, headers: RequestHeaders, receive: Receive) -> Answer:
        try:
            return await self._admit(scope, headers, receive)
        except Refusal as refusal:
            return refused(refusal, MediaType.JSON)
        except ClientGone:
            raise
        except Exception:
            log.exception("an upload failed")
            return refused(failure(), MediaType.JSON)

    async def _admit(self, scope: Connection, headers: RequestHeaders, receive: Receive) -> Answer:
        if scope["method"] == "OPTIONS":
            return self._origins.options(headers, _METHODS)
        if scope["method"] != "POST":
            raise not_allowed("Files are uploaded with POST.", *_METHODS)
        admission = await self._gate.admit(scope, headers)
        try:
            await self._gate.authorise(admission.caller, frozenset({Scope.IMPORT}))
            report = await self._import(scope, headers, receive, admission.caller)
        finally:
            admission.leave()
        return _answered(report, admission.headers)

    async def _import(
        self, scope: Connection, headers: RequestHeaders, receive: Receive, caller: Caller
    ) -> Report:
        switches = _read_switches(scope["query_string"])
        if headers.get(b"content-encoding", b"identity").lower() != b"identity":
            message = "The body must not be compressed."
            raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message)
        boundary = read_boundary(headers.get(b"content-type", b""))
        # It has no name, so that nothing of it is left however the process ends.
        with TemporaryFile() as content:
            spool = Spool(content)
            form = Form(boundary, spool, self._importer.options)
            await self._receive(headers, receive, form)
            try:
                return await self._importer.import_documents(
                    spool.submissions(),
                    caller,
                    dry_run=switches.dry_run,
                    keep_going=switches.keep_going,
                )
            except NotNow as reason:
                status = HTTPStatus.SERVICE_UNAVAILABLE
                raise Refusal(status, reason.code, reason.message, _RETRY) from None

    async def _receive(self, headers: RequestHeaders, receive: Receive, form: Form) -> None:
        limit = self._importer.options.upload_bytes
        declared = headers.get(b"content-length", b"")
        if declared.isdigit() and int(declared) > limit:
            raise too_large(limit)
        length, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            piece = message.get("body", b"")
            length += len(piece)
            if length > limit:
                raise too_large(limit)
            # The disk may be slow, and other requests do not wait for it.
            await asyncio.to_thread(form.feed, piece)
            more = message.get("more_body", False)
        form.finish()


@dataclass(frozen=True, slots=True)
class _Switches:
    dry_run: bool
    keep_going: bool


def _read_switches(query_string: bytes) -> _Switches:
    """What the address says about the import.

    Raises:
        Refusal: 400.
    """
    given: dict[str, bool] = {}
    for name, value in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True):
        if name not in _SWITCHES or name in given or value not in _VALUES:
            raise bad_request("The address takes dryRun and keepGoing, each true or false.")
        given[name] = _VALUES[value]
    return _Switches(given.get("dryRun", False), given.get("keepGoing", False))


def _answered(report: Report, more: Headers) -> Answer:
    is_refused = report.status is Status.REFUSED
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    headers = (
        (b"content-type", MediaType.JSON.content_type),
        (VERSION_HEADER, b"%d" % report.version),
        *NO_STORE,
        *more,
    )
    return Answer(status, headers, orjson.dumps(report))
