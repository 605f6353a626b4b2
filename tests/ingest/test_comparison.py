"""The layout of comparison pages, in all the forms that exist in the wild."""

from __future__ import annotations

import pytest

from service.domain.claims import Claim, Clause, Kind, Listing, Ref
from service.domain.values import Status, Support
from service.errors import DocumentRefused
from tests.reading import Known, known, page, parse

ROWS = (
    "OrganizationAcme LabsZenith",
    "Categoryopenclosed",
    "Modalityvisionmultimodal",
    "Release DateMay 2022Jun 2021",
    "Context Window",
    "Parameters44.4M",
    "LicenseMITCustom",
)
PROSE = (
    "Foo 2.5 (tiny) is a detector developed by Acme Labs.\n\nThe model supports object detection.",
    "Bar-X is an object tracking model developed by Zenith.",
)
TASKS = ("Object Detection", "Object Tracking")
FOO, BAR = "Foo 2.5 (tiny)", "Bar-X"

PLAIN = page(FOO, BAR, ROWS, tasks=TASKS, overviews=PROSE)


def _bare(text: str) -> str:
    """Without blank lines, and without the models' names over their overviews."""
    lines = [line for line in text.split("\n") if line]
    return "\n".join(line for line in lines if line not in (FOO, BAR))


def _markdown() -> str:
    table = f"""\
| Property | {FOO} | {BAR} |
|:---------|:----:|---:|
| Organization | Acme Labs | Zenith |
| Category | open | closed |
| Modality | vision | multimodal |
| Release Date | May 2022 | Jun 2021 |
| Context Window | | |
| Parameters | 44.4M | |
| License | MIT | Custom |
| Input Tokens Cached | 1, 2 | |
| **Vision Tasks** | | |
| Object Detection | ✓ | |
| Object Tracking | | ✅ |
| **Model Features** | | |
| Foundation Vision | ✓ | ✗ |
"""
    return PLAIN[: PLAIN.index("Property")] + table


def _html() -> str:
    rows = [
        ("Property", FOO, BAR),
        ("Organization", "Acme&#32;Labs", "<b>Zenith</b>"),
        ("Category", "open", "closed"),
        ("Modality", "vision", "multimodal"),
        ("Release Date", "May 2022", "Jun 2021"),
        ("Context Window", "", "&nbsp;"),
        ("Parameters", "44.4M", ""),
        ("License", "MIT", "Custom"),
        ("Vision Tasks", "", ""),
        ("Object Detection", "&#10003;", ""),
        ("Object Tracking", "", "✓"),
        ("Model Features", "", ""),
        ("Foundation Vision", "Yes", "No"),
    ]
    body = "\n".join(
        "  <tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows
    )
    return PLAIN[: PLAIN.index("Property")] + f'<table class="wide">\n{body}\n</table>\n'


def _html_page() -> str:
    table = _html()[_html().index("<table") :]
    return f"""<!doctype html>
<html><head><title>{FOO} vs {BAR} | Comparisons</title><style>p {{ color: red }}</style></head>
<body><h1>{FOO} vs {BAR}</h1>
<h2>{FOO} vs {BAR}: Overview</h2>
<h3>{FOO}</h3><p>Foo 2.5 (tiny) is a detector
   developed by <a href="/acme">Acme Labs</a>.</p><p>The model supports object detection.</p>
<h3>{BAR}</h3><p>{PROSE[1]}</p>
{table}<footer>Made by nobody</footer></body></html>"""


FORMS = {
    "plain": PLAIN,
    "no blank lines, no headings": _bare(PLAIN),
    "blank rows": PLAIN.replace("\nParameters", "\n\nParameters").replace(
        "Detection\n", "Detection\n\n"
    ),
    "windows newlines": PLAIN.replace("\n", "\r\n"),
    "logo alone": PLAIN.replace(": Overview", ": Overview", 1).replace(
        f"{FOO} vs {BAR}: Overview", f"Acme Labs\n\n{FOO} vs {BAR}: Overview"
    ),
    "logo fused in headings": PLAIN.replace(f"\n{FOO}\n", f"\nAcme Labs{FOO}\n"),
    "logos fused in the head": PLAIN.replace(
        f"Property{FOO}{BAR}", f"PropertyAcme Labs{FOO}Zenith{BAR}"
    ),
    "markdown": _markdown(),
    "html table": _html(),
    "html page": _html_page(),
}


@pytest.fixture(params=FORMS, ids=lambda name: name.replace(" ", "-"))
def registry(request: pytest.FixtureRequest) -> Known:
    return known([FORMS[request.param]])


def test_scalars_are_the_same_in_every_form(registry: Known) -> None:
    assert [
        registry.fact(model, key).text
        for model in (FOO, BAR)
        for key in ("organization", "category", "modality", "release_date", "license")
    ] == [
        *("Acme Labs", "open", "vision", "2022-05", "MIT"),
        *("Zenith", "closed", "multimodal", "2021-06", "Custom"),
    ]


def test_prose_decides_the_same_cells_in_every_form(registry: Known) -> None:
    assert registry.fact(FOO, "task:object-detection").support is Support.YES
    assert registry.fact(BAR, "task:object-tracking").support is Support.YES
    assert registry.fact(FOO, "task:object-tracking").support is not Support.YES


def test_borders_and_marks_decide_what_a_fused_table_leaves_open() -> None:
    for name in ("markdown", "html table", "html page"):
        bordered = known([FORMS[name]])
        assert bordered.value(FOO, "parameters") == ("44.4M", Status.STATED)
        assert bordered.value(BAR, "parameters") == (None, Status.UNKNOWN)
        assert bordered.support(FOO, "TASK")[Support.NO] == {"Object Tracking"}
        assert bordered.value(BAR, "feature:foundation-vision") == ("No", Status.STATED)
    assert known([PLAIN]).value(FOO, "parameters") == (None, Status.UNKNOWN)


def test_a_row_that_no_declaration_knows_is_read_where_borders_tell_its_cells() -> None:
    assert known([FORMS["markdown"]]).value(FOO, "input_tokens_cached") == ("1, 2", Status.STATED)
    notices = parse(PLAIN.replace("Context Window", "Warp Factor99")).notices
    assert [(notice.line, notice.message) for notice in notices] == [
        (18, "no declared property begins this row: 'Warp Factor99'; not read")
    ]


def test_a_fused_row_is_a_clause_over_both_models() -> None:
    clauses = [seen for seen in parse(PLAIN).observations if isinstance(seen, Clause)]
    models = (Ref(Kind.MODEL, FOO), Ref(Kind.MODEL, BAR))
    assert [(clause.subjects, clause.property, clause.text) for clause in clauses[:2]] == [
        (models, "organization", "Acme LabsZenith"),
        (models, "category", "openclosed"),
    ]
    (listing, _) = [seen for seen in parse(PLAIN).observations if isinstance(seen, Listing)]
    assert listing.objects == tuple(Ref(Kind.TASK, name) for name in TASKS)
    assert listing.quote == "Vision Tasks\nObject Detection\nObject Tracking"


def test_every_quote_stands_where_it_says() -> None:
    for text in FORMS.values():
        for seen in parse(text).observations:
            assert text[seen.span.start : seen.span.end] == seen.quote


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CLIP", "SAM-CLIP"),
        ("SAM-CLIP", "CLIP"),
        ("A vs B", "C"),
        ("A", "B vs C"),
        ("GPT-4.1 [nano]", "o3"),
        ("x", "xx"),
        ("Property", "Props"),
        ("Qwen2.5-VL 72B (Instruct)", "Qwen2.5-VL 7B (Instruct)"),
    ],
)
def test_names(left: str, right: str) -> None:
    seen = parse(page(left, right)).observations
    names = [one.value for one in seen if isinstance(one, Claim) and one.property == "name"]
    assert names == [left, right]


def test_two_notes_in_a_row_are_two_cells_and_one_is_of_either() -> None:
    both = known([page("A", "B", tasks=("TaggingDemo (X)Demo (Y)", "OCRDemo"))])
    assert both.fact("A", "task:tagging").support is Support.YES
    assert both.fact("B", "task:tagging").support is Support.YES
    assert both.fact("A", "task:ocr").support is Support.UNKNOWN
    assert both.fact("A", "task:ocr").notes == ("Demo",)


REFUSED = [
    (PLAIN[: PLAIN.index("Property")], 11, "the page ends before its comparison table"),
    (PLAIN[:200], 10, "the page ends before its comparison table"),
    (PLAIN[: PLAIN.index("Organization")], 13, "the page ends before the first rows"),
    (PLAIN.replace(f"Property{FOO}", "PropertyBaz"), 13, "the table is about other models"),
    (page("Foo", "foo"), 1, "compares Foo with itself"),
    (PLAIN.replace("May 2022Jun", "May 2022Feb 30, "), 17, "expected one or two dates"),
    (PLAIN.replace("May 2022Jun 2021", "Smarch 2022"), 17, "expected one or two dates"),
    (PLAIN.replace("44.4M", "62.8M-2.7M"), 19, "the range '62.8M-2.7M' runs backwards"),
    (_markdown().replace("| 44.4M |", "| 62.8M-2.7M |"), 20, "the range '62.8M-2.7M' runs back"),
    (_markdown().replace("| May 2022 |", "| 2022-13 |"), 18, "expected one or two dates"),
    (_markdown().replace("| open |", "| open | x |"), 16, "a row of 4 cells; expected 3"),
    (PLAIN + "\nA" * 3_000, 2014, "a table of more than 2,000 rows"),
    (PLAIN + "\n" * 30_000, 20_001, "more than 20,000 lines"),
]


@pytest.mark.parametrize(("text", "line", "message"), REFUSED)
def test_refusals_say_where_and_why(text: str, line: int, message: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        parse(text)
    assert message in refused.value.message
    assert (refused.value.document, refused.value.line) == ("page.txt", line)
