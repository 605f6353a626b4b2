"""Conversations and streams that are no conversations: they end, and the next request does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

import orjson
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.hostile.target import Target, requested, told
from tests.serving.wire import Wire

INIT = '{"type":"connection_init"}'
SUBPROTOCOL = Subprotocol("graphql-transport-ws")
ACKNOWLEDGED = '{"type":"connection_ack"}'
CHANGED = "subscription { registryChanged { version } }"


def subscribe(id_: object, query: str = CHANGED) -> str:
    message = {"id": id_, "type": "subscribe", "payload": {"query": query}}
    return orjson.dumps(message).decode()


@contextmanager
def talking(target: Target, compression: str | None = None) -> Iterator[ClientConnection]:
    address = target.service.origin.replace("http://", "ws://") + "/graphql"
    with connect(address, subprotocols=[SUBPROTOCOL], compression=compression) as socket:
        yield socket


CLOSED: Mapping[str, tuple[Sequence[str | bytes], int]] = {
    "a question before the greeting": ([subscribe("1")], 4401),
    "two greetings": ([INIT, INIT], 4429),
    "no JSON": (["a"], 4400),
    "NUL": (["\0"], 4400),
    "bytes": ([b"\0" * 100], 4400),
    "a list": (["[]"], 4400),
    "lists in lists": (["[" * 100_000], 4400),
    "half a pair": (['{"type":"\\ud800"}'], 4400),
    "no type": (["{}"], 4400),
    "a type of 100,000 characters": (['{"type":"%s"}' % ("a" * 100_000)], 4400),
    "no id": ([INIT, '{"type":"subscribe"}'], 4400),
    "an id that is a number": ([INIT, subscribe(1)], 4400),
    "an id of 100,000 characters": ([INIT, subscribe("a" * 100_000)], 4400),
    "one id twice": ([INIT, subscribe("1"), subscribe("1")], 4409),
    "no payload": ([INIT, '{"type":"subscribe","id":"1"}'], 4400),
    "a giant message": ([INIT, "a" * 300_000], 1009),
    "giant bytes": ([INIT, b"a" * 300_000], 1009),
}


@pytest.mark.parametrize(("messages", "code"), CLOSED.values(), ids=CLOSED.keys())
def test_what_is_no_conversation_ends(
    target: Target, messages: Sequence[str | bytes], code: int
) -> None:
    with talking(target) as socket:
        for number, message in enumerate(messages):
            socket.send(message)
            if (number, message) == (0, INIT):
                assert socket.recv(timeout=10) == ACKNOWLEDGED
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code
    assert target.still_answers()


def test_a_message_that_swells_ends_the_conversation(target: Target) -> None:
    with talking(target, "deflate") as socket:
        socket.send("a" * 50_000_000)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
    assert target.still_answers()


def test_a_conversation_has_so_many_questions_at_a_time(target: Target) -> None:
    with talking(target) as socket:
        socket.send(INIT)
        socket.recv(timeout=10)
        for number in range(1_000):
            socket.send(subscribe(str(number)))
        refusals = [orjson.loads(socket.recv(timeout=10)) for _ in range(980)]
        codes = {error["extensions"]["code"] for each in refusals for error in each["payload"]}
        assert codes == {"OVERLOADED"}
        assert target.still_answers()


@pytest.mark.parametrize("query", ["", "{", "{ nothing }", "{ a " * 1_900, CHANGED * 2])
def test_a_bad_question_in_a_conversation_is_told_its_fault(target: Target, query: str) -> None:
    with talking(target) as socket:
        socket.send(INIT)
        socket.recv(timeout=10)
        socket.send(subscribe("1", query))
        answer = orjson.loads(socket.recv(timeout=10))
        assert answer["type"] == "error"
        codes = {error["extensions"]["code"] for error in answer["payload"]}
        assert codes <= {"SYNTAX_ERROR", "INVALID_DOCUMENT"}
    assert target.still_answers()


def test_streams_that_nobody_reads_keep_nobody_waiting(target: Target) -> None:
    asked = b"/graphql?query=subscription%20%7B%20registryChanged%20%7B%20version%20%7D%20%7D"
    streaming = requested(b"GET", asked).replace(
        b"application/graphql-response+json", b"text/event-stream"
    )
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(Wire(target.service)).send(streaming)
        assert target.still_answers()


def test_half_a_handshake_is_a_question_like_any_other(target: Target) -> None:
    upgrade = (b"Upgrade: websocket", b"Sec-WebSocket-Version: 13")
    sent = requested(b"GET", b"/graphql?query={__typename}", *upgrade)
    assert told(target.hit(sent)) == (200, None)
    assert target.still_answers()
