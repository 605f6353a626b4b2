"""Many at once: connections, requests in a row, and what they may cost in memory."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest

from tests.cli.serving import Service
from tests.scratch import ScratchDatabase
from tests.serving.conftest import Serve
from tests.serving.wire import HEALTH, LAST_HEALTH, Wire, ask, still_answers, talk

CONNECTIONS = 20
IN_A_ROW = 10_000
MEGABYTE = 1_024


@pytest.fixture(scope="module")
def service(serve: Serve) -> Service:
    return serve(MODELGRAPH_LIMIT_CONNECTIONS=str(CONNECTIONS))


def kilobytes(service: Service) -> int:
    """The memory that the service holds."""
    status = Path(f"/proc/{service.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def test_a_new_client_takes_the_place_of_the_one_that_waited_longest(service: Service) -> None:
    with ExitStack() as stack:
        wires = [stack.enter_context(Wire(service)) for _ in range(5 * CONNECTIONS)]
        wires[-1].send(LAST_HEALTH)
        assert [each.status for each in wires[-1].receive_all()] == [200]
        assert still_answers(service)
        assert wires[0].receive_all() == []


def test_clients_that_are_being_answered_keep_their_places(
    service: Service, registry: ScratchDatabase
) -> None:
    with ExitStack() as stack:
        wires = [stack.enter_context(Wire(service)) for _ in range(CONNECTIONS)]
        with registry.connect() as locking:
            locking.execute("LOCK TABLE registry_state")
            for wire in wires:
                wire.send(ask("{ registry { version } }", b"Connection: close"))
            wait_for_lock(registry)
            assert [each.told for each in talk(service)] == [(503, "TOO_MANY_CONNECTIONS")]
        answers = [wire.receive_all() for wire in wires]
    assert [[each.status for each in answer] for answer in answers] == [[200]] * CONNECTIONS
    assert still_answers(service)


def wait_for_lock(registry: ScratchDatabase) -> None:
    """Wait until all connections that the service has to the database wait for the lock."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with psycopg.connect(registry.url, autocommit=True) as connection:
        while connection.execute(waiting).fetchone() != (10,):
            pass


def test_requests_in_a_row_are_answered_in_their_order(service: Service) -> None:
    with Wire(service) as wire:
        wire.send(*[ask("{ a: __typename }"), ask("{ b: __typename }"), HEALTH] * 500)
        answers = [next_of(wire) for _ in range(1_500)]
    assert answers == [["a"], ["b"], ["ready", "reason"]] * 500


def next_of(wire: Wire) -> Sequence[str]:
    received = wire.receive()
    assert received is not None
    return list(received.json.get("data", received.json))


def test_requests_in_a_row_that_nobody_waits_for_cost_no_memory(service: Service) -> None:
    with ExitStack() as stack:
        wires = [stack.enter_context(Wire(service)) for _ in range(CONNECTIONS - 1)]
        flood(wires)
        before = kilobytes(service)
        flood(wires)
        flood(wires)
        assert still_answers(service)
        assert kilobytes(service) - before < 20 * MEGABYTE


def flood(wires: Sequence[Wire]) -> None:
    """Send as many requests as the service takes, and read no answer."""
    for wire in wires:
        wire.socket.settimeout(0.05)
        with suppress(TimeoutError):
            wire.socket.sendall(HEALTH * IN_A_ROW)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000,
        b"BREW / HTTP/1.1\r\n\r\n",
        ask("{ nothing }"),
        ask("{ __typename }")[:-1],
    ],
    ids=["headers", "no requests", "invalid documents", "requests that end too early"],
)
def test_bad_clients_leave_no_memory_behind(service: Service, sent: bytes) -> None:
    bother(service, sent, 100)
    before = kilobytes(service)
    bother(service, sent, 400)
    assert still_answers(service)
    assert kilobytes(service) - before < 8 * MEGABYTE


def bother(service: Service, sent: bytes, clients: int) -> None:
    for _ in range(clients):
        with Wire(service) as wire:
            wire.send(sent)
