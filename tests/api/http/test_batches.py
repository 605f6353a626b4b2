"""Several requests in one."""

from __future__ import annotations

import pytest

from service.api.http.options import HttpOptions
from tests.api.http.browsing import ACCEPT_GRAPHQL, ANSWER, JSON, ONE, Browser, browsing
from tests.scratch import ScratchDatabase

UNKNOWN = {"query": "{ nothing }"}


def test_each_request_is_answered_in_its_place(browser: Browser) -> None:
    asked = [UNKNOWN, {"query": ONE}, {"documentId": "0" * 64}, {"query": ONE}]
    response = browser.request("POST", json=asked)
    assert (response.status_code, response.headers["content-type"]) == (200, JSON)
    first, second, third, fourth = response.json()
    assert first["errors"][0]["extensions"] == {"code": "INVALID_DOCUMENT"}
    assert second == fourth == ANSWER
    assert third["errors"][0]["message"] == "PersistedQueryNotFound"
    assert response.headers["cache-control"] == "no-store"


def test_a_batch_of_one_is_answered_with_a_list(browser: Browser) -> None:
    response = browser.request("POST", json=[UNKNOWN], headers=ACCEPT_GRAPHQL)
    assert (response.status_code, len(response.json())) == (200, 1)


def test_what_contradicts_itself_leaves_the_others_their_answers(browser: Browser) -> None:
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
    asked = [{"query": ONE}, {"query": ONE, "extensions": persisted}]
    response = browser.request("POST", json=asked)
    assert response.status_code == 200
    whole, refused = response.json()
    assert whole == ANSWER
    assert refused["errors"][0]["extensions"] == {"code": "PERSISTED_QUERY_HASH_MISMATCH"}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ([], "The batch is empty."),
        ([{"query": ONE}, 1], "A request is a JSON object."),
        ([{"query": ONE}, [{"query": ONE}]], "A request is a JSON object."),
    ],
)
def test_what_is_no_batch(browser: Browser, asked: list[object], message: str) -> None:
    response = browser.request("POST", json=asked)
    assert response.status_code == 400
    assert response.json() == {
        "errors": [{"message": message, "extensions": {"code": "BAD_REQUEST"}}]
    }


def test_a_batch_has_a_limit(registry: ScratchDatabase) -> None:
    with browsing(registry, HttpOptions(batch=2)) as browser:
        most = browser.request("POST", json=[{"query": ONE}] * 2)
        more = browser.request("POST", json=[{"query": ONE}] * 3)
    assert (most.status_code, most.json()) == (200, [ANSWER] * 2)
    assert more.status_code == 400
    assert more.json() == {
        "errors": [
            {
                "message": "The batch has 3 requests; at most 2 are answered.",
                "extensions": {"code": "BATCH_TOO_LARGE"},
            }
        ]
    }
