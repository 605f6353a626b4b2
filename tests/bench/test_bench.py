"""The bench measures what it says: real rows, real answers, the planner's own statement."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

import psycopg
import pytest
from psycopg import RawCursor, sql

from bench.bare import script
from bench.drift import measure_drift
from bench.fill import fill, is_filled
from bench.questions import Numbers, Question, questions
from bench.sample import Sample
from service.api.schema import plan
from service.store.migrate import migrate
from tests.scratch import ScratchDatabase, ScratchServer

MODELS = 400

FOREIGN_KEYS = """
    SELECT format('ALTER TABLE %s ADD CONSTRAINT checked_%s %s',
                  conrelid::regclass, oid, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""


@pytest.fixture(scope="module")
def world(server: ScratchServer) -> Iterator[ScratchDatabase]:
    """A database with a small generated registry."""
    with server.scratch("template0") as database:
        migrate(database.url)
        fill(database.url, MODELS, lambda _: None)
        yield database


def answer(database: ScratchDatabase, question: Question, variables: dict[str, Any]) -> Any:
    """What the planner's statement returns for some variables."""
    planned = plan(question.query, variables)
    with psycopg.connect(database.url, cursor_factory=RawCursor) as connection:
        row = connection.execute(planned.sql, planned.parameters).fetchone()
    assert row is not None
    return row[0] if not isinstance(row[0], str) else json.loads(row[0])


def test_the_rows_hold_what_foreign_keys_demand(world: ScratchDatabase) -> None:
    with world.connect() as connection:
        statements = connection.execute(FOREIGN_KEYS).fetchall()
        for (statement,) in statements:
            connection.execute(sql.SQL(statement))
        connection.rollback()
    assert len(statements) > 40


def test_the_registry_has_the_size_that_was_asked_for(world: ScratchDatabase) -> None:
    counts = world.rows(
        "SELECT (SELECT count(*) FROM models), (SELECT count(*) FROM organizations),"
        " (SELECT count(*) FROM tasks), (SELECT count(*) FROM relations),"
        " (SELECT count(*) FROM documents), (SELECT count(*) FROM facts)"
    )
    assert counts == [(MODELS, 3_000, 120, MODELS * 3 // 2, MODELS // 2, MODELS * 20)]
    assert is_filled(world.url)


def test_a_quote_is_the_text_at_its_place(world: ScratchDatabase) -> None:
    others = world.rows(
        "SELECT count(*) FROM fact_evidence JOIN documents ON documents.id = document_id"
        ' WHERE quote <> substr(text, start + 1, "end" - start)'
    )
    assert others == [(0,)]


def test_a_model_is_asked_for_with_all_that_its_page_shows(world: ScratchDatabase) -> None:
    model = answer(world, questions(MODELS)[0], {"slug": "1000007"})
    assert (model["slug"], len(model["facts"]), len(model["tasks"])) == ("1000007", 20, 10)
    assert {evidence["quote"] for fact in model["facts"] for evidence in fact["evidence"]} > {
        f"Parameters{model['parameters']['text']}"
    }
    assert {relation["source"]["slug"] for relation in model["relations"]} >= {"1000007"}


def test_a_comparison_is_of_four_models(world: ScratchDatabase) -> None:
    question = questions(MODELS)[1]
    chosen = question.choose(Random(1))
    comparison = answer(world, question, dict(chosen))
    assert [model["slug"] for model in comparison["models"]] == chosen["models"]
    assert {len(row["cells"]) for row in comparison["rows"]} == {4}


def test_a_page_meets_both_filters(world: ScratchDatabase) -> None:
    page = answer(world, questions(MODELS)[2], {"task": "1000000", "license": "1000002"})
    assert page["nodes"]
    for model in page["nodes"]:
        assert model["license"]["slug"] == "1000002"
        assert "1000000" in {each["task"]["slug"] for each in model["tasks"]}


def test_a_lineage_has_a_chain_and_a_hub(world: ScratchDatabase) -> None:
    lineage = answer(world, questions(MODELS)[3], {"model": "1000039"})
    assert lineage["entryCount"] >= len(lineage["entries"]) > 10
    assert max(entry["depth"] for entry in lineage["entries"]) > 5
    most = world.rows(
        "SELECT count(*) FROM relations GROUP BY target_id ORDER BY count(*) DESC LIMIT 1"
    )
    assert most > [(10,)]


def test_a_path_leads_from_one_model_to_the_other(world: ScratchDatabase) -> None:
    path = answer(world, questions(MODELS)[4], {"from": "1000001", "to": "1000003"})
    ends = [{edge[end]["slug"] for end in ("source", "target")} for edge in path["relations"]]
    assert "1000001" in ends[0]
    assert "1000003" in ends[-1]
    assert all(one & next_ for one, next_ in pairwise(ends))


def test_alternatives_come_in_the_order_of_their_scores(world: ScratchDatabase) -> None:
    alternatives = answer(world, questions(MODELS)[5], {"model": "1000007"})
    scores = [each["score"] for each in alternatives]
    assert len(scores) == 10
    assert scores == sorted(scores, reverse=True)


def test_a_search_finds_a_model_by_its_name_and_by_a_word_of_it(world: ScratchDatabase) -> None:
    for query, score in [("Model 1000007", 12), ("1000007 mod", 6)]:
        found = answer(world, questions(MODELS)[6], {"query": query})
        best = found["edges"][0]
        assert (best["text"], best["score"]) == ("Model 1000007", score)


def test_facets_are_of_models_that_meet_the_filter(world: ScratchDatabase) -> None:
    models = answer(world, questions(MODELS)[7], {"task": "1000000", "license": "1000002"})
    (license_,) = models["facets"]["licenses"]["counts"]
    assert (license_["value"]["slug"], license_["count"]) == ("1000002", models["totalCount"])
    assert models["facets"]["tasks"]["counts"][0]["count"] == models["totalCount"] > 0


def test_a_filter_is_met_one_way_or_the_other(world: ScratchDatabase) -> None:
    chosen = {"task": "1000000", "lacking": "1000001", "license": "1000002"}
    page = answer(world, questions(MODELS)[8], chosen)
    slugs = {node["license"]["slug"] for node in page["nodes"]}
    assert len(slugs) > 1


def test_the_index_counts_the_models_of_each_entity(world: ScratchDatabase) -> None:
    others = world.rows(
        "SELECT count(*) FROM organizations JOIN entity_index USING (id) WHERE model_count <>"
        " (SELECT count(*) FROM models WHERE organization_id = organizations.id)"
    )
    assert others == [(0,)]


@pytest.mark.parametrize("question", questions(MODELS), ids=lambda question: question.name)
def test_pgbench_gets_the_planners_statement(question: Question) -> None:
    written = script(question)
    planned = plan(question.query, question.choose(Random(0)))
    statement = written.split("\n", written.count("\\set"))[-1]
    blank = r"concat\(('[^']*'|[^()'])*\)|"
    blank += r"\(ARRAY\[.*?\]::text\[\]\)|:\w+_\d\b|'\d+'(?=::)|\bNULL(?=::)|\$\d+"
    assert re.sub(blank, "?", statement) == re.sub(blank, "?", planned.sql) + ";\n"
    assert "$" not in written


def test_a_variable_chooses_slugs_of_the_registry() -> None:
    random = Random(1)
    assert {Numbers(2).choose(random) for _ in range(50)} == {"1000000", "1000001"}
    assert sorted(Numbers(3, several=3).choose(random)) == ["1000000", "1000001", "1000002"]


def test_drift_is_measured_on_half_as_many_relations_again(server: ScratchServer) -> None:
    with server.scratch("template0") as database:
        drift = measure_drift(database.url, MODELS)
        counts = database.rows(
            "SELECT (SELECT count(*) FROM model_terms), (SELECT count(*) FROM license_risks),"
            " (SELECT count(DISTINCT model_id) FROM model_terms)"
        )
    assert counts == [(drift.terms, drift.risks, MODELS)]
    assert (drift.models, drift.terms > MODELS, drift.risks > 0) == (MODELS, True, True)
    assert MODELS < drift.relations <= MODELS * 3 // 2


def test_a_sample_knows_its_rate_and_percentiles() -> None:
    sample = Sample()
    sample.add(1.0, [float(number) for number in range(100, 50, -1)])
    sample.add(1.0, [float(number) for number in range(1, 51)])
    assert (sample.rate, sample.percentile(50), sample.percentile(99)) == (50.0, 50.0, 99.0)
