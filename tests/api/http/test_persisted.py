"""Operations that clients name instead of sending them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import httpx
import pytest

from service.api.http.options import HttpOptions
from service.api.http.persisted import AutomaticOperations
from service.api.http.requests import GraphQLRequest
from service.planner.operations import RequestRefused
from tests.api.http.browsing import ACCEPT_GRAPHQL, ANSWER, ONE, Browser, browsing
from tests.scratch import ScratchDatabase

TWO = '{ model(slug: "two") { name } }'


@pytest.fixture
def fresh(registry: ScratchDatabase) -> Iterator[Browser]:
    """An endpoint to which nobody has sent anything."""
    with browsing(registry) as browser:
        yield browser


@pytest.fixture(scope="module")
def trusting(registry: ScratchDatabase) -> Iterator[Browser]:
    """An endpoint that answers one operation, of the id `one`."""
    with browsing(registry, HttpOptions(operations={"one": ONE})) as browser:
        yield browser


def _hash(query: str) -> str:
    return sha256(query.encode()).hexdigest()


def _apollo(identifier: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": identifier}}


def _by_post(browser: Browser, headers: dict[str, str], **asked: Any) -> httpx.Response:
    return browser.request("POST", json=asked, headers=headers)


def _by_get(browser: Browser, headers: dict[str, str], **asked: Any) -> httpx.Response:
    params = {key: _param(value) for key, value in asked.items()}
    return browser.request("GET", params=params, headers=headers)


def _param(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _refusal(code: str, message: str) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


NOT_FOUND = _refusal("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")


@pytest.mark.parametrize("ask", [_by_post, _by_get])
@pytest.mark.parametrize(("headers", "status"), [({}, 200), (ACCEPT_GRAPHQL, 400)])
def test_a_hash_is_known_once_its_document_was_sent(
    fresh: Browser, ask: Any, headers: dict[str, str], status: int
) -> None:
    unknown = ask(fresh, headers, extensions=_apollo(_hash(ONE)))
    assert (unknown.status_code, unknown.json()) == (status, NOT_FOUND)
    assert unknown.headers["cache-control"] == "no-store"
    sent = ask(fresh, headers, query=ONE, extensions=_apollo(_hash(ONE)))
    assert (sent.status_code, sent.json()) == (200, ANSWER)
    known = ask(fresh, headers, extensions=_apollo(_hash(ONE)))
    assert (known.status_code, known.json()) == (200, ANSWER)


def test_a_hash_is_also_a_document_id(fresh: Browser) -> None:
    document_id = f"sha256:{_hash(ONE)}"
    assert _by_get(fresh, {}, documentId=document_id).json() == NOT_FOUND
    assert _by_post(fresh, {}, query=ONE, documentId=document_id).json() == ANSWER
    assert _by_get(fresh, {}, documentId=document_id).json() == ANSWER
    assert _by_post(fresh, {}, extensions=_apollo(_hash(ONE))).json() == ANSWER


def test_a_document_is_not_kept_without_its_hash(fresh: Browser) -> None:
    assert fresh.ask(ONE).json() == ANSWER
    assert _by_post(fresh, {}, extensions=_apollo(_hash(ONE))).json() == NOT_FOUND


@pytest.mark.parametrize("rubbish", ["{", "{ nothing }", "rubbish"])
def test_a_document_that_is_not_valid_is_not_kept(fresh: Browser, rubbish: str) -> None:
    sent = _by_post(fresh, {}, query=rubbish, extensions=_apollo(_hash(rubbish)))
    assert sent.json()["errors"][0]["extensions"]["code"] in {"SYNTAX_ERROR", "INVALID_DOCUMENT"}
    assert _by_post(fresh, {}, extensions=_apollo(_hash(rubbish))).json() == NOT_FOUND


@pytest.mark.parametrize("headers", [{}, ACCEPT_GRAPHQL])
@pytest.mark.parametrize("wrong", [_hash(TWO), _hash(ONE).upper(), "one"])
def test_a_hash_of_something_else(fresh: Browser, headers: dict[str, str], wrong: str) -> None:
    response = _by_post(fresh, headers, query=ONE, extensions=_apollo(wrong))
    assert response.status_code == 400
    assert response.json() == _refusal(
        "PERSISTED_QUERY_HASH_MISMATCH", "The hash is not the SHA-256 of the query."
    )
    assert _by_post(fresh, {}, extensions=_apollo(wrong)).json() == NOT_FOUND


@pytest.mark.parametrize(
    ("extensions", "message"),
    [
        ({"persistedQuery": 1}, "`persistedQuery` is an object."),
        ({"persistedQuery": {}}, "`extensions.persistedQuery.version` is 1."),
        ({"persistedQuery": {"version": 2, "sha256Hash": "a"}},
         "`extensions.persistedQuery.version` is 1."),
        ({"persistedQuery": {"version": 1}}, "`extensions.persistedQuery.sha256Hash` is a string."),
        ({"persistedQuery": {"version": 1, "sha256Hash": 7}},
         "`extensions.persistedQuery.sha256Hash` is a string."),
    ],
)  # fmt: skip
def test_what_is_none_of_the_protocol(
    fresh: Browser, extensions: dict[str, Any], message: str
) -> None:
    response = _by_post(fresh, {}, query=ONE, extensions=extensions)
    assert (response.status_code, response.json()) == (400, _refusal("BAD_REQUEST", message))


def test_a_request_names_one_operation(fresh: Browser) -> None:
    response = _by_post(fresh, {}, documentId="one", extensions=_apollo("two"))
    message = "The request names two persisted operations."
    assert (response.status_code, response.json()) == (400, _refusal("BAD_REQUEST", message))


def test_what_is_kept_is_bounded_and_the_longest_unused_goes_first() -> None:
    kept = AutomaticOperations(largest=30)
    texts = [f"{{ {letter * 6} }}" for letter in "abcd"]
    requests = [GraphQLRequest(None, _hash(text), None, None, {}) for text in texts]
    for request, text in zip(requests[:3], texts[:3], strict=True):
        kept.keep(request, text)
    assert kept.look_up(requests[0]) == texts[0]
    kept.keep(requests[3], texts[3])
    assert [kept.look_up(requests[index]) for index in (0, 2, 3)] == [texts[0], texts[2], texts[3]]
    with pytest.raises(RequestRefused):
        kept.look_up(requests[1])


def test_a_text_that_is_kept_already_is_not_counted_twice() -> None:
    kept = AutomaticOperations(largest=20)
    first, second = (GraphQLRequest(None, _hash(text), None, None, {}) for text in (ONE[:9], "{b}"))
    for _ in range(3):
        kept.keep(first, ONE[:9])
    kept.keep(second, "{b}")
    assert kept.look_up(first) == ONE[:9]


@pytest.mark.parametrize(("headers", "status"), [({}, 200), (ACCEPT_GRAPHQL, 400)])
def test_hashes_can_be_switched_off(
    registry: ScratchDatabase, headers: dict[str, str], status: int
) -> None:
    with browsing(registry, HttpOptions(automatic=False)) as browser:
        sent = _by_post(browser, headers, query=ONE, extensions=_apollo(_hash(ONE)))
        named = _by_post(browser, headers, extensions=_apollo(_hash(ONE)))
    assert sent.json() == ANSWER
    assert named.status_code == status
    assert named.json() == _refusal("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")


@pytest.mark.parametrize("ask", [_by_post, _by_get])
@pytest.mark.parametrize(
    "asked",
    [
        {"extensions": _apollo("one")},
        {"extensions": _apollo(_hash(ONE))},
        {"documentId": "one"},
        {"documentId": f"sha256:{_hash(ONE)}"},
        {"doc_id": "one"},
        {"id": "one"},
        {"id": "one", "query": None},
        {"query": ONE},
        {"query": ONE, "documentId": "one"},
    ],
    ids=str,
)
def test_a_listed_operation_is_answered(trusting: Browser, ask: Any, asked: dict[str, Any]) -> None:
    given = {key: value for key, value in asked.items() if value is not None}
    response = ask(trusting, ACCEPT_GRAPHQL, **given)
    assert (response.status_code, response.json()) == (200, ANSWER)


@pytest.mark.parametrize(("headers", "status"), [({}, 200), (ACCEPT_GRAPHQL, 400)])
@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"query": TWO},
         _refusal("PERSISTED_QUERY_REQUIRED", "Only listed operations are answered.")),
        ({"query": f"{ONE} "},
         _refusal("PERSISTED_QUERY_REQUIRED", "Only listed operations are answered.")),
        ({"query": TWO, "documentId": "one"},
         _refusal("PERSISTED_QUERY_REQUIRED", "Only listed operations are answered.")),
        ({"query": TWO, "extensions": _apollo(_hash(TWO))},
         _refusal("PERSISTED_QUERY_REQUIRED", "Only listed operations are answered.")),
        ({"documentId": "two"},
         _refusal("PERSISTED_QUERY_NOT_IN_LIST", "No listed operation has this id.")),
        ({"extensions": _apollo(_hash(TWO))},
         _refusal("PERSISTED_QUERY_NOT_IN_LIST", "No listed operation has this id.")),
    ],
)  # fmt: skip
def test_everything_else_is_refused_where_there_is_a_list(
    trusting: Browser,
    headers: dict[str, str],
    status: int,
    asked: dict[str, Any],
    refusal: dict[str, Any],
) -> None:
    response = _by_post(trusting, headers, **asked)
    assert (response.status_code, response.json()) == (status, refusal)
