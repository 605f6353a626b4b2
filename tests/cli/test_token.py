"""`modelgraph token create | list | revoke`: what they print and how they end."""

from __future__ import annotations

import json
import re

import pytest

from service.store.tokens import hash_of
from tests.cli.conftest import Command, Outcome
from tests.scratch import ScratchDatabase

NO_TOKENS = "There are no tokens; `modelgraph token create` makes one.\n"
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


def _rows(registry: ScratchDatabase) -> list[tuple[object, ...]]:
    return registry.rows("SELECT name, scopes FROM tokens ORDER BY id")


def test_a_token_alone_is_printed_on_standard_output(
    modelgraph: Command, registry: ScratchDatabase
) -> None:
    outcome = modelgraph("token", "create", "nightly", "--scope", "import")
    secret = outcome.out.removesuffix("\n")
    assert (outcome.status, registry.rows("SELECT hash FROM tokens")) == (0, [(hash_of(secret),)])
    assert outcome.err == (
        "nightly: import; expires never. Keep the token: it is not shown again.\n"
    )


def test_a_token_has_the_scopes_it_is_given(modelgraph: Command, registry: ScratchDatabase) -> None:
    scopes = ["--scope", "import", "--scope", "curate", "--scope", "import"]
    assert modelgraph("token", "create", "nightly", *scopes).status == 0
    assert _rows(registry) == [("nightly", ["curate", "import"])]


@pytest.mark.parametrize(
    ("lifetime", "seconds"),
    [("30m", 1_800), ("12h", 43_200), ("90d", 7_776_000), ("8w", 4_838_400)],
)
def test_a_token_expires_after_its_lifetime(
    modelgraph: Command, registry: ScratchDatabase, lifetime: str, seconds: int
) -> None:
    outcome = modelgraph("token", "create", "a", "--scope", "read", "--expires", lifetime)
    assert outcome.status == 0
    assert re.search(rf"^a: read; expires {_TIME}\. ", outcome.err)
    lasts = "extract(epoch FROM expires_at - created_at)::int"
    assert registry.rows(f"SELECT {lasts} FROM tokens") == [(seconds,)]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["a", "--scope", "write"],
         "Invalid value for '--scope': 'write' is no scope; there are read, import, curate, admin"),
        (["a", "--scope", "read", "--expires", "soon"],
         "Invalid value for '--expires': 'soon' is no duration such as 30m, 12h, 90d or 8w"),
        (["a", "--scope", "read", "--expires", "0d"],
         "Invalid value for '--expires': '0d' is no duration such as 30m, 12h, 90d or 8w"),
        (["a", "--scope", "read", "--expires", "-1d"],
         "Invalid value for '--expires': '-1d' is no duration such as 30m, 12h, 90d or 8w"),
        (["a", "--scope", "read", "--expires", "5201w"],
         "Invalid value for '--expires': 5201w is longer than 5200w; leave it out for no end"),
        (["", "--scope", "read"],
         "Invalid value for 'NAME': a name is printable text without spaces around it"),
        ([" a", "--scope", "read"],
         "Invalid value for 'NAME': a name is printable text without spaces around it"),
        (["a\nb", "--scope", "read"],
         "Invalid value for 'NAME': a name is printable text without spaces around it"),
        (["a" * 101, "--scope", "read"],
         "Invalid value for 'NAME': a name has at most 100 characters"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_token(
    modelgraph: Command, registry: ScratchDatabase, arguments: list[str], complaint: str
) -> None:
    outcome = modelgraph("token", "create", *arguments)
    assert (outcome.status, outcome.out, _rows(registry)) == (2, "", [])
    assert outcome.err.endswith(f"\nError: {complaint}\n")


def test_a_token_without_a_scope_is_none(modelgraph: Command, registry: ScratchDatabase) -> None:
    outcome = modelgraph("token", "create", "a")
    assert (outcome.status, outcome.out, _rows(registry)) == (2, "", [])
    assert "Error: Missing option '--scope'." in outcome.err


def test_a_name_that_is_taken(modelgraph: Command, registry: ScratchDatabase) -> None:
    assert modelgraph("token", "create", "nightly", "--scope", "import").status == 0
    assert modelgraph("token", "create", "nightly", "--scope", "admin") == Outcome(
        status=1,
        out="",
        err=(
            "error: A live token has the name already; choose another, or revoke that one first:"
            " nightly\n"
        ),
    )
    assert _rows(registry) == [("nightly", ["import"])]


def test_a_token_that_is_revoked(modelgraph: Command, registry: ScratchDatabase) -> None:
    assert modelgraph("token", "create", "nightly", "--scope", "import").status == 0
    outcome = Outcome(status=0, out="Revoked nightly.\n", err="")
    assert modelgraph("token", "revoke", "nightly") == outcome
    complaint = (
        "error: No token has the name, or it is revoked already; `modelgraph token list` shows"
        " them all: nightly\n"
    )
    assert modelgraph("token", "revoke", "nightly") == Outcome(status=1, out="", err=complaint)


def test_no_tokens(modelgraph: Command, registry: ScratchDatabase) -> None:
    assert modelgraph("token", "list") == Outcome(status=0, out="", err=NO_TOKENS)
    assert modelgraph("token", "list", "--json") == Outcome(status=0, out="[]\n", err="")


@pytest.fixture
def three(modelgraph: Command, registry: ScratchDatabase) -> ScratchDatabase:
    """A registry with a live, an expired and a revoked token, made at a certain time."""
    for name in ("live", "expired", "revoked"):
        assert (
            modelgraph("token", "create", name, "--scope", "read", "--scope", "import").status == 0
        )
    assert modelgraph("token", "revoke", "revoked").status == 0
    with registry.connect() as connection:
        connection.execute(
            "UPDATE tokens SET created_at = '2025-01-01 12:00+00',"
            " expires_at = CASE name WHEN 'expired' THEN '2025-02-01 12:00+01'::timestamptz END,"
            " revoked_at = CASE name WHEN 'revoked' THEN '2025-03-01 12:00+00'::timestamptz END"
        )
    return registry


def test_tokens_are_listed_as_a_table(modelgraph: Command, three: ScratchDatabase) -> None:
    outcome = modelgraph("token", "list")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "name     scopes        state    created               expires",
        "expired  import, read  expired  2025-01-01T12:00:00Z  2025-02-01T11:00:00Z",
        "live     import, read  live     2025-01-01T12:00:00Z  never",
        "revoked  import, read  revoked  2025-01-01T12:00:00Z  never",
    ]


def test_tokens_are_listed_as_json(modelgraph: Command, three: ScratchDatabase) -> None:
    outcome = modelgraph("token", "list", "--json")
    assert (outcome.status, outcome.err) == (0, "")
    made = {"scopes": ["import", "read"], "createdAt": "2025-01-01T12:00:00Z"}
    expired, revoked = "2025-02-01T11:00:00Z", "2025-03-01T12:00:00Z"
    assert json.loads(outcome.out) == [
        {**made, "name": "expired", "state": "EXPIRED", "expiresAt": expired, "revokedAt": None},
        {**made, "name": "live", "state": "LIVE", "expiresAt": None, "revokedAt": None},
        {**made, "name": "revoked", "state": "REVOKED", "expiresAt": None, "revokedAt": revoked},
    ]
