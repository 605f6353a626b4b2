CREATE TABLE entities (
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" DEFAULT '' NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    CONSTRAINT entities_pkey PRIMARY KEY (id),
    CONSTRAINT entities_kind_check CHECK (kind IN ('model', 'organization', 'license', 'task', 'feature', 'dataset', 'benchmark', 'framework')),
    CONSTRAINT entities_slug_check CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT entities_kind_slug_key UNIQUE (kind, slug),
    CONSTRAINT entities_kind_name_key_scope_key UNIQUE (kind, name_key, scope)
);

COMMENT ON TABLE entities IS 'Nodes of the graph, once named always known; the tables of kinds hold the current.';
COMMENT ON COLUMN entities.id IS 'Hash of kind, name key and scope at creation; never changes, never reused.';
COMMENT ON COLUMN entities.name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN entities.name_key IS 'The name, folded for look-up.';
COMMENT ON COLUMN entities.scope IS 'The organization''s slug where two organizations'' entities share a name.';
COMMENT ON COLUMN entities.sort_name IS 'The name, folded for order.';

CREATE TABLE entity_slugs (
    kind TEXT NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    entity_id BIGINT NOT NULL,
    former BOOLEAN DEFAULT 'false' NOT NULL,
    CONSTRAINT entity_slugs_pkey PRIMARY KEY (kind, slug),
    CONSTRAINT entity_slugs_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entities (id) ON DELETE CASCADE
);

CREATE INDEX entity_slugs_entity_id_idx ON entity_slugs (entity_id);
COMMENT ON TABLE entity_slugs IS 'Every slug that leads to an entity: its own, old ones and those of unique aliases.';
COMMENT ON COLUMN entity_slugs.former IS 'True: the entity''s own slug once, kept for links until another entity needs it.';

CREATE TABLE aliases (
    entity_id BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    document_id BIGINT NOT NULL,
    CONSTRAINT aliases_pkey PRIMARY KEY (entity_id, name),
    CONSTRAINT aliases_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entities (id) ON DELETE CASCADE,
    CONSTRAINT aliases_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents (id)
);

CREATE INDEX aliases_document_id_idx ON aliases (document_id);
COMMENT ON TABLE aliases IS 'Other names of an entity, with the document that uses them.';

CREATE TABLE organizations (
    id BIGINT NOT NULL,
    CONSTRAINT organizations_pkey PRIMARY KEY (id),
    CONSTRAINT organizations_id_fkey FOREIGN KEY (id) REFERENCES entities (id) ON DELETE CASCADE
);

COMMENT ON TABLE organizations IS 'Who makes models.';

CREATE TABLE licenses (
    id BIGINT NOT NULL,
    spdx_expression TEXT,
    CONSTRAINT licenses_pkey PRIMARY KEY (id),
    CONSTRAINT licenses_id_fkey FOREIGN KEY (id) REFERENCES entities (id) ON DELETE CASCADE
);

COMMENT ON TABLE licenses IS 'Licences by the names that sources write.';
COMMENT ON COLUMN licenses.spdx_expression IS 'Null where the name decides none.';

CREATE TABLE tasks (
    id BIGINT NOT NULL,
    CONSTRAINT tasks_pkey PRIMARY KEY (id),
    CONSTRAINT tasks_id_fkey FOREIGN KEY (id) REFERENCES entities (id) ON DELETE CASCADE
);

COMMENT ON TABLE tasks IS 'What models do.';

CREATE TABLE features (
    id BIGINT NOT NULL,
    CONSTRAINT features_pkey PRIMARY KEY (id),
    CONSTRAINT features_id_fkey FOREIGN KEY (id) REFERENCES entities (id) ON DELETE CASCADE
);

COMMENT ON TABLE features IS 'What models are like.';

CREATE TABLE datasets (
    id BIGINT NOT NULL,
    CONSTRAINT datasets_pkey PRIMARY KEY (id),
    CONSTRAINT datasets_id_fkey FOREIGN KEY (id) REFERENCES entities (id) ON DELETE CASCADE
);

COMMENT ON TABLE datasets IS 'What models are trained on.';

CREATE TABLE benchmarks (
    id BIGINT NOT NULL,
    CONSTRAINT benchmarks_pkey PRIMARY KEY (id),
    CONSTRAINT benchmarks_id_fkey FOREIGN KEY (id) REFERENCES entities (id) ON DELETE CASCADE
);

COMMENT ON TABLE benchmarks IS 'What models are measured on.';

CREATE TABLE frameworks (
    id BIGINT NOT NULL,
    CONSTRAINT frameworks_pkey PRIMARY KEY (id),
    CONSTRAINT frameworks_id_fkey FOREIGN KEY (id) REFERENCES entities (id) ON DELETE CASCADE
);

COMMENT ON TABLE frameworks IS 'Where models are available.';

CREATE TABLE task_parents (
    task_id BIGINT NOT NULL,
    parent_id BIGINT NOT NULL,
    CONSTRAINT task_parents_pkey PRIMARY KEY (task_id, parent_id),
    CONSTRAINT task_parents_not_itself_check CHECK (task_id <> parent_id),
    CONSTRAINT task_parents_task_id_fkey FOREIGN KEY (task_id) REFERENCES tasks (id) ON DELETE CASCADE,
    CONSTRAINT task_parents_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES tasks (id) ON DELETE CASCADE
);

CREATE INDEX task_parents_parent_id_idx ON task_parents (parent_id);
COMMENT ON TABLE task_parents IS 'Which tasks are kinds of which; decides no cell.';

CREATE TABLE models (
    id BIGINT NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    is_stub BOOLEAN NOT NULL,
    organization_id BIGINT,
    license_id BIGINT,
    category TEXT COLLATE "C",
    modality TEXT COLLATE "C",
    release_date TEXT COLLATE "C",
    released_on DATE,
    parameters_text TEXT,
    parameters_min BIGINT,
    parameters_max BIGINT,
    context_window BIGINT,
    summary TEXT,
    search_text TEXT NOT NULL,
    search TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED NOT NULL,
    CONSTRAINT models_pkey PRIMARY KEY (id),
    CONSTRAINT models_release_date_check CHECK ((release_date IS NULL) = (released_on IS NULL)),
    CONSTRAINT models_parameters_check CHECK (num_nonnulls(parameters_text, parameters_min, parameters_max) IN (0, 3) AND 0 <= parameters_min AND parameters_min <= parameters_max),
    CONSTRAINT models_context_window_check CHECK (0 < context_window),
    CONSTRAINT models_id_fkey FOREIGN KEY (id) REFERENCES entities (id) ON DELETE CASCADE,
    CONSTRAINT models_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id),
    CONSTRAINT models_license_id_fkey FOREIGN KEY (license_id) REFERENCES licenses (id)
);

CREATE INDEX models_license_idx ON models (license_id, sort_name, id) INCLUDE (is_stub);
CREATE INDEX models_name_idx ON models (sort_name, id) INCLUDE (is_stub);
CREATE INDEX models_organization_idx ON models (organization_id, sort_name, id) INCLUDE (is_stub);
CREATE INDEX models_parameters_max_idx ON models (parameters_max, id);
CREATE INDEX models_released_on_idx ON models (released_on, id);
CREATE INDEX models_search_idx ON models USING gin (search);
COMMENT ON TABLE models IS 'Models with their current scalar facts, one column each.';
COMMENT ON COLUMN models.sort_name IS 'entities.sort_name, for paging.';
COMMENT ON COLUMN models.is_stub IS 'True: documents only mention it.';
COMMENT ON COLUMN models.release_date IS 'ISO 8601, as long as its precision.';
COMMENT ON COLUMN models.released_on IS 'The first day that release_date allows.';
COMMENT ON COLUMN models.parameters_text IS 'As written: 2.7M-62.8M.';
COMMENT ON COLUMN models.parameters_min IS 'Weights.';
COMMENT ON COLUMN models.parameters_max IS 'Weights.';
COMMENT ON COLUMN models.context_window IS 'Tokens.';
COMMENT ON COLUMN models.search_text IS 'Name, aliases, summary.';

CREATE TABLE facts (
    model_id BIGINT NOT NULL,
    property TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    section TEXT NOT NULL,
    label TEXT NOT NULL,
    object_id BIGINT,
    text TEXT,
    support TEXT,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    notes TEXT[] DEFAULT '{}' NOT NULL,
    CONSTRAINT facts_pkey PRIMARY KEY (model_id, property),
    CONSTRAINT facts_section_check CHECK (section IN ('PROPERTY', 'TASK', 'FEATURE')),
    CONSTRAINT facts_support_check CHECK (support IN ('YES', 'NO', 'UNKNOWN')),
    CONSTRAINT facts_status_check CHECK (status IN ('STATED', 'INFERRED', 'CONFLICTED', 'UNKNOWN')),
    CONSTRAINT facts_support_section_check CHECK ((section = 'PROPERTY') = (support IS NULL)),
    CONSTRAINT facts_model_id_fkey FOREIGN KEY (model_id) REFERENCES models (id) ON DELETE CASCADE,
    CONSTRAINT facts_object_id_fkey FOREIGN KEY (object_id) REFERENCES entities (id)
);

CREATE INDEX facts_object_id_idx ON facts (object_id);
CREATE INDEX facts_property_idx ON facts (property, status);
COMMENT ON TABLE facts IS 'What the claims and clauses about one (model, property) add up to.';
COMMENT ON COLUMN facts.property IS 'organization, task:detection.';
COMMENT ON COLUMN facts.position IS 'Order in a page of facts.';
COMMENT ON COLUMN facts.object_id IS 'The task, feature, organization...';
COMMENT ON COLUMN facts.text IS 'As a person would read it; null where unknown.';
COMMENT ON COLUMN facts.support IS 'Of a task or feature; null elsewhere.';

CREATE TABLE fact_rivals (
    model_id BIGINT NOT NULL,
    property TEXT COLLATE "C" NOT NULL,
    rival INTEGER NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT fact_rivals_pkey PRIMARY KEY (model_id, property, rival),
    CONSTRAINT fact_rivals_model_id_property_fkey FOREIGN KEY (model_id, property) REFERENCES facts (model_id, property) ON DELETE CASCADE,
    CONSTRAINT fact_rivals_rival_check CHECK (1 <= rival)
);

COMMENT ON TABLE fact_rivals IS 'What other sources say instead of a fact''s value.';
COMMENT ON COLUMN fact_rivals.rival IS 'From 1.';

CREATE TABLE fact_evidence (
    model_id BIGINT NOT NULL,
    property TEXT COLLATE "C" NOT NULL,
    rival INTEGER NOT NULL,
    position INTEGER NOT NULL,
    document_id BIGINT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    CONSTRAINT fact_evidence_pkey PRIMARY KEY (model_id, property, rival, position),
    CONSTRAINT fact_evidence_model_id_property_fkey FOREIGN KEY (model_id, property) REFERENCES facts (model_id, property) ON DELETE CASCADE,
    CONSTRAINT fact_evidence_span_check CHECK (0 <= start AND start < "end"),
    CONSTRAINT fact_evidence_quote_check CHECK (char_length(quote) = "end" - start),
    CONSTRAINT fact_evidence_rival_check CHECK (0 <= rival),
    CONSTRAINT fact_evidence_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents (id)
);

CREATE INDEX fact_evidence_document_id_idx ON fact_evidence (document_id);
COMMENT ON TABLE fact_evidence IS 'The words behind facts and their rivals.';
COMMENT ON COLUMN fact_evidence.rival IS '0: for the fact; else for that rival.';

CREATE TABLE model_tasks (
    model_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    object_sort_name TEXT COLLATE "C" NOT NULL,
    support TEXT NOT NULL,
    property TEXT COLLATE "C" NOT NULL,
    CONSTRAINT model_tasks_pkey PRIMARY KEY (model_id, task_id),
    CONSTRAINT model_tasks_support_check CHECK (support IN ('YES', 'NO', 'UNKNOWN')),
    CONSTRAINT model_tasks_model_id_property_fkey FOREIGN KEY (model_id, property) REFERENCES facts (model_id, property) ON DELETE CASCADE,
    CONSTRAINT model_tasks_model_id_fkey FOREIGN KEY (model_id) REFERENCES models (id) ON DELETE CASCADE,
    CONSTRAINT model_tasks_task_id_fkey FOREIGN KEY (task_id) REFERENCES tasks (id) ON DELETE CASCADE
);

CREATE INDEX model_tasks_model_idx ON model_tasks (model_id, support, object_sort_name, task_id);
CREATE INDEX model_tasks_paging_idx ON model_tasks (task_id, support, sort_name, model_id);
COMMENT ON TABLE model_tasks IS 'Support of models for them; a row for all that is listed, stated or denied.';
COMMENT ON COLUMN model_tasks.sort_name IS 'The model''s, for paging.';
COMMENT ON COLUMN model_tasks.object_sort_name IS 'The row''s own.';
COMMENT ON COLUMN model_tasks.property IS 'The fact''s.';

CREATE TABLE model_features (
    model_id BIGINT NOT NULL,
    feature_id BIGINT NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    object_sort_name TEXT COLLATE "C" NOT NULL,
    support TEXT NOT NULL,
    property TEXT COLLATE "C" NOT NULL,
    CONSTRAINT model_features_pkey PRIMARY KEY (model_id, feature_id),
    CONSTRAINT model_features_support_check CHECK (support IN ('YES', 'NO', 'UNKNOWN')),
    CONSTRAINT model_features_model_id_property_fkey FOREIGN KEY (model_id, property) REFERENCES facts (model_id, property) ON DELETE CASCADE,
    CONSTRAINT model_features_model_id_fkey FOREIGN KEY (model_id) REFERENCES models (id) ON DELETE CASCADE,
    CONSTRAINT model_features_feature_id_fkey FOREIGN KEY (feature_id) REFERENCES features (id) ON DELETE CASCADE
);

CREATE INDEX model_features_model_idx ON model_features (model_id, support, object_sort_name, feature_id);
CREATE INDEX model_features_paging_idx ON model_features (feature_id, support, sort_name, model_id);
COMMENT ON TABLE model_features IS 'Support of models for them; a row for all that is listed, stated or denied.';
COMMENT ON COLUMN model_features.sort_name IS 'The model''s, for paging.';
COMMENT ON COLUMN model_features.object_sort_name IS 'The row''s own.';
COMMENT ON COLUMN model_features.property IS 'The fact''s.';

CREATE TABLE relations (
    source_id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT relations_pkey PRIMARY KEY (source_id, kind, target_id),
    CONSTRAINT relations_kind_check CHECK (kind IN ('DERIVED_FROM', 'FINE_TUNED_FROM', 'DISTILLED_FROM', 'MERGED_FROM', 'QUANTIZED_FROM', 'ADAPTER_OF', 'VARIANT_OF', 'EXTENDS', 'SUCCEEDS', 'USES', 'TRAINED_ON', 'EVALUATED_ON', 'AVAILABLE_IN')),
    CONSTRAINT relations_not_itself_check CHECK (source_id <> target_id),
    CONSTRAINT relations_source_id_fkey FOREIGN KEY (source_id) REFERENCES entities (id) ON DELETE CASCADE,
    CONSTRAINT relations_target_id_fkey FOREIGN KEY (target_id) REFERENCES entities (id) ON DELETE CASCADE
);

CREATE INDEX relations_target_id_idx ON relations (target_id, kind, source_id);
COMMENT ON TABLE relations IS 'Edges: source is (kind) target.';

CREATE TABLE relation_evidence (
    source_id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    target_id BIGINT NOT NULL,
    position INTEGER NOT NULL,
    document_id BIGINT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    CONSTRAINT relation_evidence_pkey PRIMARY KEY (source_id, kind, target_id, position),
    CONSTRAINT relation_evidence_source_id_kind_target_id_fkey FOREIGN KEY (source_id, kind, target_id) REFERENCES relations (source_id, kind, target_id) ON DELETE CASCADE,
    CONSTRAINT relation_evidence_span_check CHECK (0 <= start AND start < "end"),
    CONSTRAINT relation_evidence_quote_check CHECK (char_length(quote) = "end" - start),
    CONSTRAINT relation_evidence_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents (id)
);

CREATE INDEX relation_evidence_document_id_idx ON relation_evidence (document_id);
COMMENT ON TABLE relation_evidence IS 'The words behind relations.';
