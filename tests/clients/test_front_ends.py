"""Apollo Client, urql, Relay, graphql-ws and graphql-sse against the live service."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import httpx

from tests.clients.packages import NODE, SCHEMA, Runtime
from tests.clients.serving import serving
from tests.scratch import ScratchDatabase

UNKNOWN_MODEL = {
    "code": "UNKNOWN_MODEL",
    "path": ["compare"],
    "message": "No model has the slug 'nobody'.",
}


def sent(method: str, status: int, *, query: bool, error: str | None = None) -> dict[str, Any]:
    """A request as the programs report it."""
    return {"method": method, "query": query, "status": status, "error": error}


HASH_ALONE = sent("GET", 200, query=False)
UNKNOWN_HASH = sent("GET", 400, query=False, error="PersistedQueryNotFound")


def test_apollo_client_queries_pages_and_persists(node: Runtime, endpoint: str) -> None:
    task = {"__typename": "ModelTask", "support": "YES"}
    assert node.ask("apollo.mjs", endpoint) == {
        "model": {
            "__typename": "Model",
            "name": "CLIP",
            "organization": {"__typename": "Organization", "name": "OpenAI"},
            "tasks": [
                task | {"task": {"__typename": "Task", "slug": "classification"}},
                task | {"task": {"__typename": "Task", "slug": "image-embedding"}},
            ],
        },
        "entity": {"__typename": "Model", "slug": "clip"},
        "models": {
            "pages": 2,
            "merged": ["sam-clip", "yolov8-instance-segmentation", "clip", "mask-r-cnn"],
        },
        "errors": [UNKNOWN_MODEL],
        "persisted": {
            "names": ["CLIP", "SAM-CLIP"],
            "sent": [UNKNOWN_HASH, sent("POST", 200, query=True), HASH_ALONE],
        },
    }


def test_urql_queries_and_persists(node: Runtime, endpoint: str) -> None:
    assert node.ask("urql.mjs", endpoint) == {
        "shared": {"sharedTasks": [{"slug": "classification"}]},
        "errors": [UNKNOWN_MODEL],
        "persisted": {
            "compared": [[{"slug": "classification"}], []],
            "sent": [UNKNOWN_HASH, sent("GET", 200, query=True), HASH_ALONE],
        },
    }


def test_subscriptions_come_over_sockets_and_as_events(node: Runtime, endpoint: str) -> None:
    seen = {"version": 2, "models": 4}
    assert node.ask("streams.mjs", endpoint) == {"socket": seen, "events": seen}


CATALOGUE = {
    "first": ["CLIP", "Mask R-CNN", "SAM-CLIP"],
    "both": ["CLIP", "Mask R-CNN", "SAM-CLIP", "YOLOv8 Instance Segmentation"],
    "stated": [
        {"support": "YES", "task": {"name": "Classification"}},
        {"support": "YES", "task": {"name": "Zero Shot Segmentation"}},
    ],
    "undecided": [
        {"support": "NO", "task": {"name": "Image Embedding"}},
        {"support": "NO", "task": {"name": "Image Similarity"}},
    ],
    "hasNextPage": False,
}


def compile_relay(node: Runtime, folder: Path, **options: Any) -> Path:
    """What Relay's compiler makes of the project of `node/relay`, in a copy of it."""
    project = folder / "relay"
    shutil.copytree(NODE / "relay", project)
    shutil.copy(SCHEMA, project)
    (project / "artifacts").mkdir()
    config = project / "relay.config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), **options}))
    compiler = NODE / "node_modules" / "relay-compiler" / "cli.js"
    node.run(compiler, "--output", "quiet-with-errors", "--noWatchman", config, cwd=project)
    return project


def test_relay_queries_pages_and_refetches(node: Runtime, endpoint: str, tmp_path: Path) -> None:
    assert node.ask("relay.mjs", endpoint, compile_relay(node, tmp_path)) == CATALOGUE


def test_relays_persisted_queries_are_all_that_is_answered(
    node: Runtime, registry: ScratchDatabase, tmp_path: Path
) -> None:
    persisted = tmp_path / "persisted.json"
    persisted.write_text("{}")
    project = compile_relay(node, tmp_path, persistConfig={"file": "../persisted.json"})
    names = [text.split("(")[0] for text in json.loads(persisted.read_text()).values()]
    assert sorted(names) == [
        "query CatalogueModelQuery",
        "query CatalogueModelsQuery",
        "query CatalogueQuery",
    ]
    with serving(registry, "--operations", persisted) as endpoint:
        assert node.ask("relay.mjs", endpoint, project) == CATALOGUE
        other = httpx.post(endpoint, json={"query": "{ registry { version } }"})
    assert [error["extensions"]["code"] for error in other.json()["errors"]] == [
        "PERSISTED_QUERY_REQUIRED"
    ]
