"""What is told of a database that is behind the version that a client wants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.api.http.browsing import ACCEPT_GRAPHQL, ANSWER, ONE, Browser, browsing
from tests.scratch import ScratchDatabase

LATE = "99999"
TYPE = "{ __typename }"
UNKNOWN = '{ compare(models: ["one", "nobody"]) { models { slug } } }'
EVENTS = {"accept": "text/event-stream"}
NOT_REACHED = {
    "errors": [
        {
            "message": f"The registry's version {LATE} has not come here yet;"
            " try again in a moment.",
            "extensions": {"code": "VERSION_NOT_REACHED"},
        }
    ]
}


@dataclass
class Versions:
    """Tells one version after the other, the last for ever."""

    versions: list[int | None]
    told: list[int | None] = field(default_factory=list)

    async def read(self) -> int | None:
        self.told.append(self.versions[min(len(self.told), len(self.versions) - 1)])
        return self.told[-1]


def post(browser: Browser, asked: Any, **headers: str) -> tuple[int, Any]:
    """The status of a question that wants a version, and the answer."""
    wants = {"modelgraph-version": LATE, **headers}
    response = browser.request("POST", json=asked, headers=wants)
    return response.status_code, response.json()


@pytest.mark.parametrize("headers", [{}, ACCEPT_GRAPHQL, EVENTS], ids=["json", "graphql", "events"])
@pytest.mark.parametrize("query", [ONE, TYPE, UNKNOWN, "{ nothing }"])
def test_no_answer_comes_before_the_version(
    registry: ScratchDatabase, query: str, headers: dict[str, str]
) -> None:
    with browsing(registry, version=Versions([1]), realtime=object()) as browser:
        assert post(browser, {"query": query}, **headers) == (503, NOT_REACHED)


def test_no_batch_is_answered_before_the_version(registry: ScratchDatabase) -> None:
    with browsing(registry, version=Versions([None])) as browser:
        assert post(browser, [{"query": ONE}, {"query": TYPE}]) == (503, NOT_REACHED)


def test_the_version_is_waited_for_a_moment(registry: ScratchDatabase) -> None:
    versions = Versions([None, 7, int(LATE)])
    with browsing(registry, version=versions) as browser:
        status, answer = post(browser, {"query": TYPE})
    assert (status, answer["data"]) == (200, {"__typename": "Query"})
    assert versions.told == [None, 7, int(LATE)]


def test_a_replica_that_lags_behind_answers_nothing_that_it_read(
    registry: ScratchDatabase,
) -> None:
    with browsing(registry, version=Versions([int(LATE)])) as browser:
        assert post(browser, {"query": ONE}) == (503, NOT_REACHED)
        assert post(browser, {"query": UNKNOWN}) == (503, NOT_REACHED)
        status, (one, type_) = post(browser, [{"query": ONE}, {"query": TYPE}])
    assert (status, one, type_["data"]) == (200, NOT_REACHED, {"__typename": "Query"})


def test_who_wants_no_version_waits_for_none(registry: ScratchDatabase) -> None:
    versions = Versions([None])
    with browsing(registry, version=versions) as browser:
        assert browser.ask(ONE).json() == ANSWER
    assert versions.told == []
