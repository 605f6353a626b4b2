"""The database in use, as everything above knows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from psycopg.conninfo import conninfo_to_dict


@dataclass(frozen=True, slots=True)
class Database:
    """A database that fulfils what the registry needs.

    Attributes:
        url: a connection string for libpq; it may hold a password, so it is never shown.
    """

    url: str = field(repr=False)

    @property
    def place(self) -> str:
        """Where it is, for people: user@host:port/name, without the password."""
        return place_of(self.url)


def place_of(url: str) -> str:
    """Say which database a connection string means, without its password.

    Raises:
        psycopg.ProgrammingError: the string is none.
    """
    parts = conninfo_to_dict(url)
    user = f"{parts['user']}@" if parts.get("user") else ""
    host = parts.get("host") or parts.get("hostaddr") or "localhost"
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"{user}{host}{port}/{parts.get('dbname') or ''}"
