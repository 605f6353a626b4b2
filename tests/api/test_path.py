"""The shortest chain of relations between two models."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.asking import Asker, asking
from tests.api.family import Edge, Family, edges, new_family
from tests.scratch import ScratchServer

PATH = """
query ($from: String!, $to: String!) {
  path(from: $from, to: $to) { relations { source { slug } kind target { slug } } } }
"""

TIES = edges("""\
start USES alpha
beta EXTENDS start
gamma EXTENDS start
alpha DERIVED_FROM end
beta DERIVED_FROM end
gamma DERIVED_FROM end
beta VARIANT_OF aside
aside EXTENDS start""")
"""Three ways of two edges from start to end; what is aside is on none of them."""


@pytest.fixture(scope="module")
def family(server: ScratchServer) -> Iterator[Family]:
    with new_family(server) as family:
        family.add(TIES, alone=["island"])
        chain = [(f"link-{at}", "SUCCEEDS", f"link-{at + 1}") for at in range(11)]
        family.add(chain)
        yield family


@pytest.fixture(scope="module")
def kin(family: Family) -> Iterator[Asker]:
    with asking(family.database) as asker:
        yield asker


def path(ask: Asker, from_: str, to: str) -> list[Edge] | None:
    found = ask.data(PATH, {"from": from_, "to": to})["path"]
    return found and [
        (edge["source"]["slug"], edge["kind"], edge["target"]["slug"])
        for edge in found["relations"]
    ]


def test_of_several_shortest_chains_the_first_by_kinds_and_slugs_is_told(kin: Asker) -> None:
    assert path(kin, "start", "end") == edges("beta EXTENDS start\nbeta DERIVED_FROM end")
    assert path(kin, "end", "start") == edges("alpha DERIVED_FROM end\nstart USES alpha")


def test_a_first_edge_that_leads_no_shorter_way_is_not_taken(kin: Asker) -> None:
    assert path(kin, "aside", "end") == edges("beta VARIANT_OF aside\nbeta DERIVED_FROM end")


def test_a_model_is_no_edges_away_from_itself(kin: Asker) -> None:
    assert path(kin, "island", "island") == []


@pytest.mark.parametrize(
    ("from_", "to"), [("start", "island"), ("start", "nobody"), ("nobody", "nobody")]
)
def test_there_is_no_chain_to_what_is_not_joined_or_not_known(
    kin: Asker, from_: str, to: str
) -> None:
    assert path(kin, from_, to) is None


def test_a_chain_has_at_most_ten_edges(kin: Asker) -> None:
    whole = [(f"link-{at}", "SUCCEEDS", f"link-{at + 1}") for at in range(10)]
    assert path(kin, "link-0", "link-10") == whole
    assert path(kin, "link-10", "link-0") == whole[::-1]
    assert path(kin, "link-0", "link-11") is None


def test_what_is_no_model_joins_none(ask: Asker) -> None:
    assert path(ask, "two", "four") == [
        ("two", "VARIANT_OF", "one"),
        ("one", "MERGED_FROM", "four"),
    ]
    assert path(ask, "three", "one") is None


def test_an_edge_comes_with_its_evidence(ask: Asker) -> None:
    asked = """
    { path(from: "four", to: "uno") { relations {
        kind evidence { quote document { title } } target { ... on Model { isStub } } } } }
    """
    assert ask.data(asked)["path"]["relations"] == [
        {
            "kind": "MERGED_FROM",
            "evidence": [{"quote": "One", "document": {"title": "The page"}}],
            "target": {"isStub": True},
        }
    ]


_LETTERS = "abcdefgh"
_some_edges = st.sets(
    st.tuples(
        st.sampled_from(_LETTERS),
        st.sampled_from(("DERIVED_FROM", "EXTENDS")),
        st.sampled_from(_LETTERS),
    ).filter(lambda edge: edge[0] != edge[2]),
    max_size=16,
)


def searched(graph: set[Edge], from_: str, to: str) -> list[Edge] | None:
    """The first of all shortest chains, found by listing them all."""
    ways, found = deque([[from_]]), list[list[str]]()
    while ways:
        way = ways.popleft()
        if found and len(way) > len(found[0]):
            break
        if way[-1] == to:
            found.append(way)
        steps = {edge[0] for edge in graph if edge[2] == way[-1]}
        steps |= {edge[2] for edge in graph if edge[0] == way[-1]}
        ways.extend([*way, step] for step in steps if step not in way)
    chains = [[_first(graph, *step) for step in pairwise(way)] for way in found]
    return min(chains, key=lambda chain: [_order(edge) for edge in chain], default=None)


def _first(graph: set[Edge], near: str, far: str) -> Edge:
    return min((edge for edge in graph if {edge[0], edge[2]} == {near, far}), key=_order)


def _order(edge: Edge) -> Edge:
    source, kind, target = edge
    return kind, source, target


@pytest.fixture(scope="module")
def families(server: ScratchServer) -> Iterator[Family]:
    with new_family(server) as family:
        yield family


@pytest.fixture(scope="module")
def any_kin(families: Family) -> Iterator[Asker]:
    with asking(families.database) as asker:
        yield asker


@settings(max_examples=40, deadline=None)
@given(graph=_some_edges)
def test_a_path_is_the_first_of_the_shortest_that_a_plain_search_finds(
    families: Family, any_kin: Asker, graph: set[Edge]
) -> None:
    prefix = f"g{len(families.ids)}"
    named = {(f"{prefix}{source}", kind, f"{prefix}{target}") for source, kind, target in graph}
    from_, to = f"{prefix}a", f"{prefix}b"
    families.add(sorted(named), alone=[from_, to])
    assert path(any_kin, from_, to) == searched(named, from_, to)
