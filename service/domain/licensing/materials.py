"""What the registry records of models' licences, as the materials of a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.domain.licensing.labels import Label, Rivals, Unclear
from service.domain.licensing.questions import Material
from service.domain.licensing.verdicts import Artifact, Flow

_NOTHING_SAID = Unclear("")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One label that binds a model: its own, or an ancestor's.

    Attributes:
        model: slug of the model whose label it is.
        artifact: what the label is about.
        label: Unclear where no licence is known.
        flow: how the ancestor's material got into the model.
        is_own: False: it is an ancestor's.
    """

    model: str
    artifact: Artifact
    label: Label
    flow: Flow = Flow.DIRECT
    is_own: bool = True


def materials(
    model: str, recorded: Sequence[Recorded], asked: Artifact | None = None
) -> Iterator[Material]:
    """What goes in where a model does: under its own labels, and under its ancestors'.

    Labels of one artifact of one model are rivals. Where nothing is recorded of what is asked
    about, its terms are not known.

    Arguments:
        model: its slug.
        asked: what of the model is meant; None or UNSPECIFIED: all of it.
    """
    if not any(each.is_own for each in recorded):
        recorded = [Recorded(model, Artifact.UNSPECIFIED, _NOTHING_SAID), *recorded]
    for (holder, flow, is_own), labels in _labels(recorded).items():
        for label, artifact, of_code in _asked_of(labels, asked):
            yield Material(label, artifact, flow, holder, of_code, derived=not is_own)


_Holder = tuple[str, Flow, bool]


def _labels(recorded: Sequence[Recorded]) -> Mapping[_Holder, Mapping[Artifact, Label]]:
    """One label for each artifact of each model."""
    found: dict[_Holder, dict[Artifact, list[Label]]] = {}
    for each in recorded:
        artifacts = found.setdefault((each.model, each.flow, each.is_own), {})
        artifacts.setdefault(each.artifact, []).append(each.label)
    return {
        holder: {artifact: _joined(labels) for artifact, labels in artifacts.items()}
        for holder, artifacts in found.items()
    }


def _joined(labels: Sequence[Label]) -> Label:
    distinct = tuple(dict.fromkeys(labels))
    return distinct[0] if len(distinct) == 1 else Rivals(distinct)


def _asked_of(
    labels: Mapping[Artifact, Label], asked: Artifact | None
) -> Iterator[tuple[Label, Artifact | None, bool]]:
    """The labels of what is asked about, each with what it is, and whether it is that of code.

    Whether weights are bound by the licence of the code that trained them is contested.
    """
    if asked is None or asked is Artifact.UNSPECIFIED:
        for artifact, label in labels.items():
            yield label, None if artifact is Artifact.UNSPECIFIED else artifact, False
    elif asked in labels or Artifact.UNSPECIFIED in labels:
        yield labels[asked if asked in labels else Artifact.UNSPECIFIED], asked, False
    elif asked is Artifact.WEIGHTS and Artifact.CODE in labels:
        yield labels[Artifact.CODE], asked, True
    else:
        yield _NOTHING_SAID, asked, False
