"""The page at /graphql."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import Any

import pytest
import yaml

from service.web.explorer import explorer_page, explorer_policy
from tests.api.asking import Asker

EXAMPLES = yaml.safe_load((files("service.web.explorer") / "examples.yaml").read_text("utf-8"))


def test_the_page_asks_nobody_else() -> None:
    page = explorer_page().decode()
    assert re.findall(r"(?:https?:)?//[a-z][\w.]*", page) == []
    assert re.findall(r"\b(?:src|href)=\"(?!data:)", page) == []


def test_the_page_may_do_nothing_but_its_own() -> None:
    page = explorer_page().decode()
    hashes = {
        element: f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for element, text in re.findall(r"<(style|script)>(.*?)</", page, re.S)
    }
    assert explorer_policy().decode() == (
        f"default-src 'none'; style-src {hashes['style']}; script-src {hashes['script']}; "
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


def test_the_page_has_no_style_or_script_that_its_policy_would_stop() -> None:
    page = explorer_page().decode()
    assert re.findall(r"\s(?:style|on[a-z]+)=\"|<(?:style|script) ", page) == []


def test_the_page_is_whole() -> None:
    page = explorer_page().decode()
    assert re.findall(r"/\*[A-Z]+\*/", page) == []
    assert all(example["name"] in page for example in EXAMPLES)


def test_the_page_says_once_that_it_gives_no_legal_advice() -> None:
    page = explorer_page().decode()
    assert re.findall(r"<footer>(.*)</footer>", page) == [
        "Answers on licences are not legal advice."
    ]
    assert page.lower().count("legal advice") == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_the_examples_are_questions_that_the_schema_knows(
    ask: Asker, example: dict[str, Any]
) -> None:
    errors = ask(example["query"], example.get("variables")).get("errors", [])
    # The examples are about the pages of seed/, which this registry does not hold.
    assert {error["extensions"]["code"] for error in errors} <= {"UNKNOWN_MODEL"}
