"""What strangers send must not add up, neither here nor in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import orjson
import pytest

from tests.api.asking import asking
from tests.hostile.target import Target, posted
from tests.scratch import ScratchDatabase

MEGABYTE = 1_024

MOST_STATEMENTS = 100
"""That one connection keeps prepared; the database driver forgets older ones."""


def valid(number: int) -> object:
    return {"query": f'query Q{number} {{ model(slug: "a{number}") {{ name }} }}'}


def invalid(number: int) -> object:
    return {"query": f"{{ a{number} }}"}


def unknown_hash(number: int) -> object:
    sha256 = hashlib.sha256(b"%d" % number).hexdigest()
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}}


def new_hash(number: int) -> object:
    query = f"query Q{number} {{ __typename }}"
    sha256 = hashlib.sha256(query.encode()).hexdigest()
    return {"query": query, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}}


def variables(number: int) -> object:
    query = "query ($slug: String!) { model(slug: $slug) { name } }"
    return {"query": query, "variables": {"slug": f"a{number}"}}


KINDS: Mapping[str, Callable[[int], object]] = {
    "valid operations": valid,
    "invalid operations": invalid,
    "hashes that nobody knows": unknown_hash,
    "hashes that are told": new_hash,
    "variables": variables,
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS.keys())
def test_thousands_of_different_requests_leave_no_memory_behind(
    target: Target, make: Callable[[int], object]
) -> None:
    send(target, make, range(300))
    before = target.kilobytes()
    send(target, make, range(300, 1_300))
    assert target.kilobytes() - before < 30 * MEGABYTE
    assert target.still_answers()


def send(target: Target, make: Callable[[int], object], numbers: range) -> None:
    """Send one request for each number, ten at a time."""
    for start in numbers[::10]:
        batch = [make(number) for number in range(start, start + 10)]
        assert target.hit(posted(orjson.dumps(batch))).status == 200


def test_a_connection_to_the_database_keeps_few_statements_prepared(
    registry: ScratchDatabase,
) -> None:
    with asking(registry) as ask:
        for number in range(2 * MOST_STATEMENTS):
            ask.data(f"{{ a{number}: registry {{ version }} }}")
        assert 0 < ask.prepared_statements() <= MOST_STATEMENTS
