"""Models that could stand in for another: each score is worked out beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Connection

from service.ingest.run import import_documents
from service.ingest.submission import Submission
from service.tables import graph, metadata
from service.tables.licensing import license_atoms, model_terms
from tests.api.asking import Asker, asking
from tests.api.graph import FEATURES, TASKS, entity, model_row, write_graph
from tests.reading import SEED
from tests.scratch import ScratchDatabase, ScratchServer

DETECTION, TAGGING, FAST = 31, 34, 41
"""What the models of tests.api.graph have: One tags and is fast, Two detects and tags."""


@dataclass(frozen=True)
class Candidate:
    """A model to add to those of tests.api.graph, with the ids of what it has and lacks."""

    id: int
    name: str
    modality: str | None = None
    category: str | None = None
    has: tuple[int, ...] = ()
    lacks: tuple[int, ...] = ()
    is_stub: bool = False

    def row(self) -> dict[str, Any]:
        words = {"modality": self.modality, "category": self.category, "is_stub": self.is_stub}
        return model_row({"id": self.id, "name": self.name, **words})

    def supports(self) -> Iterator[tuple[int, str]]:
        yield from ((id_, "YES") for id_ in self.has)
        yield from ((id_, "NO") for id_ in self.lacks)


CANDIDATES = [
    Candidate(5, "Five", "vision", "open", has=(TAGGING, FAST)),
    Candidate(6, "Six", has=(TAGGING,)),
    Candidate(7, "Seven", "vision", "closed", has=(DETECTION, FAST), lacks=(TAGGING,)),
    Candidate(8, "Eight", has=(TAGGING,), is_stub=True),
    Candidate(9, "Nine", has=(TAGGING,)),
]


def write(connection: Connection, candidate: Candidate) -> None:
    slug = candidate.name.lower()
    connection.execute(graph.entities.insert(), entity(candidate.id, "model", slug, candidate.name))
    named = {"kind": "model", "slug": slug, "entity_id": candidate.id}
    connection.execute(graph.entity_slugs.insert(), named)
    connection.execute(graph.models.insert(), candidate.row())
    for id_, support in candidate.supports():
        _write_support(connection, candidate, id_, support)


def _write_support(connection: Connection, candidate: Candidate, id_: int, support: str) -> None:
    kind, (slug, name) = ("task", TASKS[id_]) if id_ in TASKS else ("feature", FEATURES[id_])
    property_ = f"{kind}:{slug}"
    key = {"model_id": candidate.id, "property": property_}
    fact = {"position": 1, "section": kind.upper(), "label": name, "object_id": id_}
    said = {"support": support, "status": "STATED", "reason": "Stated."}
    connection.execute(graph.facts.insert(), key | fact | said)
    names = {"sort_name": slug, "object_sort_name": name.lower()}
    table = graph.model_tasks if kind == "task" else graph.model_features
    row = key | names | {f"{kind}_id": id_, "support": support}
    connection.execute(table.insert(), row)


def write_licenses(connection: Connection) -> None:
    """Five is under MIT, Nine under AGPL; of the others nothing is known."""
    agpl = entity(23, "license", "agpl", "AGPL-3.0-only")
    connection.execute(graph.entities.insert(), agpl)
    connection.execute(graph.licenses.insert(), {"id": 23, "spdx_expression": agpl["name"]})
    atoms = [(21, "MIT"), (23, "AGPL-3.0-only")]
    connection.execute(
        license_atoms.insert(),
        [
            {"license_id": id_, "clause": 0, "mode": "BEST", "expression": expression}
            for id_, expression in atoms
        ],
    )
    label = {"n": 0, "artifact": "UNSPECIFIED", "flow": "DIRECT", "rival": 0}
    held = [(5, 21), (9, 23)]
    terms = [label | {"model_id": model, "license_id": license_} for model, license_ in held]
    connection.execute(model_terms.insert(), terms)


@pytest.fixture(scope="module")
def shop(server: ScratchServer) -> Iterator[Asker]:
    with server.scratch("template0") as database:
        with database.begin() as connection:
            metadata.create_all(connection)
            write_graph(connection)
            for candidate in CANDIDATES:
                write(connection, candidate)
            write_licenses(connection)
        with asking(database) as asker:
            yield asker


ALTERNATIVES = """
query ($model: String!, $uses: [LicenseUse!], $context: LicenseContext, $includeUnusable: Boolean,
  $filter: ModelFilter, $first: Int = 10) {
  alternatives(model: $model, uses: $uses, context: $context, includeUnusable: $includeUnusable,
    filter: $filter, first: $first) {
    model { name } sharedTasks { name } score reasons
    usability { verdict reasons { license { slug } model { name } } } } }
"""


def scores(ask: Asker, model: str, **arguments: Any) -> list[tuple[str, float]]:
    found = ask.data(ALTERNATIVES, {"model": model, **arguments})["alternatives"]
    return [(each["model"]["name"], each["score"]) for each in found]


def usability(ask: Asker, **plan: Any) -> dict[str, tuple[str, set[tuple[str | None, str]]]]:
    """What is said of each alternative to One: a verdict, and licences of which models."""
    found = ask.data(ALTERNATIVES, {"model": "one", **plan})["alternatives"]
    return {
        each["model"]["name"]: (
            each["usability"]["verdict"],
            {
                (reason["license"] and reason["license"]["slug"], reason["model"]["name"])
                for reason in each["usability"]["reasons"]
            },
        )
        for each in found
    }


def reasons(ask: Asker, model: str, name: str, **arguments: Any) -> list[str]:
    found = ask.data(ALTERNATIVES, {"model": model, **arguments})["alternatives"]
    (said,) = (each["reasons"] for each in found if each["model"]["name"] == name)
    return list(said)


def test_the_best_comes_first_and_equals_by_name(shop: Asker) -> None:
    assert scores(shop, "one") == [
        ("Five", 1),  # all the same
        ("Nine", 0.8),  # 1/2 + 6/20
        ("Six", 0.8),
        ("Two", 0.7),  # 1/2 + (6 - 2 - 1 + 1)/20
    ]


def test_no_counts_against_and_unknown_neither_way(shop: Asker) -> None:
    assert scores(shop, "two") == [
        ("Five", 0.6875),  # 1/2 + (6 * 1/2 - 1 + 1)/16
        ("Nine", 0.6875),  # 1/2 + (6 * 1/2)/16
        ("Six", 0.6875),
        ("One", 0.5),  # 1/2 + (6 * (1 - 1)/2 - 1 + 1)/16
        ("Seven", 0.375),  # 1/2 + (6 * (1 - 1)/2 - 1 - 1)/16
    ]


def test_reasons_say_what_the_score_is_made_of(shop: Asker) -> None:
    assert reasons(shop, "one", "Two") == [
        "Tasks, weight 6: of the 1 that One has, YES for 1, NO for 0, UNKNOWN for 0.",
        "Features, weight 2: of the 1 that One has, YES for 0, NO for 1, UNKNOWN for 0.",
        "Modality, weight 1: multimodal, where that of One is vision.",
        "Category, weight 1: open, the same as that of One.",
    ]


def test_reasons_count_what_is_unknown(shop: Asker) -> None:
    assert reasons(shop, "one", "Six") == [
        "Tasks, weight 6: of the 1 that One has, YES for 1, NO for 0, UNKNOWN for 0.",
        "Features, weight 2: of the 1 that One has, YES for 0, NO for 0, UNKNOWN for 1.",
        "Modality, weight 1: UNKNOWN, where that of One is vision.",
        "Category, weight 1: UNKNOWN, where that of One is open.",
    ]


def test_what_is_unknown_of_the_model_itself_has_no_weight(shop: Asker) -> None:
    assert scores(shop, "six") == [("Five", 1), ("Nine", 1), ("One", 1), ("Two", 1)]
    assert reasons(shop, "six", "Five")[1:] == [
        "Features, weight 0: none is known of Six.",
        "Modality, weight 0: that of Six is UNKNOWN.",
        "Category, weight 0: that of Six is UNKNOWN.",
    ]


def test_shared_tasks_are_those_that_both_are_known_to_have(shop: Asker) -> None:
    found = shop.data(ALTERNATIVES, {"model": "two"})["alternatives"]
    shared = {each["model"]["name"]: each["sharedTasks"] for each in found}
    assert shared["One"] == [{"name": "Tagging"}]
    assert shared["Seven"] == [{"name": "Detection"}]


_COUNTED = re.compile(
    r"\w+, weight (\d): of the (\d+) that .+ has, YES for (\d+), NO for (\d+), UNKNOWN for (\d+)\."
)
_COMPARED = re.compile(r"\w+, weight (\d): (\w+), (the same)?.*\.")


def recomputed(said: list[str]) -> Fraction:
    """The score, by the formula in the field's description, from the reasons alone."""
    points, weights = Fraction(0), 0
    for reason in said:
        if counted := _COUNTED.fullmatch(reason):
            weight, of, yes, no, unknown = map(int, counted.groups())
            assert yes + no + unknown == of
            agreement = Fraction(yes - no, of)
        elif compared := _COMPARED.fullmatch(reason):
            weight = int(compared[1])
            agreement = Fraction(1 if compared[3] else 0 if compared[2] == "UNKNOWN" else -1)
        else:
            assert ", weight 0: " in reason
            continue
        points, weights = points + weight * agreement, weights + weight
    return Fraction(1, 2) + points / (2 * weights)


def rounded(score: Fraction) -> Decimal:
    exact = Decimal(score.numerator) / Decimal(score.denominator)
    return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)


@pytest.mark.parametrize("model", ["one", "two", "five", "six", "seven", "nine"])
def test_each_score_can_be_recomputed_from_its_reasons(shop: Asker, model: str) -> None:
    found = shop.data(ALTERNATIVES, {"model": model})["alternatives"]
    assert found
    for each in found:
        assert Decimal(str(each["score"])) == rounded(recomputed(each["reasons"]))


def test_what_may_not_be_used_is_left_out(shop: Asker) -> None:
    assert scores(shop, "one", uses=["REDISTRIBUTE"]) == [("Five", 1), ("Nine", 0.8)]
    assert scores(shop, "one", uses=["SHIP_IN_CLOSED_SOURCE_PRODUCT"]) == [("Five", 1)]
    assert scores(shop, "one", uses=[]) == scores(shop, "one", uses=None) == scores(shop, "one")


def test_what_is_left_out_is_shown_with_the_reason_where_that_is_asked(shop: Asker) -> None:
    plan = {"uses": ["SHIP_IN_CLOSED_SOURCE_PRODUCT"], "includeUnusable": True}
    assert scores(shop, "one", **plan) == scores(shop, "one")
    assert usability(shop, **plan) == {
        "Five": ("YES", {("mit", "Five")}),
        "Nine": ("NO", {("agpl", "Nine")}),
        "Six": ("UNKNOWN", {(None, "Six")}),
        "Two": ("UNKNOWN", {(None, "Two")}),
    }


def test_who_asks_decides_too(shop: Asker) -> None:
    hosted: dict[str, Any] = {"uses": ["NETWORK_SERVICE"]}
    unmodified = usability(shop, **hosted, context={"modified": False})
    assert unmodified["Nine"][0] == "YES"
    assert usability(shop, **hosted)["Nine"][0] == "CONDITIONAL"
    refused = {"model": "one", **hosted, "context": {"monthlyActiveUsers": -1}}
    assert shop.problem(ALTERNATIVES, refused) == (
        "BAD_ARGUMENT",
        "Argument 'monthlyActiveUsers': -1 is negative.",
    )


def test_where_no_use_is_asked_about_nothing_is_judged(shop: Asker) -> None:
    asked = """{ alternatives(model: "one", first: 1) { usability { verdict } }
      model(slug: "one") { alternatives(first: 1) { usability { verdict } } } }"""
    nothing = [{"usability": None}]
    assert shop.data(asked) == {"alternatives": nothing, "model": {"alternatives": nothing}}


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ({"modality": ["vision"]}, ["Five"]),
        ({"organization": ["bolt-labs"]}, ["Two"]),
        ({"tasks": ["detection"]}, ["Two"]),
        ({"includeStubs": True}, ["Five", "Eight", "Nine", "Six", "Two"]),
        ({"organization": ["nobody"]}, []),
        ({}, ["Five", "Nine", "Six", "Two"]),
    ],
)
def test_a_filter_says_which_models_may_stand_in(
    shop: Asker, filter_: dict[str, Any], expected: list[str]
) -> None:
    assert [name for name, _ in scores(shop, "one", filter=filter_)] == expected


def test_the_first_ones_are_the_best(shop: Asker) -> None:
    assert scores(shop, "one", first=2) == [("Five", 1), ("Nine", 0.8)]
    assert scores(shop, "one", first=0) == []
    assert shop.problem(ALTERNATIVES, {"model": "one", "first": 101}) == (
        "BAD_ARGUMENT",
        "Argument 'first': 101 is not between 0 and 100.",
    )


def test_without_tasks_there_are_no_alternatives(shop: Asker) -> None:
    assert scores(shop, "three") == []


def test_an_unknown_slug_has_no_alternatives(shop: Asker) -> None:
    assert shop.data(ALTERNATIVES, {"model": "nobody"}) == {"alternatives": None}


def test_a_model_tells_its_own_alternatives(shop: Asker) -> None:
    asked = '{ model(slug: "uno") { alternatives(first: 1) { model { name } score } } }'
    best = [{"model": {"name": "Five"}, "score": 1}]
    assert shop.data(asked)["model"]["alternatives"] == best


def test_of_the_seed_models_clip_could_stand_in_for_sam_clip(database: ScratchDatabase) -> None:
    pages = [Submission.of(file.name, file.read_bytes()) for file in SEED.glob("documents/*.txt")]
    with database.begin() as connection:
        import_documents(connection, pages)
    with asking(database) as ask:
        found = ask.data(ALTERNATIVES, {"model": "sam-clip"})["alternatives"]
    assert found == [
        {
            "model": {"name": "CLIP"},
            "sharedTasks": [{"name": "Classification"}],
            "score": 0.75,  # 1/2 + (6 * 1/2 + 2 - 1 + 1)/20
            "reasons": [
                "Tasks, weight 6: of the 2 that SAM-CLIP has, YES for 1, NO for 0, UNKNOWN for 1.",
                "Features, weight 2: of the 1 that SAM-CLIP has, YES for 1, NO for 0, "
                "UNKNOWN for 0.",
                "Modality, weight 1: multimodal, where that of SAM-CLIP is vision.",
                "Category, weight 1: open, the same as that of SAM-CLIP.",
            ],
            "usability": None,
        }
    ]
