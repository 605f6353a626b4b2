"""The page at /graphql: asks questions and shows the schema. One file, nothing from elsewhere."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import yaml


@cache
def explorer_page() -> bytes:
    """The page as HTML in UTF-8, with its style, script and examples inside."""
    examples = json.dumps(yaml.safe_load(_text("examples.yaml"))).replace("<", "\\u003c")
    script = _text("page.js").replace("/*EXAMPLES*/", examples)
    page = _text("page.html").replace("/*STYLE*/", _text("page.css"))
    return page.replace("/*SCRIPT*/", script).encode()


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
