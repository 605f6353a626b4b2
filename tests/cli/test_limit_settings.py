"""The settings of limits on operations reach the service."""

from __future__ import annotations

import pytest

from service.cli.options import options_of
from service.planner.limits import Limits
from service.settings import read_settings


def test_unset_they_are_the_planners_own() -> None:
    assert options_of(read_settings()).limits == Limits()


def test_each_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {
        "LIMIT_TOKENS": "1",
        "LIMIT_OPERATIONS": "2",
        "LIMIT_DEPTH": "3",
        "LIMIT_FIELDS": "4",
        "LIMIT_ALIASES": "5",
        "LIMIT_DIRECTIVES": "6",
        "LIMIT_DIRECTIVES_IN_PLACE": "7",
        "LIMIT_MUTATION_FIELDS": "8",
        "LIMIT_LIST_ELEMENTS": "9",
        "LIMIT_PAGE": "10",
        "LIMIT_COMPARED": "11",
        "LIMIT_NODES": "12",
        "LIMIT_STATEMENT_SECONDS": "0.5",
        "INTROSPECTION": "false",
        "SUGGESTIONS": "false",
    }
    for name, value in chosen.items():
        monkeypatch.setenv(f"MODELGRAPH_{name}", value)
    assert options_of(read_settings()).limits == Limits(
        tokens=1,
        operations=2,
        depth=3,
        fields=4,
        aliases=5,
        directives=6,
        directives_in_place=7,
        mutation_fields=8,
        list_elements=9,
        page=10,
        compared=11,
        nodes=12,
        statement_seconds=0.5,
        introspection=False,
        suggestions=False,
    )
