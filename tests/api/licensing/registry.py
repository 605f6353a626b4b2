"""Models under licences, written row by row, so that each answer can be read off this page."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import Connection

from service.tables import graph, sources
from service.tables.history import PAST
from service.tables.licensing import (
    license_atoms,
    license_pairs,
    license_risks,
    license_terms,
    model_terms,
)
from service.tables.sources import registry_versions
from tests.api.graph import entity, model_row

LICENSES = {
    21: ("mit", "MIT", "MIT"),
    22: ("apache-2-0", "Apache 2.0", "Apache-2.0"),
    23: ("agpl-3-0", "AGPL 3.0", "AGPL-3.0-only"),
    24: ("gpl-2-0-only", "GPL-2.0-only", "GPL-2.0-only"),
    25: ("custom", "Custom", None),
    26: ("expat", "Expat", "MIT"),
}
"""Two are known by one expression: the first by name stands for both."""

ATOMS = [
    (21, 0, "BEST", "MIT"),
    (22, 0, "BEST", "Apache-2.0"),
    (23, 0, "BEST", "AGPL-3.0-only"),
    (24, 0, "BEST", "GPL-2.0-only"),
    (25, 0, "BEST", ""),
    (26, 0, "BEST", "MIT"),
]

MODELS = {
    1: "Free",
    2: "Shared",
    3: "Silent",
    4: "Parted",
    5: "Disputed",
    6: "Child",
    7: "Student",
    8: "Own",
}

TERMS = [
    # Of Free, the whole; of Shared, too; of Silent nobody says anything.
    (1, "UNSPECIFIED", 21, "DIRECT", None, 0),
    (2, "UNSPECIFIED", 23, "DIRECT", None, 0),
    (3, "UNSPECIFIED", None, "DIRECT", None, 0),
    # Code and weights of Parted differ.
    (4, "CODE", 23, "DIRECT", None, 0),
    (4, "WEIGHTS", 21, "DIRECT", None, 0),
    # Sources differ on Disputed.
    (5, "UNSPECIFIED", 21, "DIRECT", None, 0),
    (5, "UNSPECIFIED", 23, "DIRECT", None, 1),
    # Child is labelled MIT and comes from Shared; Student learnt from Shared.
    (6, "UNSPECIFIED", 21, "DIRECT", None, 0),
    (6, "UNSPECIFIED", 23, "DIRECT", 2, 0),
    (7, "UNSPECIFIED", 21, "DIRECT", None, 0),
    (7, "UNSPECIFIED", 23, "LEARNED", 2, 0),
    # Only the code of Own has a label.
    (8, "CODE", 23, "DIRECT", None, 0),
    (8, "UNSPECIFIED", None, "DIRECT", None, 0),
]
"""(model, artifact, licence, flow, ancestor, rival)"""


BEFORE = {
    "model_id": 1,
    "n": 0,
    "artifact": "UNSPECIFIED",
    "license_id": 23,
    "flow": "DIRECT",
    "rival": 0,
    "since": 0,
    "until": 5,
}
"""What Free was under before version 5, which was there in the year 2020."""

VERSIONS = [
    (3, datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC)),
    (5, datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)),
]

PAIRS = [
    (21, 21, "YES", "The same.", "A matrix", "https://matrix.example"),
    (21, 22, "YES", "MIT asks for little.", "A matrix", None),
    (21, 23, "CONDITIONAL", "It hangs on how.", "A matrix", None),
    (21, 24, "UNKNOWN", "Not settled.", "A matrix", None),
    (22, 21, "YES", "Apache asks for little.", "A matrix", None),
    (23, 21, "NO", "AGPL stays.", "A matrix", None),
]
"""(inbound, outbound, verdict, reason, authority, url)"""

PROVISIONS: list[dict[str, Any]] = [
    {"topic": "hosting", "value": "SILENT"},
    {
        "topic": "duties",
        "value": "NOTICE",
        "text": "Keep the notice.",
        "clause": "2",
        "quote": "shall be included",
        "note": "In all copies.",
        "version": "1",
        "date": datetime.date(1988, 1, 2),
        "sha256": "ab",
    },
]
"""What MIT provides."""

FACTS: list[dict[str, Any]] = [
    {"property": "license", "position": 2, "object_id": 21, "text": "MIT", "status": "CONFLICTED"},
    {"property": "license_code", "position": 3, "object_id": None, "status": "UNKNOWN"},
    {"property": "homepage", "position": 9, "object_id": None, "text": "child.example"},
]
"""Of Child."""

RISK = {
    "model_id": 6,
    "n": 0,
    "artifact": "UNSPECIFIED",
    "license_id": 21,
    "flow": "DIRECT",
    "ancestor_id": 2,
    "ancestor_license_id": 23,
    "verdict": "NO",
    "reason": "AGPL stays.",
    "authority": "A matrix",
    "url": None,
    "path": [6, 1, 2],
    "kinds": ["FINE_TUNED_FROM", "MERGED_FROM"],
    "distance": 2,
}


def write_registry(connection: Connection) -> None:
    """Fill an empty database with the registry of this page."""
    entities = [
        *(entity(id_, "license", slug, name) for id_, (slug, name, _) in LICENSES.items()),
        *(entity(id_, "model", name.lower(), name) for id_, name in MODELS.items()),
    ]
    slugs = [{"kind": row["kind"], "slug": row["slug"], "entity_id": row["id"]} for row in entities]
    slugs.append({"kind": "model", "slug": "gratis", "entity_id": 1})
    licenses = [{"id": id_, "spdx_expression": spdx} for id_, (_, _, spdx) in LICENSES.items()]
    for table, rows in (
        (graph.entities, entities),
        (graph.entity_slugs, slugs),
        (graph.licenses, licenses),
        (graph.models, [model_row({"id": id_, "name": name}) for id_, name in MODELS.items()]),
        (license_atoms, [_row(license_atoms, row) for row in ATOMS]),
        (model_terms, _terms()),
        (PAST[model_terms], [BEFORE]),
        (registry_versions, [_row(registry_versions, row) for row in VERSIONS]),
        (license_pairs, [_row(license_pairs, row) for row in PAIRS]),
        (license_terms, [_provision(n, given) for n, given in enumerate(PROVISIONS)]),
        (license_risks, [RISK]),
        (graph.facts, [_FACT | fact for fact in FACTS]),
        (graph.relations, [{"source_id": 6, "kind": "FINE_TUNED_FROM", "target_id": 1}]),
        (sources.registry_state, [{"version": 7, "models": len(MODELS), "conflicts": 0}]),
    ):
        connection.execute(table.insert(), rows)


def _row(table: Any, values: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(table.columns.keys(), values, strict=False))


def _terms() -> list[dict[str, Any]]:
    keys = ("model_id", "artifact", "license_id", "flow", "ancestor_id", "rival")
    return [
        dict(zip(keys, row, strict=True)) | {"n": n, "since": 5 if row[0] == 1 else 0}
        for n, row in enumerate(TERMS)
    ]


def _provision(position: int, given: dict[str, Any]) -> dict[str, Any]:
    columns = dict.fromkeys(license_terms.columns.keys())
    text = {"title": "The MIT License", "url": "https://mit.example"}
    return columns | {"license_id": 21, "position": position} | text | given


_FACT: dict[str, Any] = {
    "model_id": 6,
    "section": "PROPERTY",
    "label": "License",
    "text": None,
    "status": "STATED",
    "reason": "Said so.",
    "notes": [],
}
