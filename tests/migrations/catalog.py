"""What a database consists of, as lines of text that two databases can be compared by."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

_QUERIES = {
    "schema": """
        SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace
    """,
    "column": """
        SELECT relation.oid::regclass,
               row_number() OVER (PARTITION BY relation.oid ORDER BY attnum), attname,
               format_type(atttypid, atttypmod),
               attcollation::regcollation, attnotnull, attidentity, attgenerated,
               pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)
        FROM pg_attribute AS "column"
        JOIN pg_class AS relation ON relation.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'v', 'm')
    """,
    "relation": """
        SELECT pg_class.oid::regclass, relkind, relpersistence, reloptions,
               obj_description(pg_class.oid, 'pg_class'),
               CASE WHEN relkind = 'v' THEN pg_get_viewdef(pg_class.oid) END
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    """,
    "constraint": """
        SELECT conrelid::regclass, conname, pg_get_constraintdef(pg_constraint.oid)
        FROM pg_constraint JOIN pg_namespace ON pg_namespace.oid = connamespace
    """,
    "index": """
        SELECT pg_get_indexdef(indexrelid)
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        JOIN pg_namespace ON pg_namespace.oid = relnamespace
    """,
    "function": """
        SELECT pg_proc.oid::regprocedure, pg_get_functiondef(pg_proc.oid)
        FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE prokind = 'f'
    """,
    "grant on a relation": """
        SELECT pg_class.oid::regclass, acl.grantee::regrole, acl.privilege_type
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace,
             LATERAL aclexplode(relacl) AS acl
        WHERE acl.grantee <> relowner
    """,
    "grant on a large object function": r"""
        SELECT pg_proc.oid::regprocedure, acl.grantee::regrole, acl.privilege_type
        FROM pg_proc, LATERAL aclexplode(coalesce(proacl, acldefault('f', proowner))) AS acl,
             pg_namespace
        WHERE proname LIKE 'lo\_%' AND acl.grantee <> proowner
    """,
    "grant on a schema": """
        SELECT nspname, acl.grantee::regrole, acl.privilege_type
        FROM pg_namespace, LATERAL aclexplode(nspacl) AS acl
        WHERE acl.grantee <> nspowner
    """,
    "grant on the database": """
        SELECT DISTINCT acl.grantee::regrole, acl.privilege_type
        FROM pg_database, LATERAL aclexplode(coalesce(datacl, acldefault('d', datdba))) AS acl,
             pg_namespace
        WHERE datname = current_database() AND acl.grantee <> datdba
    """,
}

_OURS = """
    SELECT * FROM ({query}) AS rows
    WHERE rows::text NOT LIKE '%alembic_version%'
"""


def read_catalog(connection: Connection, *schemas: str) -> list[str]:
    """Describe everything in some schemas, a line each, sorted.

    Arguments:
        schemas: names; without any, every schema but PostgreSQL's own.
    """
    return sorted(_lines(connection, schemas))


def _lines(connection: Connection, schemas: tuple[str, ...]) -> Iterator[str]:
    for what, query in _QUERIES.items():
        condition = "nspname = ANY(:schemas)" if schemas else "nspname !~ '^pg_|^information_'"
        glue = "AND" if "WHERE" in query else "WHERE"
        statement = _OURS.format(query=f"{query} {glue} {condition}")
        for row in connection.execute(text(statement), {"schemas": list(schemas)}):
            yield " | ".join([what, *(str(value) for value in row)])
