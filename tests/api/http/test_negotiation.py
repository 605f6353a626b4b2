"""The media type that Accept asks for."""

from __future__ import annotations

import pytest

from service.api.http.negotiation import MediaType, negotiate
from tests.api.http.browsing import ONE, Browser

JSON, GRAPHQL, EVENTS, PAGE = MediaType
ALL = (JSON, GRAPHQL, EVENTS, PAGE)
GRAPHQL_NAME = "application/graphql-response+json"

APOLLO = f"{GRAPHQL_NAME},application/json;q=0.9"
URQL = (
    f"{GRAPHQL_NAME}, application/graphql+json, application/json, text/event-stream, "
    "multipart/mixed"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/png,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/*", EVENTS),
        ("application/json", JSON),
        (GRAPHQL_NAME, GRAPHQL),
        (GRAPHQL_NAME.upper(), GRAPHQL),
        (f"{GRAPHQL_NAME}; charset=utf-8", GRAPHQL),
        (f"{GRAPHQL_NAME}; charset=utf-16", None),
        (f"application/json, {GRAPHQL_NAME}", JSON),
        (f"{GRAPHQL_NAME}, application/json", GRAPHQL),
        (f"application/json;q=0.5, {GRAPHQL_NAME};q=0.6", GRAPHQL),
        (f"{GRAPHQL_NAME};q=0, */*", JSON),
        (f"*/*;q=0.1, {GRAPHQL_NAME};q=0", JSON),
        ("application/json;q=0", None),
        ("*/*;q=0", None),
        ("application/json;q=2", None),
        ("application/json;q=x, text/html", PAGE),
        ("text/html;q=0.9, application/json", JSON),
        ("image/png", None),
        ("application/jsonp", None),
        (", ,;;=", None),
        ("text/event-stream", EVENTS),
        (APOLLO, GRAPHQL),
        (URQL, GRAPHQL),
        ("text/event-stream, multipart/mixed", EVENTS),
        (FIREFOX, PAGE),
        ("image/png," * 99 + "application/json", JSON),
        ("image/png," * 100 + "application/json", None),
    ],
)
def test_what_is_chosen(accept: str | None, chosen: MediaType | None) -> None:
    assert negotiate(accept.encode() if accept is not None else None, ALL) is chosen


@pytest.mark.parametrize("accept", ["image/png", "text/event-stream", "application/json;q=0"])
def test_nothing_that_the_client_takes(browser: Browser, accept: str) -> None:
    response = browser.ask(ONE, accept=accept)
    assert response.status_code == 406
    message = "Accept application/json or application/graphql-response+json."
    assert response.json() == {
        "errors": [{"message": message, "extensions": {"code": "NOT_ACCEPTABLE"}}]
    }


def test_a_page_is_nothing_for_a_post(browser: Browser) -> None:
    assert browser.ask(ONE, accept="text/html").status_code == 406
