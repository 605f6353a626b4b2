"""Honest traffic is far from every limit."""

from __future__ import annotations

import pytest
from graphql import get_introspection_query

from service.api.schema import open_operations
from service.planner.limits import Limits

OPERATIONS = open_operations(Limits())

EVIDENCE = "evidence { quote start end document { id title uri sha256 importedAt } }"
FACT = f"property label text support status reason notes {EVIDENCE} rivals {{ text {EVIDENCE} }}"
ENTITY = "id slug name aliases"

PAGE = f"""
query Page($first: Int = 100, $filter: ModelFilter, $orderBy: ModelOrder, $after: String) {{
  models(first: $first, filter: $filter, orderBy: $orderBy, after: $after) {{
    totalCount
    edges {{ cursor node {{
      {ENTITY} category modality releaseDate {{ iso }} parameters {{ text }}
      organization {{ {ENTITY} }}
      license {{ {ENTITY} spdxExpression }}
      tasks(support: [YES, NO, UNKNOWN]) {{ support task {{ {ENTITY} }} }}
      features(support: [YES, NO, UNKNOWN]) {{ support feature {{ {ENTITY} }} }}
    }} }}
    pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
  }}
}}
"""

COMPARISON = f"""
query Comparison($models: [String!]! = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]) {{
  compare(models: $models) {{
    models {{ {ENTITY} organization {{ name }} license {{ name }} tasks {{ task {{ name }} }}
      features {{ feature {{ name }} }} }}
    rows {{ key label group differs cells {{ model {{ slug }} {FACT} }} }}
    sharedTasks {{ {ENTITY} }}
    possiblySharedTasks {{ {ENTITY} }}
    sharedFeatures {{ {ENTITY} }}
    possiblySharedFeatures {{ {ENTITY} }}
  }}
}}
"""

MODEL = f"""
query Model($slug: String! = "a") {{
  model(slug: $slug) {{
    {ENTITY} isStub summary category modality contextWindow
    organization {{ {ENTITY} }} license {{ {ENTITY} spdxExpression }}
    releaseDate {{ iso year month day precision }} parameters {{ text minimum maximum }}
    tasks(support: [YES, NO, UNKNOWN]) {{ support task {{ {ENTITY} }} fact {{ {FACT} }} }}
    features(support: [YES, NO, UNKNOWN]) {{ support feature {{ {ENTITY} }} fact {{ {FACT} }} }}
    facts {{ {FACT} }}
    relations {{ kind source {{ {ENTITY} }} target {{ {ENTITY} }} {EVIDENCE} }}
  }}
}}
"""


_FACT = 20 + 10 * (1 + 10)
"""Nodes of a fact: its evidence, and its rivals with theirs."""


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        (PAGE, 100 * (1 + 3 * 20 + 2 * 100 * (1 + 20))),
        (COMPARISON, 10 * (1 + 20 + 200) + 300 * (1 + 10 * (1 + _FACT)) + 4 * 100 * (1 + 20)),
        (MODEL, 3 * 20 + 200 * (1 + 20 + _FACT) + 300 * (1 + _FACT) + 100 * (1 + 2 * 20 + 20)),
    ],
)
def test_an_honest_operation_costs_at_most_nine_tenths_of_what_it_may(
    query: str, nodes: int
) -> None:
    assert OPERATIONS.prepare(query, None).cost == nodes
    assert nodes <= 0.9 * Limits().nodes


def test_tools_may_ask_for_the_whole_schema() -> None:
    assert OPERATIONS.prepare(get_introspection_query(), None).cost < 0.2 * Limits().nodes
