"""Sharing answers with pages of other origins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from service.api.http.options import HttpOptions
from tests.api.http.browsing import ANSWER, ONE, Browser, browsing
from tests.scratch import ScratchDatabase

HERS = "https://models.example"
PREFLIGHT = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type",
}


@pytest.fixture(scope="module")
def shared(registry: ScratchDatabase) -> Iterator[Browser]:
    """An endpoint that shares with one origin."""
    with browsing(registry, HttpOptions(origins=frozenset({HERS}))) as browser:
        yield browser


def _told(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.startswith("access-control-")}


def test_nobody_elses_page_may_read_by_default(browser: Browser) -> None:
    assert _told(browser.ask(ONE, origin=HERS).headers) == {}
    assert _told(browser.request("OPTIONS", headers={"origin": HERS, **PREFLIGHT}).headers) == {}


def test_a_page_of_an_allowed_origin_may_read_answers_and_refusals(shared: Browser) -> None:
    allowed = {"access-control-allow-origin": HERS, "access-control-expose-headers": "*"}
    response = shared.ask(ONE, origin=HERS)
    assert (response.json(), _told(response.headers)) == (ANSWER, allowed)
    assert response.headers["vary"] == "accept, authorization, modelgraph-version, origin"
    refused = shared.request("PUT", headers={"origin": HERS})
    assert (refused.status_code, _told(refused.headers)) == (405, allowed)


def test_a_browser_may_ask_before_it_asks(shared: Browser) -> None:
    response = shared.request("OPTIONS", headers={"origin": HERS, **PREFLIGHT})
    assert response.status_code == 204
    assert _told(response.headers) == {
        "access-control-allow-origin": HERS,
        "access-control-allow-methods": "GET, HEAD, POST",
        "access-control-allow-headers": "*, authorization",
        "access-control-max-age": "7200",
        "access-control-expose-headers": "*",
    }


@pytest.mark.parametrize(
    "origin",
    ["https://models.example:444", "http://models.example", f"{HERS}.evil.example", "null", "*"],
)
def test_another_origin_is_told_nothing(shared: Browser, origin: str) -> None:
    response = shared.ask(ONE, origin=origin)
    assert _told(response.headers) == {}
    assert response.headers["vary"] == "accept, authorization, modelgraph-version, origin"
    assert _told(shared.request("OPTIONS", headers={"origin": origin, **PREFLIGHT}).headers) == {}


def test_every_origin_may_be_allowed_but_never_with_credentials(registry: ScratchDatabase) -> None:
    with browsing(registry, HttpOptions(origins=frozenset({"*"}))) as browser:
        response = browser.ask(ONE, origin="https://anybody.example")
    assert _told(response.headers) == {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "*",
    }
    assert response.headers["vary"] == "accept, authorization, modelgraph-version"
