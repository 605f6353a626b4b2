"""What is recorded of models, as the materials of a question."""

from __future__ import annotations

import pytest

from service.domain.licensing.labels import One, Unclear
from service.domain.licensing.materials import Recorded, materials
from service.domain.licensing.questions import Material
from service.domain.licensing.verdicts import Artifact, Flow

MIT, GPL, BSD, NOBODY_KNOWS = One("MIT"), One("GPL-3.0-only"), One("BSD-3-Clause"), Unclear("")
CODE, WEIGHTS, ANY = Artifact.CODE, Artifact.WEIGHTS, Artifact.UNSPECIFIED
DATA, OUTPUTS = Artifact.DATA, Artifact.OUTPUTS

CODE_AND_WEIGHTS = [Recorded("m", CODE, GPL), Recorded("m", WEIGHTS, MIT)]
CODE_ALONE = [Recorded("m", CODE, GPL), Recorded("m", ANY, NOBODY_KNOWS)]
WEIGHTS_AND_ANY = [Recorded("m", WEIGHTS, GPL), Recorded("m", ANY, MIT)]
CODE_AND_ANY = [Recorded("m", CODE, GPL), Recorded("m", ANY, MIT)]


def material(label: One | Unclear, artifact: Artifact | None = None) -> Material:
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
        (CODE_AND_ANY, DATA, [material(NOBODY_KNOWS, DATA)]),
        (CODE_AND_ANY, OUTPUTS, [material(MIT, OUTPUTS)]),
        (CODE_AND_WEIGHTS, OUTPUTS, [material(MIT, OUTPUTS)]),
        (WEIGHTS_AND_ANY, OUTPUTS, [material(GPL, OUTPUTS)]),
        (WEIGHTS_AND_ANY, CODE, [material(MIT, CODE)]),
        ([Recorded("m", CODE, GPL)], WEIGHTS, [Material(GPL, WEIGHTS, model="m", of_code=True)]),
        ([Recorded("m", WEIGHTS, GPL)], CODE, [material(NOBODY_KNOWS, CODE)]),
        ([Recorded("m", ANY, NOBODY_KNOWS)], None, [material(NOBODY_KNOWS)]),
        (CODE_ALONE, None, [material(GPL, CODE), material(NOBODY_KNOWS)]),
        (CODE_ALONE, CODE, [material(GPL, CODE)]),
        (CODE_ALONE, WEIGHTS, [Material(GPL, WEIGHTS, model="m", of_code=True)]),
        (CODE_ALONE, DATA, [material(NOBODY_KNOWS, DATA)]),
        ([], None, [material(NOBODY_KNOWS)]),
        ([], WEIGHTS, [material(NOBODY_KNOWS, WEIGHTS)]),
    ],
)
def test_labels_are_chosen_by_what_of_the_model_is_meant(
    recorded: list[Recorded], asked: Artifact | None, expected: list[Material]
) -> None:
    assert list(materials("m", recorded, asked)) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            None,
            [
                Material(GPL, None, model="n", derived=True),
                Material(BSD, CODE, model="o", derived=True),
                Material(MIT, WEIGHTS, model="o", derived=True),
                Material(BSD, OUTPUTS, Flow.LEARNED, model="o", derived=True),
            ],
        ),
        (
            WEIGHTS,
            [
                Material(GPL, WEIGHTS, model="n", derived=True),
                Material(MIT, WEIGHTS, model="o", derived=True),
                Material(BSD, OUTPUTS, Flow.LEARNED, model="o", derived=True),
            ],
        ),
        (
            CODE,
            [
                Material(GPL, CODE, model="n", derived=True),
                Material(BSD, CODE, model="o", derived=True),
            ],
        ),
        (
            OUTPUTS,
            [
                Material(GPL, OUTPUTS, model="n", derived=True),
                Material(MIT, OUTPUTS, model="o", derived=True),
                Material(BSD, OUTPUTS, Flow.LEARNED, model="o", derived=True),
            ],
        ),
        (DATA, []),
    ],
)
def test_labels_of_ancestors_go_in_beside_the_models_own(
    asked: Artifact | None, expected: list[Material]
) -> None:
    recorded = [
        Recorded("m", ANY, MIT),
        Recorded("n", ANY, GPL, is_own=False),
        Recorded("o", CODE, BSD, is_own=False),
        Recorded("o", WEIGHTS, MIT, is_own=False),
        Recorded("o", OUTPUTS, BSD, Flow.LEARNED, is_own=False),
    ]
    own = NOBODY_KNOWS if asked is DATA else MIT
    assert list(materials("m", recorded, asked)) == [material(own, asked), *expected]


def test_a_model_without_a_label_is_not_known_for_what_its_ancestors_have() -> None:
    ancestor = Recorded("n", ANY, MIT, is_own=False)
    assert list(materials("m", [ancestor])) == [
        material(NOBODY_KNOWS),
        Material(MIT, model="n", derived=True),
    ]
