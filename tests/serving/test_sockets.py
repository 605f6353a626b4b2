"""WebSockets of clients that no library would be: in memory, in time, and at the end."""

from __future__ import annotations

import signal
import time
from base64 import b64encode
from pathlib import Path

import orjson
import pytest
from websockets.frames import Frame, Opcode

from tests.cli.serving import Service, start
from tests.scratch import ScratchDatabase
from tests.serving.conftest import Serve
from tests.serving.test_floods import MEGABYTE, kilobytes
from tests.serving.test_patience import wait_for_hang_up
from tests.serving.wire import HOST, Wire, still_answers

HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\n%bUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"
    b"Sec-WebSocket-Key: %b\r\n\r\n"
) % (HOST, b64encode(bytes(16)))


def frame(opcode: Opcode, data: bytes = b"", *, is_last: bool = True) -> bytes:
    return Frame(opcode, data, fin=is_last).serialize(mask=True)


def message(**members: object) -> bytes:
    return frame(Opcode.TEXT, orjson.dumps(members))


GREETING = message(type="connection_init")
PING = frame(Opcode.PING, bytes(125))
NO_PART = frame(Opcode.CONT, is_last=False)


@pytest.fixture(scope="module")
def service(serve: Serve) -> Service:
    return serve()


@pytest.mark.parametrize(
    ("first", "flood"),
    [(PING, PING * 200_000), (frame(Opcode.TEXT, is_last=False), NO_PART * 2_000_000)],
    ids=["pings whose answers nobody takes", "a message that goes on without bytes"],
)
def test_what_is_no_message_costs_no_memory(service: Service, first: bytes, flood: bytes) -> None:
    with Wire(service) as wire:
        wire.send(HANDSHAKE, GREETING, first)
        before = kilobytes(service)
        wire.send(flood)
        assert still_answers(service)
        assert kilobytes(service) - before < 8 * MEGABYTE


def test_a_broken_frame_between_questions_and_answers_fails_nobody(service: Service) -> None:
    unmasked = Frame(Opcode.PING, b"").serialize(mask=False)
    query = "{ organizations { nodes { name } } }"
    asked = [message(id=str(n), type="subscribe", payload={"query": query}) for n in range(3)]
    for attempt in range(100):
        with Wire(service) as wire:
            wire.send(HANDSHAKE)
            wire.receive()
            wire.send(GREETING, *asked)
            time.sleep(attempt / 20_000)
            wire.send(unmasked)
            wire.drain()
    assert still_answers(service)


def large_questions(parts: int) -> list[bytes]:
    """As many as one connection may ask at a time, each for some parts of 20 kilobytes."""
    types = "__schema { types { name description fields { name description } } }"
    query = f"{{ {' '.join(f'a{n}: {types}' for n in range(parts))} }}"
    return [message(id=str(n), type="subscribe", payload={"query": query}) for n in range(20)]


@pytest.mark.parametrize("parts", [1, 50], ids=["that the kernel holds", "that it does not"])
def test_who_takes_no_results_is_given_up(serve: Serve, parts: int) -> None:
    impatient = serve(MODELGRAPH_LIMIT_REQUEST_SECONDS="0.5")
    with Wire(impatient) as wire:
        wire.send(HANDSHAKE, GREETING, *large_questions(parts))
        wait_for_hang_up(wire)
    assert still_answers(impatient)


def test_a_service_that_stops_ends_streams_without_a_word(
    registry: ScratchDatabase, tmp_path: Path
) -> None:
    stopping = start(["serve"], {"DATABASE_URL": registry.address, "PORT": "0"}, tmp_path)
    asked = orjson.dumps({"query": "subscription { registryChanged { version } }"})
    stream = b"POST /graphql HTTP/1.1\r\n%bAccept: text/event-stream\r\n" % HOST
    typed = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(asked), asked)
    with Wire(stopping) as listener, Wire(stopping) as socket:
        listener.send(stream + typed)
        socket.send(HANDSHAKE, GREETING)
        assert [each.socket.recv(13) for each in (listener, socket)] == [
            b"HTTP/1.1 200 ",
            b"HTTP/1.1 101 ",
        ]
        assert stopping.end(signal.SIGTERM) == (0, "Stopped.\n", "")
