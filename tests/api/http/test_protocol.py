"""GraphQL over HTTP: methods, parameters, status codes, headers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.planner.limits import Limits
from service.web.explorer import explorer_page, explorer_policy
from tests.api.http.browsing import ACCEPT_GRAPHQL, ANSWER, GRAPHQL, JSON, ONE, Browser, browsing
from tests.scratch import ScratchDatabase

BY_SLUG = "query A { __typename } query B($s: String!) { model(slug: $s) { name } }"
BROWSERS_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_query_is_posted_as_json(browser: Browser) -> None:
    asked = {"query": BY_SLUG, "operationName": "B", "variables": {"s": "one"}, "extensions": {}}
    response = browser.request("POST", json=asked)
    assert response.status_code == 200
    assert response.json() == ANSWER
    assert dict(response.headers) == {
        "content-type": JSON,
        "content-length": str(len(response.content)),
        "vary": "accept, authorization, modelgraph-version",
        "x-content-type-options": "nosniff",
    }


def test_a_query_is_asked_for_by_get(browser: Browser) -> None:
    asked = {"query": BY_SLUG, "operationName": "B", "variables": '{"s": "one"}'}
    response = browser.request("GET", params=asked)
    assert (response.status_code, response.json()) == (200, ANSWER)


def test_an_empty_parameter_of_a_query_string_is_absent(browser: Browser) -> None:
    asked = {"query": ONE, "operationName": "", "variables": "", "extensions": ""}
    response = browser.request("GET", params=asked)
    assert (response.status_code, response.json()) == (200, ANSWER)


def test_null_is_absent_and_other_parameters_are_left_alone(browser: Browser) -> None:
    nothing = dict.fromkeys(["variables", "operationName", "extensions", "documentId"])
    response = browser.request("POST", json={"query": ONE, **nothing, "future": [1]})
    assert (response.status_code, response.json()) == (200, ANSWER)


def test_head_has_what_get_has_but_the_body(browser: Browser) -> None:
    whole = browser.request("GET", params={"query": ONE})
    head = browser.request("HEAD", params={"query": ONE})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


def test_options_tell_the_methods(browser: Browser) -> None:
    response = browser.request("OPTIONS")
    assert (response.status_code, response.content) == (204, b"")
    assert dict(response.headers) == {
        "allow": "GET, HEAD, POST, OPTIONS",
        "vary": "accept, authorization, modelgraph-version",
        "x-content-type-options": "nosniff",
    }


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
def test_other_methods_are_not_allowed(browser: Browser, method: str) -> None:
    response = browser.request(method, json={"query": ONE})
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert _problem(response.json()) == ("METHOD_NOT_ALLOWED", "Ask with GET or POST.")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "SYNTAX_ERROR"),
        ("{ nothing }", "INVALID_DOCUMENT"),
        ("query Q($s: String!) { model(slug: $s) { name } }", "BAD_VARIABLES"),
        ("query A { __typename } query B { __typename }", "NO_OPERATION"),
    ],
)
def test_a_request_that_is_not_executed(browser: Browser, query: str, code: str) -> None:
    legacy = browser.ask(query)
    assert (legacy.status_code, legacy.headers["content-type"]) == (200, JSON)
    response = browser.ask(query, **ACCEPT_GRAPHQL)
    assert (response.status_code, response.headers["content-type"]) == (400, GRAPHQL)
    assert legacy.json() == response.json()
    assert response.json().keys() == {"errors"}
    assert _problem(response.json())[0] == code
    assert legacy.headers["cache-control"] == response.headers["cache-control"] == "no-store"


def test_an_error_beside_data_has_status_200_and_is_not_stored(browser: Browser) -> None:
    query = '{ models(first: 1, after: "rubbish") { totalCount } }'
    response = browser.ask(query, **ACCEPT_GRAPHQL)
    assert response.headers["cache-control"] == "no-store"


def test_the_cost_is_told_beside_the_data(browser: Browser) -> None:
    response = browser.ask("{ models(first: 7) { nodes { name } } }")
    assert response.json()["extensions"]["cost"]["limit"] == Limits().nodes
    assert response.json()["extensions"]["cost"]["nodes"] >= 7


def test_limits_are_those_that_the_endpoint_was_given(registry: ScratchDatabase) -> None:
    with browsing(registry, limits=Limits(depth=3)) as browser:
        response = browser.ask("{ models { nodes { tasks { support } } } }")
    assert _problem(response.json())[0] == "TOO_DEEP"


def test_a_browser_gets_the_page(browser: Browser) -> None:
    response = browser.request("GET", headers={"accept": BROWSERS_ACCEPT})
    assert (response.status_code, response.content) == (200, explorer_page())
    assert dict(response.headers) == {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(explorer_page())),
        "content-security-policy": explorer_policy().decode(),
        "referrer-policy": "no-referrer",
        "cache-control": "no-cache",
        "vary": "accept, authorization, modelgraph-version",
        "x-content-type-options": "nosniff",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"json": 1}, "A request is a JSON object."),
        ({"json": "{ __typename }"}, "A request is a JSON object."),
        ({"json": {}}, "A request has a string `query`."),
        ({"json": {"query": None}}, "A request has a string `query`."),
        ({"json": {"query": {"a": 1}}}, "`query` is a string."),
        ({"json": {"query": 0}}, "`query` is a string."),
        ({"json": {"query": ONE, "variables": []}}, "`variables` is an object."),
        ({"json": {"query": ONE, "variables": "{}"}}, "`variables` is an object."),
        ({"json": {"query": ONE, "operationName": False}}, "`operationName` is a string."),
        ({"json": {"query": ONE, "extensions": 0}}, "`extensions` is an object."),
        ({"json": {"query": ONE, "documentId": 7}}, "`documentId` is a string."),
        ({"content": b""}, "The body is empty."),
        ({"content": b" "}, "The body is not JSON: line 1, column 1."),
        ({"content": b'{\n "query": }'}, "The body is not JSON: line 2, column 11."),
        ({"content": b'{"query": "\xff"}'}, "The body is not JSON: line 1, column 1."),
        ({"content": b'\xff\xfe{\x00}\x00'}, "The body is not JSON: line 1, column 1."),
        ({"content": b'{"query": "\\ud800"}'}, "The body is not JSON: line 1, column 12."),
        ({"content": b'{"query": "{a}", "variables": {"a": NaN}}'},
         "The body is not JSON: line 1, column 37."),
        ({"content": b'{"query": "{a}", "variables": {"a": 1e999}}'},
         "The body is not JSON: line 1, column 37."),
        ({"content": b'{"query": "{a}", "variables": {"a": %b}}' % (b"9" * 5000)},
         "The body is not JSON: line 1, column 37."),
        ({"content": b'{"query": "{a}", "query": "{b}"}'},
         "The body is not JSON that is read: an object names a member twice."),
        ({"content": b'{"query": "{a}", "variables": {"a": {"b": 1, "b": 1}}}'},
         "The body is not JSON that is read: an object names a member twice."),
        ({"content": b'{"query": "{a}", "variables": %b}' % (b'{"a":' * 1000 + b"1" + b"}" * 1000)},
         "The body is not JSON that is read: it is nested too deep."),
    ],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_a_body_that_holds_no_graphql_request(
    browser: Browser, arguments: dict[str, Any], message: str, accept: str
) -> None:
    headers = {"content-type": "application/json", "accept": accept}
    response = browser.request("POST", headers=headers, **arguments)
    assert response.status_code == 400
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-type"] == f"{accept}; charset=utf-8"
    assert response.json() == _refusal("BAD_REQUEST", message)


@pytest.mark.parametrize(
    ("query_string", "message"),
    [
        ("", "A request has a string `query`."),
        ("query=", "A request has a string `query`."),
        ("qeury={a}", "A request has a string `query`."),
        ("query={a}&query={b}", "The query string names a parameter twice."),
        ("query={a}&variables={", "`variables` is not JSON: line 1, column 2."),
        ("query={a}&variables=[]", "`variables` is an object."),
        ("query={a}&extensions=7", "`extensions` is an object."),
        ("query=%FF", "The query string is not UTF-8."),
    ],
)
def test_a_query_string_that_holds_no_graphql_request(
    browser: Browser, query_string: str, message: str
) -> None:
    response = browser.get(query_string)
    assert response.status_code == 400
    assert response.json() == _refusal("BAD_REQUEST", message)


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({}, "The body must be application/json."),
        ({"content-type": "text/plain"}, "The body must be application/json."),
        ({"content-type": "application/x-www-form-urlencoded"},
         "The body must be application/json."),
        ({"content-type": "multipart/form-data; boundary=x"}, "The body must be application/json."),
        ({"content-type": "application/graphql"}, "The body must be application/json."),
        ({"content-type": "application/json-patch+json"}, "The body must be application/json."),
        ({"content-type": "application/json, text/plain"}, "The body must be application/json."),
        ({"content-type": "application/json; charset=utf-16"}, "The body must be in UTF-8."),
        ({"content-type": "application/json", "content-encoding": "gzip"},
         "The body must not be compressed."),
        ({"content-type": "application/json", "content-encoding": "br"},
         "The body must not be compressed."),
    ],
)  # fmt: skip
def test_a_body_of_another_type(browser: Browser, headers: dict[str, str], message: str) -> None:
    response = browser.request("POST", content=_body(ONE), headers=headers)
    assert response.status_code == 415
    assert response.json() == _refusal("UNSUPPORTED_MEDIA_TYPE", message)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json;charset=utf-8",
        'Application/JSON; Charset="UTF-8"',
        "application/json; a=b",
    ],
)
def test_json_by_its_other_spellings(browser: Browser, content_type: str) -> None:
    headers = {"content-type": content_type, "content-encoding": "identity"}
    response = browser.request("POST", content=_body(ONE), headers=headers)
    assert (response.status_code, response.json()) == (200, ANSWER)


def _body(query: str) -> bytes:
    return json.dumps({"query": query}).encode()


def _refusal(code: str, message: str) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


def _problem(response: dict[str, Any]) -> tuple[str, str]:
    (error,) = response["errors"]
    return error["extensions"]["code"], error["message"]
