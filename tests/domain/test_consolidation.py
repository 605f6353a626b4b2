"""How claims, clauses and denials add up, on the smallest pages that show it."""

from __future__ import annotations

from itertools import permutations

import pytest

from service.domain.claims import Kind
from service.domain.consolidation.phrases import Rows
from service.domain.projection import Judgement
from service.domain.values import Status, Support
from tests.reading import known, page

YES, NO, UNKNOWN = Support.YES, Support.NO, Support.UNKNOWN
STATED, INFERRED, CONFLICTED = Status.STATED, Status.INFERRED, Status.CONFLICTED


def organizations(*rows: tuple[str, str, str], **models: str) -> dict[str, str | None]:
    """What organization rows alone, without vocabulary or prose, decide about models."""
    pages = [page(left, right, (f"Organization{text}",)) for left, right, text in rows]
    registry = known(pages, with_vocabulary=False)
    names = sorted({name for left, right, _ in rows for name in (left, right)})
    return {name: registry.fact(name, "organization").text for name in names}


def test_rows_about_one_common_model_decide_each_other() -> None:
    assert organizations(
        ("Clip", "Hub", "OpenAIApple"),
        ("Mask", "Hub", "MetaApple"),
        ("Hub", "Yolo", "AppleUltralytics"),
    ) == {"Clip": "OpenAI", "Mask": "Meta", "Hub": "Apple", "Yolo": "Ultralytics"}


def test_a_common_ending_alone_decides_nothing() -> None:
    """The partners' names may end alike: DeepLabs and OpenLabs before Foo."""
    assert organizations(("A", "Hub", "DeepLabsFoo"), ("B", "Hub", "OpenLabsFoo")) == {
        "A": None,
        "B": None,
        "Hub": None,
    }


def test_a_name_within_a_longer_one_does_not_part_it() -> None:
    text = "A is a detector developed by Meta."
    one = known([page("A", "B", ("OrganizationMetaphor AI",), overviews=(text, ""))])
    assert one.fact("B", "organization").text is None


def test_a_models_own_prose_parts_its_row() -> None:
    text = "A is a detector developed by Nova Labs."
    one = known([page("A", "B", ("OrganizationNova LabsQuux",), overviews=(text, ""))])
    assert one.value("A", "organization") == ("Nova Labs", STATED)
    assert one.value("B", "organization") == ("Quux", STATED)


def test_an_empty_cell_on_another_page_decides_whose_a_single_value_is() -> None:
    pages = [
        page("A", "Hub", ("Parameters7B",)),
        page("B", "Hub", ("Parameters",)),
        page("C", "D", ("Parameters9B",)),
    ]
    for order in permutations(pages):
        registry = known(order)
        assert registry.value("A", "parameters") == ("7B", INFERRED)
        assert registry.value("Hub", "parameters") == (None, Status.UNKNOWN)
        assert registry.value("C", "parameters") == (None, Status.UNKNOWN)


def test_pages_that_contradict_each_other_are_in_conflict_not_refused() -> None:
    pages = [
        page("A", "B", ("Release DateOct 2023Jan 2021",)),
        page("A", "C", ("Release DateNov 2023Jan 2022",)),
    ]
    fact = known(pages).fact("A", "release_date")
    assert (fact.text, fact.status) == ("2023-10", CONFLICTED)
    assert [rival.text for rival in fact.rivals] == ["2023-11"]
    assert known(pages).value("B", "release_date") == ("2021-01", STATED)


def test_a_year_agrees_with_a_month() -> None:
    text = "A is a detector. It was released in 2021."
    one = known([page("A", "B", ("Release DateFeb 2021Mar 2020",), overviews=(text, ""))])
    assert one.value("A", "release_date") == ("2021-02", STATED)


def test_a_row_that_no_page_lists_is_unknown_and_one_that_a_page_lacks_denied() -> None:
    pages = [page("A", "B", tasks=("OCR", "Tagging")), page("A", "C", tasks=("OCR",))]
    registry = known(pages)
    assert registry.support("A", "TASK") == {YES: set(), NO: {"Tagging"}, UNKNOWN: {"OCR"}}
    assert registry.support("B", "TASK") == {YES: {"Tagging"}, NO: set(), UNKNOWN: {"OCR"}}
    assert registry.support("C", "TASK") == {YES: set(), NO: {"Tagging"}, UNKNOWN: {"OCR"}}
    assert registry.value("B", "task:tagging") == ("Yes", INFERRED)


def test_a_page_imported_later_denies_what_an_earlier_one_could_not_know_of() -> None:
    first, later = page("A", "B", tasks=("OCR",)), page("C", "D", tasks=("Tagging",))
    assert set(known([first]).facts("A")) >= {"task:ocr"}
    assert "task:tagging" not in known([first]).facts("A")
    assert known([first, later]).fact("A", "task:tagging").support is NO


def test_a_section_that_is_missing_denies_nothing() -> None:
    whole = page("A", "B", tasks=("OCR",), features=("Fast",))
    registry = known([whole, page("A", "C", tasks=None)])
    assert registry.fact("A", "task:ocr").support is UNKNOWN
    assert registry.fact("A", "feature:fast").support is NO
    assert registry.fact("B", "feature:fast").support is YES


@pytest.mark.parametrize("end", ["", "\n", "\nModel Features", "\nModel Features\n", "\nModel Fe"])
def test_a_page_cut_off_before_its_features_denies_nothing_in_its_last_section(end: str) -> None:
    whole = page("A", "B", tasks=("OCR",), features=("Fast",))
    registry = known([whole, page("A", "C", tasks=("Tagging", "Counting"), features=None) + end])
    assert registry.fact("A", "feature:fast").support is UNKNOWN
    listed = "Model Features" in end
    assert registry.fact("A", "task:ocr").support is (NO if listed else UNKNOWN)
    assert "task:model fe" not in registry.facts("A")


def test_sections_of_one_kind_are_one_listing() -> None:
    text = page("A", "B", tasks=("OCR", "Language Tasks", "Summaries"))
    registry = known([text])
    assert registry.support("A", "TASK") == {YES: set(), NO: set(), UNKNOWN: {"OCR", "Summaries"}}


def test_a_page_cut_off_within_a_row_neither_names_nor_denies() -> None:
    whole = page("A", "B", features=("Fast", "Real-Time Vision"))
    cut = page("A", "C", features=("Fast", "Real-Ti"))
    registry = known([whole, cut])
    assert registry.fact("A", "feature:real-time-vision").support is UNKNOWN
    assert "feature:real-ti" not in registry.facts("C")


def test_a_statement_outweighs_a_denial_and_says_so() -> None:
    text = "A is a model that supports tagging."
    pages = [
        page("A", "C", tasks=("OCR",), overviews=(text, "")),
        page("B", "D", tasks=("Tagging",)),
    ]
    fact = known(pages).fact("A", "task:tagging")
    assert (fact.support, fact.status) == (YES, STATED)
    assert (
        fact.reason == "Stated in 'A vs C'; that the table of 'A vs C' lacks the row yields to it."
    )


def test_sources_that_contradict_each_other_outright_show_both_sides() -> None:
    pages = [
        page("A", "B", tasks=("OCR",)),
        page("A", "C", tasks=("Tagging",)),
        page("B", "D", tasks=("Tagging",)),
    ]
    registry = known(pages)
    for model in ("A", "B"):
        fact = registry.fact(model, "task:ocr")
        assert (fact.text, fact.support, fact.status) == (None, UNKNOWN, CONFLICTED)
        assert [rival.text for rival in fact.rivals] == ["Yes", "No"]
        assert all(rival.evidence for rival in fact.rivals)


def test_a_yes_and_a_no_in_words_are_a_conflict() -> None:
    text = "A supports OCR. A does not support OCR."
    fact = known([page("A", "B", tasks=("OCR",), overviews=(text, ""))]).fact("A", "task:ocr")
    assert (fact.support, fact.status) == (UNKNOWN, CONFLICTED)


def test_a_denial_in_words_resolves_a_clause() -> None:
    text = "A does not support OCR."
    registry = known([page("A", "B", tasks=("OCR",), overviews=(text, ""))])
    assert registry.value("A", "task:ocr") == ("No", STATED)
    assert registry.value("B", "task:ocr") == ("Yes", INFERRED)


PHRASES = [
    ("object detection", "object detection"),
    ("Object-Detection", "object detection"),
    ("detection object", "object detection"),
    ("zero-shot object detection", "object detection"),
    ("fast real-time object detection", "object detection"),
    ("image tagging", "image tagging"),
    ("tagging", "image tagging"),
    ("zero-shot classification", "zero shot classification"),
    ("zero-shot image classification", "zero shot classification"),
    ("image classification", "classification"),
    ("text classification", None),
    ("object detection datasets", None),
    ("detection", None),
    ("object localization", None),
    ("non-real-time object detection", None),
    ("segmentation", None),
    ("", None),
]


@pytest.mark.parametrize(("phrase", "expected"), PHRASES)
def test_phrases_name_a_row_or_none(phrase: str, expected: str | None) -> None:
    names = (
        "object detection",
        "image tagging",
        "classification",
        "zero shot classification",
        "zero shot segmentation",
    )
    assert Rows.of({name: {name} for name in names}).named_by(phrase) == expected


def test_the_longest_task_in_a_models_name_states_it() -> None:
    rows = Rows.of({name: {name} for name in ("detection", "object detection", "ocr")})
    assert rows.stated_by_name("Foo Object Detection v2") == {"object detection"}
    assert rows.stated_by_name("FooOCR") == frozenset()


def test_two_organizations_models_of_one_name_are_two() -> None:
    pages = [
        page("Foo", "B", overviews=("Foo is a detector developed by Acme.", "")),
        page("Foo", "C", overviews=("Foo is a detector developed by Zenith.", "")),
    ]
    for order in permutations(pages):
        registry = known(order)
        found = {
            entity.slug: registry.projection.facts
            for entity in registry.projection.entities
            if entity.kind is Kind.MODEL and entity.name == "Foo"
        }
        assert set(found) == {"foo", "zenith-foo"}


def test_a_judgement_joins_two_names_or_keeps_them_apart() -> None:
    pages = [page("Foo", "B"), page("Foo One", "C")]
    joined = known(pages, [Judgement(Kind.MODEL, "Foo", "Foo One", same=True)])
    models = [one for one in joined.projection.entities if one.kind is Kind.MODEL]
    assert len(models) == 3
    assert {one.name for one in known(pages).projection.entities if one.kind is Kind.MODEL} == {
        *("Foo", "B", "Foo One", "C")
    }


def test_an_alias_in_prose_is_the_model_unless_another_organizations() -> None:
    text = "A merges Meta's Big Quux Model (BQM) and B."
    mention = page("A", "B", overviews=(text, ""))
    same = page("BQM", "C", overviews=("BQM is a detector developed by Meta.", ""))
    other = page("BQM", "C", overviews=("BQM is a detector developed by Apple.", ""))
    assert known([mention, same]).entity("BQM").aliases[0][0] == "Big Quux Model"
    assert ("A", "MERGED_FROM", "BQM") in known([mention, same]).relations()
    assert ("A", "MERGED_FROM", "Big Quux Model") in known([mention, other]).relations()


def test_a_described_model_keeps_its_id_when_prose_gives_it_another_name() -> None:
    alone = page("BQM", "C", overviews=("BQM is a detector developed by Meta.", ""))
    mention = page("A", "B", overviews=("A merges Meta's Big Quux Model (BQM) and B.", ""))
    before = known([alone]).entity("BQM")
    for order in permutations([alone, mention]):
        assert known(order).entity("BQM").id == before.id


def test_two_models_that_pages_describe_under_both_names_are_two() -> None:
    pages = [
        page("A", "B", overviews=("A merges Big Quux Model (BQM) and B.", "")),
        page("BQM", "C"),
        page("Big Quux Model", "D"),
    ]
    registry = known(pages)
    assert registry.entity("BQM").id != registry.entity("Big Quux Model").id


def test_prose_that_no_reading_of_the_row_allows_is_not_shown() -> None:
    text = "A is a detector developed by Google."
    one = known([page("A", "B", ("OrganizationVantaBar",), overviews=(text, ""))])
    fact = one.fact("A", "organization")
    assert (fact.text, fact.status) == (None, Status.UNKNOWN)
    assert [rival.text for rival in fact.rivals] == ["Google"]


def test_the_order_of_words_counts_where_it_is_the_meaning() -> None:
    rows = Rows.of({name: {name} for name in ("text to speech", "speech to text")})
    assert rows.named_by("text-to-speech") == "text to speech"
    assert rows.named_by("image-to-text") is None


def test_aliases_are_followed_to_their_end_and_circles_join_once() -> None:
    circle = [
        page("P", "B", overviews=("P merges RN50 (ResNet50) and B.", "")),
        page("Q", "C", overviews=("Q merges ResNet50 (RN50) and C.", "")),
    ]
    for order in permutations(circle):
        names = {one.name for one in known(order).projection.entities if one.kind is Kind.MODEL}
        assert len(names & {"RN50", "ResNet50"}) == 1
