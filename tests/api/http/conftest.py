"""The endpoint with its usual options."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.http.browsing import Browser, browsing
from tests.scratch import ScratchDatabase


@pytest.fixture(scope="session")
def browser(registry: ScratchDatabase) -> Iterator[Browser]:
    with browsing(registry) as browser:
        yield browser
