"""Fills an empty registry and reads it, by the client that was generated from schema.graphql.

    python catalogue.py ENDPOINT TOKEN DOCUMENT...

Prints what came as JSON.
"""

import datetime
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from modelgraph_client import Client
from modelgraph_client.enums import Support
from modelgraph_client.exceptions import GraphQLClientGraphQLMultiError
from modelgraph_client.input_types import DocumentInput, ImportDocumentsInput, ModelFilter


def read_document(path: str) -> DocumentInput:
    return DocumentInput(name=path, content=Path(path).read_text("utf-8"))


def import_documents(client: Client, *documents: DocumentInput) -> tuple[object, int]:
    """What became of the documents, and the version of the registry that has them."""
    asked = ImportDocumentsInput(documents=list(documents))
    outcome = client.import_documents(asked).import_documents
    import_ = outcome.import_
    told = {
        "status": None if import_ is None else import_.status,
        "documents": None if import_ is None else import_.documents,
        "problems": [
            (problem.level, problem.document, problem.line, problem.message)
            for problem in outcome.problems
        ],
    }
    return told, outcome.registry_version


def read_model(client: Client, slug: str) -> object:
    model = client.model(slug).model
    assert model is not None
    assert model.organization is not None
    assert model.release_date is not None
    assert model.parameters is not None
    return {
        "name": model.name,
        "organization": model.organization.name,
        "released": (model.release_date.iso, model.release_date.precision),
        "weights": model.parameters.maximum,
        "undecided": [each.task.slug for each in model.tasks if each.support is Support.UNKNOWN],
        "decided": {
            each.task.slug: each.support
            for each in model.tasks
            if each.support is not Support.UNKNOWN
        },
    }


def read_pages(client: Client, wanted: ModelFilter, version: int) -> Iterator[list[str]]:
    """The slugs of each page, from the version or a later one."""
    after = None
    while True:
        headers = {"Modelgraph-Version": str(version)}
        page = client.models(wanted, after, headers=headers).models
        yield [model.slug for model in page.nodes]
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def search(client: Client, query: str) -> object:
    found = client.search(query).search
    return {
        "total": found.total_count,
        "found": [(edge.matched, edge.node.typename__, edge.node.name) for edge in found.edges],
    }


def read_errors(client: Client) -> object:
    try:
        client.compare(["clip", "nobody"])
    except GraphQLClientGraphQLMultiError as refused:
        return [
            ((error.extensions or {})["code"], error.path, error.message)
            for error in refused.errors
        ]
    return None


def main() -> None:
    endpoint, token, *paths = sys.argv[1:]
    with Client(endpoint, headers={"Authorization": f"Bearer {token}"}) as client:
        refused, _ = import_documents(client, DocumentInput(name="empty.txt", content=""))
        imported, version = import_documents(client, *map(read_document, paths))
        since_2020 = ModelFilter(releasedAfter=datetime.date(2020, 1, 1))
        told = {
            "refused": refused,
            "imported": imported,
            "model": read_model(client, "yolov8-instance-segmentation"),
            "pages": list(read_pages(client, since_2020, version)),
            "search": search(client, "sam"),
            "errors": read_errors(client),
        }
    print(json.dumps(told))


main()
