"""The licences that bind models, and where labels drift, as rows. Pure.

Every row is a tuple in the order of the table's columns (`differences.written_columns`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sqlalchemy import Table

from service.domain.claims import Kind
from service.domain.licensing.drift import Drift, Risk
from service.domain.licensing.labels import Label
from service.domain.licensing.lineage import (
    Ancestry,
    Held,
    Labels,
    Step,
    known_labels,
)
from service.domain.licensing.materials import registry_label
from service.domain.licensing.verdicts import Artifact, Flow
from service.domain.projection import Entity, Fact, Projection
from service.store.differences import TableRow
from service.tables import licensing

_ARTIFACTS: Mapping[str, Artifact] = MappingProxyType(
    {
        "license": Artifact.UNSPECIFIED,
        "license_weights": Artifact.WEIGHTS,
        "license_code": Artifact.CODE,
        "license_data": Artifact.DATA,
        "license_outputs": Artifact.OUTPUTS,
    }
)
"""What the properties that hold licences are about."""


def model_rows(projection: Projection) -> Mapping[Table, list[TableRow]]:
    """The rows of the tables about models' licences."""
    labels = _labels(projection)
    ancestry = Ancestry(labels, _steps(projection, labels))
    drift = Drift(labels, ancestry, _Reader(projection))
    return {
        licensing.model_terms: list(_terms(labels, ancestry)),
        licensing.license_risks: [
            _risk(number, risk)
            for model in labels
            for number, risk in enumerate(drift.risks(model))
        ],
    }


def label_of(license_: Entity) -> Label:
    """What a licence's name comes to; of one that says nothing, its expression."""
    return registry_label(license_.name, license_.spdx_expression)


class _Reader:
    """Reads names when a label is needed: most imports need few of them."""

    def __init__(self, projection: Projection) -> None:
        self._licenses = {
            entity.id: entity for entity in projection.entities if entity.kind is Kind.LICENSE
        }

    def __call__(self, license_id: int) -> Label:
        return label_of(self._licenses[license_id])


def _labels(projection: Projection) -> Labels:
    """The labels of every model, also of one that no document describes."""
    found: dict[int, list[Held]] = {
        entity.id: [] for entity in projection.entities if entity.kind is Kind.MODEL
    }
    for fact in projection.facts:
        if fact.property in _ARTIFACTS:
            found[fact.model].append(_held(fact))
    return {model: known_labels(held) for model, held in found.items()}


def _held(fact: Fact) -> Held:
    rivals = (rival.object for rival in fact.rivals)
    return Held(_ARTIFACTS[fact.property], (fact.object, *rivals))


def _steps(projection: Projection, labels: Labels) -> Iterator[Step]:
    for edge in projection.edges:
        if edge.source in labels and edge.target in labels:
            yield Step(edge.source, edge.kind, edge.target)


def _terms(labels: Labels, ancestry: Ancestry) -> Iterator[TableRow]:
    # Of a million rows, all but a few differ in no more than the model and the ancestor.
    spelled = [list(_spelled(*bond)) for bond in ancestry.bonds]
    for model, own in labels.items():
        number = 0
        for term in (term for held in own for term in _spelled(held, Flow.DIRECT)):
            yield model, number, *term[:3], None, term[3]
            number += 1
        for bond, reached in ancestry.inherited(model).items():
            for artifact, license_, flow, rival in spelled[bond]:
                yield model, number, artifact, license_, flow, reached.ancestor, rival
                number += 1


def _spelled(held: Held, flow: Flow) -> Iterator[tuple[str, int | None, str, int]]:
    """A label by its licences: artifact, licence, flow, rival."""
    for rival, license_ in enumerate(held.licenses):
        yield held.artifact.value, license_, flow.value, rival


def _risk(number: int, risk: Risk) -> TableRow:
    return (
        risk.model,
        number,
        str(risk.label.artifact),
        risk.label.licenses[0],
        risk.bond.flow.value,
        risk.reached.ancestor,
        risk.bond.held.licenses[0],
        str(risk.reason.verdict),
        risk.reason.text,
        risk.reason.authority,
        risk.reason.url,
        [risk.model, *(step.target for step in risk.path)],
        [str(step.kind) for step in risk.path],
        risk.reached.distance,
    )
