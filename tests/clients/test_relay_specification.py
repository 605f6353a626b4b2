"""Relay's server specification: objects by their ids, and connections that page both ways.

https://relay.dev/docs/guides/graphql-server-specification/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from graphql import build_schema, get_named_type

from tests.clients.packages import SCHEMA

SDL = build_schema(SCHEMA.read_text(encoding="utf-8"))
SIZE = 3
LARGEST = 100
"""Of a page."""


def roots() -> dict[str, str]:
    """What to select of a node, by the fields of Query that are connections."""
    assert SDL.query_type is not None
    named = {name: get_named_type(field.type) for name, field in SDL.query_type.fields.items()}
    return {
        name: "property model { id }" if type_.name == "FactConnection" else "id"
        for name, type_ in named.items()
        if type_.name.endswith("Connection")
    }


@pytest.fixture(scope="module")
def client(endpoint: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=endpoint.removesuffix("/graphql")) as client:
        yield client


def ask(client: httpx.Client, query: str, variables: dict[str, Any] | None = None) -> Any:
    answer = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return answer["data"]


def read_page(client: httpx.Client, field: str, **arguments: Any) -> Any:
    """A page of a connection of Query."""
    needed = 'query: "c", ' if field == "search" else ""
    query = f"""
    query ($first: Int, $after: String, $last: Int, $before: String) {{
      {field}({needed}first: $first, after: $after, last: $last, before: $before) {{
        edges {{ cursor node {{ __typename {roots()[field]} }} }}
        nodes {{ __typename {roots()[field]} }}
        pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
        totalCount
      }}
    }}
    """
    return ask(client, query, arguments)[field]


def check_page(page: Any) -> None:
    """The nodes are those of the edges, and the page's cursors are its first and last edge's."""
    assert page["nodes"] == [edge["node"] for edge in page["edges"]]
    cursors = [edge["cursor"] for edge in page["edges"]] or [None]
    info = page["pageInfo"]
    assert (info["startCursor"], info["endCursor"]) == (cursors[0], cursors[-1])


def pages_forwards(client: httpx.Client, field: str, size: int = SIZE) -> Iterator[Any]:
    after, more = None, True
    while more:
        page = read_page(client, field, first=size, after=after)
        check_page(page)
        yield page
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]


def pages_backwards(client: httpx.Client, field: str) -> Iterator[Any]:
    before, more = None, True
    while more:
        page = read_page(client, field, last=SIZE, before=before)
        check_page(page)
        yield page
        before, more = page["pageInfo"]["startCursor"], page["pageInfo"]["hasPreviousPage"]


@pytest.mark.parametrize("field", roots())
def test_a_connection_pages_forwards_and_backwards(client: httpx.Client, field: str) -> None:
    largest = list(pages_forwards(client, field, size=LARGEST))
    whole = [edge for page in largest for edge in page["edges"]]
    assert {page["totalCount"] for page in largest} == {len(whole)}
    forwards = list(pages_forwards(client, field))
    backwards = list(pages_backwards(client, field))[::-1]
    for pages in (forwards, backwards):
        assert [edge for page in pages for edge in page["edges"]] == whole


OBJECTS = """
{
  models(first: 2) { nodes { __typename id } }
  organizations(first: 2) { nodes { __typename id } }
  licenses(first: 2) { nodes { __typename id } }
  tasks(first: 2) { nodes { __typename id } }
  features(first: 2) { nodes { __typename id } }
  imports(first: 2) { nodes { __typename id } }
  conflicts(first: 1) { nodes { evidence { document { __typename id } } } }
}
"""


def test_objects_of_each_kind_are_found_again_by_their_ids(client: httpx.Client) -> None:
    found = ask(client, OBJECTS)
    (conflict,) = found.pop("conflicts")["nodes"]
    objects = [node for connection in found.values() for node in connection["nodes"]]
    objects += [evidence["document"] for evidence in conflict["evidence"]]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    ids = [each["id"] for each in objects]
    assert ask(client, query, {"ids": ids}) == {"nodes": objects}
    for each in objects:
        asked = "query ($id: ID!) { node(id: $id) { __typename id } }"
        assert ask(client, asked, {"id": each["id"]}) == {"node": each}
    assert {each["__typename"] for each in objects} == {
        "Document",
        "Feature",
        "Import",
        "License",
        "Model",
        "Organization",
        "Task",
    }
