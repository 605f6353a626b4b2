"""The subprotocol graphql-transport-ws, spoken by a client of another make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from service.store.registry import advance_version
from tests.cli.serving import Service
from tests.scratch import ScratchDatabase

CHANGED = "subscription ($since: BigInt) { registryChanged(since: $since) { version } }"


class Talk:
    """One conversation; messages are Python values."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def tell(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def hear(self) -> Any:
        return json.loads(self.socket.recv(timeout=10))

    def close_code(self) -> tuple[int, str]:
        with pytest.raises(ConnectionClosed) as closed:
            self.socket.recv(timeout=10)
        received = closed.value.rcvd
        assert received is not None
        return received.code, received.reason

    def subscribe(self, id_: str, query: str, **variables: Any) -> None:
        self.tell(id=id_, type="subscribe", payload={"query": query, "variables": variables})


@contextmanager
def talking(service: Service, *, greeted: bool = True, **options: Any) -> Iterator[Talk]:
    """A conversation, begun by connection_init if `greeted`."""
    address = service.origin.replace("http://", "ws://") + "/graphql"
    given = {"subprotocols": ["graphql-transport-ws"], **options}
    with connect(address, **given) as socket:
        talk = Talk(socket)
        if greeted:
            talk.tell(type="connection_init")
            assert talk.hear() == {"type": "connection_ack"}
        yield talk


def advance(registry: ScratchDatabase) -> int:
    with registry.begin() as connection:
        return advance_version(connection)


def version_of(registry: ScratchDatabase) -> int:
    ((version,),) = registry.rows("SELECT version FROM registry_state")
    assert isinstance(version, int)
    return version


def changed(id_: str, version: int) -> Any:
    data = {"registryChanged": {"version": version}}
    return {"id": id_, "type": "next", "payload": {"data": data, "extensions": COST}}


COST = {"cost": {"nodes": 0, "limit": 500_000}}


def test_each_change_is_told_until_the_client_has_enough(
    service: Service, registry: ScratchDatabase
) -> None:
    with talking(service) as talk:
        talk.subscribe("a", CHANGED, since=version_of(registry))
        first = advance(registry)
        assert talk.hear() == changed("a", first)
        second = advance(registry)
        assert talk.hear() == changed("a", second)
        talk.tell(id="a", type="complete")
        advance(registry)
        talk.tell(type="ping")
        assert talk.hear() == {"type": "pong"}


def test_what_a_client_missed_is_told_at_once(service: Service, registry: ScratchDatabase) -> None:
    version = advance(registry)
    with talking(service) as talk:
        talk.subscribe("a", CHANGED, since=version - 1)
        assert talk.hear() == changed("a", version)


def test_the_feed_survives_its_connection(service: Service, registry: ScratchDatabase) -> None:
    with talking(service) as talk:
        talk.subscribe("a", CHANGED, since=version_of(registry))
        ended = registry.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'modelgraph feed'"
        )
        assert ended == [(True,)]
        version = advance(registry)
        assert talk.hear() == changed("a", version)


def test_a_query_gets_one_result(service: Service, registry: ScratchDatabase) -> None:
    with talking(service) as talk:
        talk.subscribe("q", "{ registry { version } }")
        data = {"registry": {"version": version_of(registry)}}
        payload = {"data": data, "extensions": COST}
        assert talk.hear() == {"id": "q", "type": "next", "payload": payload}
        assert talk.hear() == {"id": "q", "type": "complete"}


def test_an_operation_that_is_none_is_refused_and_the_conversation_goes_on(
    service: Service,
) -> None:
    with talking(service) as talk:
        talk.subscribe("a", "{ nothing }")
        refusal = talk.hear()
        assert (refusal["id"], refusal["type"]) == ("a", "error")
        assert [error["extensions"]["code"] for error in refusal["payload"]] == ["INVALID_DOCUMENT"]
        talk.tell(type="ping", payload={"any": "thing"})
        assert talk.hear() == {"type": "pong"}


@pytest.mark.parametrize(
    ("message", "end"),
    [
        ("{", (4400, "Invalid message: it is not JSON: line 1, column 2")),
        ("[]", (4400, "Invalid message: it is not an object")),
        ('{"type": "start"}', (4400, "Invalid message: unknown type")),
        ('{"type": "subscribe"}', (4400, "Invalid message: id is a string of 1 to 100 characters")),
        (
            '{"type": "subscribe", "id": "a", "payload": {"query": 1}}',
            (4400, "Invalid message: `query` is a string."),
        ),
        ('{"type": "connection_init"}', (4429, "Too many initialisation requests")),
        (
            '{"type": "connection_init", "type": "ping"}',
            (4400, "Invalid message: it is not JSON that is read: an object names a member twice"),
        ),
    ],
)
def test_what_the_subprotocol_does_not_know_ends_it(
    service: Service, message: str, end: tuple[int, str]
) -> None:
    with talking(service) as talk:
        talk.socket.send(message)
        assert talk.close_code() == end


def test_nobody_subscribes_before_the_greeting(service: Service) -> None:
    with talking(service, greeted=False) as talk:
        talk.subscribe("a", CHANGED)
        assert talk.close_code() == (4401, "Unauthorized")


def test_an_id_names_one_operation_at_a_time(service: Service) -> None:
    with talking(service) as talk:
        talk.subscribe("a", CHANGED)
        talk.subscribe("a", CHANGED)
        assert talk.close_code() == (4409, "Subscriber for a already exists")


def test_another_subprotocol_is_not_spoken(service: Service) -> None:
    with talking(service, greeted=False, subprotocols=["graphql-ws"]) as talk:
        assert talk.close_code() == (4406, "Subprotocol not acceptable")


@pytest.mark.parametrize("name", ["authorization", "Authorization"])
def test_a_token_that_is_none_ends_it(service: Service, name: str) -> None:
    with talking(service, greeted=False) as talk:
        talk.tell(type="connection_init", payload={name: "Bearer mg_nothing"})
        message = "The bearer token is not valid: mistyped, expired or revoked."
        assert talk.close_code() == (4403, message)


@pytest.mark.parametrize("payload", [None, {}, {"authorization": None}, {"other": 1}])
def test_a_greeting_may_show_no_token(service: Service, payload: object) -> None:
    with talking(service, greeted=False) as talk:
        talk.tell(type="connection_init", payload=payload)
        assert talk.hear() == {"type": "connection_ack"}


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        ([], "payload is an object"),
        ("Bearer mg_nothing", "payload is an object"),
        (0, "payload is an object"),
        ({"authorization": 1}, "authorization is one string"),
        ({"authorization": "a", "Authorization": "a"}, "authorization is one string"),
    ],
)
def test_a_greeting_that_cannot_be_read_ends_it(
    service: Service, payload: object, fault: str
) -> None:
    with talking(service, greeted=False) as talk:
        talk.tell(type="connection_init", payload=payload)
        assert talk.close_code() == (4400, f"Invalid message: {fault}")


def test_pages_of_foreign_origins_get_no_socket(service: Service) -> None:
    with (
        pytest.raises(InvalidStatus) as refused,
        talking(service, origin="https://elsewhere.example"),
    ):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["https://pages.example", None])
def test_pages_of_allowed_origins_and_our_own_get_one(service: Service, origin: str | None) -> None:
    with talking(service, origin=origin or service.origin) as talk:
        talk.tell(type="ping")
        assert talk.hear() == {"type": "pong"}


def test_a_message_past_the_limit_ends_it(service: Service) -> None:
    with talking(service) as talk:
        talk.tell(type="ping", payload={"padding": "x" * 300_000})
        code, _ = talk.close_code()
        assert code == 1009


def test_one_connection_runs_twenty_operations(service: Service) -> None:
    with talking(service) as talk:
        for number in range(20):
            talk.subscribe(str(number), CHANGED)
        talk.subscribe("more", CHANGED)
        refusal = talk.hear()
        assert refusal == {
            "id": "more",
            "type": "error",
            "payload": [
                {
                    "message": "At most 20 operations run on one connection.",
                    "extensions": {"code": "OVERLOADED"},
                }
            ],
        }


def test_a_query_takes_a_place_as_over_http_and_a_subscription_none(
    service: Service, registry: ScratchDatabase
) -> None:
    with talking(service) as talk, registry.connect() as connection:
        for number in range(3):
            talk.subscribe(f"waiting {number}", CHANGED)
        connection.execute("LOCK registry_state")
        for id_ in ("a", "b", "c"):
            talk.subscribe(id_, "{ registry { models } }")
        refusal = talk.hear()
        assert (refusal["id"], refusal["type"]) == ("c", "error")
        assert [error["extensions"]["code"] for error in refusal["payload"]] == ["OVERLOADED"]
        connection.rollback()
        assert {talk.hear()["id"] for _ in range(4)} == {"a", "b"}


def test_only_so_many_streams_are_open(service: Service) -> None:
    with (
        talking(service),
        talking(service),
        talking(service),
        pytest.raises(InvalidStatus) as refused,
        talking(service),
    ):
        pass
    assert refused.value.response.status_code == 403
    with talking(service) as talk:
        talk.tell(type="ping")
        assert talk.hear() == {"type": "pong"}
