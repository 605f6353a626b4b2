"""The projection: current facts in the shape that queries want. Written only by `store`."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from service.domain.claims import Kind, RelationKind
from service.domain.values import Status, Support
from service.tables.base import code_text, metadata, one_of, since

_SUPPORT = [support.value for support in Support]
_STATUS = [status.value for status in Status]

entities = Table(
    "entities",
    metadata,
    Column(
        "id",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="Hash of kind, name key and scope at creation; never changes, never reused.",
    ),
    Column("kind", Text, nullable=False),
    Column("slug", code_text(), nullable=False),
    Column("name", Text, nullable=False, comment="As the sources' tables write it."),
    Column("name_key", code_text(), nullable=False, comment="The name, folded for look-up."),
    Column(
        "scope",
        code_text(),
        nullable=False,
        server_default="",
        comment="The organization's slug where two organizations' entities share a name.",
    ),
    Column("sort_name", code_text(), nullable=False, comment="The name, folded for order."),
    since(),
    one_of("kind", [kind.value for kind in Kind]),
    CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug"),
    UniqueConstraint("kind", "slug"),
    UniqueConstraint("kind", "name_key", "scope"),
    comment="Nodes of the graph, once named always known; the tables of kinds hold the current.",
)

entity_slugs = Table(
    "entity_slugs",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("slug", code_text(), primary_key=True),
    Column("entity_id", ForeignKey("entities.id", ondelete="CASCADE"), nullable=False, index=True),
    Column(
        "former",
        Boolean,
        nullable=False,
        server_default="false",
        comment="True: the entity's own slug once, kept for links until another entity needs it.",
    ),
    since(),
    comment="Every slug that leads to an entity: its own, old ones and those of unique aliases.",
)

aliases = Table(
    "aliases",
    metadata,
    Column("entity_id", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Column("name", code_text(), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    since(),
    comment="Other names of an entity, with the document that uses them.",
)


def _kind_table(name: str, comment: str, *columns: Column[object]) -> Table:
    return Table(
        name,
        metadata,
        Column("id", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
        *columns,
        since(),
        comment=comment,
    )


organizations = _kind_table("organizations", "Who makes models.")
licenses = _kind_table(
    "licenses",
    "Licences by the names that sources write.",
    Column("spdx_expression", Text, comment="Null where the name decides none."),
)
tasks = _kind_table("tasks", "What models do.")
features = _kind_table("features", "What models are like.")
datasets = _kind_table("datasets", "What models are trained on.")
benchmarks = _kind_table("benchmarks", "What models are measured on.")
frameworks = _kind_table("frameworks", "Where models are available.")

task_parents = Table(
    "task_parents",
    metadata,
    Column("task_id", ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
    Column("parent_id", ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
    since(),
    CheckConstraint("task_id <> parent_id", name="not_itself"),
    Index("task_parents_parent_id_idx", "parent_id"),
    comment="Which tasks are kinds of which; decides no cell.",
)

models = Table(
    "models",
    metadata,
    Column("id", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Column("sort_name", code_text(), nullable=False, comment="entities.sort_name, for paging."),
    Column("is_stub", Boolean, nullable=False, comment="True: documents only mention it."),
    Column("organization_id", ForeignKey("organizations.id")),
    Column("license_id", ForeignKey("licenses.id")),
    Column("category", code_text()),
    Column("modality", code_text()),
    Column("release_date", code_text(), comment="ISO 8601, as long as its precision."),
    Column("released_on", Date, comment="The first day that release_date allows."),
    Column("parameters_text", Text, comment="As written: 2.7M-62.8M."),
    Column("parameters_min", BigInteger, comment="Weights."),
    Column("parameters_max", BigInteger, comment="Weights."),
    Column("context_window", BigInteger, comment="Tokens."),
    Column("summary", Text),
    Column("search_text", Text, nullable=False, comment="Words of name, aliases, summary."),
    Column(
        "search",
        TSVECTOR,
        Computed("array_to_tsvector(string_to_array(search_text, ' '))", persisted=True),
        nullable=False,
    ),
    since(),
    CheckConstraint("(release_date IS NULL) = (released_on IS NULL)", name="release_date"),
    CheckConstraint(
        "num_nonnulls(parameters_text, parameters_min, parameters_max) IN (0, 3)"
        " AND 0 <= parameters_min AND parameters_min <= parameters_max",
        name="parameters",
    ),
    CheckConstraint("0 < context_window", name="context_window"),
    Index("models_name_idx", "sort_name", "id", postgresql_include=["is_stub"]),
    Index(
        "models_organization_idx",
        "organization_id",
        "sort_name",
        "id",
        postgresql_include=["is_stub"],
    ),
    Index("models_license_idx", "license_id", "sort_name", "id", postgresql_include=["is_stub"]),
    Index("models_released_on_idx", "released_on", "id"),
    Index("models_parameters_max_idx", "parameters_max", "id"),
    Index("models_context_window_idx", "context_window", "id"),
    Index("models_search_idx", "search", postgresql_using="gin"),
    comment="Models with their current scalar facts, one column each.",
)

facts = Table(
    "facts",
    metadata,
    Column("model_id", ForeignKey("models.id", ondelete="CASCADE"), primary_key=True),
    Column("property", code_text(), primary_key=True, comment="organization, task:detection."),
    Column("position", Integer, nullable=False, comment="Order in a page of facts."),
    Column("section", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("object_id", ForeignKey("entities.id"), comment="The task, feature, organization..."),
    Column("text", Text, comment="As a person would read it; null where unknown."),
    Column("support", Text, comment="Of a task or feature; null elsewhere."),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("notes", ARRAY(Text), nullable=False, server_default="{}"),
    since(),
    one_of("section", ["PROPERTY", "TASK", "FEATURE"]),
    one_of("support", _SUPPORT),
    one_of("status", _STATUS),
    CheckConstraint("(section = 'PROPERTY') = (support IS NULL)", name="support_section"),
    Index("facts_property_idx", "property", "status"),
    Index("facts_object_id_idx", "object_id"),
    Index(
        "facts_conflicted_idx",
        "model_id",
        "position",
        postgresql_where=text("status = 'CONFLICTED'"),
    ),
    comment="What the claims and clauses about one (model, property) add up to.",
)

fact_rivals = Table(
    "fact_rivals",
    metadata,
    Column("model_id", BigInteger, primary_key=True),
    Column("property", code_text(), primary_key=True),
    Column("rival", Integer, primary_key=True, comment="From 1."),
    Column("text", Text, nullable=False),
    since(),
    ForeignKeyConstraint(
        ["model_id", "property"], ["facts.model_id", "facts.property"], ondelete="CASCADE"
    ),
    CheckConstraint("1 <= rival", name="rival"),
    comment="What other sources say instead of a fact's value.",
)

fact_evidence = Table(
    "fact_evidence",
    metadata,
    Column("model_id", BigInteger, primary_key=True),
    Column("property", code_text(), primary_key=True),
    Column("rival", Integer, primary_key=True, comment="0: for the fact; else for that rival."),
    Column("position", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    since(),
    ForeignKeyConstraint(
        ["model_id", "property"], ["facts.model_id", "facts.property"], ondelete="CASCADE"
    ),
    CheckConstraint('0 <= start AND start < "end"', name="span"),
    CheckConstraint('char_length(quote) = "end" - start', name="quote"),
    CheckConstraint("0 <= rival", name="rival"),
    comment="The words behind facts and their rivals.",
)


def _support_table(name: str, objects: str, object_id: str) -> Table:
    return Table(
        name,
        metadata,
        Column("model_id", ForeignKey("models.id", ondelete="CASCADE"), primary_key=True),
        Column(object_id, ForeignKey(f"{objects}.id", ondelete="CASCADE"), primary_key=True),
        Column("sort_name", code_text(), nullable=False, comment="The model's, for paging."),
        Column("object_sort_name", code_text(), nullable=False, comment="The row's own."),
        Column("support", Text, nullable=False),
        Column("property", code_text(), nullable=False, comment="The fact's."),
        since(),
        one_of("support", _SUPPORT),
        ForeignKeyConstraint(
            ["model_id", "property"], ["facts.model_id", "facts.property"], ondelete="CASCADE"
        ),
        Index(f"{name}_paging_idx", object_id, "support", "sort_name", "model_id"),
        Index(f"{name}_model_idx", "model_id", "support", "object_sort_name", object_id),
        comment="Support of models for them; a row for all that is listed, stated or denied.",
    )


model_tasks = _support_table("model_tasks", "tasks", "task_id")
model_features = _support_table("model_features", "features", "feature_id")

relations = Table(
    "relations",
    metadata,
    Column("source_id", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", code_text(), primary_key=True),
    Column("target_id", ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    since(),
    one_of("kind", [kind.value for kind in RelationKind]),
    CheckConstraint("source_id <> target_id", name="not_itself"),
    Index("relations_target_id_idx", "target_id", "kind", "source_id"),
    comment="Edges: source is (kind) target.",
)

relation_evidence = Table(
    "relation_evidence",
    metadata,
    Column("source_id", BigInteger, primary_key=True),
    Column("kind", code_text(), primary_key=True),
    Column("target_id", BigInteger, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    since(),
    ForeignKeyConstraint(
        ["source_id", "kind", "target_id"],
        ["relations.source_id", "relations.kind", "relations.target_id"],
        ondelete="CASCADE",
    ),
    CheckConstraint('0 <= start AND start < "end"', name="span"),
    CheckConstraint('char_length(quote) = "end" - start', name="quote"),
    comment="The words behind relations.",
)
