"""What the bearers of tokens may do."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What a token allows. Every token allows to read, `admin` allows everything."""

    READ = "read"
    IMPORT = "import"
    CURATE = "curate"
    ADMIN = "admin"
