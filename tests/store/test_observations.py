"""What is written is equal to what is read, as long as nobody retracts it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.claims import Claim, Clause, Kind, Listing, Observation, Ref, Value
from service.domain.projection import Reading
from service.domain.values import Count, PartialDate
from service.store.claims import retract_observations
from service.store.imports import begin_import
from service.store.readings import read_readings
from tests.scratch import ScratchDatabase
from tests.store.writing import (
    BAR,
    FOO,
    LABS,
    TAGGING,
    TEXT,
    claim,
    clause,
    listing,
    revision,
    write,
)

DETECTION = Ref(Kind.TASK, "Detection")

OBSERVATIONS: tuple[Observation, ...] = (
    claim(FOO, "organization", LABS, "Ångström Labs"),
    claim(FOO, "release_date", PartialDate(2023, 1), "2023-01"),
    claim(FOO, "release_date", PartialDate(2023, 1, 31), "2023-01"),
    claim(FOO, "parameters", Count("1.5B-3B", 1_500_000_000, 3_000_000_000), "1.5B-3B"),
    claim(FOO, "capability", "🦙", "🦙"),
    claim(FOO, "summary", "", "Foo-1"),
    replace(
        claim(FOO, "EVALUATED_ON", 0.1 + 0.2, "23"),
        qualifiers={"metric": "mIoU", "setting": 'zero-shot\t"x"\\'},
    ),
    claim(FOO, "weights_released", True, "made"),
    replace(claim(FOO, "code_released", False, "made"), polarity=False),
    claim(FOO, "organization", LABS, "Ångström Labs"),
    clause("Tagging Demo (COCO)", rest="Demo (COCO)"),
    clause("1.5B-3B", row=None, key="parameters", rest="1.5B-3B"),
    clause("made", row=None, key="license"),
    listing(TAGGING, DETECTION),
    listing(),
)


def reading(*observations: Observation, text: str = TEXT) -> Reading:
    written = revision(text)
    return Reading(
        written.id,
        "pages",
        written.title,
        True,
        claims=tuple(seen for seen in observations if isinstance(seen, Claim)),
        clauses=tuple(seen for seen in observations if isinstance(seen, Clause)),
        listings=tuple(seen for seen in observations if isinstance(seen, Listing)),
    )


def test_what_is_written_is_read(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        write(connection, *OBSERVATIONS)
        assert read_readings(connection) == (reading(*OBSERVATIONS),)


def test_a_number_stays_a_number_and_a_boolean_a_boolean(bare: ScratchDatabase) -> None:
    values: list[Value] = [1.0, True, "1"]
    with bare.begin() as connection:
        write(connection, *(claim(FOO, "thing", value, "Foo-1") for value in values))
        (read,) = read_readings(connection)
    assert [type(seen.value) for seen in read.claims] == [float, bool, str]


def test_a_name_is_written_once_a_document(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        write(connection, *OBSERVATIONS)
    assert bare.rows("SELECT kind, name FROM mentions ORDER BY kind, name") == [
        ("model", BAR.name),
        ("model", FOO.name),
        ("organization", LABS.name),
        ("task", DETECTION.name),
        ("task", TAGGING.name),
    ]


def test_documents_are_read_in_the_order_of_their_ids(bare: ScratchDatabase) -> None:
    texts = ["Foo-1 A", "Foo-1 B", "Foo-1 C"]
    with bare.begin() as connection:
        for number, text in enumerate(texts):
            seen = claim(FOO, "name", FOO.name, "Foo-1", text)
            write(connection, seen, document=revision(text, key=str(number)))
        read = read_readings(connection)
        only = read_readings(connection, [read[1].document])
    assert [r.document for r in read] == sorted(revision(t, str(n)).id for n, t in enumerate(texts))
    assert only == (read[1],)


def test_what_is_retracted_is_kept_and_not_read(bare: ScratchDatabase) -> None:
    with bare.begin() as connection:
        written = write(connection, *OBSERVATIONS)
        second = begin_import(connection)
        retract_observations(connection, second, [written.id])
        assert read_readings(connection) == (reading(),)
    for table, count in (("claims", 10), ("clauses", 3), ("listings", 2)):
        held = bare.rows(
            f"SELECT count(*) FROM {table}"
            " WHERE retracted_by > import_id AND retracted_at IS NOT NULL"
        )
        assert held == [(count,)]


values = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
    st.builds(
        lambda low, more: Count("as written", low, low + more),
        st.integers(0, 2**53),
        st.integers(0, 2**53),
    ),
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, values, st.dictionaries(texts, texts))
def test_any_value_and_any_text_come_back(
    bare: ScratchDatabase, text: str, value: Value, qualifiers: dict[str, str]
) -> None:
    seen = replace(claim(FOO, "key", value, text, text), qualifiers=qualifiers)
    with bare.begin() as connection:
        write(connection, seen, document=revision(text))
        assert read_readings(connection) == (reading(seen, text=text),)
        connection.rollback()
