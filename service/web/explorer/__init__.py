"""The page at /graphql: asks questions and shows the schema. One file, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
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


@cache
def explorer_policy() -> bytes:
    """The page's Content-Security-Policy: its own style, script and questions, and nothing else.

    They are named by their hashes, so that nothing that might be shown on the page could ever run.
    """
    page = explorer_page().decode()
    directives = (
        "default-src 'none'",
        f"style-src {_hash_within('style', page)}",
        f"script-src {_hash_within('script', page)}",
        "connect-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
    return "; ".join(directives).encode()


def _hash_within(element: str, page: str) -> str:
    """The source expression that allows the text of the page's one such element."""
    [text] = re.findall(rf"<{element}>(.*?)</{element}>", page, re.S)
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
