CREATE TABLE model_terms (
    model_id BIGINT NOT NULL,
    n INTEGER NOT NULL,
    artifact TEXT NOT NULL,
    license_id BIGINT,
    flow TEXT NOT NULL,
    ancestor_id BIGINT,
    rival INTEGER NOT NULL,
    since BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT model_terms_pkey PRIMARY KEY (model_id, n),
    CONSTRAINT model_terms_artifact_check CHECK (artifact IN ('CODE', 'WEIGHTS', 'DATA', 'OUTPUTS', 'UNSPECIFIED')),
    CONSTRAINT model_terms_flow_check CHECK (flow IN ('DIRECT', 'LEARNED')),
    CONSTRAINT model_terms_rival_check CHECK (0 <= rival)
);

COMMENT ON TABLE model_terms IS 'The licences that bind models: their own labels, and those of their ancestors.';
COMMENT ON COLUMN model_terms.n IS 'From 0: the model''s own, then its ancestors'', the nearest first.';
COMMENT ON COLUMN model_terms.artifact IS 'What the label is about.';
COMMENT ON COLUMN model_terms.license_id IS 'Null: the terms are not known.';
COMMENT ON COLUMN model_terms.flow IS 'LEARNED: a step on the way is a distillation.';
COMMENT ON COLUMN model_terms.ancestor_id IS 'The model whose label it is; null: its own.';
COMMENT ON COLUMN model_terms.rival IS '0: the label that is shown; from 1: what other sources say instead.';
COMMENT ON COLUMN model_terms.since IS 'The registry''s version that brought the row as it is.';

CREATE TABLE license_atoms (
    license_id BIGINT NOT NULL,
    clause INTEGER NOT NULL,
    mode TEXT NOT NULL,
    expression TEXT COLLATE "C" NOT NULL,
    since BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT license_atoms_pkey PRIMARY KEY (license_id, clause, expression),
    CONSTRAINT license_atoms_mode_check CHECK (mode IN ('BEST', 'AGREE')),
    CONSTRAINT license_atoms_license_id_fkey FOREIGN KEY (license_id) REFERENCES licenses (id) ON DELETE CASCADE
);

CREATE INDEX license_atoms_expression_idx ON license_atoms (expression, license_id);
COMMENT ON TABLE license_atoms IS 'What the names of licences come to: the worst of some clauses.';
COMMENT ON COLUMN license_atoms.clause IS 'From 0; each of them holds.';
COMMENT ON COLUMN license_atoms.mode IS 'BEST: of its expressions; AGREE: what all of them come to, else UNKNOWN.';
COMMENT ON COLUMN license_atoms.expression IS 'SPDX id or LicenseRef-; empty: a licence that is not known.';
COMMENT ON COLUMN license_atoms.since IS 'The registry''s version that brought the row as it is.';

CREATE TABLE license_pairs (
    inbound_id BIGINT NOT NULL,
    outbound_id BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    authority TEXT NOT NULL,
    url TEXT,
    CONSTRAINT license_pairs_pkey PRIMARY KEY (inbound_id, outbound_id),
    CONSTRAINT license_pairs_verdict_check CHECK (verdict IN ('NO', 'UNKNOWN', 'CONDITIONAL', 'YES')),
    CONSTRAINT license_pairs_inbound_id_fkey FOREIGN KEY (inbound_id) REFERENCES licenses (id) ON DELETE CASCADE,
    CONSTRAINT license_pairs_outbound_id_fkey FOREIGN KEY (outbound_id) REFERENCES licenses (id) ON DELETE CASCADE
);

CREATE INDEX license_pairs_outbound_idx ON license_pairs (outbound_id, inbound_id);
COMMENT ON TABLE license_pairs IS 'May material under the one become part of what carries the other? Judged licences.';
COMMENT ON COLUMN license_pairs.reason IS 'One sentence.';
COMMENT ON COLUMN license_pairs.authority IS 'What it rests on, with its date.';
COMMENT ON COLUMN license_pairs.url IS 'Where the authority can be read.';

CREATE TABLE license_terms (
    license_id BIGINT NOT NULL,
    position INTEGER NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    text TEXT,
    clause TEXT,
    quote TEXT,
    note TEXT,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    version TEXT,
    date DATE,
    sha256 TEXT,
    CONSTRAINT license_terms_pkey PRIMARY KEY (license_id, position),
    CONSTRAINT license_terms_license_id_fkey FOREIGN KEY (license_id) REFERENCES licenses (id) ON DELETE CASCADE
);

COMMENT ON TABLE license_terms IS 'What judged licences provide, with clause and quote.';
COMMENT ON COLUMN license_terms.position IS 'Order on a page, from 0.';
COMMENT ON COLUMN license_terms.topic IS 'hosting, thresholds, duties.';
COMMENT ON COLUMN license_terms.value IS 'What is provided: ALLOWED, SILENT.';
COMMENT ON COLUMN license_terms.text IS 'The duty, figure or territories in words.';
COMMENT ON COLUMN license_terms.clause IS 'Number or heading; null where the licence is silent.';
COMMENT ON COLUMN license_terms.quote IS 'The licence''s own words.';
COMMENT ON COLUMN license_terms.note IS 'What to know about this reading.';
COMMENT ON COLUMN license_terms.title IS 'Of the text that is quoted.';
COMMENT ON COLUMN license_terms.url IS 'Where the text is published.';
COMMENT ON COLUMN license_terms.version IS 'Of the text.';
COMMENT ON COLUMN license_terms.date IS 'Of this version of the text.';
COMMENT ON COLUMN license_terms.sha256 IS 'Of the text; null where only its address is known.';

CREATE TABLE license_library (
    part TEXT NOT NULL,
    digest TEXT NOT NULL,
    CONSTRAINT license_library_pkey PRIMARY KEY (part),
    CONSTRAINT license_library_part_check CHECK (part IN ('library', 'names', 'pairs'))
);

COMMENT ON TABLE license_library IS 'What license_atoms, license_pairs and license_terms were made from.';
COMMENT ON COLUMN license_library.part IS 'The terms, or whose names or pairs.';
COMMENT ON COLUMN license_library.digest IS 'Of all that the part''s rows are made from.';

CREATE TABLE license_risks (
    model_id BIGINT NOT NULL,
    n INTEGER NOT NULL,
    artifact TEXT NOT NULL,
    license_id BIGINT NOT NULL,
    flow TEXT NOT NULL,
    ancestor_id BIGINT NOT NULL,
    ancestor_license_id BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    authority TEXT NOT NULL,
    url TEXT,
    path BIGINT[] NOT NULL,
    kinds TEXT[] NOT NULL,
    distance INTEGER NOT NULL,
    since BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT license_risks_pkey PRIMARY KEY (model_id, n),
    CONSTRAINT license_risks_artifact_check CHECK (artifact IN ('CODE', 'WEIGHTS', 'DATA', 'OUTPUTS', 'UNSPECIFIED')),
    CONSTRAINT license_risks_flow_check CHECK (flow IN ('DIRECT', 'LEARNED')),
    CONSTRAINT license_risks_verdict_check CHECK (verdict IN ('NO', 'UNKNOWN')),
    CONSTRAINT license_risks_path_check CHECK (cardinality(path) = cardinality(kinds) + 1),
    CONSTRAINT license_risks_distance_check CHECK (cardinality(kinds) <= distance)
);

COMMENT ON TABLE license_risks IS 'Where a model''s label promises more than the licence of an ancestor allows.';
COMMENT ON COLUMN license_risks.n IS 'From 0: the worst, then the nearest, first.';
COMMENT ON COLUMN license_risks.artifact IS 'What the model''s label is about.';
COMMENT ON COLUMN license_risks.license_id IS 'The model''s label.';
COMMENT ON COLUMN license_risks.flow IS 'LEARNED: a step on the way is a distillation.';
COMMENT ON COLUMN license_risks.ancestor_license_id IS 'The ancestor''s label.';
COMMENT ON COLUMN license_risks.verdict IS 'NO, or UNKNOWN where it is contested.';
COMMENT ON COLUMN license_risks.reason IS 'One sentence.';
COMMENT ON COLUMN license_risks.authority IS 'The clause or matrix, with its date.';
COMMENT ON COLUMN license_risks.url IS 'Where the authority can be read.';
COMMENT ON COLUMN license_risks.path IS 'Ids of models, from the model to the ancestor; a long path is cut.';
COMMENT ON COLUMN license_risks.kinds IS 'Of the relations of the path, each from a model to the next one.';
COMMENT ON COLUMN license_risks.distance IS 'Steps to the ancestor.';
COMMENT ON COLUMN license_risks.since IS 'The registry''s version that brought the row as it is.';

CREATE TABLE past_model_terms (
    model_id BIGINT NOT NULL,
    n INTEGER NOT NULL,
    artifact TEXT NOT NULL,
    license_id BIGINT,
    flow TEXT NOT NULL,
    ancestor_id BIGINT,
    rival INTEGER NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_model_terms_pkey PRIMARY KEY (model_id, n, until),
    CONSTRAINT past_model_terms_period_check CHECK (since < until)
);

COMMENT ON TABLE past_model_terms IS 'Rows of model_terms that no longer hold.';
COMMENT ON COLUMN past_model_terms.until IS 'The version that ended it.';

CREATE TABLE past_license_atoms (
    license_id BIGINT NOT NULL,
    clause INTEGER NOT NULL,
    mode TEXT NOT NULL,
    expression TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_license_atoms_pkey PRIMARY KEY (license_id, clause, expression, until),
    CONSTRAINT past_license_atoms_period_check CHECK (since < until)
);

COMMENT ON TABLE past_license_atoms IS 'Rows of license_atoms that no longer hold.';
COMMENT ON COLUMN past_license_atoms.until IS 'The version that ended it.';

CREATE TABLE past_license_risks (
    model_id BIGINT NOT NULL,
    n INTEGER NOT NULL,
    artifact TEXT NOT NULL,
    license_id BIGINT NOT NULL,
    flow TEXT NOT NULL,
    ancestor_id BIGINT NOT NULL,
    ancestor_license_id BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    authority TEXT NOT NULL,
    url TEXT,
    path BIGINT[] NOT NULL,
    kinds TEXT[] NOT NULL,
    distance INTEGER NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT past_license_risks_pkey PRIMARY KEY (model_id, n, until),
    CONSTRAINT past_license_risks_period_check CHECK (since < until)
);

COMMENT ON TABLE past_license_risks IS 'Rows of license_risks that no longer hold.';
COMMENT ON COLUMN past_license_risks.until IS 'The version that ended it.';

CREATE VIEW analytics.license_pairs AS
SELECT
    inbound.slug AS inbound,
    inbound.name AS inbound_name,
    inbound_license.spdx_expression AS inbound_expression,
    outbound.slug AS outbound,
    outbound.name AS outbound_name,
    outbound_license.spdx_expression AS outbound_expression,
    pair.verdict,
    pair.reason,
    pair.authority,
    pair.url
FROM license_pairs AS pair
JOIN entities AS inbound ON inbound.id = pair.inbound_id
JOIN licenses AS inbound_license ON inbound_license.id = pair.inbound_id
JOIN entities AS outbound ON outbound.id = pair.outbound_id
JOIN licenses AS outbound_license ON outbound_license.id = pair.outbound_id;

COMMENT ON VIEW analytics.license_pairs IS 'A row for each ordered pair of judged licences: may material under the inbound one become part of what carries the outbound one?';
COMMENT ON COLUMN analytics.license_pairs.inbound IS 'Slug of the licence that the material is under.';
COMMENT ON COLUMN analytics.license_pairs.inbound_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.license_pairs.inbound_expression IS 'Its SPDX licence expression.';
COMMENT ON COLUMN analytics.license_pairs.outbound IS 'Slug of the licence that the result carries.';
COMMENT ON COLUMN analytics.license_pairs.outbound_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.license_pairs.outbound_expression IS 'Its SPDX licence expression.';
COMMENT ON COLUMN analytics.license_pairs.verdict IS 'YES, CONDITIONAL, UNKNOWN or NO. UNKNOWN never means YES.';
COMMENT ON COLUMN analytics.license_pairs.reason IS 'Why, in a sentence.';
COMMENT ON COLUMN analytics.license_pairs.authority IS 'The clause or matrix that it rests on, with its date.';
COMMENT ON COLUMN analytics.license_pairs.url IS 'Where the authority can be read.';

CREATE VIEW analytics.license_terms AS
SELECT
    entity.slug AS license,
    entity.name AS license_name,
    license.spdx_expression,
    term.position,
    term.topic,
    term.value,
    term.text,
    term.clause,
    term.quote,
    term.note,
    term.title,
    term.url,
    term.version,
    term.date,
    term.sha256
FROM license_terms AS term
JOIN entities AS entity ON entity.id = term.license_id
JOIN licenses AS license ON license.id = term.license_id;

COMMENT ON VIEW analytics.license_terms IS 'A row for each matter that a judged licence provides for, or is silent on.';
COMMENT ON COLUMN analytics.license_terms.license IS 'Slug of the licence.';
COMMENT ON COLUMN analytics.license_terms.license_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.license_terms.spdx_expression IS 'SPDX licence expression.';
COMMENT ON COLUMN analytics.license_terms.position IS 'Order of a licence''s rows, from 0.';
COMMENT ON COLUMN analytics.license_terms.topic IS 'The matter: commercial_use, hosting, thresholds, duties.';
COMMENT ON COLUMN analytics.license_terms.value IS 'What is provided: ALLOWED, FORBIDDEN, SILENT; of a duty, its kind.';
COMMENT ON COLUMN analytics.license_terms.text IS 'The duty, figure or territories in words; null elsewhere.';
COMMENT ON COLUMN analytics.license_terms.clause IS 'Number or heading of the clause; null where the licence is silent.';
COMMENT ON COLUMN analytics.license_terms.quote IS 'The licence''s own words.';
COMMENT ON COLUMN analytics.license_terms.note IS 'What to know about this reading.';
COMMENT ON COLUMN analytics.license_terms.title IS 'Title of the text that is quoted.';
COMMENT ON COLUMN analytics.license_terms.url IS 'Where the text is published.';
COMMENT ON COLUMN analytics.license_terms.version IS 'Version of the text.';
COMMENT ON COLUMN analytics.license_terms.date IS 'Date of this version of the text.';
COMMENT ON COLUMN analytics.license_terms.sha256 IS 'SHA-256 of the text; null where only its address is known.';

CREATE VIEW analytics.model_licenses AS
SELECT
    model.slug AS model,
    model.name AS model_name,
    term.artifact,
    term.rival,
    license.slug AS license,
    license.name AS license_name,
    license_row.spdx_expression,
    coalesce(fact.status, 'UNKNOWN') AS status,
    coalesce(fact.reason, 'No document says anything about it.') AS reason
FROM model_terms AS term
JOIN entities AS model ON model.id = term.model_id
LEFT JOIN entities AS license ON license.id = term.license_id
LEFT JOIN licenses AS license_row ON license_row.id = term.license_id
LEFT JOIN facts AS fact
    ON fact.model_id = term.model_id
    AND fact.property =
        CASE term.artifact WHEN 'UNSPECIFIED' THEN 'license' ELSE 'license_' || lower(term.artifact) END
WHERE term.ancestor_id IS NULL;

COMMENT ON VIEW analytics.model_licenses IS 'A row for each licence that sources give a model, one for each artifact that they name; one without a licence where none is known.';
COMMENT ON COLUMN analytics.model_licenses.model IS 'Slug of the model.';
COMMENT ON COLUMN analytics.model_licenses.model_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.model_licenses.artifact IS 'CODE, WEIGHTS, DATA or OUTPUTS; UNSPECIFIED where the source does not say.';
COMMENT ON COLUMN analytics.model_licenses.rival IS '0: the label that is shown; from 1: what other sources say instead.';
COMMENT ON COLUMN analytics.model_licenses.license IS 'Slug of the licence; null where unknown, which permits nothing.';
COMMENT ON COLUMN analytics.model_licenses.license_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.model_licenses.spdx_expression IS 'SPDX licence expression; null where the name decides none.';
COMMENT ON COLUMN analytics.model_licenses.status IS 'STATED, INFERRED, CONFLICTED or UNKNOWN.';
COMMENT ON COLUMN analytics.model_licenses.reason IS 'Why this licence and no other, in a sentence.';

CREATE VIEW analytics.license_drift AS
SELECT
    model.slug AS model,
    model.name AS model_name,
    risk.artifact,
    license.name AS label,
    ancestor.slug AS ancestor,
    ancestor.name AS ancestor_name,
    ancestor_license.name AS ancestor_license,
    risk.flow,
    risk.verdict,
    (SELECT array_agg(step.slug ORDER BY hop.n)
     FROM unnest(risk.path) WITH ORDINALITY AS hop (id, n)
     JOIN entities AS step ON step.id = hop.id) AS path,
    risk.kinds AS relations,
    risk.distance,
    risk.reason,
    risk.authority AS clause,
    risk.url
FROM license_risks AS risk
JOIN entities AS model ON model.id = risk.model_id
JOIN entities AS license ON license.id = risk.license_id
JOIN entities AS ancestor ON ancestor.id = risk.ancestor_id
JOIN entities AS ancestor_license ON ancestor_license.id = risk.ancestor_license_id;

COMMENT ON VIEW analytics.license_drift IS 'A row for each place where a model''s label promises more than the licence of an ancestor allows.';
COMMENT ON COLUMN analytics.license_drift.model IS 'Slug of the model.';
COMMENT ON COLUMN analytics.license_drift.model_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.license_drift.artifact IS 'What the model''s label is about: CODE, WEIGHTS, DATA, OUTPUTS or UNSPECIFIED.';
COMMENT ON COLUMN analytics.license_drift.label IS 'Name of the model''s licence.';
COMMENT ON COLUMN analytics.license_drift.ancestor IS 'Slug of the model that it comes from.';
COMMENT ON COLUMN analytics.license_drift.ancestor_name IS 'As the sources'' tables write it.';
COMMENT ON COLUMN analytics.license_drift.ancestor_license IS 'Name of the ancestor''s licence.';
COMMENT ON COLUMN analytics.license_drift.flow IS 'DIRECT, or LEARNED where a step on the way is a distillation.';
COMMENT ON COLUMN analytics.license_drift.verdict IS 'NO, or UNKNOWN where lawyers disagree.';
COMMENT ON COLUMN analytics.license_drift.path IS 'Slugs of models, from the model to the ancestor; only the beginning of a long path.';
COMMENT ON COLUMN analytics.license_drift.relations IS 'Kinds of the steps of the path: the first model is (relation) the second.';
COMMENT ON COLUMN analytics.license_drift.distance IS 'Number of steps to the ancestor, also of a path that is cut.';
COMMENT ON COLUMN analytics.license_drift.reason IS 'Why, in a sentence.';
COMMENT ON COLUMN analytics.license_drift.clause IS 'The clause or matrix that it rests on, with its date.';
COMMENT ON COLUMN analytics.license_drift.url IS 'Where the clause can be read.';
