"""How dates and times are written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.asking import Asker

IMPORTED = '{ node(id: "Document:91") { ... on Document { importedAt } } }'


NO_DAYS = ["20210101", "2021-W01-1", "2021-01", "2021-1-1", "2021-01-01T00", "2021-02-29"]
NO_TIMES = ["2021", "2021-01-01T12", "2021-01-01 12:00:00Z", "2021-01-01T25:00:00Z", "yesterday"]
DAY = "a day such as 2023-01-31"
MOMENT = "a moment such as 2023-01-31T12:00:00Z, or a day such as 2023-01-31"
SIZE = "a whole number up to 2^53"
REFUSED = [
    *(("Date", "releasedAfter", text, DAY) for text in [*NO_DAYS, 12, True, ["x"]]),
    *(("BigInt", "minParameters", value, SIZE) for value in ["12", 1.5, True, 2**53 + 1, 2**80]),
]


@pytest.mark.parametrize(("scalar", "field", "value", "taken"), REFUSED)
def test_a_value_that_a_scalar_does_not_take_is_refused_where_it_stands(
    ask: Asker, scalar: str, field: str, value: Any, taken: str
) -> None:
    shown = json.dumps(value)
    message = f"{scalar} cannot represent {shown}: it takes {taken}."
    asked = f"query ($it: {scalar}) {{ models(filter: {{{field}: $it}}) {{ totalCount }} }}"
    assert ask.problem(asked, {"it": value}) == (
        "BAD_VARIABLES",
        f"Variable '$it' has invalid value: {message}",
    )
    written = ask(f"{{ models(filter: {{{field}: {shown}}}) {{ totalCount }} }}")
    column = len(f"{{ models(filter: {{{field}: ") + 1
    assert written["errors"] == [
        {
            "message": message,
            "locations": [{"line": 1, "column": column}],
            "extensions": {"code": "INVALID_DOCUMENT"},
        }
    ]


@pytest.mark.parametrize("text", NO_TIMES)
def test_a_moment_is_written_in_one_way(ask: Asker, text: str) -> None:
    asked = f'{{ model(slug: "one", asOf: "{text}") {{ name }} }}'
    message = f'DateTime cannot represent "{text}": it takes {MOMENT}.'
    assert ask.problem(asked) == ("INVALID_DOCUMENT", message)


@pytest.mark.parametrize(
    "text",
    [
        "2021-01-01",
        "2021-01-01T12:00:00",
        "2021-01-01T12:00:00Z",
        "2021-01-01T12:00:00.123456789+01:00",
    ],
)
def test_a_moment_may_have_an_offset_and_parts_of_a_second(ask: Asker, text: str) -> None:
    assert ask.data(f'{{ model(slug: "one", asOf: "{text}") {{ name }} }}') == {"model": None}


def test_a_time_is_answered_with_its_offset(ask: Asker) -> None:
    assert ask.data(IMPORTED) == {"node": {"importedAt": "2026-01-02T03:04:05+00:00"}}
