"""Server-Sent Events in the mode of distinct connections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.api.realtime.test_websocket import CHANGED, COST, advance, version_of
from tests.cli.serving import Service
from tests.scratch import ScratchDatabase

EVENTS = {"accept": "text/event-stream"}
JSON = {"content-type": "application/json"}
JSON_TYPE = "application/json; charset=utf-8"


@contextmanager
def listening(service: Service, method: str, **request: Any) -> Iterator[Iterator[str]]:
    """The lines of a stream."""
    address = f"{service.origin}/graphql"
    with httpx.stream(method, address, headers=EVENTS, timeout=10, **request) as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert response.headers["cache-control"] == "no-store"
        yield response.iter_lines()


def read_event(lines: Iterator[str]) -> tuple[str, Any]:
    name, data, end = next(lines), next(lines), next(lines)
    assert end == ""
    text = data.removeprefix("data:").strip()
    return name.removeprefix("event: "), json.loads(text) if text else None


def test_each_change_is_an_event(service: Service, registry: ScratchDatabase) -> None:
    asked = {"query": CHANGED, "variables": {"since": version_of(registry)}}
    with listening(service, "POST", json=asked) as lines:
        for version in (advance(registry), advance(registry)):
            data = {"registryChanged": {"version": version}}
            assert read_event(lines) == ("next", {"data": data, "extensions": COST})


def test_a_browsers_event_source_can_ask_by_get(
    service: Service, registry: ScratchDatabase
) -> None:
    version = advance(registry)
    asked = {"query": CHANGED, "variables": json.dumps({"since": version - 1})}
    with listening(service, "GET", params=asked) as lines:
        data = {"registryChanged": {"version": version}}
        assert read_event(lines) == ("next", {"data": data, "extensions": COST})


def test_a_query_is_one_event_and_the_end(service: Service, registry: ScratchDatabase) -> None:
    with listening(service, "POST", json={"query": "{ registry { version } }"}) as lines:
        data = {"registry": {"version": version_of(registry)}}
        assert read_event(lines) == ("next", {"data": data, "extensions": COST})
        assert read_event(lines) == ("complete", None)
        assert list(lines) == []


def test_what_is_wrong_with_an_operation_is_told_in_the_stream(service: Service) -> None:
    with listening(service, "POST", json={"query": "{ nothing }"}) as lines:
        name, result = read_event(lines)
        assert name == "next"
        assert [error["extensions"]["code"] for error in result["errors"]] == ["INVALID_DOCUMENT"]
        assert read_event(lines) == ("complete", None)


def test_without_a_stream_a_subscription_is_not_answered(service: Service) -> None:
    accept = {"accept": "application/graphql-response+json"}
    answer = httpx.post(f"{service.origin}/graphql", json={"query": CHANGED}, headers=accept)
    assert answer.status_code == 406
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_ACCEPTABLE"


def test_what_http_refuses_is_json_though_a_stream_was_wanted(service: Service) -> None:
    answer = httpx.post(f"{service.origin}/graphql", content=b"{", headers={**EVENTS, **JSON})
    assert (answer.status_code, answer.headers["content-type"]) == (400, JSON_TYPE)
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_mutation_by_get_does_not_run_as_a_stream_either(service: Service) -> None:
    asked = {"query": 'mutation { revertImport(id: "Import:1") { registryVersion } }'}
    answer = httpx.get(f"{service.origin}/graphql", params=asked, headers=EVENTS)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.headers["content-type"] == JSON_TYPE
    assert answer.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


def test_only_so_many_streams_are_open(service: Service) -> None:
    asked = {"query": CHANGED}
    with (
        listening(service, "POST", json=asked),
        listening(service, "POST", json=asked),
        listening(service, "POST", json=asked),
    ):
        answer = httpx.post(f"{service.origin}/graphql", json=asked, headers=EVENTS)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_a_head_opens_no_stream(service: Service) -> None:
    asked = {"query": CHANGED}
    answer = httpx.head(f"{service.origin}/graphql", params=asked, headers=EVENTS)
    assert answer.status_code == 406
