"""Rows that are copied come back as they were."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from service.store.bulk import copy_rows
from service.tables.licensing import license_risks
from tests.scratch import ScratchDatabase

COLUMNS = [column.name for column in license_risks.columns]
ROW = (1, 0, "WEIGHTS", 2, "DIRECT", 3, 4, "NO", "", "", None)
TEXTS = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
IDS = st.integers(0, 2**63 - 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.data())
def test_arrays_come_back(bare: ScratchDatabase, kinds: list[str], data: st.DataObject) -> None:
    path = data.draw(st.lists(IDS, min_size=len(kinds) + 1, max_size=len(kinds) + 1))
    row = (*ROW, path, kinds, len(kinds), 1)
    with bare.begin() as connection:
        connection.execute(text("TRUNCATE license_risks"))
        copy_rows(connection, license_risks, COLUMNS, [row])
        assert connection.execute(select(license_risks)).all() == [row]
