"""The generated registry into a scratch database, by COPY."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import LiteralString

import psycopg
from psycopg import sql

from bench.world import COLUMNS, KINDS, Rows, World

_DOCUMENTS_AT_ONCE = 2_500

_PREPARE = """
    INSERT INTO sources (key, name, closed_world) VALUES ('bench', 'Generated', true)
    RETURNING id
"""
_IMPORT = "INSERT INTO imports (status) VALUES ('SUCCEEDED') RETURNING id"
_INDEXES = """
    SELECT relname, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u')
    )
"""
_INDEX = """
    INSERT INTO entity_index (
        id, kind, is_stub, sort_name, model_count, key, alias_names, alias_keys,
        name_words, alias_words, summary_words
    )
    SELECT
        entities.id, kind, false, entities.sort_name, coalesce(counted.models, 0),
        replace(entities.sort_name, ' ', ''), coalesce(names, '{}'), coalesce(keys, '{}'),
        string_to_array(entities.sort_name, ' ') || replace(entities.sort_name, ' ', ''),
        coalesce(keys, '{}'),
        coalesce(string_to_array(rtrim(lower(summary), '.'), ' '), '{}')
    FROM entities
    LEFT JOIN models ON models.id = entities.id
    LEFT JOIN (
        SELECT entity_id, array_agg(name) AS names, array_agg(lower(name)) AS keys
        FROM aliases GROUP BY entity_id
    ) AS named ON named.entity_id = entities.id
    LEFT JOIN (
        SELECT object_id, count(*) AS models FROM facts
        WHERE property IN ('organization', 'license') OR support = 'YES' GROUP BY object_id
    ) AS counted ON counted.object_id = entities.id
    ON CONFLICT DO NOTHING
"""
"""All names are words of plain letters and digits."""

_COUNT = "UPDATE registry_state SET version = version + 1, models = %s, organizations = %s"


def is_filled(url: str) -> bool:
    """Whether a database holds a generated registry."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM sources WHERE key = 'bench'").fetchone()
        return row == (1,)


def fill(url: str, models: int, heard: Callable[[int], None]) -> None:
    """Write a generated registry into a migrated database, and let PostgreSQL know its size.

    Args:
        url: of a user that may leave foreign keys unchecked, a superuser.
        models: how many.
        heard: is told how many models there are so far.
    """
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        world = World(models, _number(connection, _PREPARE), _number(connection, _IMPORT))
        indexes = _drop_indexes(connection)
        _copy(connection, world.vocabulary())
        for number, rows in enumerate(world.batches(_DOCUMENTS_AT_ONCE), start=1):
            _copy(connection, rows)
            heard(min(number * _DOCUMENTS_AT_ONCE * 2, models))
        for index in indexes:
            connection.execute(sql.SQL(index))
        connection.execute(_INDEX)
        connection.execute(_COUNT, (models, KINDS["organization"]))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def _drop_indexes(connection: psycopg.Connection) -> Sequence[LiteralString]:
    """Leave only the indexes that keep constraints: the others are built faster at the end."""
    indexes = connection.execute(_INDEXES, [list(COLUMNS)]).fetchall()
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return [definition for _, definition in indexes]


def _number(connection: psycopg.Connection, statement: LiteralString) -> int:
    row = connection.execute(statement).fetchone()
    assert row is not None  # noqa: S101  # RETURNING always returns
    return int(row[0])


def _copy(connection: psycopg.Connection, rows: Rows) -> None:
    for table, columns in COLUMNS.items():
        if rows[table]:
            names = sql.SQL(", ").join(sql.Identifier(name) for name in columns.split())
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows[table]:
                    copy.write_row(row)
