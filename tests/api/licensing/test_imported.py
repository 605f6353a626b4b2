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


def test_licences_of_the_vocabulary_have_terms_and_pairs(seeded: Asker) -> None:
    asked = """{ license(slug: "agpl-3-0") { terms { topic }
      compatibleWith(flow: INBOUND) { verdict license { slug } } } }"""
    license_ = seeded.data(asked)["license"]
    assert {"hosting", "derivative_license", "duties"} <= {
        term["topic"] for term in license_["terms"]
    }
    assert {"verdict": "YES", "license": {"slug": "mit"}} in license_["compatibleWith"]
