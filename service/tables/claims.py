"""What documents say. Rows are added by an import and retracted by a later one, never edited."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem

from service.domain.claims import Kind
from service.tables.base import code_text, metadata, one_of

mentions = Table(
    "mentions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, comment="As the document writes it."),
    Column(
        "entity_id",
        ForeignKey("entities.id"),
        comment="Which entity it is: decided by resolution, again after every import.",
    ),
    one_of("kind", [kind.value for kind in Kind]),
    UniqueConstraint("document_id", "kind", "name"),
    Index("mentions_entity_id_idx", "entity_id"),
    comment="Names as one document uses them; claims speak of mentions, not of entities.",
)


def _provenance() -> list[SchemaItem]:
    """The columns that say where a row was read, by which rule, and from when to when it holds."""
    return [
        Column("document_id", BigInteger, nullable=False),
        Column("document_length", Integer, nullable=False),
        Column("start", Integer, nullable=False, comment="In code points, inclusive."),
        Column("end", Integer, nullable=False, comment="In code points, exclusive."),
        Column("quote", Text, nullable=False, comment="The document's text from start to end."),
        Column("rule", Text, nullable=False),
        Column("rule_version", Integer, nullable=False),
        Column("import_id", ForeignKey("imports.id"), nullable=False, index=True),
        Column("asserted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("retracted_by", ForeignKey("imports.id"), index=True),
        Column("retracted_at", DateTime(timezone=True)),
        ForeignKeyConstraint(
            ["document_id", "document_length"], ["documents.id", "documents.length"]
        ),
        CheckConstraint('0 <= start AND start < "end" AND "end" <= document_length', name="span"),
        CheckConstraint('char_length(quote) = "end" - start', name="quote"),
        CheckConstraint("(retracted_by IS NULL) = (retracted_at IS NULL)", name="retracted"),
    ]


_VALUES = "value_text, value_number, value_boolean, value_date, value_count, value_mention_id"
_COUNT = "value_count, value_minimum, value_maximum"

claims = Table(
    "claims",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("subject_id", ForeignKey("mentions.id"), nullable=False),
    Column("property", Text, nullable=False),
    Column("polarity", Boolean, nullable=False, comment="False: the document denies it."),
    Column("value_text", Text),
    Column("value_number", Double),
    Column("value_boolean", Boolean),
    Column("value_date", Text, comment="ISO 8601, as long as its precision."),
    Column("value_count", Text, comment="A number or range as written: 2.7M-62.8M."),
    Column("value_minimum", BigInteger, comment="Of value_count, in weights or tokens."),
    Column("value_maximum", BigInteger, comment="Of value_count, in weights or tokens."),
    Column("value_mention_id", ForeignKey("mentions.id"), index=True),
    Column("qualifiers", JSONB, nullable=False, server_default="{}"),
    Column("basis", Text, nullable=False, server_default="stated"),
    Column("owner", Text, nullable=False, server_default="import"),
    *_provenance(),
    CheckConstraint(f"num_nonnulls({_VALUES}) = 1", name="one_value"),
    CheckConstraint(f"num_nonnulls({_COUNT}) IN (0, 3)", name="whole_count"),
    CheckConstraint("value_minimum <= value_maximum", name="count_range"),
    CheckConstraint(r"value_date ~ '^\d{4}(-\d\d(-\d\d)?)?$'", name="value_date"),
    one_of("basis", ["stated", "inferred"]),
    one_of("owner", ["import", "editor", "rule"]),
    Index("claims_subject_id_idx", "subject_id", "property"),
    Index("claims_document_id_idx", "document_id"),
    Index(
        "claims_current_idx",
        "document_id",
        "id",
        postgresql_where=text("retracted_by IS NULL"),
    ),
    comment="Statements: subject, property, value, with the words and the rule that read them.",
)

clauses = Table(
    "clauses",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("property", Text, nullable=False, comment="task, feature or a scalar property's key."),
    Column(
        "object_id",
        ForeignKey("mentions.id"),
        index=True,
        comment="The row's task or feature.",
    ),
    Column("text", Text, nullable=False, comment="The cells' text, fused; marks and notes."),
    *_provenance(),
    Index("clauses_document_id_idx", "document_id"),
    CheckConstraint("(property IN ('task', 'feature')) = (object_id IS NOT NULL)", name="object"),
    comment="Table rows whose borders or check marks are lost: true of at least one member.",
)

clause_members = Table(
    "clause_members",
    metadata,
    Column("clause_id", ForeignKey("clauses.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, comment="Column of the table, from 0."),
    Column("subject_id", ForeignKey("mentions.id"), nullable=False, index=True),
    comment="The models of a clause's columns.",
)

listings = Table(
    "listings",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("property", Text, nullable=False),
    *_provenance(),
    one_of("property", ["task", "feature"]),
    Index("listings_document_id_idx", "document_id"),
    comment="Table sections that are there in full: what they lack, their members do not have.",
)

listing_members = Table(
    "listing_members",
    metadata,
    Column("listing_id", ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("subject_id", ForeignKey("mentions.id"), nullable=False, index=True),
    comment="The models that a table section speaks of.",
)

listing_objects = Table(
    "listing_objects",
    metadata,
    Column("listing_id", ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("object_id", ForeignKey("mentions.id"), nullable=False, index=True),
    comment="The tasks or features that a table section lists.",
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("left_name", code_text(), nullable=False),
    Column("right_name", code_text(), nullable=False),
    Column("same", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("judge", Text, nullable=False, comment="A person, or the rule that decided."),
    Column("judged_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("withdrawn_at", DateTime(timezone=True)),
    one_of("kind", [kind.value for kind in Kind]),
    CheckConstraint("left_name < right_name", name="ordered"),
    Index(
        "judgements_current_idx",
        "kind",
        "left_name",
        "right_name",
        unique=True,
        postgresql_where=text("withdrawn_at IS NULL"),
    ),
    comment="Decisions that two names are one entity, or are not.",
)
