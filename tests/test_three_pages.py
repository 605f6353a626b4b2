"""What the three pages that the project starts from add up to, cell by cell.

MODELGRAPH_TEST_PAGES names a further folder with the same three comparisons in other words.
"""

from __future__ import annotations

import os
from itertools import permutations
from pathlib import Path

import pytest

from service.domain.claims import Kind
from service.domain.values import Status, Support
from tests.reading import SEED, Known, known

FOLDERS = [SEED / "documents"]
if "MODELGRAPH_TEST_PAGES" in os.environ:
    FOLDERS.append(Path(os.environ["MODELGRAPH_TEST_PAGES"]))

STATED, INFERRED, UNKNOWN = Status.STATED, Status.INFERRED, Status.UNKNOWN
CONFLICTED = Status.CONFLICTED
YES, NO = Support.YES, Support.NO

SCALARS = {
    "SAM-CLIP": {
        "organization": ("Apple", STATED),
        "category": ("open", STATED),
        "modality": ("vision", STATED),
        "release_date": ("2023-10", STATED),
        "context_window": (None, UNKNOWN),
        "parameters": (None, UNKNOWN),
        "license": ("Custom", STATED),
        "contributors": ("University of Illinois Urbana-Champaign", STATED),
        "weights_released": ("No", STATED),
        "code_released": ("No", STATED),
        "benchmark_result": (
            "+5.9 points mean IoU on COCO-Stuff; +6.8 points mean IoU on Pascal VOC",
            STATED,
        ),
    },
    "YOLOv8 Instance Segmentation": {
        "organization": ("Ultralytics", STATED),
        "category": ("open", STATED),
        "modality": ("vision", STATED),
        "release_date": ("2023-01", STATED),
        "context_window": (None, UNKNOWN),
        "parameters": ("2.7M-62.8M", INFERRED),
        "license": ("AGPL 3.0", STATED),
    },
    "Mask R-CNN": {
        "organization": ("Meta", STATED),
        "category": ("open", STATED),
        "modality": ("vision", STATED),
        "release_date": ("2017-10", STATED),
        "context_window": (None, UNKNOWN),
        "parameters": ("44.4M", INFERRED),
        "license": ("MIT", STATED),
    },
    "CLIP": {
        "organization": ("OpenAI", STATED),
        "category": ("open", STATED),
        "modality": ("multimodal", STATED),
        "release_date": ("2021-02", CONFLICTED),
        "context_window": (None, UNKNOWN),
        "parameters": (None, UNKNOWN),
        "license": ("MIT", STATED),
    },
}

TASKS = {
    "SAM-CLIP": {
        YES: {"Zero Shot Segmentation", "Classification"},
        NO: {
            "Keypoint Detection",
            "Object Detection",
            "Image Embedding",
            "Image Similarity",
            "Image Tagging",
        },
        Support.UNKNOWN: {"Instance Segmentation"},
    },
    "YOLOv8 Instance Segmentation": {
        YES: {"Instance Segmentation"},
        NO: {
            "Keypoint Detection",
            "Object Detection",
            "Image Embedding",
            "Image Similarity",
            "Image Tagging",
        },
        Support.UNKNOWN: {"Classification", "Zero Shot Segmentation"},
    },
    "Mask R-CNN": {
        YES: {"Instance Segmentation", "Keypoint Detection", "Object Detection"},
        NO: {"Image Embedding", "Image Similarity", "Image Tagging"},
        Support.UNKNOWN: {"Classification", "Zero Shot Segmentation"},
    },
    "CLIP": {
        YES: {"Classification", "Image Embedding", "Image Similarity", "Image Tagging"},
        NO: {"Keypoint Detection", "Object Detection"},
        Support.UNKNOWN: {"Instance Segmentation", "Zero Shot Segmentation"},
    },
}

FEATURES = {
    "SAM-CLIP": {
        YES: {"Foundation Vision"},
        NO: {"Real-Time Vision", "Multimodal Vision"},
        Support.UNKNOWN: {"Zero-shot Detection"},
    },
    "YOLOv8 Instance Segmentation": {
        YES: {"Real-Time Vision"},
        NO: {"Multimodal Vision"},
        Support.UNKNOWN: {"Foundation Vision", "Zero-shot Detection"},
    },
    "Mask R-CNN": {
        YES: set(),
        NO: {"Real-Time Vision", "Multimodal Vision"},
        Support.UNKNOWN: {"Foundation Vision", "Zero-shot Detection"},
    },
    "CLIP": {
        YES: {"Foundation Vision", "Multimodal Vision"},
        NO: {"Real-Time Vision"},
        Support.UNKNOWN: {"Zero-shot Detection"},
    },
}

INFERRED_YES = {
    ("YOLOv8 Instance Segmentation", "feature:real-time-vision"),
    ("Mask R-CNN", "task:object-detection"),
    ("CLIP", "task:image-embedding"),
    ("CLIP", "task:image-similarity"),
    ("CLIP", "task:image-tagging"),
    ("CLIP", "feature:multimodal-vision"),
}

RELATIONS = {
    ("SAM-CLIP", "MERGED_FROM", "Segment Anything Model"),
    ("SAM-CLIP", "MERGED_FROM", "CLIP"),
    ("SAM-CLIP", "DISTILLED_FROM", "Segment Anything Model"),
    ("SAM-CLIP", "DISTILLED_FROM", "CLIP"),
    ("SAM-CLIP", "EVALUATED_ON", "Pascal VOC"),
    ("SAM-CLIP", "EVALUATED_ON", "COCO-Stuff"),
    ("YOLOv8 Instance Segmentation", "VARIANT_OF", "YOLOv8"),
    ("YOLOv8 Instance Segmentation", "AVAILABLE_IN", "Roboflow Inference"),
    ("Mask R-CNN", "EXTENDS", "Faster R-CNN"),
    ("Mask R-CNN", "AVAILABLE_IN", "Detectron2"),
    ("CLIP", "TRAINED_ON", "WebImageText"),
    ("SigLIP", "DERIVED_FROM", "CLIP"),
    ("OpenCLIP", "DERIVED_FROM", "CLIP"),
    ("MetaCLIP", "DERIVED_FROM", "CLIP"),
    ("Stable Diffusion", "USES", "CLIP"),
}


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def pages(folder: Path) -> list[str]:
    found = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))]
    assert len(found) == 3
    return found


@pytest.fixture(scope="module")
def registry(pages: list[str]) -> Known:
    return known(pages)


@pytest.mark.parametrize("model", SCALARS)
def test_scalars(registry: Known, model: str) -> None:
    assert {key: registry.value(model, key) for key in SCALARS[model]} == SCALARS[model]


@pytest.mark.parametrize("model", TASKS)
def test_tasks_and_features(registry: Known, model: str) -> None:
    assert registry.support(model, "TASK") == TASKS[model]
    assert registry.support(model, "FEATURE") == FEATURES[model]


def test_what_no_source_says_is_inferred(registry: Known) -> None:
    found = {
        (model, key)
        for model in TASKS
        for key, fact in registry.facts(model).items()
        if fact.support is YES and fact.status is INFERRED
    }
    assert found == INFERRED_YES


def test_prose_and_table_disagree_about_a_date(registry: Known) -> None:
    fact = registry.fact("CLIP", "release_date")
    assert [evidence.quote for evidence in fact.evidence] == ["Release DateFeb 2021Oct 2023"]
    (rival,) = fact.rivals
    assert rival.text == "2021-01"
    assert "January 2021" in rival.evidence[0].quote


def test_an_inferred_cell_quotes_the_rows_it_follows_from(registry: Known) -> None:
    fact = registry.fact("Mask R-CNN", "parameters")
    assert [evidence.quote for evidence in fact.evidence] == [
        "Parameters",
        "Parameters44.4M",
        "Parameters2.7M-62.8M",
    ]


def test_an_undecided_cell_quotes_its_clause(registry: Known) -> None:
    fact = registry.fact("CLIP", "task:instance-segmentation")
    assert [evidence.quote for evidence in fact.evidence] == ["Instance Segmentation"]


def test_a_denial_quotes_the_section_that_lacks_the_row(registry: Known) -> None:
    fact = registry.fact("CLIP", "feature:real-time-vision")
    assert [evidence.quote for evidence in fact.evidence] == [
        "Model Features\nFoundation Vision\nZero-shot Detection\nMultimodal Vision"
    ]


def test_the_demo_note_stays_with_its_row(registry: Known) -> None:
    for model in ("SAM-CLIP", "YOLOv8 Instance Segmentation"):
        assert registry.fact(model, "task:instance-segmentation").notes == ("Demo (COCO)",)


def test_relations_reach_every_kind(registry: Known) -> None:
    assert registry.relations() == RELATIONS
    assert registry.entity("WebImageText", Kind.DATASET).aliases[0][0] == "WIT"
    assert registry.entity("Pascal VOC", Kind.BENCHMARK)
    assert registry.entity("Detectron2", Kind.FRAMEWORK)


def test_models_that_are_only_mentioned_are_stubs(registry: Known) -> None:
    models = {
        entity.name: entity.id in registry.projection.stubs
        for entity in registry.projection.entities
        if entity.kind is Kind.MODEL
    }
    assert {name for name, is_stub in models.items() if not is_stub} == set(TASKS)
    assert models["Segment Anything Model"]


def test_prose_creates_no_task(registry: Known) -> None:
    listed = {fact.label for fact in registry.projection.facts if fact.section == "TASK"}
    assert listed == set().union(*TASKS["SAM-CLIP"].values())


def test_no_order_matters(pages: list[str], registry: Known) -> None:
    for order in permutations(pages):
        assert known(order).projection == registry.projection


def test_every_quote_is_the_documents_own(pages: list[str], registry: Known) -> None:
    for fact in registry.projection.facts:
        for evidence in fact.evidence:
            assert any(page[evidence.start : evidence.end] == evidence.quote for page in pages)
        assert fact.evidence or fact.status is UNKNOWN
