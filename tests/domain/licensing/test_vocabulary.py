"""The registry's licence vocabulary holds what can be judged, under names that mean it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from service.domain.licensing.library import licenses
from service.domain.licensing.names import read_name

FILE = Path(__file__).parents[3] / "seed" / "vocabulary" / "licenses.yaml"
ENTRIES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))["entries"]


def test_every_licence_that_can_be_judged_has_one_entry() -> None:
    expressions = [entry["spdx_expression"] for entry in ENTRIES if "spdx_expression" in entry]
    assert sorted(expressions) == sorted(licenses())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_an_entrys_names_mean_its_licence(entry: dict[str, Any]) -> None:
    names = [entry["name"], *entry.get("aliases", [])]
    assert {read_name(name).expression for name in names} == {entry.get("spdx_expression")}
