"""What was read, when, and by which run."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

from service.domain.projection import CARDINALITIES, POLICIES, VALUE_TYPES
from service.tables.base import metadata, one_of, since

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column(
        "closed_world",
        Boolean,
        nullable=False,
        comment="True: its tables list everything, so a row that is missing is a denial.",
    ),
    comment="Kinds of documents, each with a manifest in service/ingest/sources.",
)

imports = Table(
    "imports",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("status", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("finished_at", DateTime(timezone=True)),
    Column("documents", Integer, nullable=False, server_default="0"),
    Column("claims_added", Integer, nullable=False, server_default="0"),
    Column("claims_retracted", Integer, nullable=False, server_default="0"),
    Column("token_id", ForeignKey("tokens.id"), index=True, comment="Null: the command line."),
    Column("reverts", ForeignKey("imports.id"), unique=True, comment="The import it took back."),
    one_of("status", ["RUNNING", "SUCCEEDED", "FAILED", "REVERTED"]),
    CheckConstraint("reverts < id", name="reverts"),
    comment="Runs over a set of documents: one transaction each, all or nothing.",
)

import_problems = Table(
    "import_problems",
    metadata,
    Column("import_id", ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("level", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("line", Integer),
    Column("message", Text, nullable=False),
    one_of("level", ["ERROR", "WARNING"]),
    comment="What an import noticed, with the place.",
)

documents = Table(
    "documents",
    metadata,
    Column(
        "id",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="Hash of source, key and content: the same revision has the same id everywhere.",
    ),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("key", Text, nullable=False, comment="Tells the source's documents apart."),
    Column("name", Text, nullable=False, comment="File name, as the importer gave it."),
    Column("title", Text, nullable=False),
    Column("uri", Text),
    Column("sha256", Text, nullable=False),
    Column("text", Text, nullable=False, comment="As decoded, newlines untouched."),
    Column("length", Integer, nullable=False, comment="In code points."),
    Column(
        "import_id",
        ForeignKey("imports.id"),
        nullable=False,
        index=True,
        comment="The first that brought it.",
    ),
    Column("imported_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column(
        "superseded_by",
        ForeignKey("imports.id"),
        index=True,
        comment="The import that ended it, by a later revision or a revert; null: it is current.",
    ),
    Column("superseded_at", DateTime(timezone=True)),
    CheckConstraint("length = char_length(text)", name="length"),
    CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
    CheckConstraint("(superseded_by IS NULL) = (superseded_at IS NULL)", name="superseded"),
    UniqueConstraint("id", "length"),
    Index("documents_source_id_idx", "source_id", "key", "imported_at"),
    Index(
        "documents_current_idx",
        "source_id",
        "key",
        unique=True,
        postgresql_where=text("superseded_by IS NULL"),
    ),
    comment="Texts, each revision a row; one revision of each (source, key) is current.",
)

import_documents = Table(
    "import_documents",
    metadata,
    Column("import_id", ForeignKey("imports.id"), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), primary_key=True, index=True),
    Column("name", Text, nullable=False, comment="File name, as the importer gave it."),
    Column("title", Text, nullable=False),
    Column("uri", Text),
    comment="The revisions that each import made current; the last that stands is the one.",
)

properties = Table(
    "properties",
    metadata,
    Column("key", Text, primary_key=True),
    Column("label", Text, nullable=False, comment="As tables write it and people read it."),
    Column("labels", Text, nullable=False, server_default="", comment="Other labels, one a line."),
    Column(
        "words",
        Text,
        nullable=False,
        server_default="",
        comment="Known values of a word-typed property, one a line.",
    ),
    Column("value_type", Text, nullable=False),
    Column("cardinality", Text, nullable=False),
    Column("policy", Text, nullable=False, comment="Which claim is shown where sources disagree."),
    Column("position", Integer, nullable=False),
    Column("compared", Boolean, nullable=False, comment="True: every comparison has its row."),
    since(),
    one_of("value_type", VALUE_TYPES),
    one_of("cardinality", CARDINALITIES),
    one_of("policy", POLICIES),
    CheckConstraint("key ~ '^[a-z][a-z0-9_]*$'", name="key"),
    comment="The declared properties of models.",
)

registry_state = Table(
    "registry_state",
    metadata,
    Column("singleton", Boolean, primary_key=True, server_default="true"),
    Column("version", BigInteger, nullable=False, server_default="0"),
    Column("models", Integer, nullable=False, server_default="0"),
    Column("organizations", Integer, nullable=False, server_default="0"),
    Column("licenses", Integer, nullable=False, server_default="0"),
    Column("tasks", Integer, nullable=False, server_default="0"),
    Column("features", Integer, nullable=False, server_default="0"),
    Column("claims", Integer, nullable=False, server_default="0"),
    Column("conflicts", Integer, nullable=False, server_default="0"),
    CheckConstraint("singleton", name="singleton"),
    comment="One row: the version, which grows with every change a query can see, and counts.",
)

registry_versions = Table(
    "registry_versions",
    metadata,
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    comment="When each version of the registry came to be, by the clock at its commit.",
)
