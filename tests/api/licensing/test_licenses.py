"""What licences provide, how they stand to each other, and what sources say models are under."""

from __future__ import annotations

import pytest

from tests.api.asking import Asker

SILENT_ON_HOSTING = {
    "topic": "hosting",
    "value": "SILENT",
    "text": None,
    "clause": None,
    "quote": None,
    "note": None,
    "title": "The MIT License",
    "url": "https://mit.example",
    "version": None,
    "date": None,
    "sha256": None,
}
KEEP_THE_NOTICE = SILENT_ON_HOSTING | {
    "topic": "duties",
    "value": "NOTICE",
    "text": "Keep the notice.",
    "clause": "2",
    "quote": "shall be included",
    "note": "In all copies.",
    "version": "1",
    "date": "1988-01-02",
    "sha256": "ab",
}


def test_terms_come_with_clause_quote_and_text(licensed: Asker) -> None:
    asked = """{ license(slug: "mit") { terms {
      topic value text clause quote note title url version date sha256 } }
      unknown: license(slug: "custom") { terms { topic } } }"""
    assert licensed.data(asked) == {
        "license": {"terms": [SILENT_ON_HOSTING, KEEP_THE_NOTICE]},
        "unknown": {"terms": []},
    }


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("flow: OUTBOUND", [("YES", "apache-2-0"), ("YES", "mit"), ("CONDITIONAL", "agpl-3-0")]),
        ("flow: OUTBOUND, first: 1", [("YES", "apache-2-0")]),
        ("flow: INBOUND", [("YES", "apache-2-0"), ("YES", "mit")]),
        ("flow: INBOUND, verdicts: [NO, UNKNOWN]", [("NO", "agpl-3-0")]),
        ("flow: OUTBOUND, verdicts: [UNKNOWN]", [("UNKNOWN", "gpl-2-0-only")]),
        ("flow: OUTBOUND, verdicts: []", []),
        (
            "flow: INBOUND, verdicts: null",
            [("YES", "apache-2-0"), ("YES", "mit"), ("NO", "agpl-3-0")],
        ),
    ],
)
def test_pairs_have_a_direction(
    licensed: Asker, arguments: str, expected: list[tuple[str, str]]
) -> None:
    asked = """{ license(slug: "mit") { compatibleWith(%s) { verdict license { slug } } } }"""
    pairs = licensed.data(asked % arguments)["license"]["compatibleWith"]
    assert [(pair["verdict"], pair["license"]["slug"]) for pair in pairs] == expected


def test_a_pair_says_what_it_rests_on(licensed: Asker) -> None:
    asked = """{ license(slug: "mit") { compatibleWith(flow: INBOUND) {
      text authority url
      license { name compatibleWith(flow: OUTBOUND) { license { name } } } } } }"""
    apache, mit = licensed.data(asked)["license"]["compatibleWith"]
    assert mit["url"] == "https://matrix.example"
    assert apache == {
        "text": "Apache asks for little.",
        "authority": "A matrix",
        "url": None,
        "license": {"name": "Apache 2.0", "compatibleWith": [{"license": {"name": "MIT"}}]},
    }


def test_labels_are_claims_with_their_evidence(licensed: Asker) -> None:
    asked = """{ model(slug: "child") { licenses {
      artifact license { slug } status fact { property reason rivals { text } } } } }"""
    assert licensed.data(asked)["model"]["licenses"] == [
        {
            "artifact": "UNSPECIFIED",
            "license": {"slug": "mit"},
            "status": "CONFLICTED",
            "fact": {"property": "license", "reason": "Said so.", "rivals": []},
        },
        {
            "artifact": "CODE",
            "license": None,
            "status": "UNKNOWN",
            "fact": {"property": "license_code", "reason": "Said so.", "rivals": []},
        },
    ]


def test_a_label_that_promises_too_much_is_shown_with_the_way_to_the_ancestor(
    licensed: Asker,
) -> None:
    asked = """{ model(slug: "child") { licenseRisks { artifact license { slug }
      ancestor { slug } ancestorLicense { slug } verdict text authority url distance
      path { kind source { slug } target { slug } evidence { quote } } } }
      free: model(slug: "free") { licenseRisks { verdict } } }"""
    risk = {
        "artifact": "UNSPECIFIED",
        "license": {"slug": "mit"},
        "ancestor": {"slug": "shared"},
        "ancestorLicense": {"slug": "agpl-3-0"},
        "verdict": "NO",
        "text": "AGPL stays.",
        "authority": "A matrix",
        "url": None,
        "distance": 2,
        "path": [
            {
                "kind": kind,
                "source": {"slug": source},
                "target": {"slug": target},
                "evidence": [],
            }
            for kind, source, target in (
                ("FINE_TUNED_FROM", "child", "free"),
                ("MERGED_FROM", "free", "shared"),
            )
        ],
    }
    assert licensed.data(asked) == {
        "model": {"licenseRisks": [risk]},
        "free": {"licenseRisks": []},
    }
