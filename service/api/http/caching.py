"""Answers that are given again for as long as the registry stays at their version.

A question's answer depends on the question, on who asks, and on nothing but the registry, whose
version grows with every change that a query can see. So an answer may be given again if a version
that is read after the question came is the one that the answer was read at.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from hashlib import blake2b
from http import HTTPStatus
from typing import TypeAlias

from service.api.http.asgi import Headers
from service.api.http.collaborators import Question
from service.api.http.own_writes import VERSION_HEADER
from service.api.http.responses import Answer
from service.api.http.version import VersionReader

_Key: TypeAlias = tuple[str, str, bytes, int | None]

_OVERHEAD = 1_000
"""Bytes that an answer takes in memory beside its question and its body, about."""

_TAG = re.compile(rb'"[^"]*"')

_LARGEST_SHARE = 8
"""An answer takes at most this part of the memory, so that none drives all others out."""


@dataclass(frozen=True, slots=True)
class CacheOptions:
    """How answers are kept, here and on their way.

    Attributes:
        bytes: to keep answers in; 0: none are kept.
        max_age: seconds for which others may give an answer again without asking; 0: they must ask.
        is_public: whether anybody may read, so that shared caches may keep what anybody was told.
    """

    bytes: int = 67_108_864
    max_age: int = 0
    is_public: bool = True


class AnswerCache:
    """Remembers answers, the latest used for longest."""

    def __init__(self, version: VersionReader, build: bytes, options: CacheOptions) -> None:
        """Remember answers of one build of the service; `build` tells it from all others."""
        self.version = version
        self._build = build
        self._options = options
        self._answers: OrderedDict[_Key, Answer] = OrderedDict()
        self._bytes = 0

    async def recall(self, question: Question) -> Answer | None:
        """The answer to a question, if it is still what the registry says."""
        known = self.find(question)
        tags = question.headers.get(b"if-none-match")
        if known is None and tags is None:
            return None
        version = await self.version.read()
        if version is None:
            return None
        if known is not None and self.holds(question, known, version):
            return known
        return self._confirm(question, version, tags) if tags else None

    def find(self, question: Question) -> Answer | None:
        """The last answer to a question, which holds if its stamp is the version still."""
        key = _key(question)
        known = self._answers.get(key)
        if known is None:
            return None
        self._answers.move_to_end(key)
        return _conditional(known, question)

    def holds(self, question: Question, known: Answer, version: int | None) -> bool:
        """Whether the answer that was found is that of a version; if it is not, it is forgotten."""
        if known.stamp == version:
            return True
        if version is not None:
            self._drop(_key(question))
        return False

    def keep(self, question: Question, answer: Answer) -> Answer:
        """Remember an answer that has a stamp; return it as it is to be sent this time."""
        if answer.stamp is None:
            return answer
        whole = replace(answer, headers=(*answer.headers, *self._tag(question, answer.stamp)))
        key = _key(question)
        if _size(key, whole) * _LARGEST_SHARE <= self._options.bytes:
            self._store(key, whole)
        return _conditional(whole, question)

    def _confirm(self, question: Question, version: int, tags: bytes) -> Answer | None:
        """That a client has the answer already, whoever gave it; None if it has not."""
        headers = self._tag(question, version)
        tag = dict(headers)[b"etag"]
        return Answer(HTTPStatus.NOT_MODIFIED, headers, b"", version) if _lists(tags, tag) else None

    def _store(self, key: _Key, answer: Answer) -> None:
        self._drop(key)
        self._answers[key] = answer
        self._bytes += _size(key, answer)
        while self._bytes > self._options.bytes:
            self._drop(next(iter(self._answers)))

    def _drop(self, key: _Key) -> None:
        dropped = self._answers.pop(key, None)
        if dropped is not None:
            self._bytes -= _size(key, dropped)

    def _tag(self, question: Question, version: int) -> Headers:
        return (
            (b"etag", self._etag(question, version)),
            (b"cache-control", self._cache_control(question)),
            (VERSION_HEADER, b"%d" % version),
        )

    def _etag(self, question: Question, version: int) -> bytes:
        parts = (self._build, version, *_key(question))
        return b'"%b"' % blake2b(repr(parts).encode(), digest_size=16).hexdigest().encode()

    def _cache_control(self, question: Question) -> bytes:
        is_shared = self._options.is_public and question.caller.token_id is None
        who = b"public" if is_shared and question.method == "GET" else b"private"
        return b"%b, max-age=%d, must-revalidate" % (who, self._options.max_age)


def _key(question: Question) -> _Key:
    """What an answer depends on beside the registry; each token may see something else."""
    return (
        question.method,
        question.media_type.value,
        question.content,
        question.caller.token_id,
    )


def _size(key: _Key, answer: Answer) -> int:
    return len(key[2]) + len(answer.body) + _OVERHEAD


def _conditional(answer: Answer, question: Question) -> Answer:
    """An answer as it is sent to a client that may have it already: RFC 9110, section 13.1.2."""
    tags = question.headers.get(b"if-none-match")
    if tags is None:
        return answer
    headers = dict(answer.headers)
    if tags.strip() != b"*" and not _lists(tags, headers[b"etag"]):
        return answer
    headers.pop(b"content-type")
    rest = tuple(headers.items())
    return replace(answer, status=HTTPStatus.NOT_MODIFIED, headers=rest, body=b"", costed=False)


def _lists(tags: bytes, tag: bytes) -> bool:
    """Whether If-None-Match lists a tag; a weak one is as good there."""
    return tag in _TAG.findall(tags)
