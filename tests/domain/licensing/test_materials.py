"""What is recorded of models, as the materials of a question."""

from __future__ import annotations

import pytest

from service.domain.licensing.labels import One, Rivals, Unclear
from service.domain.licensing.materials import Recorded, materials
from service.domain.licensing.questions import Material
from service.domain.licensing.verdicts import Artifact, Flow

MIT, GPL, BSD, NOBODY_KNOWS = One("MIT"), One("GPL-3.0-only"), One("BSD-3-Clause"), Unclear("")
CODE, WEIGHTS, DATA, ANY = Artifact.CODE, Artifact.WEIGHTS, Artifact.DATA, Artifact.UNSPECIFIED

CODE_AND_WEIGHTS = [Recorded("m", CODE, GPL), Recorded("m", WEIGHTS, MIT)]
CODE_AND_ANY = [Recorded("m", CODE, GPL), Recorded("m", ANY, MIT)]


def material(label: One | Rivals | Unclear, artifact: Artifact | None = None) -> Material:
    return Material(label, artifact, model="m")


@pytest.mark.parametrize(
    ("recorded", "asked", "expected"),
    [
        ([Recorded("m", ANY, MIT)], None, [material(MIT)]),
        ([Recorded("m", ANY, MIT)], ANY, [material(MIT)]),
        ([Recorded("m", ANY, MIT)], WEIGHTS, [material(MIT, WEIGHTS)]),
        (CODE_AND_WEIGHTS, None, [material(GPL, CODE), material(MIT, WEIGHTS)]),
        (CODE_AND_WEIGHTS, ANY, [material(GPL, CODE), material(MIT, WEIGHTS)]),
        (CODE_AND_WEIGHTS, WEIGHTS, [material(MIT, WEIGHTS)]),
        (CODE_AND_WEIGHTS, DATA, [material(NOBODY_KNOWS, DATA)]),
        (CODE_AND_ANY, CODE, [material(GPL, CODE)]),
        (CODE_AND_ANY, DATA, [material(MIT, DATA)]),
        ([Recorded("m", CODE, GPL)], WEIGHTS, [Material(GPL, WEIGHTS, model="m", of_code=True)]),
        ([Recorded("m", WEIGHTS, GPL)], CODE, [material(NOBODY_KNOWS, CODE)]),
        ([Recorded("m", ANY, NOBODY_KNOWS)], None, [material(NOBODY_KNOWS)]),
        ([], None, [material(NOBODY_KNOWS)]),
        ([], WEIGHTS, [material(NOBODY_KNOWS, WEIGHTS)]),
    ],
)
def test_labels_are_chosen_by_what_of_the_model_is_meant(
    recorded: list[Recorded], asked: Artifact | None, expected: list[Material]
) -> None:
    assert list(materials("m", recorded, asked)) == expected


def test_labels_of_one_artifact_are_rivals_each_once() -> None:
    recorded = [
        Recorded("m", ANY, MIT),
        Recorded("m", CODE, BSD),
        Recorded("m", ANY, GPL),
        Recorded("m", ANY, MIT),
    ]
    assert list(materials("m", recorded)) == [
        material(Rivals((MIT, GPL))),
        material(BSD, CODE),
    ]


def test_labels_of_ancestors_go_in_beside_the_models_own() -> None:
    recorded = [
        Recorded("m", ANY, MIT),
        Recorded("n", ANY, GPL, Flow.DIRECT, is_own=False),
        Recorded("n", ANY, GPL, Flow.LEARNED, is_own=False),
        Recorded("o", CODE, BSD, Flow.DIRECT, is_own=False),
    ]
    assert list(materials("m", recorded, WEIGHTS)) == [
        material(MIT, WEIGHTS),
        Material(GPL, WEIGHTS, model="n", derived=True),
        Material(GPL, WEIGHTS, Flow.LEARNED, model="n", derived=True),
        Material(BSD, WEIGHTS, model="o", of_code=True, derived=True),
    ]


def test_a_model_without_a_label_is_not_known_for_what_its_ancestors_have() -> None:
    ancestor = Recorded("n", ANY, MIT, is_own=False)
    assert list(materials("m", [ancestor])) == [
        material(NOBODY_KNOWS),
        Material(MIT, model="n", derived=True),
    ]
