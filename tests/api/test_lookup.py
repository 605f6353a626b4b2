"""Entities by slug, objects by id, and the registry's own numbers."""

from __future__ import annotations

import pytest

from tests.api.asking import Asker


def test_entities_are_found_by_slug_with_their_models(ask: Asker) -> None:
    asked = """
    { organization(slug: "acme") { name models { totalCount nodes { name } } }
      license(slug: "mit") { name spdxExpression models(first: 1) {
        nodes { name } pageInfo { hasNextPage } } }
      task(slug: "detection") { name parents { name } children { name }
        models { nodes { name } } }
      keypoints: task(slug: "keypoint-detection") { parents { name } children { name } }
      feature(slug: "fast") { name models { edges { node { name } } } }
      unknown: task(slug: "one") { name } }
    """
    assert ask.data(asked) == {
        "organization": {"name": "Acme", "models": {"totalCount": 1, "nodes": [{"name": "One"}]}},
        "license": {
            "name": "MIT",
            "spdxExpression": "MIT",
            "models": {"nodes": [{"name": "One"}], "pageInfo": {"hasNextPage": True}},
        },
        "task": {
            "name": "Detection",
            "parents": [],
            "children": [{"name": "Keypoint Detection"}],
            "models": {"nodes": [{"name": "Two"}]},
        },
        "keypoints": {"parents": [{"name": "Detection"}], "children": []},
        "feature": {"name": "Fast", "models": {"edges": [{"node": {"name": "One"}}]}},
        "unknown": None,
    }


def test_old_slugs_and_those_of_aliases_lead_on(ask: Asker) -> None:
    asked = '{ model(slug: "uno") { slug } task(slug: "object-detection") { slug } }'
    assert ask.data(asked) == {"model": {"slug": "one"}, "task": {"slug": "detection"}}


def test_an_object_is_found_by_its_id(ask: Asker) -> None:
    asked = """
    query ($id: ID!) { node(id: $id) { __typename id
      ... on Entity { name } ... on License { spdxExpression } ... on Document { title } } }
    """
    found = {id_: ask.data(asked, {"id": id_})["node"] for id_ in ("License:22", "Document:91")}
    assert found == {
        "License:22": {
            "__typename": "License",
            "id": "License:22",
            "name": "Custom",
            "spdxExpression": None,
        },
        "Document:91": {"__typename": "Document", "id": "Document:91", "title": "The page"},
    }


@pytest.mark.parametrize(
    "id_", ["License:1", "Model:11", "Nothing:1", "Model:one", "Model", "", "Model:" + "9" * 19]
)
def test_an_id_that_names_nothing_gives_null(ask: Asker, id_: str) -> None:
    asked = "query ($id: ID!) { node(id: $id) { id } }"
    assert ask(asked, {"id": id_}) == {"data": {"node": None}}


def test_nodes_keep_the_order_of_ids(ask: Asker) -> None:
    asked = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Model { name } } }"
    ids = ["Task:31", "Model:9", "Model:2", "nonsense", "Model:1", "Model:2"]
    assert ask.data(asked, {"ids": ids})["nodes"] == [
        {"id": "Task:31"},
        None,
        {"id": "Model:2", "name": "Two"},
        None,
        {"id": "Model:1", "name": "One"},
        {"id": "Model:2", "name": "Two"},
    ]


def test_too_many_ids_are_refused(ask: Asker) -> None:
    asked = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    message = "Argument 'ids': 101 are more than 100."
    assert ask.problem(asked, {"ids": ["Model:1"] * 101}) == ("BAD_ARGUMENT", message)


def test_the_registry_tells_what_it_holds(ask: Asker) -> None:
    asked = "{ registry { version models organizations conflicts } }"
    assert ask.data(asked) == {
        "registry": {"version": 7, "models": 3, "organizations": 0, "conflicts": 1}
    }


def test_pages_may_stand_inside_pages(ask: Asker) -> None:
    asked = """
    { models(first: 2, orderBy: NEWEST) { nodes { name license { models(first: 1) {
        totalCount nodes { name organization { models { totalCount } } }
        pageInfo { hasNextPage hasPreviousPage } } } } } }
    """
    inner = {
        "models": {
            "totalCount": 2,
            "nodes": [{"name": "One", "organization": {"models": {"totalCount": 1}}}],
            "pageInfo": {"hasNextPage": True, "hasPreviousPage": False},
        }
    }
    assert ask.data(asked)["models"]["nodes"] == [
        {"name": "One", "license": inner},
        {"name": "Two", "license": inner},
    ]
