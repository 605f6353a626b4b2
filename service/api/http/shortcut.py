"""Answers to repeated questions, without the task and the stages that led to them.

An operation that was answered before needs a look into memory and the registry's version, which
costs less than a task of its own. What can be answered so, and with which headers, the endpoint
says; whether the answer holds, the version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus

from service.api.http.asgi import Headers, Scope
from service.api.http.caching import AnswerCache
from service.api.http.endpoint import GraphQLEndpoint
from service.api.http.responses import Answer


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole response of HTTP/1.1, but for the headers that its transport adds."""

    status_line: bytes
    rest: bytes


class Shortcut:
    """Answers what the endpoint's cache remembers."""

    def __init__(self, path: str, endpoint: GraphQLEndpoint, cache: AnswerCache) -> None:
        self._path = path
        self._endpoint = endpoint
        self._cache = cache

    def take(self, scope: Scope, body: bytes, hear: Callable[[Reply | None], None]) -> bool:
        """Answer a request if that needs no work.

        Returns:
            whether `hear` will be called: with the response, or with None if it has to be worked
            out after all.
        """
        if scope["path"] != self._path:
            return False
        recognised = self._endpoint.recognise(scope, body)
        if recognised is None:
            return False
        question, shared = recognised
        known = self._cache.find(question)
        if known is None:
            return False

        def judge(version: int | None) -> None:
            holds = self._cache.holds(question, known, version)
            hear(_reply(known, shared) if holds else None)

        self._cache.version.ask(judge)
        return True


def _reply(answer: Answer, shared: Headers) -> Reply:
    lines = (_lines(answer.headers), _lines(answer.length()), _lines(shared))
    return Reply(_status_line(answer.status), b"%b%b%b\r\n%b" % (*lines, answer.body))


@lru_cache(maxsize=1_024)
def _lines(headers: Headers) -> bytes:
    return b"".join(b"%b: %b\r\n" % header for header in headers)


@lru_cache
def _status_line(status: int) -> bytes:
    return b"HTTP/1.1 %d %b\r\n" % (status, HTTPStatus(status).phrase.encode())
