"""What is asked, and which variables rotate over the registry.

A variable is written as numbers to choose from: one, or several of the same numbers for a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from bench.world import FIRST_SLUG, KINDS


@dataclass(frozen=True, slots=True)
class Numbers:
    """A variable whose values are slugs: any `FIRST_SLUG + number` with number under `count`.

    Attributes:
        count: how many slugs there are to choose from.
        several: how many different ones a value lists; 0: a value is one slug, not a list.
    """

    count: int
    several: int = 0

    def choose(self, random: Random) -> str | list[str]:
        if not self.several:
            return str(FIRST_SLUG + random.randrange(self.count))
        chosen = random.sample(range(self.count), self.several)
        return [str(FIRST_SLUG + number) for number in chosen]


@dataclass(frozen=True, slots=True)
class Question:
    """A GraphQL operation that is asked again and again.

    Attributes:
        name: for the report.
        target: the least share of pgbench's rate that is good enough.
        query: the operation.
        variables: by name.
    """

    name: str
    target: float
    query: str
    variables: Mapping[str, Numbers]

    def choose(self, random: Random) -> Mapping[str, Any]:
        """Variables for one request."""
        return {name: numbers.choose(random) for name, numbers in self.variables.items()}


def questions(models: int) -> tuple[Question, ...]:
    """The questions, for a registry of so many models."""
    return (
        Question("model", 0.15, _MODEL, {"slug": Numbers(models)}),
        Question("comparison", 0.25, _COMPARISON, {"models": Numbers(models, several=4)}),
        Question(
            "page",
            0.5,
            _PAGE,
            {"task": Numbers(_COMMON_TASKS), "license": Numbers(KINDS["license"])},
        ),
        Question("lineage", 0.5, _LINEAGE, {"model": Numbers(models)}),
        Question("path", 0.5, _PATH, {"from": Numbers(models), "to": Numbers(models)}),
        Question("alternatives", 0.5, _ALTERNATIVES, {"model": Numbers(models)}),
        Question("search", 0.5, _SEARCH, {"query": Numbers(models)}),
        Question(
            "facets",
            0.5,
            _FACETS,
            {"task": Numbers(_COMMON_TASKS), "license": Numbers(KINDS["license"])},
        ),
        Question(
            "filter",
            0.5,
            _FILTER,
            {
                "task": Numbers(_COMMON_TASKS),
                "lacking": Numbers(_COMMON_TASKS),
                "license": Numbers(KINDS["license"]),
            },
        ),
    )


_COMMON_TASKS: Final = 60
"""The tasks that enough models have to fill a page under every licence."""

_EVIDENCE: Final = "evidence { quote start end document { title uri } }"

_MODEL: Final = f"""
query ModelPage($slug: String!) {{
  model(slug: $slug) {{
    id slug name aliases isStub category modality contextWindow
    organization {{ slug name }}
    license {{ slug name spdxExpression }}
    releaseDate {{ iso precision }}
    parameters {{ text minimum maximum }}
    tasks(support: [YES, NO, UNKNOWN]) {{ support task {{ slug name }} }}
    features(support: [YES, NO, UNKNOWN]) {{ support feature {{ slug name }} }}
    facts {{ property text support status reason {_EVIDENCE} rivals {{ text {_EVIDENCE} }} }}
    relations {{ kind source {{ slug name }} target {{ slug name }} {_EVIDENCE} }}
  }}
}}
"""

_COMPARISON: Final = f"""
query Comparison($models: [String!]!) {{
  compare(models: $models) {{
    models {{ slug name organization {{ slug name }} license {{ slug name }} }}
    rows {{
      key label group differs
      cells {{ text support status reason {_EVIDENCE} rivals {{ text }} }}
    }}
    sharedTasks {{ slug name }}
    possiblySharedTasks {{ slug name }}
    sharedFeatures {{ slug name }}
    possiblySharedFeatures {{ slug name }}
  }}
}}
"""

_PAGE: Final = """
query Page($task: String!, $license: String!) {
  models(first: 50, filter: {tasks: [$task], license: [$license]}) {
    nodes {
      slug name category modality
      organization { slug name }
      license { slug name }
      releaseDate { iso }
      parameters { text }
      tasks { task { slug name } }
      features { feature { slug name } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""

_LINEAGE: Final = """
query Lineage($model: String!) {
  lineage(model: $model) {
    root { slug name }
    entryCount
    entries(first: 100) { depth model { slug name organization { slug name } } }
    relations(first: 100) { kind source { slug } target { slug } }
  }
}
"""

_PATH: Final = f"""
query Path($from: String!, $to: String!) {{
  path(from: $from, to: $to) {{
    relations {{ kind source {{ slug name }} target {{ slug name }} {_EVIDENCE} }}
  }}
}}
"""

_ALTERNATIVES: Final = """
query Alternatives($model: String!) {
  alternatives(model: $model) {
    model { slug name organization { slug name } license { slug name } }
    sharedTasks { slug name }
    score
    reasons
  }
}
"""

_SEARCH: Final = """
query Search($query: String!) {
  search(query: $query, first: 20) {
    edges { score matched text node { __typename slug name } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

_FACETS: Final = """
query Facets($task: String!, $license: String!) {
  models(first: 0, filter: {tasks: [$task], license: [$license]}) {
    totalCount
    facets {
      organizations { unknown counts { count value { slug name } } }
      licenses { unknown counts { count value { slug name } } }
      tasks { unknown counts { count value { slug name } } }
      features { unknown counts { count value { slug name } } }
      modalities { unknown counts { count value } }
      categories { unknown counts { count value } }
      years { unknown counts { count value } }
    }
  }
}
"""

_FILTER: Final = """
query Filter($task: String!, $lacking: String!, $license: String!) {
  models(first: 50, filter: {
    or: [{tasks: [$task]}, {license: [$license]}], not: {tasks: [$lacking]}
  }) {
    nodes { slug name organization { slug name } license { slug name } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
