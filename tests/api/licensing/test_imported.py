"""Licences of the models that a new registry starts with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.ingest.run import import_documents
from service.ingest.submission import Submission
from tests.api.asking import Asker, asking
from tests.reading import SEED
from tests.scratch import ScratchDatabase


@pytest.fixture
def seeded(database: ScratchDatabase) -> Iterator[Asker]:
    pages = [Submission.of(file.name, file.read_bytes()) for file in SEED.glob("documents/*.txt")]
    with database.begin() as connection:
        import_documents(connection, pages)
    with asking(database) as ask:
        yield ask


def test_the_models_of_the_pages_are_judged_by_their_labels(seeded: Asker) -> None:
    assert seeded.data("""{
      hosted: models(filter: {usableFor: [NETWORK_SERVICE]}) { nodes { slug } }
      closed: models(filter: {usableFor: [SHIP_IN_CLOSED_SOURCE_PRODUCT]}) { nodes { slug } }
      not: models(filter: {not: {usableFor: [SHIP_IN_CLOSED_SOURCE_PRODUCT]}}) { nodes { slug } }
      compare(models: ["sam-clip", "clip"]) { licenseCompatibility { verdict } }
      licenseCheck(input: {models: ["clip"], uses: [REDISTRIBUTE]}) { verdict }
      alternatives(model: "sam-clip", uses: [REDISTRIBUTE]) {
        model { slug licenses { artifact license { slug } } } usability { verdict } }
    }""") == {
        "hosted": {
            "nodes": [
                {"slug": "clip"},
                {"slug": "mask-r-cnn"},
                {"slug": "yolov8-instance-segmentation"},
            ]
        },
        "closed": {"nodes": [{"slug": "clip"}, {"slug": "mask-r-cnn"}]},
        "not": {"nodes": [{"slug": "yolov8-instance-segmentation"}]},
        "compare": {"licenseCompatibility": {"verdict": "UNKNOWN"}},
        "licenseCheck": {"verdict": "YES"},
        "alternatives": [
            {
                "model": {
                    "slug": "clip",
                    "licenses": [{"artifact": "UNSPECIFIED", "license": {"slug": "mit"}}],
                },
                "usability": {"verdict": "YES"},
            }
        ],
    }


@pytest.mark.parametrize("use", ["MERGE", "COMBINE"])
def test_a_filter_does_not_say_that_licences_within_a_label_go_together(
    database: ScratchDatabase, use: str
) -> None:
    labels = {"Mix": "GPL-2.0-only AND GPL-3.0-only", "Vague": "GPL", "Bare": "GPL-3.0"}
    pages = [
        Submission.of(name, "\n".join([f"# {name} vs Zed", "", *_table(name, label)]).encode())
        for name, label in labels.items()
    ]
    with database.begin() as connection:
        import_documents(connection, pages)
    with asking(database) as ask:
        asked = f"""{{ models(filter: {{usableFor: [{use}]}}) {{ nodes {{ slug }} }}
          mix: licenseCheck(input: {{models: ["mix"], uses: [{use}]}}) {{ verdict }}
          vague: licenseCheck(input: {{models: ["vague"], uses: [{use}]}}) {{ verdict }}
          bare: licenseCheck(input: {{models: ["bare"], uses: [{use}]}}) {{ verdict }} }}"""
        assert ask.data(asked) == {
            "models": {"nodes": [{"slug": "bare"}]},
            "mix": {"verdict": "NO"},
            "vague": {"verdict": "UNKNOWN"},
            "bare": {"verdict": "CONDITIONAL"},
        }


def _table(name: str, label: str) -> list[str]:
    """A comparison's table with a licence for the first of its models."""
    rows = [f"| Feature | {name} | Zed |", "|---|---|---|", f"| License | {label} | |"]
    return [*rows, "| Release Date | 2000 | 2001 |"]


def test_licences_of_the_vocabulary_have_terms_and_pairs(seeded: Asker) -> None:
    asked = """{ license(slug: "agpl-3-0") { terms { topic }
      compatibleWith(flow: INBOUND) { verdict license { slug } } } }"""
    license_ = seeded.data(asked)["license"]
    assert {"hosting", "derivative_license", "duties"} <= {
        term["topic"] for term in license_["terms"]
    }
    assert {"verdict": "YES", "license": {"slug": "mit"}} in license_["compatibleWith"]
