"""From bytes to text. Whatever is no text is refused here, so that parsers see text only.

Documents are UTF-8. A byte order mark in front is no fault and not part of the text: offsets count
from the first character after it. Newlines stay as they are.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import BinaryIO

from service.errors import DocumentRefused

MAX_BYTES = 10_000_000
"""The largest document that is read; the longest comparison pages have 20 thousand bytes."""

_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "an SQLite database",
    BOM_UTF32_LE: "UTF-32 text",
    BOM_UTF32_BE: "UTF-32 text",
    BOM_UTF16_LE: "UTF-16 text",
    BOM_UTF16_BE: "UTF-16 text",
}
"""How other files begin. The UTF-32 mark starts with a UTF-16 mark, so it stands first."""

_NEWLINE = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_SHARE = 0.05
"""Texts have no control characters at all; a tenth of the bytes of compressed data are some."""


def read_content(name: str, stream: BinaryIO) -> bytes:
    """Read a document's bytes, never more than the largest document has.

    Raises:
        DocumentRefused: the stream holds more than MAX_BYTES.
    """
    content = stream.read(MAX_BYTES + 1)
    _refuse_too_large(name, content)
    return content


def decode(name: str, content: bytes) -> str:
    """The text of a document, without a byte order mark, newlines untouched.

    Raises:
        DocumentRefused: empty, too large, binary, in another encoding than UTF-8, or with a NUL;
            with the line where there is one.
    """
    _refuse_too_large(name, content)
    content = content.removeprefix(BOM_UTF8)
    _refuse_binary(name, content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(name, content, error.start) from None
    if not text.strip():
        raise DocumentRefused(name, "the document is empty; text in UTF-8 was expected", 1)
    return text


def line_at(text: str, offset: int) -> int:
    """The 1-based line of a code point offset; lines end with LF, CR LF or CR."""
    return len(_NEWLINE.findall(text, 0, offset)) + 1


def _refuse_too_large(name: str, content: bytes) -> None:
    if len(content) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} MB"
        raise DocumentRefused(name, f"the document is larger than {limit}, the most that is read")


def _refuse_binary(name: str, content: bytes) -> None:
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise DocumentRefused(name, f"this is {kind}; text in UTF-8 was expected", 1)
    if _is_utf16(content):
        raise DocumentRefused(name, "this is UTF-16 text; text in UTF-8 was expected", 1)
    if len(_CONTROL.findall(content)) > _BINARY_SHARE * len(content):
        raise DocumentRefused(name, "the document is binary; text in UTF-8 was expected", 1)
    if (position := content.find(b"\0")) >= 0:
        message = f"byte {position + 1} is NUL, which no text contains; text in UTF-8 was expected"
        raise DocumentRefused(name, message, _line_of_byte(content, position))


def _is_utf16(content: bytes) -> bool:
    """Whether the text is UTF-16 without a mark: every other byte of Latin letters is NUL."""
    start = content[:1000]
    halves = start[0::2], start[1::2]
    return len(start) > 1 and any(half.count(0) > 0.8 * len(half) for half in halves)


def _wrong_encoding(name: str, content: bytes, position: int) -> DocumentRefused:
    byte = content[position]
    meant = bytes([byte]).decode("cp1252", errors="replace")
    guess = f" (in Windows-1252 it would be {meant!r})" if meant.isprintable() else ""
    message = f"byte {position + 1}, 0x{byte:02X}, is not UTF-8{guess}; save the document as UTF-8"
    return DocumentRefused(name, message, _line_of_byte(content, position))


def _line_of_byte(content: bytes, position: int) -> int:
    before = content[:position].decode("utf-8", errors="replace")
    return line_at(before, len(before))
