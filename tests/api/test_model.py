"""One model, with everything that its page shows."""

from __future__ import annotations

from typing import Any

from tests.api.asking import Asker
from tests.api.graph import SHA, TEXT


def test_a_model_is_read_with_everything_a_page_shows(ask: Asker) -> None:
    asked = """
    query Page($slug: String!) {
      model(slug: $slug) {
        __typename id slug name aliases isStub summary category modality contextWindow
        organization { id name }
        license { name spdxExpression }
        releaseDate { iso year month day precision }
        parameters { text minimum maximum }
        tasks { support task { slug } fact { text reason } }
        features(support: null) { support feature { slug } fact { property } }
      }
    }
    """
    assert ask(asked, {"slug": "two"}) == {
        "data": {
            "model": {
                "__typename": "Model",
                "id": "Model:2",
                "slug": "two",
                "name": "Two",
                "aliases": [],
                "isStub": False,
                "summary": None,
                "category": "open",
                "modality": "multimodal",
                "contextWindow": 4096,
                "organization": {"id": "Organization:12", "name": "Bolt Labs"},
                "license": {"name": "MIT", "spdxExpression": "MIT"},
                "releaseDate": {
                    "iso": "2021",
                    "year": 2021,
                    "month": None,
                    "day": None,
                    "precision": "YEAR",
                },
                "parameters": {"text": "2M-3M", "minimum": 2_000_000, "maximum": 3_000_000},
                "tasks": [
                    {
                        "support": "YES",
                        "task": {"slug": "detection"},
                        "fact": {"text": "Yes", "reason": "Stated."},
                    },
                    {
                        "support": "YES",
                        "task": {"slug": "tagging"},
                        "fact": {"text": "Yes", "reason": "It follows."},
                    },
                ],
                "features": [
                    {
                        "support": "NO",
                        "feature": {"slug": "fast"},
                        "fact": {"property": "feature:fast"},
                    }
                ],
            }
        }
    }


def test_what_is_unknown_is_null(ask: Asker) -> None:
    asked = """
    { model(slug: "four") { isStub summary organization { name } license { name } category
        releaseDate { iso } parameters { text } contextWindow tasks { support } facts { text } } }
    """
    assert ask.data(asked)["model"] == {
        "isStub": True,
        "summary": None,
        "organization": None,
        "license": None,
        "category": None,
        "releaseDate": None,
        "parameters": None,
        "contextWindow": None,
        "tasks": [],
        "facts": [],
    }


def test_a_fact_shows_where_it_comes_from_and_what_others_say(ask: Asker) -> None:
    asked = """
    { model(slug: "uno") { fact(property: "release_date") {
        model { name } property label section text support status reason notes
        evidence { quote start end document { id title uri sha256 importedAt text } }
        rivals { text evidence { quote } } } } }
    """
    assert ask.data(asked)["model"]["fact"] == {
        "model": {"name": "One"},
        "property": "release_date",
        "label": "Release Date",
        "section": "PROPERTY",
        "text": "2023-10",
        "support": None,
        "status": "CONFLICTED",
        "reason": "The table is believed.",
        "notes": [],
        "evidence": [
            {
                "quote": "One",
                "start": 0,
                "end": 3,
                "document": {
                    "id": "Document:91",
                    "title": "The page",
                    "uri": "https://page.example",
                    "sha256": SHA,
                    "importedAt": "2026-01-02T03:04:05+00:00",
                    "text": TEXT,
                },
            }
        ],
        "rivals": [{"text": "2023-09", "evidence": [{"quote": "Two"}]}],
    }


def test_facts_come_in_the_order_of_a_page(ask: Asker) -> None:
    facts = ask.data('{ model(slug: "one") { facts { property text notes } } }')["model"]["facts"]
    assert [(fact["property"], fact["text"], fact["notes"]) for fact in facts] == [
        ("organization", "Acme", []),
        ("release_date", "2023-10", []),
        ("task:detection", "No", []),
        ("task:segmentation", None, ["Demo (COCO)"]),
        ("task:tagging", "Yes", []),
        ("feature:fast", "Yes", []),
    ]


def test_a_known_property_without_a_fact_is_unknown(ask: Asker) -> None:
    cell = "{ model { name } property label section text support status reason notes "
    cell += "evidence { quote } rivals { text } }"
    asked = f"""
    {{ model(slug: "one") {{
        license: fact(property: "license") {cell}
        task: fact(property: "task:keypoint-detection") {cell}
        alias: fact(property: "task:object-detection") {{ property text }}
        nothing: fact(property: "no_such_property") {cell}
        noTask: fact(property: "task:no-such-task") {cell}
        noKind: fact(property: "organization:acme") {cell}
    }} }}
    """
    unsaid: dict[str, Any] = {
        "model": {"name": "One"},
        "text": None,
        "status": "UNKNOWN",
        "reason": "No document says anything about it.",
        "notes": [],
        "evidence": [],
        "rivals": [],
    }
    assert ask.data(asked)["model"] == {
        "license": unsaid
        | {"property": "license", "label": "License", "section": "PROPERTY", "support": None},
        "task": unsaid
        | {
            "property": "task:keypoint-detection",
            "label": "Keypoint Detection",
            "section": "TASK",
            "support": "UNKNOWN",
        },
        "alias": {"property": "task:detection", "text": "No"},
        "nothing": None,
        "noTask": None,
        "noKind": None,
    }


def test_relations_reach_every_kind_in_both_directions(ask: Asker) -> None:
    asked = """
    query ($slug: String!, $kinds: [RelationKind!]) {
      model(slug: $slug) { relations(kinds: $kinds) { kind source { name }
      target { __typename id slug name aliases ... on Model { isStub } }
      evidence { quote document { title } } } } }
    """
    edges = ask.data(asked, {"slug": "one"})["model"]["relations"]
    assert [(edge["source"]["name"], edge["kind"], edge["target"]) for edge in edges] == [
        ("One", "MERGED_FROM", target("Model", 4, "four", "Four") | {"isStub": True}),
        ("One", "TRAINED_ON", target("Dataset", 51, "pictures", "Pictures")),
        (
            "Two",
            "VARIANT_OF",
            target("Model", 1, "one", "One") | {"isStub": False, "aliases": ["Ein", "Uno"]},
        ),
    ]
    kinds = ["AVAILABLE_IN", "EVALUATED_ON"]
    edges = ask.data(asked, {"slug": "two", "kinds": kinds})["model"]["relations"]
    grounds = [{"quote": "detects", "document": {"title": "The page"}}]
    assert [(edge["target"]["__typename"], edge["evidence"]) for edge in edges] == [
        ("Framework", grounds),
        ("Benchmark", grounds),
    ]


def target(type_name: str, id_: int, slug: str, name: str) -> dict[str, object]:
    names = {"slug": slug, "name": name, "aliases": []}
    return {"__typename": type_name, "id": f"{type_name}:{id_}", **names}
