"""A Python client whose types are generated from schema.graphql, against the live service."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from service.domain.scopes import Scope
from service.store.tokens import create_token
from tests.clients.packages import PYTHON, SCHEMA, Runtime
from tests.clients.serving import serving
from tests.scratch import ScratchDatabase

SEEDS = sorted((SCHEMA.parent / "seed" / "documents").iterdir())


@pytest.fixture(scope="module")
def project(python: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client's project, with the package that was generated for it."""
    folder = tmp_path_factory.mktemp("project") / "python"
    shutil.copytree(PYTHON, folder)
    shutil.copy(SCHEMA, folder)
    python.run("-m", "ariadne_codegen", "--config", "codegen.toml", cwd=folder)
    return folder


def check_types(project: Path, python: Runtime, *checked: str) -> str:
    """What mypy says of a program in the client's environment."""
    mypy = ["-m", "mypy", "--strict", "--python-executable", str(python.executable)]
    return Runtime(Path(sys.executable)).run(*mypy, *checked, cwd=project)


def test_a_client_is_typed(project: Path, python: Runtime) -> None:
    told = check_types(project, python, "catalogue.py")
    assert told == "Success: no issues found in 1 source file\n"


def test_what_the_schema_does_not_allow_is_a_type_error(project: Path, python: Runtime) -> None:
    misuse = 'from modelgraph_client import Client\nClient("").model(1).model.name'
    with pytest.raises(AssertionError, match=r"\[union-attr\]\n.* \[arg-type\]\nFound 2 errors"):
        check_types(project, python, "-c", misuse)


def test_a_client_fills_a_registry_and_reads_it(
    project: Path, python: Runtime, database: ScratchDatabase
) -> None:
    with database.begin() as connection:
        token = create_token(connection, "client", [Scope.IMPORT], None).secret
    with serving(database) as endpoint:
        told = python.ask("catalogue.py", endpoint, token, *SEEDS, cwd=project)
    assert told == {
        "refused": {
            "status": None,
            "documents": None,
            "problems": [
                ["ERROR", "empty.txt", 1, "the document is empty; text in UTF-8 was expected"]
            ],
        },
        "imported": {"status": "SUCCEEDED", "documents": 3, "problems": []},
        "model": {
            "name": "YOLOv8 Instance Segmentation",
            "organization": "Ultralytics",
            "released": ["2023-01", "MONTH"],
            "weights": 62_800_000,
            "undecided": ["classification"],
            "decided": {"image-embedding": "NO", "image-similarity": "NO"},
        },
        "pages": [["sam-clip", "yolov8-instance-segmentation"], ["clip"]],
        "search": {
            "total": 5,
            "found": [
                ["ALIAS", "Model", "Segment Anything Model"],
                ["NAME", "Model", "SAM-CLIP"],
                ["NAME", "License", "SAM License"],
                ["NAME", "Organization", "Samsung"],
            ],
        },
        "errors": [["UNKNOWN_MODEL", ["compare"], "No model has the slug 'nobody'."]],
    }
