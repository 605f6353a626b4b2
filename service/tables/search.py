"""By what entities are found and listed. Made from the projection; holds what is current alone."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Computed, ForeignKey, Index, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from service.domain.claims import Kind
from service.tables.base import code_text, metadata, one_of


def _words(name: str, comment: str) -> Column[list[str]]:
    return Column(name, ARRAY(Text), nullable=False, comment=comment)


def _vector(name: str, words: str) -> Column[object]:
    return Column(
        name, TSVECTOR, Computed(f"array_to_tsvector({words})", persisted=True), nullable=False
    )


entity_index = Table(
    "entity_index",
    metadata,
    Column("id", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("is_stub", Boolean, nullable=False, comment="True: a model that is only mentioned."),
    Column("sort_name", code_text(), nullable=False, comment="entities.sort_name, for paging."),
    Column("model_count", BigInteger, nullable=False, comment="Its models, without stubs."),
    Column("key", code_text(), nullable=False, comment="The name's letters and digits, folded."),
    _words("alias_names", "Other names."),
    _words("alias_keys", "Their letters and digits, folded."),
    _words("name_words", "Words of the name, and its key."),
    _words("alias_words", "Words of other names, and their keys."),
    _words("summary_words", "Words of a model's summary."),
    _vector("names", "name_words"),
    _vector("aliases", "alias_words"),
    _vector("search", "name_words || alias_words || summary_words"),
    one_of("kind", [kind.value for kind in Kind]),
    Index("entity_index_name_idx", "kind", "sort_name", "id"),
    Index("entity_index_key_idx", "is_stub", "key", "id"),
    Index("entity_index_names_idx", "names", postgresql_using="gin"),
    Index("entity_index_aliases_idx", "aliases", postgresql_using="gin"),
    Index("entity_index_search_idx", "search", postgresql_using="gin"),
    comment="Current entities by their names, folded for search, with how many models they have.",
)
