CREATE TABLE import_documents (
    import_id BIGINT NOT NULL,
    document_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    uri TEXT,
    CONSTRAINT import_documents_pkey PRIMARY KEY (import_id, document_id),
    CONSTRAINT import_documents_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports (id),
    CONSTRAINT import_documents_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents (id)
);

CREATE INDEX import_documents_document_id_idx ON import_documents (document_id);
COMMENT ON TABLE import_documents IS 'The revisions that each import made current; the last that stands is the one.';
COMMENT ON COLUMN import_documents.name IS 'File name, as the importer gave it.';
COMMENT ON COLUMN documents.import_id IS 'The first that brought it.';
COMMENT ON COLUMN documents.superseded_by IS 'The import that ended it, by a later revision or a revert; null: it is current.';

INSERT INTO import_documents
SELECT brought.import_id, document_id, name, title, uri
FROM (
    SELECT import_id, document_id FROM claims
    UNION SELECT import_id, document_id FROM clauses
    UNION SELECT import_id, document_id FROM listings
    UNION SELECT import_id, id FROM documents
) AS brought
JOIN documents ON documents.id = document_id
JOIN imports ON imports.id = brought.import_id
WHERE imports.reverts IS NULL;
