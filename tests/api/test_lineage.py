"""Where models come from, and what comes from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.ingest.run import import_documents
from service.ingest.submission import Submission
from tests.api.asking import Asker, asking
from tests.api.family import Edge, Family, edges, new_family
from tests.reading import SEED
from tests.scratch import ScratchDatabase, ScratchServer

Entries = list[tuple[str, int]]

LINEAGE = """
query ($model: String!, $direction: Direction, $kinds: [RelationKind!], $depth: Int) {
  lineage(model: $model, direction: $direction, kinds: $kinds, depth: $depth) {
    root { slug }
    entryCount entries { model { slug } depth }
    relationCount relations { source { slug } kind target { slug } } } }
"""

TREE = edges("""\
root FINE_TUNED_FROM left
root MERGED_FROM right
left DERIVED_FROM trunk
right EXTENDS trunk
right USES ground
trunk SUCCEEDS ground
child VARIANT_OF root
grandchild VARIANT_OF child
grandchild DISTILLED_FROM root
sibling DERIVED_FROM trunk""")
"""A diamond above, a short cut on either side; sibling is no kin of root's."""

CYCLE = edges("""\
x DERIVED_FROM y
y DERIVED_FROM z
z DERIVED_FROM x""")


@pytest.fixture(scope="module")
def family(server: ScratchServer) -> Iterator[Family]:
    with new_family(server) as family:
        family.add(TREE, stubs="trunk")
        family.add(CYCLE)
        yield family


@pytest.fixture(scope="module")
def kin(family: Family) -> Iterator[Asker]:
    with asking(family.database) as asker:
        yield asker


def lineage(ask: Asker, model: str, **arguments: Any) -> tuple[Entries, list[Edge]]:
    found = ask.data(LINEAGE, {"model": model, "direction": "BOTH", "depth": 10, **arguments})
    found = found["lineage"]
    assert found["root"] == {"slug": model}
    entries = [(entry["model"]["slug"], entry["depth"]) for entry in found["entries"]]
    followed = [
        (edge["source"]["slug"], edge["kind"], edge["target"]["slug"])
        for edge in found["relations"]
    ]
    assert (found["entryCount"], found["relationCount"]) == (len(entries), len(followed))
    return entries, followed


def test_ancestors_are_reached_from_source_to_target_by_least_depth_and_name(kin: Asker) -> None:
    assert lineage(kin, "root", direction="ANCESTORS") == (
        [("left", 1), ("right", 1), ("ground", 2), ("trunk", 2)],
        edges("""\
left DERIVED_FROM trunk
right EXTENDS trunk
root FINE_TUNED_FROM left
root MERGED_FROM right
trunk SUCCEEDS ground
right USES ground"""),
    )


def test_descendants_are_reached_from_target_to_source(kin: Asker) -> None:
    assert lineage(kin, "root", direction="DESCENDANTS") == (
        [("child", 1), ("grandchild", 1)],
        edges("""\
grandchild DISTILLED_FROM root
child VARIANT_OF root
grandchild VARIANT_OF child"""),
    )


@pytest.mark.parametrize("direction", ["BOTH", None])
def test_both_directions_lead_to_no_siblings(kin: Asker, direction: str | None) -> None:
    entries, followed = lineage(kin, "root", direction=direction)
    assert entries == [
        ("child", 1),
        ("grandchild", 1),
        ("left", 1),
        ("right", 1),
        ("ground", 2),
        ("trunk", 2),
    ]
    assert set(followed) == set(TREE) - {("sibling", "DERIVED_FROM", "trunk")}


def test_only_the_kinds_asked_for_are_followed(kin: Asker) -> None:
    asked = lineage(kin, "root", kinds=["MERGED_FROM", "USES", "VARIANT_OF"])
    assert asked == (
        [("child", 1), ("right", 1), ("grandchild", 2), ("ground", 2)],
        edges("""\
root MERGED_FROM right
right USES ground
child VARIANT_OF root
grandchild VARIANT_OF child"""),
    )


def test_no_kinds_lead_nowhere(kin: Asker) -> None:
    assert lineage(kin, "root", kinds=[]) == ([], [])


def test_a_lineage_goes_as_deep_as_asked_for(kin: Asker) -> None:
    assert lineage(kin, "root", depth=1, direction="ANCESTORS") == (
        [("left", 1), ("right", 1)],
        edges("root FINE_TUNED_FROM left\nroot MERGED_FROM right"),
    )


@pytest.mark.parametrize("depth", [0, -1, 21])
def test_a_depth_out_of_range_is_an_error_at_the_field(kin: Asker, depth: int) -> None:
    (error,) = kin(LINEAGE, {"model": "root", "depth": depth})["errors"]
    assert error == {
        "message": f"Argument 'depth': {depth} is not between 1 and 20.",
        "locations": [{"line": 3, "column": 3}],
        "path": ["lineage"],
        "extensions": {"code": "BAD_ARGUMENT"},
    }


def test_a_cycle_leads_to_each_model_once_and_not_to_the_root(kin: Asker) -> None:
    assert lineage(kin, "x", direction="ANCESTORS") == ([("y", 1), ("z", 2)], CYCLE)
    assert lineage(kin, "x") == ([("y", 1), ("z", 1)], CYCLE)


def test_an_unknown_slug_has_no_lineage(kin: Asker) -> None:
    assert kin.data(LINEAGE, {"model": "nobody"}) == {"lineage": None}


def test_what_is_no_model_is_no_kin(ask: Asker) -> None:
    assert lineage(ask, "one", direction="ANCESTORS")[0] == [("four", 1)]


def test_a_lineage_is_found_by_an_alias_and_tells_stubs_and_evidence(ask: Asker) -> None:
    asked = """
    { lineage(model: "uno", direction: ANCESTORS) {
        root { name }
        entries { model { name isStub } }
        relations { kind evidence { quote start end document { title } } } } }
    """
    assert ask.data(asked)["lineage"] == {
        "root": {"name": "One"},
        "entries": [{"model": {"name": "Four", "isStub": True}}],
        "relations": [
            {
                "kind": "MERGED_FROM",
                "evidence": [
                    {"quote": "One", "start": 0, "end": 3, "document": {"title": "The page"}}
                ],
            }
        ],
    }


def test_a_model_tells_its_own_lineage(kin: Asker) -> None:
    asked = """
    query ($slugs: [String!]!) { compare(models: $slugs) { models {
        slug lineage(direction: ANCESTORS, depth: 1) { entries { model { slug } } } } } }
    """
    found = kin.data(asked, {"slugs": ["root", "x"]})["compare"]["models"]
    assert [
        (each["slug"], [entry["model"]["slug"] for entry in each["lineage"]["entries"]])
        for each in found
    ] == [("root", ["left", "right"]), ("x", ["y"])]


def test_first_cuts_the_lists_and_the_counts_tell(kin: Asker) -> None:
    asked = """
    { lineage(model: "root", direction: ANCESTORS) {
        entryCount entries(first: 3) { model { slug } }
        relationCount relations(first: 1) { kind } } }
    """
    assert kin.data(asked)["lineage"] == {
        "entryCount": 4,
        "entries": [{"model": {"slug": slug}} for slug in ("left", "right", "ground")],
        "relationCount": 6,
        "relations": [{"kind": "DERIVED_FROM"}],
    }


def test_a_ladder_of_diamonds_is_climbed_once(family: Family, kin: Asker) -> None:
    steps = [
        (f"rung-{level}-{side}", "DERIVED_FROM", f"rung-{level + 1}-{other}")
        for level in range(20)
        for side in "ab"
        for other in "ab"
    ]
    family.add(steps)
    entries, followed = lineage(kin, "rung-0-a", direction="ANCESTORS", depth=20)
    assert entries == [(f"rung-{level}-{side}", level) for level in range(1, 21) for side in "ab"]
    assert len(followed) == 78


def test_a_thousand_models_that_all_come_from_each_other_are_reached_once(
    family: Family, kin: Asker
) -> None:
    ring = [
        (f"ring-{at}", "DERIVED_FROM", f"ring-{(at + leap) % 1_000}")
        for at in range(1_000)
        for leap in (*range(1, 10), 100, 300, 500)
    ]
    family.add(ring)
    asked = '{ lineage(model: "ring-0", depth: 20) { entryCount entries { depth } relationCount } }'
    found = kin.data(asked)["lineage"]
    assert (found["entryCount"], len(found["entries"])) == (999, 999)
    assert found["relationCount"] == len(ring)


def test_a_seed_page_tells_what_a_model_was_merged_from(database: ScratchDatabase) -> None:
    pages = [Submission.of(file.name, file.read_bytes()) for file in SEED.glob("documents/*.txt")]
    with database.begin() as connection:
        import_documents(connection, pages)
    with asking(database) as ask:
        found = lineage(ask, "sam-clip", direction="ANCESTORS", kinds=["MERGED_FROM"], depth=1)
    assert found == (
        [("clip", 1), ("segment-anything-model", 1)],
        edges("sam-clip MERGED_FROM clip\nsam-clip MERGED_FROM segment-anything-model"),
    )


_LETTERS = "abcdefg"
_KINDS = ("DERIVED_FROM", "EXTENDS")
_some_edges = st.sets(
    st.tuples(st.sampled_from(_LETTERS), st.sampled_from(_KINDS), st.sampled_from(_LETTERS)).filter(
        lambda edge: edge[0] != edge[2]
    ),
    max_size=14,
)


def searched(graph: set[Edge], root: str, depth: int, *, upward: bool) -> dict[str, int]:
    """The models that a plain search reaches in one direction, with their least depth."""
    reached, frontier = {root: 0}, [root]
    for level in range(1, depth + 1):
        ends = [(edge[0], edge[2]) if upward else (edge[2], edge[0]) for edge in graph]
        frontier = [far for near, far in ends if near in frontier and far not in reached]
        reached |= dict.fromkeys(frontier, level)
    return reached


def expected(graph: set[Edge], root: str, depth: int) -> tuple[Entries, set[Edge]]:
    up = searched(graph, root, depth, upward=True)
    down = searched(graph, root, depth, upward=False)
    both = {slug: min(up.get(slug, depth), down.get(slug, depth)) for slug in up | down}
    entries = sorted(((d, slug) for slug, d in both.items() if slug != root))
    followed = {
        edge for edge in graph if up.get(edge[0], depth) < depth or down.get(edge[2], depth) < depth
    }
    return [(slug, d) for d, slug in entries], followed


@pytest.fixture(scope="module")
def families(server: ScratchServer) -> Iterator[Family]:
    with new_family(server) as family:
        yield family


@pytest.fixture(scope="module")
def any_kin(families: Family) -> Iterator[Asker]:
    with asking(families.database) as asker:
        yield asker


@settings(max_examples=40, deadline=None)
@given(graph=_some_edges, depth=st.integers(1, 4))
def test_a_lineage_is_what_a_plain_search_finds(
    families: Family, any_kin: Asker, graph: set[Edge], depth: int
) -> None:
    prefix = f"g{len(families.ids)}"
    named = {(f"{prefix}{source}", kind, f"{prefix}{target}") for source, kind, target in graph}
    families.add(sorted(named), alone=[f"{prefix}a"])
    entries, followed = lineage(any_kin, f"{prefix}a", depth=depth)
    assert (entries, set(followed)) == expected(named, f"{prefix}a", depth)
