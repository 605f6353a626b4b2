"""What the registry believed at an earlier time is what it answered then."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from psycopg import sql
from sqlalchemy import Connection, func, select

from service.api.schema import plan
from service.domain.claims import Kind
from service.domain.identity import slugify
from service.domain.projection import Judgement
from service.ingest.report import Status
from service.ingest.reverting import revert_import
from service.ingest.run import import_documents, rebuild
from service.ingest.seeding import sync_vocabulary
from service.ingest.submission import Submission
from service.store.judgements import add_judgement, withdraw_judgement
from service.tables.sources import imports
from tests.api.asking import Asker, asking
from tests.api.test_operations import wire
from tests.generated.cases import Case
from tests.ingest.pages import CLIP, MASK, YOLO, page, pages
from tests.reading import SEED
from tests.scratch import ScratchDatabase

EVIDENCE = "evidence { quote start end document { id title sha256 } }"
FACT = f"property label text support status reason notes {EVIDENCE} rivals {{ text {EVIDENCE} }}"
MODELS = "models(first: 2) { totalCount pageInfo { hasNextPage endCursor } nodes { slug name } }"

PAGE = f"""
query ($slug: String!, $asOf: DateTime) {{
  model(slug: $slug, asOf: $asOf) {{
    id slug name aliases isStub summary category modality contextWindow
    releaseDate {{ iso precision }}
    parameters {{ text minimum maximum }}
    organization {{ slug name aliases {MODELS} }}
    license {{ slug name aliases spdxExpression {MODELS} }}
    tasks(support: null) {{
      support
      task {{ slug name aliases parents {{ slug }} children {{ slug }} {MODELS} }}
      fact {{ {FACT} }}
    }}
    features(support: null) {{ support feature {{ slug name {MODELS} }} fact {{ status }} }}
    facts {{ {FACT} model {{ slug }} }}
    fact(property: "task:classification") {{ {FACT} }}
    relations {{
      kind
      source {{ __typename slug name }}
      target {{ __typename slug name ... on Model {{ isStub }} }}
      {EVIDENCE}
    }}
    lineage {{
      entries {{ model {{ slug }} depth }}
      relations {{ source {{ slug }} kind target {{ slug }} {EVIDENCE} }}
    }}
    alternatives {{ model {{ slug }} score reasons sharedTasks {{ slug }} }}
  }}
}}
"""

COMPARED = f"""
query ($slugs: [String!]!, $asOf: DateTime) {{
  compare(models: $slugs, asOf: $asOf) {{
    models {{ slug name organization {{ name }} }}
    rows {{ key label group differs cells {{ {FACT} }} }}
    sharedTasks {{ slug }}
    possiblySharedTasks {{ slug }}
    sharedFeatures {{ slug }}
    possiblySharedFeatures {{ slug }}
  }}
}}
"""

FIRST_COLUMNS = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid, 1, true) FROM pg_index"
)

Change = Callable[[Connection], object]


@dataclass(frozen=True)
class Belief:
    """What a registry answered while a version was its current one.

    Attributes:
        at: when the version came to be.
    """

    at: datetime.datetime
    answers: Sequence[Any]


class Questioner:
    """Asks the same of a registry, now or as of a time."""

    def __init__(self, database: ScratchDatabase, ask: Asker, *slugs: str) -> None:
        self._database = database
        self._ask = ask
        self._slugs = slugs

    def answers(self, as_of: str | None = None) -> Sequence[Any]:
        """The page of each model, and the whole response to comparing each with the next."""
        pairs = pairwise(self._slugs)
        return [
            *(self._ask.data(PAGE, {"slug": slug, "asOf": as_of}) for slug in self._slugs),
            *(self._ask(COMPARED, {"slugs": [*pair], "asOf": as_of}) for pair in pairs),
        ]

    def after(self, change: Change) -> Belief:
        """What the registry answers after a change to it."""
        with self._database.begin() as connection:
            change(connection)
        return Belief(self._now(), self.answers())

    def _now(self) -> datetime.datetime:
        ((at,),) = self._database.rows("SELECT max(at) FROM registry_versions")
        assert isinstance(at, datetime.datetime)
        return at


def importing(*submissions: Submission) -> Change:
    return lambda connection: import_documents(connection, submissions)


def reverting_last(connection: Connection) -> None:
    last = connection.scalar(select(func.max(imports.c.id)))
    assert revert_import(connection, last).status is Status.CHANGED


def judging(judgement: Judgement) -> Change:
    def judge(connection: Connection) -> None:
        add_judgement(connection, judgement, reason="It is one model.", judge="ada")
        rebuild(connection)

    return judge


def withdrawing(judgement: Judgement) -> Change:
    def withdraw(connection: Connection) -> None:
        withdraw_judgement(connection, judgement.kind, judgement.left, judgement.right)
        rebuild(connection)

    return withdraw


ONE_MODEL = Judgement(Kind.MODEL, "YOLOv8", "YOLOv8 Instance Segmentation", same=True)
SLUGS = (
    "clip",
    "sam-clip",
    "mask-r-cnn",
    "yolov8-instance-segmentation",
    "yolov8",
    "segment-anything-model",
)
CHANGES = (
    importing(*pages(CLIP)),
    importing(*pages(MASK)),
    importing(*pages(YOLO)),
    importing(page(CLIP, ("LicenseMITCustom", "LicenseMITMIT"))),
    judging(ONE_MODEL),
    importing(*pages(CLIP)),
    reverting_last,
    withdrawing(ONE_MODEL),
)


@pytest.fixture
def questioner(database: ScratchDatabase) -> Iterator[Questioner]:
    with asking(database) as ask:
        yield Questioner(database, ask, *SLUGS)


def test_each_version_is_answered_as_it_was_answered_then(questioner: Questioner) -> None:
    beliefs = [questioner.after(change) for change in CHANGES]
    for belief in beliefs:
        assert questioner.answers(belief.at.isoformat()) == belief.answers
    for earlier, later in pairwise(beliefs):
        assert earlier.answers != later.answers


def test_generated_pages_are_believed_step_by_step(database: ScratchDatabase) -> None:
    world, written = Case(seed=11, variant="mixed", hard=True, pages=5).write()
    with asking(database) as ask:
        questioner = Questioner(database, ask, *(slugify(model.name) for model in world.models))
        steps = [importing(Submission.of(page.file, page.content)) for page in written]
        beliefs = [questioner.after(step) for step in steps]
        for belief in beliefs:
            assert questioner.answers(belief.at.isoformat()) == belief.answers


def test_later_than_now_is_now(questioner: Questioner) -> None:
    belief = questioner.after(importing(*pages()))
    assert questioner.answers("9999-12-31T23:59:59Z") == belief.answers


def test_between_two_versions_the_earlier_one_holds(questioner: Questioner) -> None:
    first, second = (questioner.after(change) for change in CHANGES[:2])
    just_before = second.at - datetime.timedelta(microseconds=1)
    assert questioner.answers(just_before.isoformat()) == first.answers


def test_an_import_is_believed_when_it_finished(database: ScratchDatabase) -> None:
    with asking(database) as ask:
        questioner = Questioner(database, ask, "clip")
        belief = questioner.after(importing(*pages(CLIP)))
        ((finished,),) = database.rows("SELECT to_json(max(finished_at)) #>> '{}' FROM imports")
        assert questioner.answers(str(finished)) == belief.answers


def test_before_the_first_version_no_model_is_known(database: ScratchDatabase) -> None:
    with asking(database) as ask:
        Questioner(database, ask).after(importing(*pages()))
        long_ago = {"asOf": "2001-01-01T00:00:00Z"}
        assert ask(PAGE, {"slug": "clip", **long_ago}) == {"data": {"model": None}}
        answer = ask(COMPARED, {"slugs": ["clip", "sam-clip"], **long_ago})
    assert answer["data"] == {"compare": None}
    assert [(error["message"], error["path"]) for error in answer["errors"]] == [
        ("No model has the slug 'clip'.", ["compare"]),
        ("No model has the slug 'sam-clip'.", ["compare"]),
    ]


def test_what_is_known_no_more_is_there_as_of_then_without_a_count(
    database: ScratchDatabase,
) -> None:
    counted = """
    query ($asOf: DateTime) { model(slug: "clip", asOf: $asOf) {
      organization { slug modelCount } } }
    """
    with asking(database) as ask:
        questioner = Questioner(database, ask)
        brought = questioner.after(importing(page(CLIP, ("OpenAI", "Zetalab"))))
        questioner.after(reverting_last)
        assert ask.data('{ organization(slug: "zetalab") { slug } }') == {"organization": None}
        then = ask.data(counted, {"asOf": brought.at.isoformat()})
    assert then["model"]["organization"] == {"slug": "zetalab", "modelCount": None}


def test_a_time_without_an_offset_is_utc(database: ScratchDatabase) -> None:
    with asking(database) as ask:
        questioner = Questioner(database, ask, "clip")
        first, second = (questioner.after(change) for change in CHANGES[:2])
        for zone in (datetime.UTC, datetime.timezone(datetime.timedelta(hours=-11))):
            elsewhere = first.at.astimezone(zone)
            assert questioner.answers(elsewhere.isoformat()) == first.answers
        naive = first.at.astimezone(datetime.UTC).replace(tzinfo=None)
        assert questioner.answers(naive.isoformat()) == first.answers
    assert first.answers != second.answers


def test_a_former_row_of_comparisons_is_there_again(
    database: ScratchDatabase, tmp_path: Path
) -> None:
    shutil.copytree(SEED / "vocabulary", tmp_path, dirs_exist_ok=True)
    declared = tmp_path / "properties.yaml"
    with asking(database) as ask:
        questioner = Questioner(database, ask, "clip", "sam-clip")
        before = questioner.after(importing(*pages()))
        declared.write_text(
            declared.read_text().replace(
                "labels: [Context Window", "labels: [Window, Context Window"
            )
        )
        after = questioner.after(lambda connection: sync_vocabulary(connection, tmp_path))
        assert questioner.answers(before.at.isoformat()) == before.answers
        assert questioner.answers(after.at.isoformat()) == after.answers
    assert before.answers != after.answers


@pytest.mark.parametrize(
    ("time", "code", "message"),
    [
        (
            "yesterday",
            "BAD_VARIABLES",
            "Variable '$asOf' has invalid value: DateTime cannot represent \"yesterday\": it takes "
            "a moment such as 2023-01-31T12:00:00Z, or a day such as 2023-01-31.",
        ),
        (
            "9999-12-31T23:59:59-01:00",
            "BAD_ARGUMENT",
            "Argument 'asOf': 9999-12-31T23:59:59-01:00 is out of range.",
        ),
    ],
)
def test_what_is_no_time_is_refused(ask: Asker, time: str, code: str, message: str) -> None:
    assert ask.problem(PAGE, {"slug": "one", "asOf": time}) == (code, message)


def test_the_past_is_one_statement_that_looks_rows_up(database: ScratchDatabase) -> None:
    with asking(database) as ask:
        Questioner(database, ask).after(importing(*pages()))
    firsts = {str(index): str(column) for index, column in database.rows(FIRST_COLUMNS)}
    asked = (PAGE, {"slug": "clip"}), (COMPARED, {"slugs": ["clip", "sam-clip"]})
    for query, variables in asked:
        then = {**variables, "asOf": "2100-01-01"}
        with wire(database) as ask:
            response, count = ask(query, then)
        assert count == 1
        assert "errors" not in response
        nodes = list(_plan_of(database, query, then))
        reads = {node["Relation Name"] for node in nodes if "Relation Name" in node}
        assert reads >= {"past_entities", "past_models", "past_facts", "past_model_tasks"}
        assert [node for node in nodes if _reads_all_of_the_past(node, firsts)] == []


def _plan_of(database: ScratchDatabase, query: str, variables: dict[str, Any]) -> Iterator[Any]:
    """The nodes of PostgreSQL's plan, if it could, of the one statement that answers a query."""
    planned = plan(query, variables)
    with database.connect() as connection:
        connection.execute("SET enable_seqscan = off")
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.execute(f"PREPARE asked AS {planned.sql}".encode())
        values = sql.SQL(", ").join(map(sql.Literal, planned.parameters))
        explained = sql.SQL("EXPLAIN (FORMAT JSON) EXECUTE asked ({})").format(values)
        row = connection.execute(explained).fetchone()
    assert row is not None
    yield from _nodes(row[0][0]["Plan"])


def _nodes(node: dict[str, Any]) -> Iterator[Any]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)


def _reads_all_of_the_past(node: dict[str, Any], first_columns: Mapping[str, str]) -> bool:
    """Whether a node of a plan reads a whole table of the history, or a whole index of one.

    Properties are left out: a comparison shows all that are declared.
    """
    index = str(node.get("Index Name", ""))
    if index.startswith("past_") and index != "past_properties_pkey":
        return f"({first_columns[index]} = " not in str(node.get("Index Cond"))
    return node["Node Type"] == "Seq Scan" and str(node["Relation Name"]).startswith("past_")
