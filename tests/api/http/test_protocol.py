"""GraphQL over HTTP: methods, media types, status codes."""

from __future__ import annotations

from tests.api.http.browsing import ANSWER, JSON, Browser


def test_a_query_is_posted_as_json(browser: Browser) -> None:
    asked = {
        "query": "query A { __typename } query B($s: String!) { model(slug: $s) { name } }",
        "operationName": "B",
        "variables": {"s": "one"},
    }
    response = browser.request("POST", json=asked)
    assert (response.status_code, response.headers["content-type"]) == (200, JSON)
    assert response.json() == ANSWER
