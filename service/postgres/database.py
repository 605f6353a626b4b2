"""The database in use, as everything above knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo


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
        parts = conninfo_to_dict(self.url)
        user = f"{parts['user']}@" if parts.get("user") else ""
        port = f":{parts['port']}" if parts.get("port") else ""
        host = parts.get("host") or parts.get("hostaddr") or "localhost"
        return f"{user}{host}{port}/{parts.get('dbname') or ''}"

    def as_arguments(self) -> tuple[str, dict[str, str]]:
        """Name the database to one of PostgreSQL's programs.

        Returns:
            a connection string that everybody may read in the list of processes, and the
            environment variable that holds the password where there is one.
        """
        parts: dict[str, Any] = conninfo_to_dict(self.url)
        password = parts.pop("password", None)
        return make_conninfo(**parts), {} if password is None else {"PGPASSWORD": password}
