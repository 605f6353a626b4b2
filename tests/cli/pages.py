"""A page about two invented models, in each of its revisions."""

from __future__ import annotations

_PAGE = """\
Alpha vs Beta

Alpha vs Beta: Overview

Alpha

Nothing is said of it.

Beta

Nothing is said of it.

Alpha vs Beta Comparison Table

| Property | Alpha | Beta |
|---|---|---|
| Organization | OpenAI | Meta |
| Parameters | {parameters} | |
| Vision Tasks | | |
| Classification | ✓ | |
| Model Features | | |
| Foundation Vision | | ✓ |
"""

PAGE = _PAGE.format(parameters="7M")
REVISED_PAGE = _PAGE.format(parameters="8M")
WITHOUT_TABLE = PAGE[: PAGE.index("| Property")]
