"""`modelgraph token create | list | revoke`: who may do what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from service.cli.loading import loading
from service.domain.scopes import Scope

if TYPE_CHECKING:
    from service.store.tokens import IssuedToken, Token

program = typer.Typer(help="Create, list and revoke bearer tokens.", no_args_is_help=True)

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LIFETIME = re.compile(rf"(?P<number>[1-9][0-9]{{0,5}})(?P<unit>[{''.join(_UNITS)}])", re.ASCII)
_LONGEST_LIFETIME = timedelta(weeks=5_200)
_LONGEST_NAME = 100


def parse_lifetime(text: str) -> timedelta:
    """A number and a unit: 30m, 12h, 90d, 8w.

    Raises:
        BadParameter: it is no such duration, or longer than 5200 weeks.
    """
    match = _LIFETIME.fullmatch(text)
    if match is None:
        raise typer.BadParameter(f"{text!r} is no duration such as 30m, 12h, 90d or 8w")
    lifetime = timedelta(**{_UNITS[match["unit"]]: int(match["number"])})
    if lifetime > _LONGEST_LIFETIME:
        raise typer.BadParameter(f"{text} is longer than 5200w; leave it out for no end")
    return lifetime


def parse_scope(text: str) -> Scope:
    """The scope that a text names.

    Raises:
        BadParameter: it names none.
    """
    if text not in set(Scope):
        raise typer.BadParameter(f"{text!r} is no scope; there are {', '.join(Scope)}")
    return Scope(text)


def _clean_name(name: str) -> str:
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise typer.BadParameter("a name is printable text without spaces around it")
    if len(name) > _LONGEST_NAME:
        raise typer.BadParameter(f"a name has at most {_LONGEST_NAME} characters")
    return name


Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Whose the token is.", callback=_clean_name)
]


@program.command()
def create(
    name: Name,
    scope: Annotated[
        list[Scope],
        typer.Option(
            parser=parse_scope, metavar="|".join(Scope), help="What it allows; may be given again."
        ),
    ],
    expires: Annotated[
        timedelta | None,
        typer.Option(parser=parse_lifetime, metavar="DURATION", help="Such as 12h, 90d or 8w."),
    ] = None,
) -> None:
    """Print a new token, once."""
    with loading():
        from service.cli import opening
        from service.settings import read_settings
        from service.store.tokens import create_token
    with opening.open_registry(read_settings()) as connection:
        issued = create_token(connection, name, set(scope), expires)
    _tell_issued(issued)


@program.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Print the tokens as JSON.")] = False,
) -> None:
    """List all tokens, without what their bearers show."""
    with loading():
        from service.cli import opening
        from service.settings import read_settings
        from service.store.tokens import read_tokens
    with opening.open_registry(read_settings()) as connection:
        tokens = read_tokens(connection)
    if as_json:
        listed = [_as_json(token) for token in tokens]
        print(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode())
    else:
        _tell_tokens(tokens)


@program.command()
def revoke(name: Name) -> None:
    """Let nobody in any more who shows this token."""
    with loading():
        from service.cli import opening
        from service.settings import read_settings
        from service.store.tokens import revoke_token
    with opening.open_registry(read_settings()) as connection:
        token = revoke_token(connection, name)
    print(f"Revoked {token.name}.")


def _tell_issued(issued: IssuedToken) -> None:
    """The token alone goes to standard output, so that a script can keep it."""
    from service.cli.telling import say

    print(issued.secret, flush=True)
    token = issued.token
    say(
        f"{token.name}: {_scopes(token)}; expires {_when(token.expires_at) or 'never'}."
        " Keep the token: it is not shown again."
    )


def _tell_tokens(tokens: Sequence[Token]) -> None:
    from service.cli.telling import say

    if not tokens:
        say("There are no tokens; `modelgraph token create` makes one.")
        return
    rows = [("name", "scopes", "state", "created", "expires"), *map(_row, tokens)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _row(token: Token) -> tuple[str, ...]:
    created, expires = _when(token.created_at) or "", _when(token.expires_at) or "never"
    return token.name, _scopes(token), token.state.lower(), created, expires


def _as_json(token: Token) -> dict[str, object]:
    return {
        "name": token.name,
        "scopes": sorted(token.scopes),
        "state": token.state,
        "createdAt": _when(token.created_at),
        "expiresAt": _when(token.expires_at),
        "revokedAt": _when(token.revoked_at),
    }


def _scopes(token: Token) -> str:
    return ", ".join(sorted(token.scopes))


def _when(time: datetime | None) -> str | None:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time else None
