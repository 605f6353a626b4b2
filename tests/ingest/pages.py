"""The seed's comparison pages, as they are and changed, and what importing them leaves."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from service.ingest.report import Report
from service.ingest.run import import_documents
from service.ingest.submission import Submission
from tests.scratch import ScratchDatabase

_SEED = Path(__file__).parents[2] / "seed" / "documents"

CLIP = "clip-vs-sam-clip.txt"
MASK = "mask-r-cnn-vs-sam-clip.txt"
YOLO = "sam-clip-vs-yolov8-instance-segmentation.txt"
NAMES = (CLIP, MASK, YOLO)

_GRAPH = (
    "models",
    "organizations",
    "licenses",
    "tasks",
    "features",
    "datasets",
    "benchmarks",
    "frameworks",
    "aliases",
    "task_parents",
    "facts",
    "fact_rivals",
    "fact_evidence",
    "model_tasks",
    "model_features",
    "relations",
    "relation_evidence",
)
_CURRENT = {
    "entities": "EXISTS (SELECT FROM entity_slugs WHERE entity_id = t.id AND NOT former)",
    "entity_slugs": "NOT former",
    **dict.fromkeys(_GRAPH, "true"),
}


def text_of(name: str) -> str:
    return (_SEED / name).read_text()


def page(name: str, *changes: tuple[str, str]) -> Submission:
    """A page of the seed; each change is a text in it, and what replaces it."""
    text = text_of(name)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Submission.of(name, text.encode())


def pages(*names: str) -> list[Submission]:
    return [page(name) for name in names or NAMES]


def put(
    database: ScratchDatabase,
    submissions: Iterable[Submission],
    *,
    dry_run: bool = False,
    keep_going: bool = False,
) -> Report:
    """Import, and commit."""
    with database.begin() as connection:
        return import_documents(connection, submissions, dry_run=dry_run, keep_going=keep_going)


def visible(database: ScratchDatabase) -> dict[str, list[tuple[object, ...]]]:
    """What queries see: the graph's tables, and the registry's counts; without any version."""
    tables = {
        table: database.rows(
            f"SELECT (to_jsonb(t) - 'since')::text FROM {table} AS t WHERE {current} ORDER BY 1"
        )
        for table, current in _CURRENT.items()
    }
    counts = database.rows("SELECT to_jsonb(s) - 'version' FROM registry_state AS s")
    return {**tables, "counts": counts}
