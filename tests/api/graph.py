"""A small registry, written row by row, so that each answer can be read off this page."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import Connection, Table

from service.domain.words import name_words, search_key, search_words
from service.tables import graph, search, sources

TEXT = "One is made by Acme. Two detects. One or Two segments. Two was made by Bolt."
"""The text of the only document."""

NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
SHA = "0" * 64

ORGANIZATIONS = {11: ("acme", "Acme"), 12: ("bolt-labs", "Bolt Labs")}
LICENSES = {21: ("mit", "MIT", "MIT"), 22: ("custom", "Custom", None)}
TASKS = {
    31: ("detection", "Detection"),
    32: ("keypoint-detection", "Keypoint Detection"),
    33: ("segmentation", "Segmentation"),
    34: ("tagging", "Tagging"),
}
FEATURES = {41: ("fast", "Fast")}
OTHERS = {
    51: ("dataset", "pictures", "Pictures"),
    52: ("benchmark", "contest", "Contest"),
    53: ("framework", "toolbox", "Toolbox"),
}

MODELS: list[dict[str, Any]] = [
    {
        "id": 1,
        "name": "One",
        "organization_id": 11,
        "license_id": 21,
        "category": "open",
        "modality": "vision",
        "release_date": "2023-10",
        "released_on": datetime.date(2023, 10, 1),
        "summary": "One sees pictures.",
    },
    {
        "id": 2,
        "name": "Two",
        "organization_id": 12,
        "license_id": 21,
        "category": "open",
        "modality": "multimodal",
        "release_date": "2021",
        "released_on": datetime.date(2021, 1, 1),
        "parameters_text": "2M-3M",
        "parameters_min": 2_000_000,
        "parameters_max": 3_000_000,
        "context_window": 4096,
    },
    {"id": 3, "name": "Three", "license_id": 22},
    {"id": 4, "name": "Four", "is_stub": True},
]

FACTS: list[dict[str, Any]] = [
    {"model_id": 1, "property": "organization", "position": 1, "label": "Organization",
     "text": "Acme", "object_id": 11, "reason": "Stated."},
    {"model_id": 1, "property": "release_date", "position": 3, "label": "Release Date",
     "text": "2023-10", "status": "CONFLICTED", "reason": "The table is believed."},
    {"model_id": 1, "property": "task:detection", "position": 201, "label": "Detection",
     "text": "No", "support": "NO", "object_id": 31, "reason": "Not listed."},
    {"model_id": 1, "property": "task:segmentation", "position": 202, "label": "Segmentation",
     "support": "UNKNOWN", "status": "UNKNOWN", "object_id": 33, "reason": "One of two.",
     "notes": ["Demo (COCO)"]},
    {"model_id": 1, "property": "task:tagging", "position": 203, "label": "Tagging",
     "text": "Yes", "support": "YES", "object_id": 34, "reason": "Stated."},
    {"model_id": 1, "property": "feature:fast", "position": 301, "label": "Fast",
     "text": "Yes", "support": "YES", "object_id": 41, "reason": "Stated."},
    {"model_id": 2, "property": "organization", "position": 1, "label": "Organization",
     "text": "Bolt Labs", "object_id": 12, "reason": "Stated."},
    {"model_id": 2, "property": "homepage", "position": 9, "label": "Homepage",
     "text": "two.example", "reason": "Stated."},
    {"model_id": 2, "property": "task:segmentation", "position": 202, "label": "Segmentation",
     "support": "UNKNOWN", "status": "UNKNOWN", "object_id": 33, "reason": "One of two."},
    {"model_id": 2, "property": "task:tagging", "position": 203, "label": "Tagging",
     "text": "Yes", "support": "YES", "object_id": 34, "status": "INFERRED",
     "reason": "It follows."},
    {"model_id": 2, "property": "task:detection", "position": 201, "label": "Detection",
     "text": "Yes", "support": "YES", "object_id": 31, "reason": "Stated."},
    {"model_id": 2, "property": "feature:fast", "position": 301, "label": "Fast",
     "text": "No", "support": "NO", "object_id": 41, "reason": "Not listed."},
]  # fmt: skip

EVIDENCE = [
    (1, "organization", 0, 0, 0, 19),
    (1, "task:segmentation", 0, 0, 34, 54),
    (1, "release_date", 0, 0, 0, 3),
    (1, "release_date", 1, 0, 55, 58),
]
"""(model, property, rival, position, start, end)"""

RELATIONS = [
    (1, "MERGED_FROM", 4, 0, 3),
    (1, "TRAINED_ON", 51, 4, 6),
    (2, "VARIANT_OF", 1, 21, 24),
    (2, "AVAILABLE_IN", 53, 25, 32),
    (2, "EVALUATED_ON", 52, 25, 32),
]
"""(source, kind, target, start, end)"""

MODEL_COUNTS = {11: 1, 12: 1, 21: 2, 22: 1, 31: 1, 34: 2, 41: 1, 51: 1, 52: 1, 53: 1}
"""Described models of each entity that has any."""

PROPERTIES = [
    ("organization", "Organization", "organization", 1, True),
    ("license", "License", "license", 2, True),
    ("release_date", "Release Date", "date", 3, True),
    ("homepage", "Homepage", "text", 9, False),
]


def write_graph(connection: Connection) -> None:
    """Fill an empty database with the registry of this page."""
    _write_document(connection)
    _write_entities(connection)
    _write_models(connection)
    _write_relations(connection)


ALIASES = {1: ["Ein", "Uno"], 31: ["Object Detection"]}


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    connection.execute(table.insert(), rows)


def _write_document(connection: Connection) -> None:
    _add(connection, sources.sources, [{"key": "page", "name": "Page", "closed_world": True}])
    _add(connection, sources.imports, [{"status": "SUCCEEDED"}])
    document = {
        "id": 91,
        "source_id": 1,
        "key": "page",
        "name": "page.txt",
        "title": "The page",
        "uri": "https://page.example",
        "sha256": SHA,
        "text": TEXT,
        "length": len(TEXT),
        "import_id": 1,
        "imported_at": NOW,
    }
    _add(connection, sources.documents, [document])
    keys = ("key", "label", "value_type", "position", "compared")
    common = {"cardinality": "one", "policy": "table"}
    rows = [dict(zip(keys, row, strict=True)) | common for row in PROPERTIES]
    _add(connection, sources.properties, rows)
    _add(connection, sources.registry_state, [{"version": 7, "models": 3, "conflicts": 1}])


def entity(id_: int, kind: str, slug: str, name: str) -> dict[str, Any]:
    folded = name.lower()
    row = {"id": id_, "kind": kind, "slug": slug, "name": name}
    return row | {"name_key": folded, "sort_name": folded}


def _write_entities(connection: Connection) -> None:
    rows = [
        *(entity(id_, "organization", *names) for id_, names in ORGANIZATIONS.items()),
        *(entity(id_, "license", slug, name) for id_, (slug, name, _) in LICENSES.items()),
        *(entity(id_, "task", *names) for id_, names in TASKS.items()),
        *(entity(id_, "feature", *names) for id_, names in FEATURES.items()),
        *(entity(id_, *names) for id_, names in OTHERS.items()),
        *(entity(row["id"], "model", row["name"].lower(), row["name"]) for row in MODELS),
    ]
    _add(connection, graph.entities, rows)
    slugs = [{"kind": row["kind"], "slug": row["slug"], "entity_id": row["id"]} for row in rows]
    slugs += [
        {"kind": "model", "slug": "uno", "entity_id": 1},
        {"kind": "task", "slug": "object-detection", "entity_id": 31},
    ]
    _add(connection, graph.entity_slugs, slugs)
    for table, ids in (
        (graph.organizations, ORGANIZATIONS),
        (graph.tasks, TASKS),
        (graph.features, FEATURES),
        (graph.datasets, [51]),
        (graph.benchmarks, [52]),
        (graph.frameworks, [53]),
    ):
        _add(connection, table, [{"id": id_} for id_ in ids])
    licenses = [{"id": id_, "spdx_expression": spdx} for id_, (_, _, spdx) in LICENSES.items()]
    _add(connection, graph.licenses, licenses)
    _add(connection, graph.task_parents, [{"task_id": 32, "parent_id": 31}])
    aliases = [
        {"entity_id": id_, "name": name, "document_id": 91}
        for id_, names in ALIASES.items()
        for name in names
    ]
    _add(connection, graph.aliases, aliases)
    _add(connection, search.entity_index, [_index_row(row) for row in rows])


def _index_row(row: dict[str, Any]) -> dict[str, Any]:
    models = {model["id"]: model for model in MODELS}
    model, aliases = models.get(row["id"], {}), ALIASES.get(row["id"], [])
    return {
        "id": row["id"],
        "kind": row["kind"],
        "is_stub": model.get("is_stub", False),
        "sort_name": row["sort_name"],
        "model_count": MODEL_COUNTS.get(row["id"], 0),
        "key": search_key(row["name"]),
        "alias_names": aliases,
        "alias_keys": [search_key(name) for name in aliases],
        "name_words": name_words([row["name"]]),
        "alias_words": name_words(aliases),
        "summary_words": search_words(model.get("summary") or ""),
    }


_MODEL: dict[str, Any] = {
    "is_stub": False,
    **dict.fromkeys(
        (
            "organization_id",
            "license_id",
            "category",
            "modality",
            "release_date",
            "released_on",
            "parameters_text",
            "parameters_min",
            "parameters_max",
            "context_window",
            "summary",
        )
    ),
}


def model_row(given: dict[str, Any]) -> dict[str, Any]:
    """A row of `models`: what is given, and unknown otherwise."""
    row = _MODEL | given
    name = row.pop("name")
    words = name_words([name]) + search_words(row["summary"] or "")
    return row | {"sort_name": name.lower(), "search_text": " ".join(words)}


def _write_models(connection: Connection) -> None:
    _add(connection, graph.models, [model_row(row) for row in MODELS])
    blank: dict[str, Any] = {
        "section": "PROPERTY",
        "text": None,
        "support": None,
        "status": "STATED",
    }
    blank |= {"object_id": None, "notes": []}
    facts = [blank | fact | {"section": _section(fact["property"])} for fact in FACTS]
    _add(connection, graph.facts, facts)
    for table, key, prefix, names in (
        (graph.model_tasks, "task_id", "task:", TASKS),
        (graph.model_features, "feature_id", "feature:", FEATURES),
    ):
        rows = [
            {
                "model_id": fact["model_id"],
                key: fact["object_id"],
                "sort_name": MODELS[fact["model_id"] - 1]["name"].lower(),
                "object_sort_name": names[fact["object_id"]][1].lower(),
                "support": fact["support"],
                "property": fact["property"],
            }
            for fact in FACTS
            if fact["property"].startswith(prefix)
        ]
        _add(connection, table, rows)
    _write_evidence(connection)


def _section(property_: str) -> str:
    kind, _, rest = property_.partition(":")
    return kind.upper() if rest else "PROPERTY"


def _write_evidence(connection: Connection) -> None:
    rival = {"model_id": 1, "property": "release_date", "rival": 1, "text": "2023-09"}
    _add(connection, graph.fact_rivals, [rival])
    keys = ("model_id", "property", "rival", "position", "start", "end")
    rows = [dict(zip(keys, row, strict=True)) | _quote(*row[4:]) for row in EVIDENCE]
    _add(connection, graph.fact_evidence, rows)


def _write_relations(connection: Connection) -> None:
    edges = [
        {"source_id": source, "kind": kind, "target_id": target}
        for source, kind, target, _, _ in RELATIONS
    ]
    _add(connection, graph.relations, edges)
    grounds = [
        edge | {"position": 0, "start": start, "end": end} | _quote(start, end)
        for edge, (_, _, _, start, end) in zip(edges, RELATIONS, strict=True)
    ]
    _add(connection, graph.relation_evidence, grounds)


def _quote(start: int, end: int) -> dict[str, Any]:
    return {"document_id": 91, "quote": TEXT[start:end]}
