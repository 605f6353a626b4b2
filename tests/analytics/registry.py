"""A registry of three models, written straight into the projection's tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, insert

from service.tables import graph as g
from service.tables import licensing as t
from service.tables import sources as s

TABLE = "Release DateFeb 2021"
PROSE = "CLIP was released in January 2021. It is used by SigLIP."

KINDS = {
    1: ("model", "clip", "CLIP"),
    2: ("model", "sam-clip", "SAM-CLIP"),
    3: ("model", "siglip", "SigLIP"),
    4: ("organization", "openai", "OpenAI"),
    5: ("license", "mit", "MIT"),
    6: ("task", "classification", "Classification"),
    7: ("task", "object-detection", "Object Detection"),
    8: ("feature", "foundation-vision", "Foundation Vision"),
    9: ("license", "agpl-3-0", "AGPL 3.0"),
}


def _entity(entity_id: int) -> dict[str, Any]:
    kind, slug, name = KINDS[entity_id]
    key = slug.replace("-", " ")
    return {
        "id": entity_id,
        "kind": kind,
        "slug": slug,
        "name": name,
        "name_key": key,
        "sort_name": key,
    }


def _document(document_id: int, title: str, text: str) -> dict[str, Any]:
    return {
        "id": document_id,
        "source_id": 1,
        "key": title,
        "name": title,
        "title": title,
        "uri": f"https://example.org/{document_id}",
        "sha256": f"{document_id:064}",
        "text": text,
        "length": len(text),
        "import_id": 1,
    }


def _model(model_id: int, **facts: object) -> dict[str, Any]:
    key = KINDS[model_id][1].replace("-", " ")
    return {"id": model_id, "sort_name": key, "is_stub": False, "search_text": key, **facts}


def _fact(
    model: int, key: str, text: str | None, status: str, support: str | None = None
) -> dict[str, Any]:
    section = key.partition(":")[0].upper() if ":" in key else "PROPERTY"
    return {
        "model_id": model,
        "property": key,
        "position": 1,
        "section": section,
        "label": key.partition(":")[2] or key,
        "text": text,
        "support": support,
        "status": status,
        "reason": f"Because it is {status}.",
    }


def _evidence(model: int, key: str, rival: int, document: int, quote: str) -> dict[str, Any]:
    start = (TABLE, PROSE)[document - 1].index(quote)
    return {
        "model_id": model,
        "property": key,
        "rival": rival,
        "position": 0,
        "document_id": document,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
    }


def _cell(model: int, kind: str, entity: int, support: str) -> dict[str, Any]:
    return {
        "model_id": model,
        f"{kind}_id": entity,
        "sort_name": KINDS[model][1],
        "object_sort_name": KINDS[entity][1],
        "support": support,
        "property": f"{kind}:{KINDS[entity][1]}",
    }


CLIP = _model(
    1,
    organization_id=4,
    license_id=5,
    category="open",
    modality="multimodal",
    release_date="2021-02",
    released_on=date(2021, 2, 1),
    parameters_text="151M",
    parameters_min=151_000_000,
    parameters_max=151_000_000,
)

RISK = {
    "model_id": 1,
    "n": 0,
    "artifact": "WEIGHTS",
    "license_id": 5,
    "flow": "LEARNED",
    "ancestor_id": 3,
    "ancestor_license_id": 9,
    "verdict": "UNKNOWN",
    "reason": "It is contested.",
    "authority": "GNU AGPL 3.0 (2007-11-19), section 5",
    "url": "https://example.org/agpl",
    "path": [1, 2, 3],
    "kinds": ["DISTILLED_FROM", "MERGED_FROM"],
    "distance": 2,
}

PROVISION = {
    "license_id": 9,
    "position": 0,
    "topic": "hosting",
    "value": "DISTRIBUTION",
    "text": None,
    "clause": "13",
    "quote": "interacting with it remotely",
    "note": "Where it is modified.",
    "title": "GNU Affero General Public License",
    "url": "https://example.org/agpl",
    "version": "3",
    "date": date(2007, 11, 19),
    "sha256": None,
}


def _term(model: int, n: int, artifact: str, license_id: int | None, **more: Any) -> dict[str, Any]:
    row = {"model_id": model, "n": n, "artifact": artifact, "license_id": license_id}
    return {**row, "flow": "DIRECT", "ancestor_id": None, "rival": 0, **more}


def _pair(inbound: int, outbound: int, verdict: str) -> dict[str, Any]:
    row = {"inbound_id": inbound, "outbound_id": outbound, "verdict": verdict}
    return {**row, "reason": f"Because it is {verdict}.", "authority": "A matrix", "url": None}


ROWS: list[tuple[Table, list[dict[str, Any]]]] = [
    (s.sources, [{"id": 1, "key": "comparison", "name": "Pages", "closed_world": True}]),
    (s.imports, [{"id": 1, "status": "SUCCEEDED"}]),
    (s.documents, [_document(1, "CLIP vs SAM-CLIP", TABLE), _document(2, "CLIP", PROSE)]),
    (g.entities, [_entity(entity_id) for entity_id in KINDS]),
    (g.organizations, [{"id": 4}]),
    (
        g.licenses,
        [{"id": 5, "spdx_expression": "MIT"}, {"id": 9, "spdx_expression": "AGPL-3.0-only"}],
    ),
    (g.tasks, [{"id": 6}, {"id": 7}]),
    (g.features, [{"id": 8}]),
    (g.models, [CLIP]),
    (g.models, [_model(2), _model(3, is_stub=True)]),
    (
        g.facts,
        [
            _fact(1, "release_date", "2021-02", "CONFLICTED"),
            _fact(1, "task:classification", "Yes", "STATED", "YES"),
            _fact(1, "task:object-detection", "No", "INFERRED", "NO"),
            _fact(2, "task:classification", "Yes", "STATED", "YES"),
            _fact(3, "license_weights", "AGPL 3.0", "STATED"),
            _fact(2, "feature:foundation-vision", None, "UNKNOWN", "UNKNOWN"),
        ],
    ),
    (
        g.fact_rivals,
        [{"model_id": 1, "property": "release_date", "rival": 1, "text": "2021-01"}],
    ),
    (
        g.fact_evidence,
        [
            _evidence(1, "release_date", 0, 1, "Release DateFeb 2021"),
            _evidence(1, "release_date", 1, 2, "January 2021"),
        ],
    ),
    (
        g.model_tasks,
        [
            _cell(1, "task", 6, "YES"),
            _cell(1, "task", 7, "NO"),
            _cell(2, "task", 6, "YES"),
        ],
    ),
    (
        t.model_terms,
        [
            _term(1, 0, "UNSPECIFIED", 5),
            _term(1, 1, "UNSPECIFIED", 9, rival=1),
            _term(1, 2, "UNSPECIFIED", 9, ancestor_id=3, flow="LEARNED"),
            _term(2, 0, "UNSPECIFIED", None),
            _term(3, 0, "WEIGHTS", 9),
        ],
    ),
    (t.license_pairs, [_pair(5, 9, "YES"), _pair(9, 5, "NO")]),
    (t.license_terms, [PROVISION]),
    (t.license_risks, [RISK]),
    (g.model_features, [_cell(2, "feature", 8, "UNKNOWN")]),
    (g.relations, [{"source_id": 3, "kind": "USES", "target_id": 1}]),
    (
        g.relation_evidence,
        [
            {
                "source_id": 3,
                "kind": "USES",
                "target_id": 1,
                "position": 0,
                "document_id": 2,
                "start": PROSE.index("It"),
                "end": len(PROSE),
                "quote": "It is used by SigLIP.",
            }
        ],
    ),
]


def write_registry(connection: Connection) -> None:
    """Fill the projection of an empty registry."""
    for table, rows in ROWS:
        connection.execute(insert(table), rows)
