CREATE TABLE entity_index (
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    is_stub BOOLEAN NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    model_count BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    alias_names TEXT[] NOT NULL,
    alias_keys TEXT[] NOT NULL,
    name_words TEXT[] NOT NULL,
    alias_words TEXT[] NOT NULL,
    summary_words TEXT[] NOT NULL,
    names TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(name_words)) STORED NOT NULL,
    aliases TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(alias_words)) STORED NOT NULL,
    search TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(name_words || alias_words || summary_words)) STORED NOT NULL,
    CONSTRAINT entity_index_pkey PRIMARY KEY (id),
    CONSTRAINT entity_index_kind_check CHECK (kind IN ('model', 'organization', 'license', 'task', 'feature', 'dataset', 'benchmark', 'framework')),
    CONSTRAINT entity_index_id_fkey FOREIGN KEY (id) REFERENCES entities (id) ON DELETE CASCADE
);

CREATE INDEX entity_index_name_idx ON entity_index (kind, sort_name, id);
CREATE INDEX entity_index_key_idx ON entity_index (is_stub, key, id);
CREATE INDEX entity_index_names_idx ON entity_index USING gin (names);
CREATE INDEX entity_index_aliases_idx ON entity_index USING gin (aliases);
CREATE INDEX entity_index_search_idx ON entity_index USING gin (search);
COMMENT ON TABLE entity_index IS 'Current entities by their names, folded for search, with how many models they have.';
COMMENT ON COLUMN entity_index.is_stub IS 'True: a model that is only mentioned.';
COMMENT ON COLUMN entity_index.sort_name IS 'entities.sort_name, for paging.';
COMMENT ON COLUMN entity_index.model_count IS 'Its models, without stubs.';
COMMENT ON COLUMN entity_index.key IS 'The name''s letters and digits, folded.';
COMMENT ON COLUMN entity_index.alias_names IS 'Other names.';
COMMENT ON COLUMN entity_index.alias_keys IS 'Their letters and digits, folded.';
COMMENT ON COLUMN entity_index.name_words IS 'Words of the name, and its key.';
COMMENT ON COLUMN entity_index.alias_words IS 'Words of other names, and their keys.';
COMMENT ON COLUMN entity_index.summary_words IS 'Words of a model''s summary.';

UPDATE models SET search_text = array_to_string(tsvector_to_array(search), ' ');
ALTER TABLE models
    ALTER COLUMN search SET EXPRESSION AS (array_to_tsvector(string_to_array(search_text, ' ')));
COMMENT ON COLUMN models.search_text IS 'Words of name, aliases, summary.';

CREATE INDEX models_context_window_idx ON models (context_window, id);
CREATE INDEX facts_conflicted_idx ON facts (model_id, position) WHERE status = 'CONFLICTED';
