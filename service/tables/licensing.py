"""What licences come to, as far as it does not depend on who asks. Written only by `store`.

Rows about models may be millions: their keys are not foreign keys, since to check each would cost
more than to work it out. They come from one projection, which has all that they refer to.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from service.domain.licensing.verdicts import Artifact, Flow, Verdict
from service.tables.base import code_text, metadata, one_of, since

_ARTIFACT = [artifact.value for artifact in Artifact]
_FLOW = [flow.value for flow in Flow]
_VERDICT = [verdict.value for verdict in Verdict]

model_terms = Table(
    "model_terms",
    metadata,
    Column("model_id", BigInteger, primary_key=True),
    Column(
        "n",
        Integer,
        primary_key=True,
        comment="From 0: the model's own, then its ancestors', the nearest first.",
    ),
    Column("artifact", Text, nullable=False, comment="What the label is about."),
    Column("license_id", BigInteger, comment="Null: the terms are not known."),
    Column("flow", Text, nullable=False, comment="LEARNED: a step on the way is a distillation."),
    Column("ancestor_id", BigInteger, comment="The model whose label it is; null: its own."),
    Column(
        "rival",
        Integer,
        nullable=False,
        comment="0: the label that is shown; from 1: what other sources say instead.",
    ),
    since(),
    one_of("artifact", _ARTIFACT),
    one_of("flow", _FLOW),
    CheckConstraint("0 <= rival", name="rival"),
    comment="The licences that bind models: their own labels, and those of their ancestors.",
)

license_atoms = Table(
    "license_atoms",
    metadata,
    Column("license_id", ForeignKey("licenses.id", ondelete="CASCADE"), primary_key=True),
    Column("clause", Integer, primary_key=True, comment="From 0; each of them holds."),
    Column(
        "mode",
        Text,
        nullable=False,
        comment="BEST: of its expressions; AGREE: what all of them come to, else UNKNOWN.",
    ),
    Column(
        "expression",
        code_text(),
        primary_key=True,
        comment="SPDX id or LicenseRef-; empty: a licence that is not known.",
    ),
    since(),
    one_of("mode", ["BEST", "AGREE"]),
    Index("license_atoms_expression_idx", "expression", "license_id"),
    comment="What the names of licences come to: the worst of some clauses.",
)

license_pairs = Table(
    "license_pairs",
    metadata,
    Column("inbound_id", ForeignKey("licenses.id", ondelete="CASCADE"), primary_key=True),
    Column("outbound_id", ForeignKey("licenses.id", ondelete="CASCADE"), primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False, comment="One sentence."),
    Column("authority", Text, nullable=False, comment="What it rests on, with its date."),
    Column("url", Text, comment="Where the authority can be read."),
    one_of("verdict", _VERDICT),
    Index("license_pairs_outbound_idx", "outbound_id", "inbound_id"),
    comment="May material under the one become part of what carries the other? Judged licences.",
)

license_terms = Table(
    "license_terms",
    metadata,
    Column("license_id", ForeignKey("licenses.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, comment="Order on a page, from 0."),
    Column("topic", code_text(), nullable=False, comment="hosting, thresholds, duties."),
    Column("value", code_text(), nullable=False, comment="What is provided: ALLOWED, SILENT."),
    Column("text", Text, comment="The duty, figure or territories in words."),
    Column("clause", Text, comment="Number or heading; null where the licence is silent."),
    Column("quote", Text, comment="The licence's own words."),
    Column("note", Text, comment="What to know about this reading."),
    Column("title", Text, nullable=False, comment="Of the text that is quoted."),
    Column("url", Text, nullable=False, comment="Where the text is published."),
    Column("version", Text, comment="Of the text."),
    Column("date", Date, comment="Of this version of the text."),
    Column("sha256", Text, comment="Of the text; null where only its address is known."),
    comment="What judged licences provide, with clause and quote.",
)

license_library = Table(
    "license_library",
    metadata,
    Column("part", Text, primary_key=True, comment="The terms, or whose names or pairs."),
    Column("digest", Text, nullable=False, comment="Of all that the part's rows are made from."),
    one_of("part", ["library", "names", "pairs"]),
    comment="What license_atoms, license_pairs and license_terms were made from.",
)

license_risks = Table(
    "license_risks",
    metadata,
    Column("model_id", BigInteger, primary_key=True),
    Column("n", Integer, primary_key=True, comment="From 0: the worst, then the nearest, first."),
    Column("artifact", Text, nullable=False, comment="What the model's label is about."),
    Column("license_id", BigInteger, nullable=False, comment="The model's label."),
    Column("flow", Text, nullable=False, comment="LEARNED: a step on the way is a distillation."),
    Column("ancestor_id", BigInteger, nullable=False),
    Column("ancestor_license_id", BigInteger, nullable=False, comment="The ancestor's label."),
    Column("verdict", Text, nullable=False, comment="NO, or UNKNOWN where it is contested."),
    Column("reason", Text, nullable=False, comment="One sentence."),
    Column("authority", Text, nullable=False, comment="The clause or matrix, with its date."),
    Column("url", Text, comment="Where the authority can be read."),
    Column(
        "path",
        ARRAY(BigInteger),
        nullable=False,
        comment="Ids of models, from the model to the ancestor; a long path is cut.",
    ),
    Column(
        "kinds",
        ARRAY(Text),
        nullable=False,
        comment="Of the relations of the path, each from a model to the next one.",
    ),
    Column("distance", Integer, nullable=False, comment="Steps to the ancestor."),
    since(),
    one_of("artifact", _ARTIFACT),
    one_of("flow", _FLOW),
    one_of("verdict", [Verdict.NO.value, Verdict.UNKNOWN.value]),
    CheckConstraint("cardinality(path) = cardinality(kinds) + 1", name="path"),
    CheckConstraint("cardinality(kinds) <= distance", name="distance"),
    comment="Where a model's label promises more than the licence of an ancestor allows.",
)
