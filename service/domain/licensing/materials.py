"""What the registry records of models' licences, as the materials of a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from service.domain.licensing.labels import Label, Unclear
from service.domain.licensing.names import read_label
from service.domain.licensing.questions import Material
from service.domain.licensing.verdicts import Artifact, Flow

NOTHING_SAID: Final = Unclear("")

_BOUND_BY: Final = {
    Artifact.CODE: {Artifact.CODE, Artifact.UNSPECIFIED},
    Artifact.WEIGHTS: {Artifact.WEIGHTS, Artifact.OUTPUTS, Artifact.UNSPECIFIED},
    Artifact.OUTPUTS: {Artifact.WEIGHTS, Artifact.OUTPUTS, Artifact.UNSPECIFIED},
    Artifact.DATA: set[Artifact](),
}
"""The labels of ancestors that bind what is asked about. Data does not go along; what a model
learns from outputs is in its weights, and speaks through its own outputs."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One label that binds a model: its own, or an ancestor's.

    Attributes:
        model: slug of the model whose label it is.
        artifact: what the label is about.
        label: NOTHING_SAID where no licence is known.
        flow: how the ancestor's material got into the model.
        is_own: False: it is an ancestor's.
    """

    model: str
    artifact: Artifact
    label: Label
    flow: Flow = Flow.DIRECT
    is_own: bool = True


def registry_label(name: str, expression: str | None) -> Label:
    """What a licence of the registry comes to, by its name; of one that says nothing, by its
    expression.
    """
    label = read_label(name)
    if isinstance(label, Unclear) and expression is not None:
        return read_label(expression)
    return label


def materials(
    model: str, recorded: Sequence[Recorded], asked: Artifact | None = None
) -> Iterator[Material]:
    """What goes in where a model does: under its own labels, and under its ancestors'.

    Where nothing is recorded of what is asked about, its terms are not known.

    Arguments:
        model: its slug.
        recorded: has one label of the model's own for each artifact, at most.
        asked: what of the model is meant; None or UNSPECIFIED: all of it.
    """
    wanted = None if asked is Artifact.UNSPECIFIED else asked
    own = {each.artifact: each.label for each in recorded if each.is_own}
    for label, artifact, of_code in _own(own, wanted):
        yield Material(label, artifact, model=model, of_code=of_code)
    for each in recorded:
        if not each.is_own and (wanted is None or each.artifact in _BOUND_BY[wanted]):
            artifact = _inherited(each.artifact, wanted)
            yield Material(each.label, artifact, each.flow, each.model, derived=True)


def _own(
    labels: Mapping[Artifact, Label], wanted: Artifact | None
) -> Iterator[tuple[Label, Artifact | None, bool]]:
    """The labels of what is asked about, each with what it is, and whether it is that of code.

    A label without an artifact is that of weights and of code, as far as these have no other; what
    holds of weights holds of their outputs. Whether weights are bound by the licence of the code
    that trained them is contested.
    """
    of_all = labels.get(Artifact.UNSPECIFIED, NOTHING_SAID)
    if wanted is None:
        for artifact, label in (labels or {Artifact.UNSPECIFIED: of_all}).items():
            yield label, _named(artifact), False
    elif wanted in labels:
        yield labels[wanted], wanted, False
    elif wanted is Artifact.WEIGHTS and Artifact.CODE in labels and of_all == NOTHING_SAID:
        yield labels[Artifact.CODE], wanted, True
    elif wanted is Artifact.OUTPUTS:
        yield labels.get(Artifact.WEIGHTS, of_all), wanted, False
    else:
        yield NOTHING_SAID if wanted is Artifact.DATA else of_all, wanted, False


def _inherited(artifact: Artifact, wanted: Artifact | None) -> Artifact | None:
    """What an ancestor's material is: as it is asked about, but for outputs that were learnt."""
    is_learnt = artifact is Artifact.OUTPUTS and wanted is Artifact.WEIGHTS
    return _named(artifact) if wanted is None or is_learnt else wanted


def _named(artifact: Artifact) -> Artifact | None:
    return None if artifact is Artifact.UNSPECIFIED else artifact
