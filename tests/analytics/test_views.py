"""What each view of `analytics` says about a registry of three models."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from psycopg import sql

from tests.scratch import ScratchDatabase

UNSAID = "No document says anything about it."
TABLE_PAGE = "CLIP vs SAM-CLIP"

CASES: dict[str, list[tuple[object, ...]]] = {
    "SELECT slug, name, is_stub, organization, organization_name, license, license_name,"
    " spdx_expression, category, modality, release_date, released_on, parameters,"
    " parameters_min, parameters_max, context_window, tasks, features, conflicts, unknowns,"
    " documents FROM models ORDER BY slug": [
        (
            "clip",
            "CLIP",
            False,
            "openai",
            "OpenAI",
            "mit",
            "MIT",
            "MIT",
            "open",
            "multimodal",
            "2021-02",
            date(2021, 2, 1),
            "151M",
            151000000,
            151000000,
            None,
            1,
            0,
            1,
            0,
            2,
        ),
        ("sam-clip", "SAM-CLIP", False, *[None] * 13, 1, 0, 0, 1, 0),
        ("siglip", "SigLIP", True, *[None] * 13, 0, 0, 0, 0, 0),
    ],
    "SELECT model, property, section, value, support, status, document, quote, quote_start,"
    " quote_end, evidence, rivals FROM facts ORDER BY model, property": [
        (
            "clip",
            "release_date",
            "PROPERTY",
            "2021-02",
            None,
            "CONFLICTED",
            TABLE_PAGE,
            "Release DateFeb 2021",
            0,
            20,
            1,
            1,
        ),
        (
            "clip",
            "task:classification",
            "TASK",
            "Yes",
            "YES",
            "STATED",
            None,
            None,
            None,
            None,
            0,
            0,
        ),
        (
            "clip",
            "task:object-detection",
            "TASK",
            "No",
            "NO",
            "INFERRED",
            None,
            None,
            None,
            None,
            0,
            0,
        ),
        (
            "sam-clip",
            "feature:foundation-vision",
            "FEATURE",
            None,
            "UNKNOWN",
            "UNKNOWN",
            None,
            None,
            None,
            None,
            0,
            0,
        ),
        (
            "sam-clip",
            "task:classification",
            "TASK",
            "Yes",
            "YES",
            "STATED",
            None,
            None,
            None,
            None,
            0,
            0,
        ),
        (
            "siglip",
            "license_weights",
            "PROPERTY",
            "AGPL 3.0",
            None,
            "STATED",
            None,
            None,
            None,
            None,
            0,
            0,
        ),
    ],
    "SELECT * FROM evidence ORDER BY rival": [
        (
            "clip",
            "release_date",
            0,
            0,
            "2021-02",
            "comparison",
            TABLE_PAGE,
            "https://example.org/1",
            "Release DateFeb 2021",
            0,
            20,
        ),
        (
            "clip",
            "release_date",
            1,
            0,
            "2021-01",
            "comparison",
            "CLIP",
            "https://example.org/2",
            "January 2021",
            21,
            33,
        ),
    ],
    "SELECT * FROM conflicts": [
        (
            "clip",
            "release_date",
            "release_date",
            "2021-02",
            "Release DateFeb 2021",
            TABLE_PAGE,
            1,
            "2021-01",
            "January 2021",
            "CLIP",
            "Because it is CONFLICTED.",
        ),
    ],
    "SELECT model, task, task_name, support, status, reason FROM task_support ORDER BY 1, 2": [
        ("clip", "classification", "Classification", "YES", "STATED", "Because it is STATED."),
        (
            "clip",
            "object-detection",
            "Object Detection",
            "NO",
            "INFERRED",
            "Because it is INFERRED.",
        ),
        ("sam-clip", "classification", "Classification", "YES", "STATED", "Because it is STATED."),
        ("sam-clip", "object-detection", "Object Detection", "UNKNOWN", "UNKNOWN", UNSAID),
    ],
    "SELECT * FROM feature_support ORDER BY model": [
        ("clip", "foundation-vision", "Foundation Vision", "UNKNOWN", "UNKNOWN", UNSAID),
        (
            "sam-clip",
            "foundation-vision",
            "Foundation Vision",
            "UNKNOWN",
            "UNKNOWN",
            "Because it is UNKNOWN.",
        ),
    ],
    "SELECT * FROM shared_tasks ORDER BY model": [
        ("clip", "sam-clip", 1, ["classification"]),
        ("sam-clip", "clip", 1, ["classification"]),
    ],
    "SELECT * FROM license_pairs ORDER BY inbound": [
        (
            "agpl-3-0",
            "AGPL 3.0",
            "AGPL-3.0-only",
            "mit",
            "MIT",
            "MIT",
            "NO",
            "Because it is NO.",
            "A matrix",
            None,
        ),
        (
            "mit",
            "MIT",
            "MIT",
            "agpl-3-0",
            "AGPL 3.0",
            "AGPL-3.0-only",
            "YES",
            "Because it is YES.",
            "A matrix",
            None,
        ),
    ],
    "SELECT * FROM license_terms": [
        (
            "agpl-3-0",
            "AGPL 3.0",
            "AGPL-3.0-only",
            0,
            "hosting",
            "DISTRIBUTION",
            None,
            "13",
            "interacting with it remotely",
            "Where it is modified.",
            "GNU Affero General Public License",
            "https://example.org/agpl",
            "3",
            date(2007, 11, 19),
            None,
        ),
    ],
    "SELECT * FROM model_licenses ORDER BY model, rival": [
        ("clip", "CLIP", "UNSPECIFIED", 0, "mit", "MIT", "MIT", "UNKNOWN", UNSAID),
        (
            "clip",
            "CLIP",
            "UNSPECIFIED",
            1,
            "agpl-3-0",
            "AGPL 3.0",
            "AGPL-3.0-only",
            "UNKNOWN",
            UNSAID,
        ),
        ("sam-clip", "SAM-CLIP", "UNSPECIFIED", 0, None, None, None, "UNKNOWN", UNSAID),
        (
            "siglip",
            "SigLIP",
            "WEIGHTS",
            0,
            "agpl-3-0",
            "AGPL 3.0",
            "AGPL-3.0-only",
            "STATED",
            "Because it is STATED.",
        ),
    ],
    "SELECT * FROM license_drift": [
        (
            "clip",
            "CLIP",
            "WEIGHTS",
            "MIT",
            "siglip",
            "SigLIP",
            "AGPL 3.0",
            "LEARNED",
            "UNKNOWN",
            ["clip", "sam-clip", "siglip"],
            ["DISTILLED_FROM", "MERGED_FROM"],
            2,
            "It is contested.",
            "GNU AGPL 3.0 (2007-11-19), section 5",
            "https://example.org/agpl",
        ),
    ],
    "SELECT * FROM relations": [
        ("model", "siglip", "USES", "model", "clip", "CLIP", "It is used by SigLIP."),
    ],
}


@pytest.mark.parametrize("query", CASES, ids=lambda query: query.partition(" FROM ")[2])
def test_a_view_says(analyst: psycopg.Connection, query: str) -> None:
    assert analyst.execute(sql.SQL(query)).fetchall() == CASES[query]


def test_every_view_and_column_has_a_comment(registry: ScratchDatabase) -> None:
    bare = """
        SELECT attrelid::regclass::text, attname FROM pg_attribute
        WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'analytics'::regnamespace)
        AND (col_description(attrelid, attnum) IS NULL OR obj_description(attrelid) IS NULL)
    """
    assert registry.rows(bare) == []


def test_what_is_known_is_found_without_the_pairs_that_are_not(
    analyst: psycopg.Connection,
) -> None:
    plan = analyst.execute("EXPLAIN SELECT * FROM task_support WHERE support = 'YES'").fetchall()
    assert "Anti Join" not in "".join(line for (line,) in plan)
