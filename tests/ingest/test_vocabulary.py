"""Vocabularies become claims with the words they come from; anything else is refused, located."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from service.domain.claims import Claim, Kind, Ref, Rule, Span
from service.domain.identity import name_key
from service.domain.projection import Property
from service.errors import DocumentRefused
from service.ingest.sources import Notice, Parsed, parse_document
from service.ingest.sources.properties import read_properties
from service.ingest.sources.strict_yaml import MAX_CHARACTERS

SEED = Path(__file__).parents[2] / "seed" / "vocabulary"
RULE = Rule("vocabulary")

TASKS = """\
# What models do.
vocabulary: tasks
kind: task
entries:
  - name: Segmentation
  - name: Zero Shot Segmentation
    aliases: ["Zero-Shot Mask Generation", 'Promptable']
    parents: [Segmentation]
"""


def claim(text: str, kind: Kind, name: str, key: str, value: str | Ref, at: int) -> Claim:
    words = value if isinstance(value, str) else value.name
    span = Span(at, at + len(words))
    return Claim(Ref(kind, name), key, value, span, text[span.start : span.end], RULE)


def test_entries_become_claims_that_quote_the_words() -> None:
    segmentation, zero_shot = "Segmentation", "Zero Shot Segmentation"
    observations = (
        claim(TASKS, Kind.TASK, segmentation, "name", segmentation, 66),
        claim(TASKS, Kind.TASK, zero_shot, "name", zero_shot, 89),
        claim(TASKS, Kind.TASK, zero_shot, "alias", "Zero-Shot Mask Generation", 127),
        claim(TASKS, Kind.TASK, zero_shot, "alias", "Promptable", 156),
        claim(TASKS, Kind.TASK, zero_shot, "parent", Ref(Kind.TASK, segmentation), 183),
    )
    assert parse_document("any-name.yaml", TASKS.encode(), ()) == Parsed(
        source="vocabulary",
        key="tasks",
        title="Vocabulary: tasks",
        uri=None,
        text=TASKS,
        closed_world=False,
        observations=observations,
    )
    assert [observed.quote for observed in observations] == [
        "Segmentation",
        "Zero Shot Segmentation",
        "Zero-Shot Mask Generation",
        "Promptable",
        "Segmentation",
    ]


def vocabulary(kind: str, *lines: str) -> str:
    return "\n".join([f"vocabulary: {kind}s", f"kind: {kind}", "entries:", *lines])


def statements(text: str) -> list[tuple[str, str, object]]:
    observed = parse_document("it.yaml", text.encode(), ()).observations
    claims = [item for item in observed if isinstance(item, Claim)]
    return [(item.subject.name, item.property, item.value) for item in claims]


def test_a_licence_has_an_expression() -> None:
    text = vocabulary("license", "- {name: AGPL 3.0, spdx_expression: AGPL-3.0-only}")
    assert statements(text) == [
        ("AGPL 3.0", "name", "AGPL 3.0"),
        ("AGPL 3.0", "spdx_expression", "AGPL-3.0-only"),
    ]


def test_an_entry_may_spell_its_name_in_several_ways() -> None:
    text = vocabulary("license", "- {name: Apache 2.0, aliases: [Apache-2.0]}")
    assert statements(text) == [
        ("Apache 2.0", "name", "Apache 2.0"),
        ("Apache 2.0", "alias", "Apache-2.0"),
    ]


def test_a_model_that_is_only_named_stays_undescribed() -> None:
    text = vocabulary("model", "- {name: SAM, aliases: [Segment Anything], organization: Meta}")
    assert statements(text) == [
        ("SAM", "alias", "Segment Anything"),
        ("SAM", "organization", Ref(Kind.ORGANIZATION, "Meta")),
    ]


def test_letters_beyond_the_first_plane_count_as_one() -> None:
    text = "# 🦙🦙\r\n" + vocabulary("organization", "- name: Ünïcode 🦙 AI").replace("\n", "\r\n")
    (observed,) = parse_document("it.yaml", text.encode(), ()).observations
    assert text[observed.span.start : observed.span.end] == observed.quote == "Ünïcode 🦙 AI"


class Refusal(NamedTuple):
    text: str
    line: int
    message: str


YAML = "no YAML that is read here: "
QUOTES = "; a text that looks like something else needs quotes"
TASK = vocabulary("task")

REFUSALS = {
    "unknown kind": Refusal(
        "vocabulary: x\nkind: tusk\nentries: []",
        2,
        "'tusk' was not expected here; known are model, organization, license, task, feature, "
        "dataset, benchmark, framework",
    ),
    "nothing but a name": Refusal("vocabulary: x", 1, "missing here: kind, entries"),
    "no name": Refusal(f"{TASK}\n- aliases: [A]", 4, "missing here: name"),
    "key that is not known": Refusal(
        f"{TASK}\n- name: A\n  alias: B",
        5,
        "the key 'alias' is not known here; known are aliases, name, parents",
    ),
    "key of another kind": Refusal(
        f"{TASK}\n- name: A\n  spdx_expression: MIT",
        5,
        "the key 'spdx_expression' is not known here; known are aliases, name, parents",
    ),
    "key twice": Refusal(f"{TASK}\n- name: A\n  name: B", 5, "the key 'name' is there twice"),
    "entries that are no list": Refusal(
        "vocabulary: x\nkind: task\nentries: {}", 3, "a list was expected, not a mapping"
    ),
    "an entry that is no mapping": Refusal(
        f"{TASK}\n- Segmentation", 4, "a mapping was expected, not 'Segmentation'"
    ),
    "a name that is a list": Refusal(f"{TASK}\n- name: [A]", 4, "a text was expected, not a list"),
    "a name that is a boolean": Refusal(
        f"{TASK}\n- name: no", 4, f"a text was expected, not 'no'{QUOTES}"
    ),
    "a name that is a number": Refusal(
        f"{TASK}\n- name: 3.0", 4, f"a text was expected, not '3.0'{QUOTES}"
    ),
    "a name with a NUL": Refusal(
        f'{TASK}\n- name: "A\\0"', 4, "a text of one line was expected, not 'A\\x00'"
    ),
    "a name with half a character": Refusal(
        f'{TASK}\n- name: "A\\ud83e"', 4, "a text of one line was expected, not 'A\\ud83e'"
    ),
    "a name twice": Refusal(
        f"{TASK}\n- name: A\n- name: a",
        5,
        "'a' is a name in line 4 already; a name means one thing",
    ),
    "a spelling twice": Refusal(
        f"{TASK}\n- {{name: A, aliases: [A B, A B]}}",
        4,
        "'A B' is a name in line 4 already; a name means one thing",
    ),
    "a spelling of another's name": Refusal(
        f"{TASK}\n- name: Zero Shot\n- {{name: B, aliases: [zero-shot]}}",
        5,
        "'zero-shot' is a name in line 4 already; a name means one thing",
    ),
    "an alias of two": Refusal(
        f"{TASK}\n- {{name: A, aliases: [X]}}\n- {{name: B, aliases: [x]}}",
        5,
        "'x' is a name in line 4 already; a name means one thing",
    ),
    "a parent nobody knows": Refusal(
        f"{TASK}\n- name: A\n  parents: [B]", 5, "the parent 'B' is no entry of this vocabulary"
    ),
    "a circle of parents": Refusal(
        f"{TASK}\n- {{name: A, parents: [B]}}\n- {{name: B, parents: [A]}}",
        4,
        "A > B > A is a circle; a task cannot be its own ancestor",
    ),
    "tag": Refusal(
        f"{TASK}\n- name: !!python/object/apply:os.system [ls]",
        4,
        f"{YAML}tags such as tag:yaml.org,2002:python/object/apply:os.system are refused; "
        "plain values were expected",
    ),
    "anchor": Refusal(
        f"{TASK}\n- name: &a A",
        4,
        f"{YAML}anchors such as &a are refused; write the value out where it is used",
    ),
    "bomb": Refusal(
        "\n".join(["vocabulary: x", "a: &a [lol, lol]", *(f"b{n}: [*a, *a]" for n in range(9))]),
        2,
        f"{YAML}anchors such as &a are refused; write the value out where it is used",
    ),
    "alias": Refusal(
        f"{TASK}\n- name: *a", 4, f"{YAML}aliases such as *a are refused; write the value out"
    ),
    "two documents": Refusal(
        f"{TASK}\n---\n{TASK}",
        4,
        f"{YAML}expected a single document in the stream, but found another document",
    ),
    "deep lists": Refusal(
        f"{TASK}\n- name: {'[' * 100_000}", 4, f"{YAML}nested deeper than 6 levels"
    ),
    "deep blocks": Refusal(
        f"{TASK}\n" + "\n".join(f"{' ' * depth}-" for depth in range(1000)),
        9,
        f"{YAML}nested deeper than 6 levels",
    ),
    "huge text": Refusal(
        f"{TASK}\n- name: {'A' * 1001}",
        4,
        f"{YAML}a text longer than 1,000 characters, the most that is read",
    ),
    "huge document": Refusal(
        f"{TASK}\n{'#' * MAX_CHARACTERS}",
        1,
        "the YAML is longer than 1,000,000 characters, the most that is read",
    ),
    "tab": Refusal(
        f"{TASK}\n- name: A\n\taliases: [B]",
        5,
        f"{YAML}while scanning for the next token, "
        "found character '\\t' that cannot start any token",
    ),
    "control character": Refusal(
        f"{TASK}\n- name: A\x08", 4, f"{YAML}special characters are not allowed"
    ),
}


@pytest.mark.parametrize("case", REFUSALS.values(), ids=REFUSALS.keys())
def test_refuses_what_is_no_vocabulary(case: Refusal) -> None:
    with pytest.raises(DocumentRefused) as refused:
        parse_document("it.yaml", case.text.encode(), ())
    assert (refused.value.document, refused.value.line) == ("it.yaml", case.line)
    assert refused.value.message == case.message


PROPERTIES = """\
vocabulary: properties
properties:
  - key: category
    labels: [Category, Openness]
    value_type: word
    words: [Open, closed]
    policy: table
    compared: true
  - key: languages
    labels: [Languages]
    value_type: text
    cardinality: many
    policy: prose
"""


def test_properties_are_read_in_their_order() -> None:
    assert read_properties(PROPERTIES) == (
        Property(
            key="category",
            label="Category",
            value_type="word",
            cardinality="one",
            policy="table",
            position=0,
            compared=True,
            labels=("Openness",),
            words=("Open", "closed"),
        ),
        Property(
            key="languages",
            label="Languages",
            value_type="text",
            cardinality="many",
            policy="prose",
            position=1,
            compared=False,
        ),
    )


def test_properties_are_declared_not_imported() -> None:
    parsed = parse_document("properties.yaml", PROPERTIES.encode(), ())
    notice = "properties take effect by `modelgraph migrate`, not by an import"
    assert (parsed.observations, parsed.notices) == ((), (Notice(1, notice),))


PROPERTY_REFUSALS = {
    "key": Refusal(
        PROPERTIES.replace("key: category", "key: Category"),
        3,
        "a key of lower case letters, digits and _ was expected, not 'Category'",
    ),
    "value type": Refusal(
        PROPERTIES.replace("value_type: word", "value_type: string"),
        5,
        "'string' was not expected here; known are text, organization, license, word, date, "
        "count, tokens, number, boolean, passage",
    ),
    "no labels": Refusal(
        PROPERTIES.replace("[Languages]", "[]"), 10, "at least one label was expected"
    ),
    "a label of two": Refusal(
        PROPERTIES.replace("[Languages]", "[Languages, category]"),
        10,
        "'category' is in line 4 already",
    ),
    "a key of two": Refusal(
        PROPERTIES.replace("key: languages", "key: category"), 9, "'category' is in line 3 already"
    ),
    "a word twice": Refusal(
        PROPERTIES.replace("[Open, closed]", "[Open, open]"), 6, "'open' is in line 6 already"
    ),
    "words of a text": Refusal(
        PROPERTIES.replace("value_type: word", "value_type: text"),
        6,
        "words were not expected: value_type is not word",
    ),
    "compared": Refusal(
        PROPERTIES.replace("compared: true", "compared: yes"),
        8,
        "true or false was expected, not 'yes'",
    ),
}


@pytest.mark.parametrize("case", PROPERTY_REFUSALS.values(), ids=PROPERTY_REFUSALS.keys())
def test_refuses_what_declares_no_properties(case: Refusal) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_properties(case.text)
    assert (refused.value.line, refused.value.message) == (case.line, case.message)


def test_the_seed_compares_the_seven_properties_of_the_contract() -> None:
    declared = read_properties((SEED / "properties.yaml").read_text(encoding="utf-8"))
    assert [item.key for item in declared if item.compared] == [
        "organization",
        "category",
        "modality",
        "release_date",
        "context_window",
        "parameters",
        "license",
    ]


@pytest.mark.parametrize("path", sorted(SEED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_seed_quotes_itself(path: Path) -> None:
    parsed = parse_document(path.name, path.read_bytes(), ())
    assert parsed.key == path.stem
    for observed in parsed.observations:
        assert parsed.text[observed.span.start : observed.span.end] == observed.quote


def test_names_of_one_kind_mean_one_thing_across_the_seed() -> None:
    meanings: dict[tuple[Kind, str], set[str]] = defaultdict(set)
    for path in SEED.glob("*.yaml"):
        for item in parse_document(path.name, path.read_bytes(), ()).observations:
            if isinstance(item, Claim) and item.property in {"name", "alias"}:
                meanings[item.subject.kind, name_key(str(item.value))].add(item.subject.name)
    assert [name for name, entities in meanings.items() if len(entities) > 1] == []
    assert meanings[Kind.ORGANIZATION, "facebook ai research"] == {"Meta"}
