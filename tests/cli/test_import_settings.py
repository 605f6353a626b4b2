"""The settings of imports over the API reach the service."""

from __future__ import annotations

import pytest

from service.api.importer import ImportOptions
from service.cli.options import options_of
from service.settings import read_settings


def test_unset_they_are_the_services_own() -> None:
    assert options_of(read_settings()).imports == ImportOptions()


def test_each_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {
        "DOCUMENTS": "1",
        "UPLOAD": "2",
        "UPLOAD_FILE": "3",
        "WAITING_IMPORTS": "0",
        "IMPORT_WAIT_SECONDS": "0.5",
    }
    for name, value in chosen.items():
        monkeypatch.setenv(f"MODELGRAPH_LIMIT_{name}", value)
    assert options_of(read_settings()).imports == ImportOptions(
        documents=1, upload_bytes=2, file_bytes=3, waiting=0, lock_seconds=0.5
    )
