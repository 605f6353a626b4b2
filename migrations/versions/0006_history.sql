ALTER TABLE properties ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE entities ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE entity_slugs ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE aliases ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE organizations ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE licenses ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE tasks ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE features ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE datasets ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE benchmarks ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE frameworks ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE task_parents ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE models ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE facts ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE fact_rivals ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE fact_evidence ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE model_tasks ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE model_features ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE relations ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE relation_evidence ADD COLUMN since BIGINT DEFAULT '0' NOT NULL;

COMMENT ON COLUMN properties.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN entities.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN entity_slugs.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN aliases.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN organizations.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN licenses.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN tasks.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN features.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN datasets.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN benchmarks.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN frameworks.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN task_parents.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN models.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN facts.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN fact_rivals.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN fact_evidence.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN model_tasks.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN model_features.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN relations.since IS 'The registry''s version that brought the row as it is.';
COMMENT ON COLUMN relation_evidence.since IS 'The registry''s version that brought the row as it is.';

CREATE TABLE past_properties (
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    labels TEXT NOT NULL,
    words TEXT NOT NULL,
    value_type TEXT NOT NULL,
    cardinality TEXT NOT NULL,
    policy TEXT NOT NULL,
    position INTEGER NOT NULL,
    compared BOOLEAN NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_properties_pkey PRIMARY KEY (key, until),
    CONSTRAINT past_properties_period_check CHECK (since < until)
);

COMMENT ON TABLE past_properties IS 'Rows of properties that no longer hold.';
COMMENT ON COLUMN past_properties.until IS 'The version that ended it.';

CREATE TABLE past_entities (
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_entities_pkey PRIMARY KEY (id, until),
    CONSTRAINT past_entities_period_check CHECK (since < until)
);

COMMENT ON TABLE past_entities IS 'Rows of entities that no longer hold.';
COMMENT ON COLUMN past_entities.until IS 'The version that ended it.';

CREATE TABLE past_entity_slugs (
    kind TEXT NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    entity_id BIGINT NOT NULL,
    former BOOLEAN NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_entity_slugs_pkey PRIMARY KEY (kind, slug, until),
    CONSTRAINT past_entity_slugs_period_check CHECK (since < until)
);

COMMENT ON TABLE past_entity_slugs IS 'Rows of entity_slugs that no longer hold.';
COMMENT ON COLUMN past_entity_slugs.until IS 'The version that ended it.';

CREATE TABLE past_aliases (
    entity_id BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    document_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_aliases_pkey PRIMARY KEY (entity_id, name, until),
    CONSTRAINT past_aliases_period_check CHECK (since < until)
);

COMMENT ON TABLE past_aliases IS 'Rows of aliases that no longer hold.';
COMMENT ON COLUMN past_aliases.until IS 'The version that ended it.';

CREATE TABLE past_organizations (
    id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_organizations_pkey PRIMARY KEY (id, until),
    CONSTRAINT past_organizations_period_check CHECK (since < until)
);

COMMENT ON TABLE past_organizations IS 'Rows of organizations that no longer hold.';
COMMENT ON COLUMN past_organizations.until IS 'The version that ended it.';

CREATE TABLE past_licenses (
    id BIGINT NOT NULL,
    spdx_expression TEXT,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_licenses_pkey PRIMARY KEY (id, until),
    CONSTRAINT past_licenses_period_check CHECK (since < until)
);

COMMENT ON TABLE past_licenses IS 'Rows of licenses that no longer hold.';
COMMENT ON COLUMN past_licenses.until IS 'The version that ended it.';

CREATE TABLE past_tasks (
    id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_tasks_pkey PRIMARY KEY (id, until),
    CONSTRAINT past_tasks_period_check CHECK (since < until)
);

COMMENT ON TABLE past_tasks IS 'Rows of tasks that no longer hold.';
COMMENT ON COLUMN past_tasks.until IS 'The version that ended it.';

CREATE TABLE past_features (
    id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_features_pkey PRIMARY KEY (id, until),
    CONSTRAINT past_features_period_check CHECK (since < until)
);

COMMENT ON TABLE past_features IS 'Rows of features that no longer hold.';
COMMENT ON COLUMN past_features.until IS 'The version that ended it.';

CREATE TABLE past_datasets (
    id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_datasets_pkey PRIMARY KEY (id, until),
    CONSTRAINT past_datasets_period_check CHECK (since < until)
);

COMMENT ON TABLE past_datasets IS 'Rows of datasets that no longer hold.';
COMMENT ON COLUMN past_datasets.until IS 'The version that ended it.';

CREATE TABLE past_benchmarks (
    id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_benchmarks_pkey PRIMARY KEY (id, until),
    CONSTRAINT past_benchmarks_period_check CHECK (since < until)
);

COMMENT ON TABLE past_benchmarks IS 'Rows of benchmarks that no longer hold.';
COMMENT ON COLUMN past_benchmarks.until IS 'The version that ended it.';

CREATE TABLE past_frameworks (
    id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_frameworks_pkey PRIMARY KEY (id, until),
    CONSTRAINT past_frameworks_period_check CHECK (since < until)
);

COMMENT ON TABLE past_frameworks IS 'Rows of frameworks that no longer hold.';
COMMENT ON COLUMN past_frameworks.until IS 'The version that ended it.';

CREATE TABLE past_task_parents (
    task_id BIGINT NOT NULL,
    parent_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_task_parents_pkey PRIMARY KEY (task_id, parent_id, until),
    CONSTRAINT past_task_parents_period_check CHECK (since < until)
);

CREATE INDEX past_task_parents_parent_id_idx ON past_task_parents (parent_id);
COMMENT ON TABLE past_task_parents IS 'Rows of task_parents that no longer hold.';
COMMENT ON COLUMN past_task_parents.until IS 'The version that ended it.';

CREATE TABLE past_models (
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
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_models_pkey PRIMARY KEY (id, until),
    CONSTRAINT past_models_period_check CHECK (since < until)
);

CREATE INDEX past_models_license_id_sort_name_id_idx ON past_models (license_id, sort_name, id);
CREATE INDEX past_models_organization_id_sort_name_id_idx ON past_models (organization_id, sort_name, id);
COMMENT ON TABLE past_models IS 'Rows of models that no longer hold.';
COMMENT ON COLUMN past_models.until IS 'The version that ended it.';

CREATE TABLE past_facts (
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
    notes TEXT[] NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_facts_pkey PRIMARY KEY (model_id, property, until),
    CONSTRAINT past_facts_period_check CHECK (since < until)
);

COMMENT ON TABLE past_facts IS 'Rows of facts that no longer hold.';
COMMENT ON COLUMN past_facts.until IS 'The version that ended it.';

CREATE TABLE past_fact_rivals (
    model_id BIGINT NOT NULL,
    property TEXT COLLATE "C" NOT NULL,
    rival INTEGER NOT NULL,
    text TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_fact_rivals_pkey PRIMARY KEY (model_id, property, rival, until),
    CONSTRAINT past_fact_rivals_period_check CHECK (since < until)
);

COMMENT ON TABLE past_fact_rivals IS 'Rows of fact_rivals that no longer hold.';
COMMENT ON COLUMN past_fact_rivals.until IS 'The version that ended it.';

CREATE TABLE past_fact_evidence (
    model_id BIGINT NOT NULL,
    property TEXT COLLATE "C" NOT NULL,
    rival INTEGER NOT NULL,
    position INTEGER NOT NULL,
    document_id BIGINT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_fact_evidence_pkey PRIMARY KEY (model_id, property, rival, position, until),
    CONSTRAINT past_fact_evidence_period_check CHECK (since < until)
);

COMMENT ON TABLE past_fact_evidence IS 'Rows of fact_evidence that no longer hold.';
COMMENT ON COLUMN past_fact_evidence.until IS 'The version that ended it.';

CREATE TABLE past_model_tasks (
    model_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    object_sort_name TEXT COLLATE "C" NOT NULL,
    support TEXT NOT NULL,
    property TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_model_tasks_pkey PRIMARY KEY (model_id, task_id, until),
    CONSTRAINT past_model_tasks_period_check CHECK (since < until)
);

CREATE INDEX past_model_tasks_task_id_support_sort_name_model_id_idx ON past_model_tasks (task_id, support, sort_name, model_id);
COMMENT ON TABLE past_model_tasks IS 'Rows of model_tasks that no longer hold.';
COMMENT ON COLUMN past_model_tasks.until IS 'The version that ended it.';

CREATE TABLE past_model_features (
    model_id BIGINT NOT NULL,
    feature_id BIGINT NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    object_sort_name TEXT COLLATE "C" NOT NULL,
    support TEXT NOT NULL,
    property TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_model_features_pkey PRIMARY KEY (model_id, feature_id, until),
    CONSTRAINT past_model_features_period_check CHECK (since < until)
);

CREATE INDEX past_model_features_feature_id_support_sort_name_model_id_idx ON past_model_features (feature_id, support, sort_name, model_id);
COMMENT ON TABLE past_model_features IS 'Rows of model_features that no longer hold.';
COMMENT ON COLUMN past_model_features.until IS 'The version that ended it.';

CREATE TABLE past_relations (
    source_id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    target_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_relations_pkey PRIMARY KEY (source_id, kind, target_id, until),
    CONSTRAINT past_relations_period_check CHECK (since < until)
);

CREATE INDEX past_relations_target_id_kind_source_id_idx ON past_relations (target_id, kind, source_id);
COMMENT ON TABLE past_relations IS 'Rows of relations that no longer hold.';
COMMENT ON COLUMN past_relations.until IS 'The version that ended it.';

CREATE TABLE past_relation_evidence (
    source_id BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    target_id BIGINT NOT NULL,
    position INTEGER NOT NULL,
    document_id BIGINT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_relation_evidence_pkey PRIMARY KEY (source_id, kind, target_id, position, until),
    CONSTRAINT past_relation_evidence_period_check CHECK (since < until)
);

COMMENT ON TABLE past_relation_evidence IS 'Rows of relation_evidence that no longer hold.';
COMMENT ON COLUMN past_relation_evidence.until IS 'The version that ended it.';

INSERT INTO registry_versions
SELECT version, clock_timestamp() FROM registry_state
ON CONFLICT DO NOTHING;

DELETE FROM registry_versions
WHERE version < (SELECT version FROM registry_state);
