"""Laws of names: what holds of any text."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from service.domain.licensing.labels import All, Label
from service.domain.licensing.names import Name, NameStatus, read_label, read_name
from tests.domain.licensing.written import AMBIGUOUS, EXACT, UNKNOWN

WRITTEN = st.sampled_from([*EXACT, *AMBIGUOUS, *UNKNOWN])
PIECES = st.lists(
    st.sampled_from([*EXACT, "GPL", "custom", " AND ", " or ", "(", ")", "/", ",", "+", " with "]),
    max_size=12,
).map("".join)


@given(st.one_of(st.text(), st.text(st.characters(codec=None)), PIECES, WRITTEN))
@example("MIT OR")
@example("'")
def test_an_answer_is_consistent_in_itself(text: str) -> None:
    name = read_name(text)
    if name.status is NameStatus.EXACT:
        assert name.expression is not None
        assert name.candidates == ()
        assert read_name(name.expression) == Name(name.expression, name.expression, name.status)
    elif name.status is NameStatus.AMBIGUOUS:
        assert len(set(name.candidates)) == len(name.candidates) > 1
        assert name.expression in (None, name.candidates[0])
        assert [read_name(each).expression for each in name.candidates] == list(name.candidates)
    else:
        assert (name.expression, name.candidates) == (None, ())


@given(
    WRITTEN, st.sampled_from("- \u2010\u2011\u2013\u2014\u2212"), st.sampled_from(" \u00a0\u2003\n")
)
def test_the_form_of_hyphens_and_spaces_and_the_case_change_nothing(
    text: str, hyphen: str, space: str
) -> None:
    if hyphen != " " or "://" not in text:
        same = text.upper().replace("-", hyphen if hyphen != " " else "-").replace(" ", space)
        assert _answer(same) == _answer(text)


def _answer(text: str) -> tuple[str | None, NameStatus, tuple[str, ...]]:
    name = read_name(text)
    return name.expression, name.status, name.candidates


@given(
    st.lists(
        st.sampled_from(["MIT", "ISC", "Zlib", "GPLv3", "Custom", "BSD"]), min_size=2, max_size=64
    )
)
def test_an_expression_of_names_is_the_label_of_their_labels(names: list[str]) -> None:
    labels: list[Label] = list(dict.fromkeys(map(read_label, names)))
    expected = All(tuple(labels)) if len(labels) > 1 else labels[0]
    assert read_label(" AND ".join(names)) == expected
