"""What is asked of licences: materials, what is to be done with them, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.domain.licensing.labels import Label
from service.domain.licensing.verdicts import Artifact, Context, Flow, Use


@dataclass(frozen=True, slots=True)
class Material:
    """Something under a licence that goes into what is planned.

    Attributes:
        artifact: what it is; None: whatever the licence was written for.
        flow: how it got into what is asked about.
        model: slug of the model whose licence it is; None where the licence was given by name.
        of_code: True: the label is that of the code that trained the weights which are asked
            about, and nothing says what the weights themselves are under.
        derived: True: the label is an ancestor's; what is asked about is a changed form of it, or
            learned from it.
    """

    label: Label
    artifact: Artifact | None = None
    flow: Flow = Flow.DIRECT
    model: str | None = None
    of_code: bool = False
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """May the materials, all of them together, be put to the uses, and carry `outbound`?

    Attributes:
        outbound: None: nothing is asked of what the result carries.
        uses: one plan; none, and no outbound: may the materials be combined at all?
    """

    materials: tuple[Material, ...]
    outbound: Label | None = None
    uses: frozenset[Use] = frozenset()
    context: Context = field(default=Context())
