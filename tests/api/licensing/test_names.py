"""What a licence's name, as somebody wrote it, means."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Asker

ASKED = "query ($text: String!) { licenseName(text: $text) { expression status candidates } }"


@pytest.mark.parametrize(
    ("text", "expression", "status", "candidates"),
    [
        ("Apache License, Version 2.0", "Apache-2.0", "EXACT", []),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0", "EXACT", []),
        ("AGPL 3.0", "AGPL-3.0-only", "AMBIGUOUS", ["AGPL-3.0-only", "AGPL-3.0-or-later"]),
        ("Custom", None, "UNKNOWN", []),
        ("", None, "UNKNOWN", []),
        ("x" * 500, None, "UNKNOWN", []),
        ('{"#0" : 1, "#" : 0}', None, "UNKNOWN", []),
    ],
)
def test_a_name_is_exact_ambiguous_or_unknown(
    licensed: Asker, text: str, expression: str | None, status: str, candidates: list[str]
) -> None:
    name: dict[str, Any] = {"expression": expression, "status": status, "candidates": candidates}
    assert licensed.data(ASKED, {"text": text}) == {"licenseName": name}


def test_a_name_is_no_longer_than_anybody_writes(licensed: Asker) -> None:
    assert licensed.problem(ASKED, {"text": "x" * 501}) == (
        "BAD_ARGUMENT",
        "Argument 'text': more than 500 characters.",
    )
