CREATE SCHEMA analytics;
COMMENT ON SCHEMA analytics IS 'Stable views for analysts. Names in them are slugs unless a column says otherwise.';

CREATE VIEW analytics.models AS
SELECT
    model.id,
    entity.slug,
    entity.name,
    model.is_stub,
    organization.slug AS organization,
    organization.name AS organization_name,
    license.slug AS license,
    license.name AS license_name,
    license_terms.spdx_expression,
    model.category,
    model.modality,
    model.release_date,
    model.released_on,
    model.parameters_text AS parameters,
    model.parameters_min,
    model.parameters_max,
    model.context_window,
    (SELECT count(*) FROM model_tasks AS cell
     WHERE cell.model_id = model.id AND cell.support = 'YES') AS tasks,
    (SELECT count(*) FROM model_features AS cell
     WHERE cell.model_id = model.id AND cell.support = 'YES') AS features,
    (SELECT count(*) FROM facts AS fact
     WHERE fact.model_id = model.id AND fact.status = 'CONFLICTED') AS conflicts,
    (SELECT count(*) FROM facts AS fact
     WHERE fact.model_id = model.id AND fact.status = 'UNKNOWN') AS unknowns,
    (SELECT count(DISTINCT evidence.document_id) FROM fact_evidence AS evidence
     WHERE evidence.model_id = model.id) AS documents
FROM models AS model
JOIN entities AS entity ON entity.id = model.id
LEFT JOIN entities AS organization ON organization.id = model.organization_id
LEFT JOIN entities AS license ON license.id = model.license_id
LEFT JOIN licenses AS license_terms ON license_terms.id = model.license_id;

COMMENT ON VIEW analytics.models IS 'A row for each model, its current scalar facts one column each.';
COMMENT ON COLUMN analytics.models.id IS 'Never changes, never reused.';
COMMENT ON COLUMN analytics.models.slug IS 'Unique among models; the other views call it model.';
COMMENT ON COLUMN analytics.models.name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.models.is_stub IS 'True: documents only mention it, none describes it.';
COMMENT ON COLUMN analytics.models.organization IS 'Slug of who made it; null where unknown.';
COMMENT ON COLUMN analytics.models.organization_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.models.license IS 'Slug of its licence; null where unknown, which permits nothing.';
COMMENT ON COLUMN analytics.models.license_name IS 'As the sources'' tables write it: AGPL 3.0, MIT, Custom.';
COMMENT ON COLUMN analytics.models.spdx_expression IS 'SPDX licence expression; null where the name decides none.';
COMMENT ON COLUMN analytics.models.category IS 'open or closed, as the sources use the words.';
COMMENT ON COLUMN analytics.models.modality IS 'vision, text, multimodal, as the sources use the words.';
COMMENT ON COLUMN analytics.models.release_date IS 'ISO 8601, as long as its precision: 2023, 2023-01 or 2023-01-31.';
COMMENT ON COLUMN analytics.models.released_on IS 'The first day that release_date allows.';
COMMENT ON COLUMN analytics.models.parameters IS 'Number of weights or its range, as written: 2.7M-62.8M.';
COMMENT ON COLUMN analytics.models.parameters_min IS 'Number of weights, the smallest of the family.';
COMMENT ON COLUMN analytics.models.parameters_max IS 'Number of weights, the largest of the family.';
COMMENT ON COLUMN analytics.models.context_window IS 'In tokens.';
COMMENT ON COLUMN analytics.models.tasks IS 'Number of tasks whose support is YES.';
COMMENT ON COLUMN analytics.models.features IS 'Number of features whose support is YES.';
COMMENT ON COLUMN analytics.models.conflicts IS 'Number of facts about which sources disagree.';
COMMENT ON COLUMN analytics.models.unknowns IS 'Number of facts that the sources leave open.';
COMMENT ON COLUMN analytics.models.documents IS 'Number of documents that its facts rest on.';

CREATE VIEW analytics.facts AS
SELECT
    entity.slug AS model,
    entity.name AS model_name,
    fact.property,
    fact.section,
    fact.label,
    fact.text AS value,
    fact.support,
    fact.status,
    fact.reason,
    source.key AS source,
    document.title AS document,
    evidence.quote,
    evidence.start AS quote_start,
    evidence."end" AS quote_end,
    (SELECT count(*) FROM fact_evidence AS every
     WHERE (every.model_id, every.property, every.rival) = (fact.model_id, fact.property, 0)
    ) AS evidence,
    (SELECT count(*) FROM fact_rivals AS rival
     WHERE (rival.model_id, rival.property) = (fact.model_id, fact.property)) AS rivals
FROM facts AS fact
JOIN entities AS entity ON entity.id = fact.model_id
LEFT JOIN fact_evidence AS evidence
    ON evidence.model_id = fact.model_id AND evidence.property = fact.property
    AND evidence.rival = 0 AND evidence.position = 0
LEFT JOIN documents AS document ON document.id = evidence.document_id
LEFT JOIN sources AS source ON source.id = document.source_id;

COMMENT ON VIEW analytics.facts IS 'A row for each (model, property) that documents list, state or leave open, with its first piece of evidence; analytics.evidence has them all.';
COMMENT ON COLUMN analytics.facts.model IS 'Slug of the model.';
COMMENT ON COLUMN analytics.facts.model_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.facts.property IS 'organization, release_date, task:classification, feature:real-time-vision.';
COMMENT ON COLUMN analytics.facts.section IS 'PROPERTY, TASK or FEATURE.';
COMMENT ON COLUMN analytics.facts.label IS 'The property as people read it.';
COMMENT ON COLUMN analytics.facts.value IS 'As a person would read it; null where UNKNOWN.';
COMMENT ON COLUMN analytics.facts.support IS 'YES, NO or UNKNOWN for tasks and features; null elsewhere.';
COMMENT ON COLUMN analytics.facts.status IS 'STATED, INFERRED, CONFLICTED or UNKNOWN.';
COMMENT ON COLUMN analytics.facts.reason IS 'Why this value and no other, in a sentence.';
COMMENT ON COLUMN analytics.facts.source IS 'Kind of document that the first piece of evidence is from.';
COMMENT ON COLUMN analytics.facts.document IS 'Title of the document that the first piece of evidence is from.';
COMMENT ON COLUMN analytics.facts.quote IS 'The document''s own words.';
COMMENT ON COLUMN analytics.facts.quote_start IS 'Where the quote starts, in code points of the document, from 0.';
COMMENT ON COLUMN analytics.facts.quote_end IS 'Where the quote ends, exclusive.';
COMMENT ON COLUMN analytics.facts.evidence IS 'Number of quotes that the fact rests on.';
COMMENT ON COLUMN analytics.facts.rivals IS 'Number of values that other sources give instead.';

CREATE VIEW analytics.evidence AS
SELECT
    entity.slug AS model,
    fact.property,
    evidence.rival,
    evidence.position,
    CASE WHEN evidence.rival = 0 THEN fact.text ELSE rival.text END AS value,
    source.key AS source,
    document.title AS document,
    document.uri,
    evidence.quote,
    evidence.start AS quote_start,
    evidence."end" AS quote_end
FROM fact_evidence AS evidence
JOIN facts AS fact
    ON fact.model_id = evidence.model_id AND fact.property = evidence.property
LEFT JOIN fact_rivals AS rival
    ON rival.model_id = evidence.model_id AND rival.property = evidence.property
    AND rival.rival = evidence.rival
JOIN entities AS entity ON entity.id = evidence.model_id
JOIN documents AS document ON document.id = evidence.document_id
JOIN sources AS source ON source.id = document.source_id;

COMMENT ON VIEW analytics.evidence IS 'A row for each quote behind a fact or behind a rival of it.';
COMMENT ON COLUMN analytics.evidence.model IS 'Slug of the model.';
COMMENT ON COLUMN analytics.evidence.property IS 'The fact''s: organization, release_date, task:classification.';
COMMENT ON COLUMN analytics.evidence.rival IS '0: for the value shown; from 1: for that rival.';
COMMENT ON COLUMN analytics.evidence.position IS 'Order among the quotes for one value, from 0.';
COMMENT ON COLUMN analytics.evidence.value IS 'What the quote is evidence for; null where it leaves the fact open.';
COMMENT ON COLUMN analytics.evidence.source IS 'Kind of document.';
COMMENT ON COLUMN analytics.evidence.document IS 'Title of the document.';
COMMENT ON COLUMN analytics.evidence.uri IS 'Address of the document; null where the importer gave none.';
COMMENT ON COLUMN analytics.evidence.quote IS 'The document''s own words.';
COMMENT ON COLUMN analytics.evidence.quote_start IS 'Where the quote starts, in code points of the document, from 0.';
COMMENT ON COLUMN analytics.evidence.quote_end IS 'Where the quote ends, exclusive.';

CREATE VIEW analytics.conflicts AS
SELECT
    entity.slug AS model,
    fact.property,
    fact.label,
    fact.text AS value,
    evidence.quote,
    document.title AS document,
    rival.rival,
    rival.text AS rival_value,
    rival_evidence.quote AS rival_quote,
    rival_document.title AS rival_document,
    fact.reason
FROM facts AS fact
JOIN entities AS entity ON entity.id = fact.model_id
LEFT JOIN fact_evidence AS evidence
    ON evidence.model_id = fact.model_id AND evidence.property = fact.property
    AND evidence.rival = 0 AND evidence.position = 0
LEFT JOIN documents AS document ON document.id = evidence.document_id
LEFT JOIN fact_rivals AS rival
    ON rival.model_id = fact.model_id AND rival.property = fact.property
LEFT JOIN fact_evidence AS rival_evidence
    ON rival_evidence.model_id = rival.model_id AND rival_evidence.property = rival.property
    AND rival_evidence.rival = rival.rival AND rival_evidence.position = 0
LEFT JOIN documents AS rival_document ON rival_document.id = rival_evidence.document_id
WHERE fact.status = 'CONFLICTED';

COMMENT ON VIEW analytics.conflicts IS 'A row for each value that contradicts the one shown, each side with its first quote.';
COMMENT ON COLUMN analytics.conflicts.model IS 'Slug of the model.';
COMMENT ON COLUMN analytics.conflicts.property IS 'organization, release_date, task:classification.';
COMMENT ON COLUMN analytics.conflicts.label IS 'The property as people read it.';
COMMENT ON COLUMN analytics.conflicts.value IS 'The value that the registry shows.';
COMMENT ON COLUMN analytics.conflicts.quote IS 'Words that say so.';
COMMENT ON COLUMN analytics.conflicts.document IS 'Title of their document.';
COMMENT ON COLUMN analytics.conflicts.rival IS 'Number of the rival, from 1.';
COMMENT ON COLUMN analytics.conflicts.rival_value IS 'What other sources say instead.';
COMMENT ON COLUMN analytics.conflicts.rival_quote IS 'Words that say that.';
COMMENT ON COLUMN analytics.conflicts.rival_document IS 'Title of their document.';
COMMENT ON COLUMN analytics.conflicts.reason IS 'Why the value shown was chosen, in a sentence.';

CREATE VIEW analytics.task_support AS
SELECT
    model.slug AS model,
    task.slug AS task,
    task.name AS task_name,
    cell.support,
    fact.status,
    fact.reason
FROM model_tasks AS cell
JOIN entities AS model ON model.id = cell.model_id
JOIN entities AS task ON task.id = cell.task_id
LEFT JOIN facts AS fact ON fact.model_id = cell.model_id AND fact.property = cell.property
UNION ALL
SELECT model.slug, task.slug, task.name, 'UNKNOWN', 'UNKNOWN', 'No document says anything about it.'
FROM models AS described
CROSS JOIN tasks AS listed
JOIN entities AS model ON model.id = described.id
JOIN entities AS task ON task.id = listed.id
WHERE NOT described.is_stub
AND NOT EXISTS (
    SELECT FROM model_tasks AS cell WHERE cell.model_id = described.id AND cell.task_id = listed.id
);

COMMENT ON VIEW analytics.task_support IS 'A row for each described model and each task: also UNKNOWN pairs that no document speaks of. Of models that documents only mention, what is said alone.';
COMMENT ON COLUMN analytics.task_support.model IS 'Slug of the model.';
COMMENT ON COLUMN analytics.task_support.task IS 'Slug of the task.';
COMMENT ON COLUMN analytics.task_support.task_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.task_support.support IS 'YES, NO or UNKNOWN. UNKNOWN never means NO.';
COMMENT ON COLUMN analytics.task_support.status IS 'STATED, INFERRED, CONFLICTED or UNKNOWN.';
COMMENT ON COLUMN analytics.task_support.reason IS 'Why, in a sentence.';

CREATE VIEW analytics.feature_support AS
SELECT
    model.slug AS model,
    feature.slug AS feature,
    feature.name AS feature_name,
    cell.support,
    fact.status,
    fact.reason
FROM model_features AS cell
JOIN entities AS model ON model.id = cell.model_id
JOIN entities AS feature ON feature.id = cell.feature_id
LEFT JOIN facts AS fact ON fact.model_id = cell.model_id AND fact.property = cell.property
UNION ALL
SELECT
    model.slug, feature.slug, feature.name,
    'UNKNOWN', 'UNKNOWN', 'No document says anything about it.'
FROM models AS described
CROSS JOIN features AS listed
JOIN entities AS model ON model.id = described.id
JOIN entities AS feature ON feature.id = listed.id
WHERE NOT described.is_stub
AND NOT EXISTS (
    SELECT FROM model_features AS cell
    WHERE cell.model_id = described.id AND cell.feature_id = listed.id
);

COMMENT ON VIEW analytics.feature_support IS 'A row for each described model and each feature: also UNKNOWN pairs that no document speaks of. Of models that documents only mention, what is said alone.';
COMMENT ON COLUMN analytics.feature_support.model IS 'Slug of the model.';
COMMENT ON COLUMN analytics.feature_support.feature IS 'Slug of the feature.';
COMMENT ON COLUMN analytics.feature_support.feature_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.feature_support.support IS 'YES, NO or UNKNOWN. UNKNOWN never means NO.';
COMMENT ON COLUMN analytics.feature_support.status IS 'STATED, INFERRED, CONFLICTED or UNKNOWN.';
COMMENT ON COLUMN analytics.feature_support.reason IS 'Why, in a sentence.';

CREATE VIEW analytics.shared_tasks AS
SELECT
    model.slug AS model,
    other_model.slug AS other_model,
    count(*) AS shared,
    array_agg(task.slug ORDER BY task.slug) AS tasks
FROM model_tasks AS cell
JOIN model_tasks AS other_cell
    ON other_cell.task_id = cell.task_id AND other_cell.model_id <> cell.model_id
JOIN entities AS model ON model.id = cell.model_id
JOIN entities AS other_model ON other_model.id = other_cell.model_id
JOIN entities AS task ON task.id = cell.task_id
WHERE cell.support = 'YES' AND other_cell.support = 'YES'
GROUP BY model.slug, other_model.slug;

COMMENT ON VIEW analytics.shared_tasks IS 'A row for each pair of models that share a task, in either order. Ask for a model: all pairs of a large registry are too many.';
COMMENT ON COLUMN analytics.shared_tasks.model IS 'Slug of the one.';
COMMENT ON COLUMN analytics.shared_tasks.other_model IS 'Slug of the other; model < other_model leaves each pair once.';
COMMENT ON COLUMN analytics.shared_tasks.shared IS 'Number of tasks whose support is YES for both.';
COMMENT ON COLUMN analytics.shared_tasks.tasks IS 'Slugs of those tasks, sorted.';

CREATE VIEW analytics.relations AS
SELECT
    source.kind AS source_kind,
    source.slug AS source,
    relation.kind AS relation,
    target.kind AS target_kind,
    target.slug AS target,
    document.title AS document,
    evidence.quote
FROM relations AS relation
JOIN entities AS source ON source.id = relation.source_id
JOIN entities AS target ON target.id = relation.target_id
LEFT JOIN relation_evidence AS evidence
    ON evidence.source_id = relation.source_id AND evidence.kind = relation.kind
    AND evidence.target_id = relation.target_id AND evidence.position = 0
LEFT JOIN documents AS document ON document.id = evidence.document_id;

COMMENT ON VIEW analytics.relations IS 'A row for each edge of the knowledge graph: source is (relation) target.';
COMMENT ON COLUMN analytics.relations.source_kind IS 'model, organization, license, task, feature, dataset, benchmark or framework.';
COMMENT ON COLUMN analytics.relations.source IS 'Slug, unique among entities of its kind.';
COMMENT ON COLUMN analytics.relations.relation IS 'DERIVED_FROM, VARIANT_OF, EXTENDS, USES, TRAINED_ON, ...';
COMMENT ON COLUMN analytics.relations.target_kind IS 'As source_kind.';
COMMENT ON COLUMN analytics.relations.target IS 'Slug, unique among entities of its kind.';
COMMENT ON COLUMN analytics.relations.document IS 'Title of the document that says so first.';
COMMENT ON COLUMN analytics.relations.quote IS 'Its own words.';
