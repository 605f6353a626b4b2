"""The analysts' door: a role that can read the views of the schema `analytics` and nothing else.

Roles belong to a server, not to a database: the first database of a server that is migrated makes
the role, the others find it, and a downgrade leaves it.
"""

from __future__ import annotations

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, text

from service.errors import DatabaseNotPermitted

ROLE = "modelgraph_analyst"

_SETTINGS = {
    "search_path": "analytics",
    "default_transaction_read_only": "on",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "10min",
}

_MAKE_ROLE = (
    f"CREATE ROLE {ROLE} LOGIN",
    *(f"ALTER ROLE {ROLE} SET {name} = '{value}'" for name, value in _SETTINGS.items()),
)

_LET_US_BE_IT = f"""
    IF NOT current_setting('is_superuser')::boolean THEN
        GRANT {ROLE} TO CURRENT_USER WITH SET TRUE, INHERIT FALSE;
    END IF
"""

_MAKE_ROLE_ONCE = f"""
    DO $$ BEGIN
        {"; ".join(_MAKE_ROLE)};
        {_LET_US_BE_IT};
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
"""
"""Another database's migration may make the role at the same moment."""

_MAY_MAKE_ROLES = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"


def ensure_role(connection: Connection) -> None:
    """Make the role where the server does not have it.

    Raises:
        DatabaseNotPermitted: it is missing and the connection's user may not make it; the message
            holds the statements that an administrator runs instead.
    """
    if connection.scalar(text("SELECT to_regrole(:role)"), {"role": ROLE}) is not None:
        return
    if not connection.scalar(text(_MAY_MAKE_ROLES)):
        raise DatabaseNotPermitted(
            f"the role {ROLE} is missing and this user may not make it; "
            f"let an administrator run: {'; '.join(_MAKE_ROLE)}; then migrate again"
        )
    connection.exec_driver_sql(_MAKE_ROLE_ONCE, execution_options={"no_parameters": True})


def login_as_analyst(url: str) -> str:
    """A connection string that logs in as the role; the embedded server asks for no password."""
    return make_conninfo(url, user=ROLE)


def act_as_analyst(url: str) -> str:
    """A connection string that logs in as before and takes on the role, which has no password."""
    options = conninfo_to_dict(url).get("options") or ""
    settings = {"role": ROLE, **_SETTINGS}
    added = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return make_conninfo(url, options=f"{options} {added}".strip())
