"""The endpoint and its gate: who is let in, what is counted, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from service.api.access.callers import ANYBODY
from service.api.http.asgi import RequestHeaders, Scope
from service.api.http.collaborators import Admission, NoCache, OpenGate, Question
from service.api.http.refusals import Refusal
from service.api.http.responses import Answer
from tests.api.http.browsing import ANSWER, ONE, Browser, browsing
from tests.scratch import ScratchDatabase


@dataclass
class Counter(OpenGate):
    """Lets three operations in, and keeps count."""

    spent: int = 0
    inside: int = 0
    left: list[int] = field(default_factory=list)

    async def admit(self, scope: Scope, headers: RequestHeaders) -> Admission:
        self._spend(1)
        self.inside += 1
        return self._told(Admission(ANYBODY, leave=self._leave))

    def charge(self, admission: Admission, operations: int) -> Admission:
        self._spend(operations)
        return self._told(admission)

    def _spend(self, operations: int) -> None:
        if self.spent + operations > 3:
            wait = ((b"retry-after", b"9"), (b"x-left", b"none"))
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, "RATE_LIMITED", "Wait.", wait)
        self.spent += operations

    def _told(self, admission: Admission) -> Admission:
        left = b"%d" % (3 - self.spent)
        return replace(admission, headers=((b"x-left", left),), rate=b'{"left":%b}' % left)

    def _leave(self) -> None:
        self.inside -= 1


def _costed(left: int) -> dict[str, Any]:
    cost = ANSWER["extensions"]["cost"]
    return ANSWER | {"extensions": {"cost": cost | {"throttleStatus": {"left": left}}}}


def _refused(browser: Browser, asked: Any) -> tuple[int, str, list[str]]:
    response = browser.request("POST", json=asked)
    left = response.headers.get_list("x-left")
    return response.status_code, response.json()["errors"][0]["extensions"]["code"], left


def test_each_operation_counts_and_what_is_left_is_told(registry: ScratchDatabase) -> None:
    gate = Counter()
    with browsing(registry, gate=gate) as browser:
        first = browser.ask(ONE)
        batch = browser.request("POST", json=[{"query": ONE}] * 2)
        assert _refused(browser, {"query": ONE}) == (429, "RATE_LIMITED", ["none"])
    assert (first.headers["x-left"], first.json()) == ("2", _costed(2))
    assert (batch.headers["x-left"], batch.json()) == ("0", [ANSWER, ANSWER])
    assert gate.inside == 0


class Memory(NoCache):
    """Remembers the latest answer, whatever the question."""

    answer: Answer | None = None

    async def recall(self, question: Question) -> Answer | None:
        return self.answer

    def keep(self, question: Question, answer: Answer) -> Answer:
        self.answer = answer
        return answer


def test_a_batch_that_is_remembered_counts_as_much(registry: ScratchDatabase) -> None:
    gate, cache = Counter(spent=-3), Memory()
    asked = [{"query": ONE}] * 3
    with browsing(registry, gate=gate, cache=cache) as browser:
        first, second = (browser.request("POST", json=asked) for _ in range(2))
    assert first.json() == second.json() == [ANSWER] * 3
    assert (first.headers["x-left"], second.headers["x-left"]) == ("3", "0")
    assert cache.answer is not None


def test_a_batch_that_is_too_much_runs_not_at_all(registry: ScratchDatabase) -> None:
    gate = Counter()
    with browsing(registry, gate=gate) as browser:
        assert _refused(browser, [{"query": ONE}] * 4) == (429, "RATE_LIMITED", ["none"])
    assert (gate.spent, gate.inside) == (1, 0)


def test_a_refusal_tells_what_is_left_too(registry: ScratchDatabase) -> None:
    gate = Counter()
    with browsing(registry, gate=gate) as browser:
        assert _refused(browser, 7) == (400, "BAD_REQUEST", ["2"])
    assert gate.inside == 0


def test_nobody_is_asked_where_nothing_is_asked(registry: ScratchDatabase) -> None:
    gate = Counter()
    with browsing(registry, gate=gate) as browser:
        browser.request("OPTIONS")
        browser.request("PUT")
        browser.request("GET", headers={"accept": "text/html"})
        browser.request("GET", headers={"accept": "image/png"})
    assert gate.spent == 0


class BrokenGate(OpenGate):
    """Fails in a way that nobody foresaw."""

    async def admit(self, scope: Scope, headers: RequestHeaders) -> Admission:
        raise ZeroDivisionError("a secret")


def test_what_nobody_foresaw_is_logged_and_not_told(registry: ScratchDatabase, caplog: Any) -> None:
    with browsing(registry, gate=BrokenGate()) as browser:
        response = browser.ask(ONE)
    assert response.status_code == 500
    assert response.headers["cache-control"] == "no-store"
    message = "The request failed; the service's log says why."
    assert response.json() == {
        "errors": [{"message": message, "extensions": {"code": "INTERNAL_ERROR"}}]
    }
    assert "a secret" in caplog.text
