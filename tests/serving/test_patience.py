"""Clients that take their time: with a request, between requests, and with an answer."""

from __future__ import annotations

import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.serving import Service
from tests.serving.conftest import Serve
from tests.serving.wire import HEALTH, HEALTHY, HOST, Wire, ask, still_answers

SECONDS = "0.5"
"""That the service waits."""

CHUNKED = (
    b"POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\n"
)


PAGE = b"GET /graphql HTTP/1.1\r\nAccept: text/html\r\n" + HOST + b"\r\n"
"""A request whose answer is large and made beforehand."""


@pytest.fixture(scope="module")
def service(serve: Serve) -> Service:
    return serve(MODELGRAPH_LIMIT_REQUEST_SECONDS=SECONDS, MODELGRAPH_LIMIT_IDLE_SECONDS=SECONDS)


@contextmanager
def dripping(wire: Wire, drop: bytes) -> Iterator[None]:
    """Send a little every now and then."""
    dry = threading.Event()

    def drip() -> None:
        while not dry.wait(0.05):
            wire.send(drop)

    thread = threading.Thread(target=drip)
    thread.start()
    yield
    dry.set()
    thread.join()


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"G", b""),
        (b"GET /health HTTP/1.1\r\n" + HOST, b"X: a\r\n"),
        (b"GET /health HTTP/1.1\r\nX: ", b"a"),
        (ask("{ __typename }")[:-20], b" "),
        (CHUNKED, b"1\r\na\r\n"),
    ],
    ids=["a letter", "headers", "a header", "a body", "chunks"],
)
def test_a_request_that_is_not_whole_in_time_is_given_up(
    service: Service, start: bytes, drop: bytes
) -> None:
    with Wire(service) as wire:
        wire.send(start)
        with dripping(wire, drop):
            received = wire.receive_all()
    assert [each.told for each in received] == [(408, "REQUEST_TIMEOUT")]
    assert still_answers(service)


def test_a_body_that_was_asked_for_has_no_more_time(service: Service) -> None:
    with Wire(service) as wire:
        wire.send(ask("{ __typename }", b"Expect: 100-continue")[:-1])
        going_on = wire.receive()
        late = wire.receive_all()
    assert going_on is not None
    assert going_on.status == 100
    assert [each.told for each in late] == [(408, "REQUEST_TIMEOUT")]


@pytest.mark.parametrize("drop", [b"", b"\r\n"], ids=["nothing", "empty lines"])
def test_who_never_begins_is_told_nothing(service: Service, drop: bytes) -> None:
    with Wire(service) as wire, dripping(wire, drop):
        assert wire.receive_all() == []


def test_who_asks_no_more_is_told_nothing(service: Service) -> None:
    with Wire(service) as wire:
        wire.send(HEALTH, HEALTH)
        assert [each.json for each in wire.receive_all()] == [HEALTHY, HEALTHY]


def test_a_request_behind_another_has_its_own_time(service: Service) -> None:
    with Wire(service) as wire:
        wire.send(HEALTH + HEALTH[:-2])
        first, second = wire.receive_all()
    assert first.json == HEALTHY
    assert second.told == (408, "REQUEST_TIMEOUT")


def test_who_takes_nothing_of_the_answers_is_given_up(service: Service) -> None:
    with Wire(service) as wire:
        wire.send(PAGE * 1_000)
        wait_for_hang_up(wire)
    assert still_answers(service)


def wait_for_hang_up(wire: Wire) -> None:
    """Wait until the service has closed the connection, without reading from it."""
    poll = select.poll()
    poll.register(wire.socket, select.POLLRDHUP)
    assert poll.poll(30_000)
