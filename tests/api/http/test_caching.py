"""What is remembered of answers, and how much of it."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

import pytest

from service.api.access.callers import ANYBODY, Caller
from service.api.http.caching import AnswerCache, CacheOptions
from service.api.http.collaborators import Question
from service.api.http.negotiation import MediaType
from service.api.http.responses import Answer
from service.api.http.version import VersionReader

QUESTION = Question("GET", MediaType.JSON, b"query={a}", {}, ANYBODY)
ANSWER = Answer(HTTPStatus.OK, ((b"content-type", b"application/json"),), b"{}", 7)


def cache(options: CacheOptions | None = None, build: bytes = b"build") -> AnswerCache:
    """A cache with nothing in it, which has no database to ask."""
    return AnswerCache(VersionReader(""), build, options or CacheOptions())


def tag(cache: AnswerCache, question: Question, answer: Answer = ANSWER) -> bytes:
    return dict(cache.keep(question, answer).headers)[b"etag"]


def control(options: CacheOptions, question: Question) -> bytes:
    return dict(cache(options).keep(question, ANSWER).headers)[b"cache-control"]


OTHERS = {
    "method": replace(QUESTION, method="POST"),
    "media type": replace(QUESTION, media_type=MediaType.GRAPHQL),
    "operation": replace(QUESTION, content=b"query={b}"),
    "caller": replace(QUESTION, caller=Caller(token_id=1)),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_another_question_has_another_answer_and_tag(other: Question) -> None:
    asked = cache()
    asked.keep(QUESTION, ANSWER)
    assert asked.find(other) is None
    assert tag(asked, other) != tag(asked, QUESTION)


def test_a_tag_differs_by_version_and_build_and_by_nothing_else() -> None:
    assert tag(cache(), QUESTION) == tag(cache(), QUESTION)
    assert tag(cache(), QUESTION) != tag(cache(), QUESTION, replace(ANSWER, stamp=8))
    assert tag(cache(), QUESTION) != tag(cache(build=b"other"), QUESTION)


def test_what_was_not_asked_for_longest_makes_room() -> None:
    asked = cache(CacheOptions(bytes=20_000))
    questions = [replace(QUESTION, content=b"%d" % number) for number in range(30)]
    for question in questions:
        asked.keep(question, ANSWER)
        asked.find(questions[0])
    kept = [number for number, question in enumerate(questions) if asked.find(question)]
    assert kept == [0, *range(12, 30)]


def test_an_answer_that_would_drive_out_most_others_is_not_kept() -> None:
    asked = cache(CacheOptions(bytes=80_000))
    asked.keep(QUESTION, replace(ANSWER, body=b"a" * 10_000))
    assert asked.find(QUESTION) is None


def test_an_answer_of_another_version_is_forgotten() -> None:
    asked = cache()
    asked.keep(QUESTION, ANSWER)
    known = asked.find(QUESTION)
    assert known is not None
    assert asked.holds(QUESTION, known, 7)
    assert not asked.holds(QUESTION, known, None)
    assert asked.find(QUESTION) is not None
    assert not asked.holds(QUESTION, known, 8)
    assert asked.find(QUESTION) is None


def test_a_batch_that_the_client_has_counts_as_its_operations() -> None:
    asked, batch = cache(), replace(ANSWER, operations=3, costed=True)
    again = replace(QUESTION, headers={b"if-none-match": tag(asked, QUESTION, batch)})
    known = asked.find(again)
    assert known is not None
    told = (known.status, known.body, known.stamp, known.operations, known.costed)
    assert told == (HTTPStatus.NOT_MODIFIED, b"", 7, 3, False)


@pytest.mark.parametrize(
    ("options", "question", "expected"),
    [
        (CacheOptions(), QUESTION, b"public, max-age=0, must-revalidate"),
        (CacheOptions(max_age=60), QUESTION, b"public, max-age=60, must-revalidate"),
        (CacheOptions(is_public=False), QUESTION, b"private, max-age=0, must-revalidate"),
        (CacheOptions(), OTHERS["method"], b"private, max-age=0, must-revalidate"),
        (CacheOptions(), OTHERS["caller"], b"private, max-age=0, must-revalidate"),
    ],
)
def test_only_what_anybody_may_read_is_for_shared_caches(
    options: CacheOptions, question: Question, expected: bytes
) -> None:
    assert control(options, question) == expected
