"""What an import leaves of licences: which bind a model, where its label drifts, what pairs say."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

import pytest

from service.domain.licensing.judging import carries
from service.domain.licensing.labels import One
from service.ingest.check import check
from service.ingest.report import Status
from service.ingest.reverting import revert_import
from service.ingest.run import rebuild
from service.ingest.submission import Submission
from service.store import license_library
from tests.ingest.pages import put
from tests.reading import page
from tests.scratch import ScratchDatabase

QUUX = page("Quux", "Bar", ["LicenseAGPL 3.0MIT"])
FOO = page(
    "Foo",
    "Baz",
    ["LicenseMITMIT"],
    overviews=("Foo is a fine-tuned version of Quux.", "Baz is distilled from Foo."),
)
ZED = page("Zed", "Nix", overviews=("Its code is released under MIT.", "Nix is built on Zed."))
PAGES = {"quux.txt": QUUX, "foo.txt": FOO, "zed.txt": ZED}

TERMS = """
    SELECT model.slug, n, artifact, license.slug, flow, ancestor.slug, rival
    FROM model_terms AS term
    JOIN entities AS model ON model.id = model_id
    LEFT JOIN entities AS license ON license.id = license_id
    LEFT JOIN entities AS ancestor ON ancestor.id = ancestor_id
    ORDER BY 1, 2
"""
RISKS = "SELECT model, label, ancestor, ancestor_license, flow, verdict, path, relations"
RISKS += " FROM analytics.license_drift ORDER BY model, distance"

EXPECTED = [
    ("bar", 0, "UNSPECIFIED", "mit", "DIRECT", None, 0),
    ("baz", 0, "UNSPECIFIED", "mit", "DIRECT", None, 0),
    ("baz", 1, "UNSPECIFIED", "mit", "LEARNED", "foo", 0),
    ("baz", 2, "UNSPECIFIED", "agpl-3-0", "LEARNED", "quux", 0),
    ("foo", 0, "UNSPECIFIED", "mit", "DIRECT", None, 0),
    ("foo", 1, "UNSPECIFIED", "agpl-3-0", "DIRECT", "quux", 0),
    ("nix", 0, "UNSPECIFIED", None, "DIRECT", None, 0),
    ("nix", 1, "CODE", "mit", "DIRECT", "zed", 0),
    ("nix", 2, "WEIGHTS", None, "DIRECT", "zed", 0),
    ("quux", 0, "UNSPECIFIED", "agpl-3-0", "DIRECT", None, 0),
    ("zed", 0, "CODE", "mit", "DIRECT", None, 0),
    ("zed", 1, "UNSPECIFIED", None, "DIRECT", None, 0),
]


def submitted(names: Iterable[str]) -> list[Submission]:
    return [Submission.of(name, PAGES[name].encode()) for name in names]


def test_own_labels_come_first_then_those_of_ancestors(database: ScratchDatabase) -> None:
    put(database, submitted(PAGES))
    assert database.rows(TERMS) == EXPECTED


def test_a_label_that_promises_more_is_listed(database: ScratchDatabase) -> None:
    put(database, submitted(PAGES))
    assert database.rows(RISKS) == [
        (
            "baz",
            "MIT",
            "quux",
            "AGPL 3.0",
            "LEARNED",
            "UNKNOWN",
            ["baz", "foo", "quux"],
            ["DISTILLED_FROM", "FINE_TUNED_FROM"],
        ),
        ("foo", "MIT", "quux", "AGPL 3.0", "DIRECT", "NO", ["foo", "quux"], ["FINE_TUNED_FROM"]),
    ]


@pytest.mark.parametrize("order", [*permutations(PAGES)])
def test_the_order_of_imports_does_not_matter(
    database: ScratchDatabase, order: tuple[str, ...]
) -> None:
    for name in order:
        put(database, submitted([name]))
    assert (database.rows(TERMS), len(database.rows(RISKS))) == (EXPECTED, 2)


def test_a_rebuild_changes_nothing(database: ScratchDatabase) -> None:
    put(database, submitted(PAGES))
    with database.begin() as connection:
        assert rebuild(connection).status is Status.UNCHANGED
        assert check(connection) == []


def test_what_no_longer_binds_is_kept_by_version(database: ScratchDatabase) -> None:
    put(database, submitted(["quux.txt"]))
    import_id = put(database, submitted(["foo.txt"])).import_id
    assert import_id is not None
    with database.begin() as connection:
        revert_import(connection, import_id)
    assert database.rows(RISKS) == []
    past = "SELECT slug, n, until - p.since FROM past_license_risks AS p"
    past += " JOIN entities ON entities.id = model_id ORDER BY 1"
    assert database.rows(past) == [("baz", 0, 1), ("foo", 0, 1)]


def test_contradicting_labels_are_rivals(database: ScratchDatabase) -> None:
    said = page(
        "Foo", "Bar", ["LicenseMITMIT"], overviews=("Foo is licensed under Apache 2.0.", "")
    )
    put(database, [Submission.of("foo.txt", said.encode())])
    assert [row[1:] for row in database.rows(TERMS) if row[0] == "foo"] == [
        (0, "UNSPECIFIED", "mit", "DIRECT", None, 0),
        (1, "UNSPECIFIED", "apache-2-0", "DIRECT", None, 1),
    ]


@pytest.mark.parametrize(
    ("inbound", "outbound", "verdict"),
    [
        ("Apache-2.0", "GPL-3.0-or-later", "YES"),
        ("GPL-3.0-or-later", "Apache-2.0", "NO"),
        ("MIT", "Apache-2.0", "YES"),
    ],
)
def test_pairs_have_a_direction(
    database: ScratchDatabase, inbound: str, outbound: str, verdict: str
) -> None:
    query = "SELECT verdict, reason, authority FROM analytics.license_pairs"
    query += " WHERE inbound_expression = %s AND outbound_expression = %s"
    reason = carries(One(inbound), One(outbound))
    found = database.rows(query, inbound, outbound)
    assert (verdict, reason.text, reason.authority) in found
    assert {row[0] for row in found} == {verdict}


def test_every_judged_licence_is_paired_with_every_one(database: ScratchDatabase) -> None:
    counts = "SELECT count(*), count(DISTINCT inbound_id), count(DISTINCT outbound_id)"
    ((pairs, inbound, outbound),) = database.rows(f"{counts} FROM license_pairs")
    assert isinstance(inbound, int)
    assert (pairs, outbound) == (inbound**2, inbound)
    assert inbound > 100


def test_terms_are_quoted_with_their_clause(database: ScratchDatabase) -> None:
    rows = database.rows(
        "SELECT topic, value, clause, url, date::text FROM analytics.license_terms"
        " WHERE spdx_expression = %s AND topic IN ('thresholds', 'hosting') ORDER BY position",
        "LicenseRef-scancode-llama-3.1-license-2024",
    )
    url = "https://raw.githubusercontent.com/meta-llama/llama-models/main/models/llama3_1/LICENSE"
    assert rows == [
        ("hosting", "USE", "1.b.i", url, "2024-07-23"),
        ("thresholds", "MONTHLY_ACTIVE_USERS", "2", url, "2024-07-23"),
    ]


def test_names_are_flattened_for_filters(database: ScratchDatabase) -> None:
    rows = database.rows(
        "SELECT entities.slug, clause, mode, expression FROM license_atoms"
        " JOIN entities ON entities.id = license_id"
        " WHERE slug IN ('mit', 'agpl-3-0', 'custom') ORDER BY 1, 2, 4"
    )
    assert rows == [
        ("agpl-3-0", 0, "BEST", "AGPL-3.0-only"),
        ("agpl-3-0", 1, "BEST", "AGPL-3.0-or-later"),
        ("custom", 0, "BEST", ""),
        ("mit", 0, "BEST", "MIT"),
    ]


def test_a_licence_that_only_a_page_names_gets_its_expression(database: ScratchDatabase) -> None:
    said = page("Foo", "Bar", ["LicenseEUPL-1.1EUPL-1.1"])
    put(database, [Submission.of("foo.txt", said.encode())])
    query = "SELECT spdx_expression FROM licenses JOIN entities USING (id) WHERE slug LIKE %s"
    assert database.rows(query, "eupl-1-1%") == [("EUPL-1.1",)]
    put(database, submitted(["zed.txt"]))
    assert database.rows(query, "eupl-1-1%") == [("EUPL-1.1",)]


def test_pairs_are_worked_out_once(
    database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import that brings no licence does not look at them; one that does, reads no pair."""
    monkeypatch.delattr(license_library, "judge_pair")
    put(database, submitted(PAGES))
    said = page("Foo", "Bar", ["LicenseSomething OwnSomething Own"])
    put(database, [Submission.of("own.txt", said.encode())])
    assert database.rows(TERMS)


def test_another_library_of_terms_is_noticed(
    database: ScratchDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as connection:
        assert not license_library.is_outdated(connection)
        monkeypatch.setattr(license_library, "library_digest", lambda: "another")
        assert license_library.is_outdated(connection)
        assert rebuild(connection).status is Status.CHANGED
        assert not license_library.is_outdated(connection)
