"""Questions to a registry that read its documents, from the text to the answer."""

from __future__ import annotations

from typing import Any

from service.ingest.run import import_documents
from service.ingest.submission import Submission
from tests.api.asking import asking
from tests.reading import SEED, page
from tests.scratch import ScratchDatabase

COMPARED = """
query ($models: [String!]!) {
  compare(models: $models) {
    sharedTasks { name }
    possiblySharedTasks { slug }
    rows { key differs cells { text status reason evidence { quote start end document { id } } } }
  }
}
"""


def compare(database: ScratchDatabase, pages: list[str], *models: str) -> Any:
    submissions = [Submission.of(f"{at}.txt", text.encode()) for at, text in enumerate(pages)]
    with database.begin() as connection:
        import_documents(connection, submissions)
    with asking(database) as ask:
        return ask.data(COMPARED, {"models": list(models)})["compare"]


def test_two_models_share_nothing_for_sure_and_three_tasks_perhaps(
    database: ScratchDatabase,
) -> None:
    pages = [file.read_text() for file in sorted((SEED / "documents").glob("*.txt"))]
    compared = compare(database, pages, "sam-clip", "yolov8-instance-segmentation")
    assert compared["sharedTasks"] == []
    shared = [task["slug"] for task in compared["possiblySharedTasks"]]
    assert shared == ["classification", "instance-segmentation", "zero-shot-segmentation"]
    rows = {row["key"]: row for row in compared["rows"]}
    table = "The table of 'SAM-CLIP vs YOLOv8 Instance Segmentation' has the row"
    neither = f"{table} for one of YOLOv8 Instance Segmentation, SAM-CLIP or more; none says which."
    assert {
        slug: [cell["reason"] for cell in rows[f"task:{slug}"]["cells"]] for slug in shared
    } == {
        "classification": ["Stated in 'CLIP vs SAM-CLIP' and 2 more.", neither],
        "instance-segmentation": [
            "The table of 'CLIP vs SAM-CLIP' has the row for one of SAM-CLIP, CLIP or more; "
            "none says which.",
            "Stated in 'SAM-CLIP vs YOLOv8 Instance Segmentation'.",
        ],
        "zero-shot-segmentation": ["Stated in 'CLIP vs SAM-CLIP' and 2 more.", neither],
    }
    for row in compared["rows"]:
        for cell in row["cells"]:
            assert cell["evidence"] or cell["status"] == "UNKNOWN"


def test_a_vaguer_date_leaves_open_whether_dates_differ(database: ScratchDatabase) -> None:
    dates = {"A": "Release Date2023Oct 2023", "C": "Release DateNov 2022Oct 2023"}
    pages = [page(left, "B", (row,)) for left, row in dates.items()]
    differs = {
        left: {row["key"]: row["differs"] for row in compare(database, pages, left, "b")["rows"]}
        for left in ("a", "c")
    }
    assert differs["a"]["release_date"] is None
    assert differs["c"]["release_date"] is True
