"""Tables with borders, as other people's tools write them."""

from __future__ import annotations

import pytest

from service.domain.values import Support
from tests.reading import known, parse

HTML = """\
<html><head><title>Zorb vs Quux | Compare</title><script>var vs = " vs ";</script></head><body>
<nav><p>Home</p><p>Models</p><p>Docs</p><p>Pricing</p><p>About</p></nav><h1>Zorb vs Quux</h1>
<table><thead><tr><th scope=col>Property</th><th>Zorb</th><th>Quux</th></tr></thead><tbody>
<tr><td>Organization</td><td>Acme<br>Labs</td><td>Beta &amp; Co</td></tr>
<tr><td>Category</td><td colspan="2">open</td></tr>
<tr><td>License</td><td>Apache 2.0<sup>[1]</sup></td><td>MIT</td></tr>
<tr><th colspan="3">Vision Tasks</th></tr>
<tr><td>OCR</td><td colspan=2>✓</td></tr>
<tr><td>Tagging</td><td>✓</td><td><img src="yes.png" alt="Yes"></td></tr>
<tr><td>Detection</td><td><svg></svg></td><td>—</td></tr>
<tr><th colspan="3">Model Features</th></tr>
<tr><td>Fast</td><td><i aria-label="check"></i></td><td></td></tr>
</tbody></table></body></html>
"""

MARKDOWN = """\
# Compare Zorb vs Quux #

| Feature | [Zorb](https://zorb.example) | **Quux** |
|---|:-:|---:|
| Organization | [Acme Labs](https://acme.example) | Beta & Co |
| Release Date | Early 2023 | Q3 2022 |
| Parameters | 1.8T (MoE) | 70B/13B/7B |

### Vision Tasks

| Task | Zorb | Quux |
|---|---|---|
| OCR | Supported | Not supported |
| Tagging | ✓ (v2) | ✔︎ |

### MODEL FEATURES

| Feature | Zorb | Quux |
|---|---|---|
| Fast | :white_check_mark: | |
"""

OPEN = """\
<h1>Zorb vs Quux</h1>
<table><tr><th>Property<th>Zorb<th>Quux
<tr><td>Category<td>open<td>closed
<tr><td>Vision Tasks
<tr><td>OCR<td>✓<td>
</table>
"""

CELLS = [
    (HTML, "Zorb", {"organization": "Acme Labs", "category": "open", "license": "Apache 2.0"}),
    (HTML, "Quux", {"organization": "Beta & Co", "category": "open", "license": "MIT"}),
    (MARKDOWN, "Zorb", {"release_date": "2023", "parameters": "1.8T (MoE)"}),
    (MARKDOWN, "Quux", {"release_date": "2022", "parameters": "70B/13B/7B"}),
    (MARKDOWN, "Zorb", {"organization": "Acme Labs"}),
    (OPEN, "Zorb", {"category": "open"}),
    (OPEN, "Quux", {"category": "closed"}),
]

MARKS = [
    (HTML, "Zorb", {"ocr": "YES", "tagging": "YES"}),
    (HTML, "Quux", {"ocr": "YES", "tagging": "YES"}),
    (MARKDOWN, "Zorb", {"ocr": "YES", "tagging": "YES"}),
    (MARKDOWN, "Quux", {"ocr": "NO", "tagging": "YES"}),
    (OPEN, "Zorb", {"ocr": "YES"}),
    (OPEN, "Quux", {"ocr": "NO"}),
]


@pytest.mark.parametrize(("text", "model", "expected"), CELLS)
def test_cells(text: str, model: str, expected: dict[str, str]) -> None:
    registry = known([text])
    assert {key: registry.fact(model, key).text for key in expected} == expected


@pytest.mark.parametrize(("text", "model", "expected"), MARKS)
def test_marks(text: str, model: str, expected: dict[str, str]) -> None:
    found = {
        key.removeprefix("task:"): fact.support
        for key, fact in known([text]).facts(model).items()
        if fact.section == "TASK"
    }
    assert found == {key: Support(support) for key, support in expected.items()}


def test_a_picture_that_says_nothing_decides_nothing() -> None:
    assert "task:detection" not in known([HTML]).facts("Zorb")
    assert [notice.message for notice in parse(HTML).notices] == [
        "'\N{REPLACEMENT CHARACTER}' is neither a yes nor a no; left undecided"
    ]
