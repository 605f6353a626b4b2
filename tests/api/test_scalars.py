"""How dates and times are written."""

from __future__ import annotations

import pytest

from tests.api.asking import Asker

RELEASED = "query ($day: Date) { models(filter: {releasedAfter: $day}) { nodes { name } } }"
IMPORTED = '{ node(id: "Document:91") { ... on Document { importedAt } } }'


@pytest.mark.parametrize("text", ["20210101", "2021-W01-1", "2021-01", "2021-1-1", "2021-01-01T00"])
def test_a_date_is_written_in_one_way(ask: Asker, text: str) -> None:
    assert ask.problem(RELEASED, {"day": text}) == (
        "BAD_VARIABLES",
        f"Variable '$day' has invalid value: Value cannot represent a Date: \"{text}\". "
        "Expected a day such as 2023-01-31.",
    )


def test_a_day_that_no_month_has_is_refused(ask: Asker) -> None:
    assert ask.problem(RELEASED, {"day": "2021-02-29"}) == (
        "BAD_VARIABLES",
        "Variable '$day' has invalid value: Value cannot represent a Date: \"2021-02-29\". "
        "day is out of range for month",
    )


def test_a_time_is_answered_with_its_offset(ask: Asker) -> None:
    assert ask.data(IMPORTED) == {"node": {"importedAt": "2026-01-02T03:04:05+00:00"}}
