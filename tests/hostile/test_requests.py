"""Requests that are no questions, each followed by one that is."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import pytest

from tests.hostile.target import Target, Told, posted, requested, told

NAME = b'{"query":"{ __typename }"}'
UPLOAD = b"multipart/form-data; boundary=X"
END = b"--X--\r\n"

BAD: Told = (400, "BAD_REQUEST")
UNSUPPORTED: Told = (415, "UNSUPPORTED_MEDIA_TYPE")
UNKNOWN_TOKEN: Told = (401, "UNAUTHENTICATED")
UNACCEPTABLE: Told = (406, "NOT_ACCEPTABLE")
WRONG_METHOD: Told = (405, "METHOD_NOT_ALLOWED")


def given(variables: bytes) -> bytes:
    """A body with variables that the operation does not even use."""
    return b'{"query":"{ __typename }","variables":%b}' % variables


BODIES: Mapping[str, tuple[bytes, Told]] = {
    "nothing": (b"", BAD),
    "a number": (b"1", BAD),
    "null": (b"null", BAD),
    "an empty batch": (b"[]", BAD),
    "batches in a batch": (b"[" * 500 + b"]" * 500, BAD),
    "a large batch": (b"[" + b",".join([NAME] * 11) + b"]", (400, "BATCH_TOO_LARGE")),
    "a giant batch": (b"[" + b",".join([NAME] * 9_000) + b"]", (400, "BATCH_TOO_LARGE")),
    "no query": (b"{}", BAD),
    "a query that is a list": (b'{"query":[]}', BAD),
    "two queries": (b'{"query":"{ __typename }","query":"{ x }"}', BAD),
    "a name that is a number": (b'{"query":"{ __typename }","operationName":1}', BAD),
    "variables that are a list": (given(b"[]"), BAD),
    "extensions that are a list": (b'{"query":"{ __typename }","extensions":[]}', BAD),
    "a hash that is a number": (
        b'{"extensions":{"persistedQuery":{"version":1,"sha256Hash":1}}}',
        BAD,
    ),
    "a hash that nobody sent": (
        b'{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"\\u0000"}}}',
        (400, "PERSISTED_QUERY_NOT_FOUND"),
    ),
    "a hash of another query": (
        b'{"query":"{ __typename }","extensions":'
        b'{"persistedQuery":{"version":1,"sha256Hash":"%b"}}}' % (b"0" * 64),
        (400, "PERSISTED_QUERY_HASH_MISMATCH"),
    ),
    "NUL": (b"\0", BAD),
    "a name of NUL": (
        b'{"query":"{ __typename }","operationName":"\\u0000"}',
        (400, "NO_OPERATION"),
    ),
    "bytes that are no UTF-8": (b'{"query":"\xff"}', BAD),
    "a character in too many bytes": (b'{"query":"\xc0\x80"}', BAD),
    "half a pair in three bytes": (b'{"query":"\xed\xa0\x80"}', BAD),
    "half a pair, escaped": (b'{"query":"\\ud800"}', BAD),
    "half a pair as a variable": (given(b'{"a":"\\ud800"}'), BAD),
    "half a pair as a name": (given(b'{"\\ud800":1}'), BAD),
    "UTF-16": ('{"query":"{ __typename }"}'.encode("utf-16"), BAD),
    "lists in lists": (given(b'{"a":' + b"[" * 100_000), BAD),
    "objects in objects": (given(b'{"a":' * 40_000), BAD),
    "lists that end": (given(b'{"a":' + b"[" * 900 + b"]" * 900 + b"}"), (200, None)),
    "5,000 digits": (given(b'{"a":%b}' % (b"9" * 5_000)), BAD),
    "250,000 digits": (given(b'{"a":%b}' % (b"9" * 250_000)), BAD),
    "a giant exponent": (given(b'{"a":1e999999}'), BAD),
    "no number": (given(b'{"a":NaN}'), BAD),
    "100,000 numbers": (given(b'{"a":[%b1]}' % (b"1," * 100_000)), (400, "TOO_MANY_LIST_ELEMENTS")),
    "80,000 objects": (given(b'{"a":[%b1]}' % (b"{}," * 80_000)), (400, "TOO_MANY_LIST_ELEMENTS")),
    "too much": (b'{"query":"%b"}' % (b" " * 270_000), (413, "BODY_TOO_LARGE")),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES.keys())
def test_a_hostile_body_is_told_its_fault(target: Target, body: bytes, expected: Told) -> None:
    assert told(target.hit(posted(body))) == expected
    assert target.still_answers()


HEADERS: Mapping[str, tuple[bytes, Told]] = {
    "gzip": (b"Content-Encoding: gzip", UNSUPPORTED),
    "two codings": (b"Content-Encoding: identity, br", UNSUPPORTED),
    "a type of many parts": (b"Accept: " + b"a/b," * 10_000, UNACCEPTABLE),
    "a quality of 5,000 digits": (b"Accept: a/b;q=" + b"9" * 5_000, UNACCEPTABLE),
    "no text": (b"Accept: \xff", UNACCEPTABLE),
    "tags": (b"If-None-Match: " + b'"a",' * 15_000, (200, None)),
    "quotes": (b"If-None-Match: " + b'"' * 60_000, (200, None)),
    "no token": (b"Authorization: Bearer", UNKNOWN_TOKEN),
    "two tokens": (b"Authorization: Bearer a\r\nAuthorization: Bearer b", UNKNOWN_TOKEN),
    "another scheme": (b"Authorization: Basic YTpi", UNKNOWN_TOKEN),
    "a token of 60,000 characters": (b"Authorization: Bearer " + b"a" * 60_000, UNKNOWN_TOKEN),
    "a token of other bytes": (b"Authorization: Bearer mg_\xff\xfe", UNKNOWN_TOKEN),
    "a version of 5,000 digits": (b"Modelgraph-Version: " + b"9" * 5_000, BAD),
    "a version of other digits": (b"Modelgraph-Version: \xb2", BAD),
    "a version below zero": (b"Modelgraph-Version: -1", BAD),
    "cookies": (b"Cookie: " + b"a=b;" * 15_000, (200, None)),
    "hosts on the way": (b"X-Forwarded-For: " + b"\xff, " * 10_000, (200, None)),
    "too many": (b"X: a\r\n" * 20_000 + b"X: a", (431, "HEADERS_TOO_LARGE")),
}


@pytest.mark.parametrize(("header", "expected"), HEADERS.values(), ids=HEADERS.keys())
def test_a_hostile_header_is_told_its_fault(target: Target, header: bytes, expected: Told) -> None:
    # Of two values the service would see both.
    own = b"" if header.startswith(b"Accept") else b"Accept: application/graphql-response+json\r\n"
    head = b"POST /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + own
    kind = b"Content-Type: application/json\r\nContent-Length: %d\r\n" % len(NAME)
    assert told(target.hit(head + kind + header + b"\r\n\r\n" + NAME)) == expected
    assert target.still_answers()


@pytest.mark.parametrize(
    "kind",
    [
        b"text/plain",
        b"application/x-www-form-urlencoded",
        b"multipart/form-data; boundary=X",
        b"application/graphql",
        b"application/json; charset=utf-16",
        b"\xff/json",
        b"",
    ],
)
def test_a_body_of_another_type_is_not_read(target: Target, kind: bytes) -> None:
    assert told(target.hit(posted(NAME, kind=kind))) == UNSUPPORTED


REVERT = 'mutation { revertImport(id: "a") { registryVersion } }'
CHANGED = "subscription { registryChanged { version } }"


def got(parameters: str) -> bytes:
    return requested(b"GET", b"/graphql?" + parameters.encode())


ADDRESSES: Mapping[str, tuple[bytes, Told]] = {
    "a mutation": (got(f"query={quote(REVERT)}"), WRONG_METHOD),
    "a subscription": (got(f"query={quote(CHANGED)}"), UNACCEPTABLE),
    "bytes that are no UTF-8": (got("query=%ff"), BAD),
    "half a pair": (got("query=%ED%A0%80"), BAD),
    "NUL": (got("query=%00"), (400, "SYNTAX_ERROR")),
    "two queries": (got("query={a}&query={b}"), BAD),
    "20,000 parameters": (got("a=b&" * 15_000), BAD),
    "separators": (got("&" * 60_000), BAD),
    "lists in lists": (got("query={__typename}&variables=" + "%5B" * 15_000), BAD),
    "too long": (got("query=" + "a" * 70_000), (414, "URI_TOO_LONG")),
    "PUT": (requested(b"PUT", b"/graphql"), WRONG_METHOD),
    "TRACE": (requested(b"TRACE", b"/graphql"), WRONG_METHOD),
    "a file": (requested(b"GET", b"/../../etc/passwd"), (404, "NOT_FOUND")),
    "a file of another make": (requested(b"GET", b"/.env"), (404, "NOT_FOUND")),
    "NUL in a path": (requested(b"GET", b"/%00"), (404, "NOT_FOUND")),
    "a path of other bytes": (requested(b"GET", b"/%ff%fe"), (404, "NOT_FOUND")),
    "a path that only looks the same": (requested(b"GET", b"/graphql%2f"), (404, "NOT_FOUND")),
}


@pytest.mark.parametrize(("sent", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_a_hostile_address_is_told_its_fault(target: Target, sent: bytes, expected: Told) -> None:
    assert told(target.hit(sent)) == expected
    assert target.still_answers()


def part(
    head: bytes = b'name="f"; filename="a.txt"', more: bytes = b"", body: bytes = b""
) -> bytes:
    """One part of an upload."""
    return b"--X\r\nContent-Disposition: form-data; %b\r\n%b\r\n%b\r\n" % (head, more, body)


UPLOADS: Mapping[str, tuple[bytes, Told]] = {
    "nothing": (b"", BAD),
    "no part": (END, BAD),
    "no end": (part(), BAD),
    "another boundary": (part() + b"--Y--\r\n", BAD),
    "a preamble": (b"a" * 100_000 + part() + END, BAD),
    "line ends": (b"\r\n" * 100_000, BAD),
    "dashes": (b"-" * 1_000_000, BAD),
    "NUL": (b"\0" * 1_000, BAD),
    "boundaries": (b"--X\r\n" * 100_000, BAD),
    "a part that is no file": (part(b'name="f"') + END, BAD),
    "a part without a name": (b"--X\r\n\r\nhello\r\n" + END, BAD),
    "a giant header": (part(more=b"A: " + b"b" * 3_000_000 + b"\r\n") + END, BAD),
    "headers": (part(more=b"A: b\r\n" * 100_000) + END, BAD),
    "a giant file name": (part(b'filename="%b"' % (b"a" * 1_000_000)) + END, BAD),
    "quotes": (part(b"filename=" + b'"' * 100_000) + END, BAD),
    "parameters": (part(b"a=b; " * 100_000) + END, BAD),
    "a file name in lines": (part(b'filename="a\r\nb"') + END, BAD),
    "a coding of mail": (part(more=b"Content-Transfer-Encoding: base64\r\n") + END, BAD),
    "thousands of files": (part() * 5_000 + END, (413, "TOO_MANY_DOCUMENTS")),
    "a giant file": (part(body=b"a" * 10_000_001) + END, (413, "FILE_TOO_LARGE")),
}


@pytest.mark.parametrize(("body", "expected"), UPLOADS.values(), ids=UPLOADS.keys())
def test_a_hostile_upload_is_told_its_fault(target: Target, body: bytes, expected: Told) -> None:
    bearer = b"Authorization: Bearer " + target.token.encode()
    assert told(target.hit(posted(body, bearer, kind=UPLOAD, path=b"/imports"))) == expected
    assert target.still_answers()


def test_nobody_uploads_without_a_token(target: Target) -> None:
    sent = part() * 5_000 + END
    assert told(target.hit(posted(sent, kind=UPLOAD, path=b"/imports"))) == UNKNOWN_TOKEN
    wrong = b"Authorization: Bearer " + target.token[:-1].encode()
    assert told(target.hit(posted(sent, wrong, kind=UPLOAD, path=b"/imports"))) == UNKNOWN_TOKEN


@pytest.mark.parametrize(
    "name",
    [b"", b".", b"..", b"../../etc/passwd", b"/etc/passwd", b"C:\\x", b"a\0b", b"\xff", b"%00"],
)
def test_a_hostile_file_name_is_a_name_like_any_other(target: Target, name: bytes) -> None:
    bearer = b"Authorization: Bearer " + target.token.encode()
    body = part(b'filename="%b"' % name, body=b"\0" * 1_000) + END
    received = target.hit(posted(body, bearer, kind=UPLOAD, path=b"/imports"))
    assert (received.status, received.json["status"]) == (422, "REFUSED")
    assert target.still_answers()
