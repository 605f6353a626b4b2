"""A body of multipart/form-data becomes files, piece by piece as it arrives.

https://www.rfc-editor.org/rfc/rfc7578. Every part must be a file: what an import is to do otherwise
is said in the address.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from service.api.http.refusals import Refusal, bad_request
from service.api.importer import ImportOptions
from service.api.uploads.spool import Spool
from service.ingest.submission import printable

FORM = b"multipart/form-data"

# The parser warns of each body that is malformed, which is its sender's business alone.
logging.getLogger(MultipartParser.__module__).setLevel(logging.ERROR)

_UNCODED = frozenset({b"", b"7bit", b"8bit", b"binary"})
_SHOWN = 60


def read_boundary(content_type: bytes) -> bytes:
    """What parts the files of a body.

    Raises:
        Refusal: 415, the body is something else; 400, it does not say.
    """
    kind, parameters = parse_options_header(content_type)
    if kind != FORM:
        message = "The body must be multipart/form-data."
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message)
    boundary = parameters.get(b"boundary")
    if not boundary:
        raise bad_request("The content type names no boundary.")
    return boundary


class Form:
    """Puts the files of a body into a spool."""

    def __init__(self, boundary: bytes, spool: Spool, options: ImportOptions) -> None:
        """Begin a body.

        Raises:
            Refusal: 400, the boundary is too long.
        """
        self._spool = spool
        self._options = options
        self._part = _Part()
        self._is_whole = False
        with _well_formed():
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._name,
                    "on_header_value": self._value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._open,
                    "on_part_data": self._write,
                    "on_end": self._end,
                },
            )

    def feed(self, data: bytes) -> None:
        """Take in the next piece.

        Raises:
            Refusal: 400, it is malformed or holds a part that is no file; 413, a file is too
                large, or there are too many.
        """
        with _well_formed():
            self._parser.write(data)

    def finish(self) -> None:
        """Make sure that nothing is missing.

        Raises:
            Refusal: 400.
        """
        if not self._is_whole:
            raise bad_request("The body ends before its last boundary.")
        if not len(self._spool):
            raise bad_request("The body holds no file.")

    def _begin(self) -> None:
        self._part = _Part()

    def _name(self, data: bytes, start: int, end: int) -> None:
        self._part.name += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._part.value += data[start:end]

    def _end_header(self) -> None:
        self._part.end_header()

    def _open(self) -> None:
        if len(self._spool) == self._options.documents:
            message = f"The body holds more than {self._options.documents} files."
            raise _too_much("TOO_MANY_DOCUMENTS", message)
        self._spool.begin(self._part.file_name())

    def _write(self, data: bytes, start: int, end: int) -> None:
        length, most = self._spool.write(data[start:end]), self._options.file_bytes
        if length > most:
            shown = printable(self._part.file_name()[:_SHOWN])
            raise _too_much("FILE_TOO_LARGE", f"The file {shown!r} is larger than {most} bytes.")

    def _end(self) -> None:
        self._is_whole = True


@dataclass(slots=True)
class _Part:
    """A part's headers.

    Attributes:
        name, value: of the header that is being read.
        headers: those that were read, by name in lower case.
    """

    name: bytes = b""
    value: bytes = b""
    headers: dict[bytes, bytes] = field(default_factory=dict)

    def end_header(self) -> None:
        self.headers[self.name.lower()] = self.value
        self.name = self.value = b""

    def file_name(self) -> str:
        """What the part calls its file; what is no UTF-8 in it becomes lone surrogates.

        Raises:
            Refusal: 400, it is no file, or one in a coding of mail.
        """
        kind, parameters = parse_options_header(self.headers.get(b"content-disposition"))
        if kind != b"form-data" or b"filename" not in parameters:
            field_name = parameters.get(b"name", b"")[:_SHOWN].decode("utf-8", "replace")
            raise bad_request(f"The part {printable(field_name)!r} is no file.")
        if self.headers.get(b"content-transfer-encoding", b"").lower() not in _UNCODED:
            raise bad_request("A file must not be coded for transfer.")
        return parameters[b"filename"].decode("utf-8", "surrogateescape")


@contextmanager
def _well_formed() -> Iterator[None]:
    """Tell of faults of a body without the parser's own words."""
    try:
        yield
    except FormParserError:
        raise bad_request("The body is not well-formed multipart/form-data.") from None


def _too_much(code: str, message: str) -> Refusal:
    # What is left of the body would only keep the line busy.
    closing = ((b"connection", b"close"),)
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, code, message, closing)
