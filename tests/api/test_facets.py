"""Facets: how many of a connection's models there are of each value."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Asker

FACETS = """
facets {
  organizations { distinct unknown counts { count value { name } } }
  licenses { distinct unknown counts { count value { name } } }
  tasks { distinct unknown counts { count value { name } } }
  features { distinct unknown counts { count value { name } } }
  modalities { distinct unknown counts { count value } }
  categories { distinct unknown counts { count value } }
  years { distinct unknown counts { count value } }
}
"""
OF_MODELS = f"query ($filter: ModelFilter) {{ models(filter: $filter) {{ {FACETS} }} }}"


def told(facets: dict[str, Any]) -> dict[str, Any]:
    """A facet's pairs of value and count, and how many models have no value."""
    for facet in facets.values():
        assert facet["distinct"] == len(facet["counts"])
    return {
        name: ([_pair(each) for each in facet["counts"]], facet["unknown"])
        for name, facet in facets.items()
    }


def _pair(each: dict[str, Any]) -> tuple[Any, int]:
    value = each["value"]
    return value["name"] if isinstance(value, dict) else value, each["count"]


def test_facets_count_all_models_but_stubs(ask: Asker) -> None:
    assert told(ask.data(OF_MODELS)["models"]["facets"]) == {
        "organizations": ([("Acme", 1), ("Bolt Labs", 1)], 1),
        "licenses": ([("MIT", 2), ("Custom", 1)], 0),
        "tasks": ([("Tagging", 2), ("Detection", 1)], 1),
        "features": ([("Fast", 1)], 2),
        "modalities": ([("multimodal", 1), ("vision", 1)], 1),
        "categories": ([("open", 2)], 1),
        "years": ([(2021, 1), (2023, 1)], 1),
    }


@pytest.mark.parametrize(
    ("narrowed", "licenses", "tasks"),
    [
        (
            {"includeStubs": True},
            ([("MIT", 2), ("Custom", 1)], 1),
            ([("Tagging", 2), ("Detection", 1)], 2),
        ),
        ({"tasks": ["detection"]}, ([("MIT", 1)], 0), ([("Detection", 1), ("Tagging", 1)], 0)),
        ({"not": {"tasks": ["detection"]}}, ([("MIT", 1)], 0), ([("Tagging", 1)], 0)),
        ({"organization": ["nobody"]}, ([], 0), ([], 0)),
    ],
)
def test_facets_count_what_the_filter_finds(
    ask: Asker, narrowed: dict[str, Any], licenses: Any, tasks: Any
) -> None:
    facets = told(ask.data(OF_MODELS, {"filter": narrowed})["models"]["facets"])
    assert (facets["licenses"], facets["tasks"]) == (licenses, tasks)


def test_facets_do_not_depend_on_the_page(ask: Asker) -> None:
    asked = f"{{ models(first: 0) {{ {FACETS} }} whole: models {{ {FACETS} }} }}"
    answer = ask.data(asked)
    assert answer["models"] == answer["whole"]


def test_every_connection_of_models_has_facets_of_its_own(ask: Asker) -> None:
    facets = "facets { organizations { counts { count value { name } } unknown } }"
    asked = f"""
    {{ license(slug: "mit") {{ models {{ {facets} }} }}
      task(slug: "detection") {{ models {{ {facets} }} }}
      dataset(slug: "pictures") {{ models {{ {facets} }} }}
      models(last: 1) {{ nodes {{ name license {{ models {{ {facets} }} }} }} }} }}
    """

    def counted(*names: str) -> dict[str, Any]:
        counts = [{"count": 1, "value": {"name": name}} for name in names]
        return {"models": {"facets": {"organizations": {"counts": counts, "unknown": 0}}}}

    assert ask.data(asked) == {
        "license": counted("Acme", "Bolt Labs"),
        "task": counted("Bolt Labs"),
        "dataset": counted("Acme"),
        "models": {"nodes": [{"name": "Two", "license": counted("Acme", "Bolt Labs")}]},
    }


def test_a_facet_shows_as_many_values_as_asked_for(ask: Asker) -> None:
    asked = """
    query ($first: Int) { models { facets { tasks {
      counts(first: $first) { value { slug } } distinct } } } }
    """
    tasks = ask.data(asked, {"first": 1})["models"]["facets"]["tasks"]
    assert tasks == {"counts": [{"value": {"slug": "tagging"}}], "distinct": 2}
    assert ask.data(asked, {"first": 0})["models"]["facets"]["tasks"]["counts"] == []
    message = "Argument 'first': 101 is not between 0 and 100."
    assert ask.problem(asked, {"first": 101}) == ("BAD_ARGUMENT", message)


def test_a_value_of_a_facet_leads_on(ask: Asker) -> None:
    asked = """
    { models { facets { features { counts { value { slug models { nodes { name } } } } } } } }
    """
    (count,) = ask.data(asked)["models"]["facets"]["features"]["counts"]
    assert count == {"value": {"slug": "fast", "models": {"nodes": [{"name": "One"}]}}}
