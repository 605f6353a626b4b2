"""Imports as objects: page by page, by id, with what they brought and noticed."""

from __future__ import annotations

from typing import Any

from tests.api.imports.importing import Client
from tests.cli.pages import PAGE, REVISED_PAGE, WITHOUT_TABLE

PAGES = """
query ($status: ImportStatus, $first: Int, $after: String, $last: Int, $before: String) {
  imports(status: $status, first: $first, after: $after, last: $last, before: $before) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id } }
  }
}
"""
VOCABULARY = "Import:1"


def page_of(client: Client, **asked: Any) -> tuple[list[str], Any]:
    page = client.data(PAGES, asked)
    return [edge["node"]["id"] for edge in page["edges"]], page


def fill(client: Client) -> tuple[str, str, str]:
    """An import, another one, and the revert of that."""
    first = client.bring(("cut.txt", WITHOUT_TABLE), ("a.txt", PAGE), keepGoing=True)
    second = client.bring(("b.txt", REVISED_PAGE))["import"]["id"]
    return first["import"]["id"], second, client.revert(second)["import"]["id"]


def test_the_newest_come_first(client: Client) -> None:
    first, second, third = fill(client)
    ids, page = page_of(client)
    assert ids == [third, second, first, VOCABULARY]
    assert page["totalCount"] == 4


def test_pages_visit_each_import_once_in_either_direction(client: Client) -> None:
    first, second, third = fill(client)
    ids, page = page_of(client, first=3)
    assert (ids, page["pageInfo"]["hasNextPage"]) == ([third, second, first], True)
    cursor = page["pageInfo"]["endCursor"]
    assert page_of(client, first=3, after=cursor)[0] == [VOCABULARY]
    assert page_of(client, last=1, before=cursor)[0] == [second]
    assert page_of(client, last=2)[0] == [first, VOCABULARY]


def test_those_that_ended_in_one_way(client: Client) -> None:
    first, second, third = fill(client)
    assert page_of(client, status="SUCCEEDED")[0] == [third, first, VOCABULARY]
    ids, page = page_of(client, status="REVERTED")
    assert (ids, page["totalCount"]) == ([second], 1)
    assert page_of(client, status="FAILED")[0] == []


def test_an_import_tells_what_it_brought_and_noticed(client: Client) -> None:
    first, second, third = fill(client)
    query = """
    query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Import {
        status by documents revisions { title sha256 } problems { level document line }
        reverts { id } revertedBy { id } took: finishedAt startedAt } } }
    """
    nodes = client.data(query, {"ids": [VOCABULARY, first, second, third, "Import:99"]})
    for node in nodes[:-1]:
        assert node.pop("startedAt") <= node.pop("took")
    hashes = [revision.pop("sha256") for node in nodes[1:3] for revision in node["revisions"]]
    assert len(set(hashes)) == 2
    page = {"title": "Alpha vs Beta"}
    problem = {"level": "ERROR", "document": "cut.txt", "line": 13}
    none: dict[str, Any] = {"problems": [], "reverts": None, "revertedBy": None}
    made = {"by": "importer", "documents": 1, "status": "SUCCEEDED"}
    assert nodes[1:] == [
        {"id": first, **made, **none, "revisions": [page], "problems": [problem]},
        {"id": second, **made, **none, "status": "REVERTED", "revisions": [page],
         "revertedBy": {"id": third}},
        {"id": third, **made, **none, "revisions": [], "reverts": {"id": second}},
        None,
    ]  # fmt: skip
    assert (nodes[0]["by"], nodes[0]["status"]) == (None, "SUCCEEDED")


def test_long_lists_of_an_import_are_cut(client: Client) -> None:
    first, _, _ = fill(client)
    query = "query ($id: ID!) { node(id: $id) { ... on Import { revisions(first: 0) { id } } } }"
    assert client.data(query, {"id": first}) == {"revisions": []}
    (error,) = client.ask(query.replace("0", "1001"), {"id": first}).json()["errors"]
    assert error["message"] == "Argument 'first': 1001 is not between 0 and 1000."
