"""Bytes that are no request, or that two servers could read differently."""

from __future__ import annotations

import pytest

from tests.cli.serving import Service
from tests.serving.conftest import Serve
from tests.serving.wire import (
    HEALTH,
    HEALTHY,
    HOST,
    LAST,
    LAST_HEALTH,
    Wire,
    ask,
    post,
    still_answers,
    talk,
)

GET = b"GET /health HTTP/1.1\r\n"
POST = b"POST /graphql HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def service(serve: Serve) -> Service:
    return serve()


MALFORMED = {
    "a length and a coding": POST
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding and a length": POST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "one length twice": POST + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\na",
    "a list of lengths": POST + b"Content-Length: 1, 1\r\n\r\na",
    "a length with a sign": POST + b"Content-Length: +1\r\n\r\na",
    "a length past all numbers": POST + b"Content-Length: 99999999999999999999\r\n\r\na",
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a coding behind chunked": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a coding before chunked": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a coding twice": POST + b"Transfer-Encoding: chunked\r\n" * 2 + b"\r\n0\r\n\r\n",
    "a coding behind a space": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a coding in HTTP/1.0": CHUNKED.replace(b"HTTP/1.1", b"HTTP/1.0") + b"0\r\n\r\n",
    "a chunk's size in two bases": CHUNKED + b"0x2\r\nab\r\n0\r\n\r\n",
    "a chunk past all numbers": CHUNKED + b"fffffffffffffffff\r\n",
    "a chunk that ends in a bare LF": CHUNKED + b"2\nab\n0\n\n",
    "a bare LF": b"GET /health HTTP/1.1\nHost: a\n\n",
    "a bare LF between headers": GET + b"Host: a\nX: b\r\n\r\n",
    "a bare CR": GET + b"Host: a\rX: b\r\n\r\n",
    "a folded header": GET + HOST + b"X: a\r\n b\r\n\r\n",
    "a space before a header's colon": GET + HOST + b"X : a\r\n\r\n",
    "NUL in a header": GET + HOST + b"X: a\0b\r\n\r\n",
    "NUL in an address": b"GET /\0 HTTP/1.1\r\n" + HOST + b"\r\n",
    "no host": GET + b"\r\n",
    "two hosts": GET + HOST + HOST + b"\r\n",
    "an unknown method": b"BREW /health HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tunnel": b"CONNECT example.com:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "HTTP/2 without asking": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": bytes.fromhex("16030102000100 01fc0303"),
}


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_can_be_read_in_two_ways_is_refused_and_nothing_behind_it_is_run(
    service: Service, sent: bytes
) -> None:
    received = talk(service, sent + HEALTH)
    assert [each.told for each in received] == [(400, "BAD_REQUEST")]
    assert received[0].headers["connection"] == "close"
    assert still_answers(service)


@pytest.mark.parametrize("line", [b"GET /health\r\n", b"GET /health HTTP/2.0\r\n"])
def test_another_version_of_http_is_refused(service: Service, line: bytes) -> None:
    received = talk(service, line + HOST + b"\r\n" + HEALTH)
    assert [each.told for each in received] == [(505, "HTTP_VERSION_NOT_SUPPORTED")]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (GET + HOST + b"X: " + b"a" * 65_600 + b"\r\n\r\n", (431, "HEADERS_TOO_LARGE")),
        (GET + HOST + b"X: " + b"a" * 1_000_000, (431, "HEADERS_TOO_LARGE")),
        (GET + HOST + b"X: a\r\n" * 20_000 + b"\r\n", (431, "HEADERS_TOO_LARGE")),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", (414, "URI_TOO_LONG")),
        (CHUNKED + b"2;" + b"a" * 100_000 + b"\r\nab\r\n0\r\n\r\n", (400, "BAD_REQUEST")),
        (CHUNKED + b"2\r\nab\r\n0\r\n" + b"X: a\r\n" * 20_000 + b"\r\n", (400, "BAD_REQUEST")),
        (post(b"a" * 300_000), (413, "BODY_TOO_LARGE")),
        (CHUNKED + b"100000\r\n" + b"a" * 1_048_576 + b"\r\n0\r\n\r\n", (413, "BODY_TOO_LARGE")),
    ],
    ids=["header", "endless", "headers", "address", "extension", "trailers", "body", "chunks"],
)
def test_what_is_too_large_is_told_so_while_it_still_comes(
    service: Service, sent: bytes, told: tuple[int, str]
) -> None:
    received = talk(service, sent)
    assert [each.told for each in received] == [told]
    assert still_answers(service)


def test_headers_up_to_the_limit_are_taken(service: Service) -> None:
    rest = b"Connection: close\r\nX: "
    room = 65_536 - len(b"/health" + HOST + rest) - len(b"\r\n")
    [received] = talk(service, GET + HOST + rest + b"a" * room + b"\r\n\r\n")
    assert received.json == HEALTHY
    [received] = talk(service, GET + HOST + rest + b"a" * (room + 1) + b"\r\n\r\n")
    assert received.told == (431, "HEADERS_TOO_LARGE")


def test_an_address_in_full_is_read_as_its_path(service: Service) -> None:
    [received] = talk(service, b"GET http://a.example/health HTTP/1.1\r\n" + HOST + LAST + b"\r\n")
    assert received.json == HEALTHY


def test_http_1_0_needs_no_host_and_is_not_kept_alive(service: Service) -> None:
    [received] = talk(service, b"GET /health HTTP/1.0\r\n\r\n")
    assert (received.status, received.headers["connection"]) == (200, "close")


def test_another_protocol_is_not_spoken_and_ends_the_connection(service: Service) -> None:
    wish = b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    [received] = talk(service, GET + HOST + wish + HEALTH)
    assert (received.json, received.headers["connection"]) == (HEALTHY, "close")


def test_an_error_waits_for_the_answers_before_it(service: Service) -> None:
    first, second, third = talk(service, ask("{ __typename }") + HEALTH + b"BREW\r\n\r\n")
    assert first.json["data"] == {"__typename": "Query"}
    assert second.json == HEALTHY
    assert third.told == (400, "BAD_REQUEST")


def test_headers_behind_a_body_change_nothing(service: Service) -> None:
    body = b'{"query":"{ __typename }"}'
    chunk = b"%x\r\n%b\r\n0\r\n" % (len(body), body)
    trailer = b"Content-Type: text/plain\r\nAuthorization: Bearer nobody\r\n\r\n"
    received, _ = talk(service, CHUNKED + chunk + trailer + LAST_HEALTH)
    assert received.json["data"] == {"__typename": "Query"}


def test_a_client_that_asks_whether_to_go_on_is_told_so(service: Service) -> None:
    request = ask("{ __typename }", b"Expect: 100-continue", b"Connection: close")
    head, body = request.split(b"\r\n\r\n")
    with Wire(service) as wire:
        wire.send(head + b"\r\n\r\n")
        going_on = wire.receive()
        wire.send(body)
        [received] = wire.receive_all()
    assert going_on is not None
    assert going_on.status == 100
    assert received.json["data"] == {"__typename": "Query"}


def test_a_client_that_asks_with_too_large_a_body_need_not_send_it(service: Service) -> None:
    head = POST + b"Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n"
    [received] = talk(service, head)
    assert received.told == (413, "BODY_TOO_LARGE")
