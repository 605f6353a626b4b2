"""Bytes that are no text are refused, with the line and what was expected; nothing else is."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DocumentRefused
from service.ingest.sources import parse_document
from service.ingest.sources.decoding import MAX_BYTES, decode, line_at, read_content


class Refusal(NamedTuple):
    content: bytes
    line: int | None
    message: str


REFUSALS = {
    "empty": Refusal(b"", 1, "the document is empty; text in UTF-8 was expected"),
    "white space": Refusal(b" \r\n\t\n", 1, "the document is empty; text in UTF-8 was expected"),
    "mark alone": Refusal(b"\xef\xbb\xbf", 1, "the document is empty; text in UTF-8 was expected"),
    "nul": Refusal(
        b"CLIP vs SAM-CLIP\n\nCompare CLIP\0 and SAM-CLIP",
        3,
        "byte 31 is NUL, which no text contains; text in UTF-8 was expected",
    ),
    "latin-1": Refusal(
        "Modèle A vs B".encode("latin-1"),
        1,
        "byte 4, 0xE8, is not UTF-8 (in Windows-1252 it would be 'è'); save the document as UTF-8",
    ),
    "windows-1252 after utf-8": Refusal(
        "naïve\r\n".encode() + b"A \x96 B",
        2,
        "byte 11, 0x96, is not UTF-8 (in Windows-1252 it would be '–'); save the document as UTF-8",
    ),
    "cut within a letter": Refusal(
        "A vs B\ncafé".encode()[:-1],
        2,
        "byte 11, 0xC3, is not UTF-8 (in Windows-1252 it would be 'Ã'); save the document as UTF-8",
    ),
    "utf-16": Refusal(
        "CLIP vs SAM-CLIP".encode("utf-16"), 1, "this is UTF-16 text; text in UTF-8 was expected"
    ),
    "utf-16 without a mark": Refusal(
        "CLIP vs SAM-CLIP".encode("utf-16-be"),
        1,
        "this is UTF-16 text; text in UTF-8 was expected",
    ),
    "utf-32": Refusal(
        "CLIP vs SAM-CLIP".encode("utf-32"), 1, "this is UTF-32 text; text in UTF-8 was expected"
    ),
    "pdf": Refusal(b"%PDF-1.7\n%", 1, "this is a PDF; text in UTF-8 was expected"),
    "image": Refusal(b"\x89PNG\r\n\x1a\n", 1, "this is a PNG image; text in UTF-8 was expected"),
    "binary": Refusal(
        bytes(range(1, 256)), 1, "the document is binary; text in UTF-8 was expected"
    ),
    "too large": Refusal(
        b"a" * (MAX_BYTES + 1),
        None,
        "the document is larger than 10 MB, the most that is read",
    ),
}


@pytest.mark.parametrize("case", REFUSALS.values(), ids=REFUSALS.keys())
def test_refuses_what_is_no_text(case: Refusal) -> None:
    with pytest.raises(DocumentRefused) as refused:
        decode("page.txt", case.content)
    assert refused.value.document == "page.txt"
    assert (refused.value.line, refused.value.message) == (case.line, case.message)


def test_a_byte_order_mark_is_no_fault_and_no_text() -> None:
    assert decode("page.txt", b"\xef\xbb\xbfCLIP vs SAM-CLIP") == "CLIP vs SAM-CLIP"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_stay_and_count(newline: str) -> None:
    text = newline.join(["one", "two", "three"])
    assert decode("page.txt", text.encode()) == text
    assert [line_at(text, text.index(word)) for word in ("one", "two", "three")] == [1, 2, 3]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_text_without_control_characters_is_kept_as_it_is(text: str) -> None:
    marked = "A vs B\n" + text
    assert decode("page.txt", marked.encode()) == marked


class Endless(BytesIO):
    """A stream that never ends and counts what was asked of it."""

    asked = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        self.asked += size
        return b"a" * size


def test_a_hundred_megabytes_are_never_in_memory() -> None:
    stream = Endless()
    with pytest.raises(DocumentRefused, match="larger than 10 MB"):
        read_content("huge.txt", stream)
    assert stream.asked == MAX_BYTES + 1


def test_the_largest_document_is_read() -> None:
    assert len(read_content("large.txt", BytesIO(b"a" * MAX_BYTES))) == MAX_BYTES


def test_a_document_of_no_source_is_refused_with_what_sources_look_for() -> None:
    with pytest.raises(DocumentRefused) as refused:
        parse_document("notes.txt", b"Buy milk.\n", ())
    assert refused.value.line == 1
    assert refused.value.message == (
        "no source recognises the document; known are: "
        "Vocabularies (YAML with a line that begins `vocabulary:`); "
        "Comparison pages (a first line 'A vs B', overviews of both and a table whose head begins "
        "'Property')"
    )
