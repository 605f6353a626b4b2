"""Facts about tasks and features, each with its reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.domain.consolidation.names import Key
from service.domain.consolidation.scalars import Place, arranged, titles
from service.domain.consolidation.support import Grounds, Row, Section, Statement
from service.domain.projection import Evidence, Fact, Rival
from service.domain.values import Status, Support

_TEXT = {Support.YES: "Yes", Support.NO: "No", Support.UNKNOWN: None}
_SHOWN_OF_EACH = 5


class Verdict:
    """What the grounds of one cell amount to.

    Args:
        name_of: the name to show of a model.
        denials: what denies a row to all its models but the given one.
    """

    def __init__(
        self,
        model: Key,
        grounds: Grounds,
        name_of: Callable[[Key], str],
        denials: Callable[[Row, Key], Sequence[Place]],
    ) -> None:
        self._model = model
        self._grounds = grounds
        self._name_of = name_of
        self._denials = denials
        self._support, self._status = grounds.verdict

    def fact(self, entity: Key, slug: str, label: str, position: int) -> Fact:
        return Fact(
            model=self._model.id,
            property=f"{entity.kind.value}:{slug}",
            position=position,
            section=entity.kind.value.upper(),
            label=label,
            text=_TEXT[self._support],
            status=self._status,
            reason=self._reason(),
            support=self._support,
            object=entity.id,
            evidence=self._evidence(),
            rivals=self._rivals(),
            notes=self._grounds.notes,
        )

    def _evidence(self) -> tuple[Evidence, ...]:
        grounds = self._grounds
        if self._status is Status.CONFLICTED:
            return arranged([*_said(grounds.yes), *_rows(grounds.contradicted)])
        if self._status is Status.STATED:
            return arranged(_said(grounds.yes or grounds.no))
        if self._support is Support.NO:
            return arranged(_sections(grounds.lacking))
        if self._support is Support.YES:
            why = [place for row in grounds.deciding for place in self._denials(row, self._model)]
            decided = arranged(_rows(grounds.deciding))
            return (*decided[:_SHOWN_OF_EACH], *arranged(why)[:_SHOWN_OF_EACH])
        return arranged(_rows(grounds.rows))

    def _rivals(self) -> tuple[Rival, ...]:
        """Both sides of a conflict."""
        if self._status is not Status.CONFLICTED:
            return ()
        grounds = self._grounds
        sides = (
            ("Yes", [*_said(grounds.yes), *_rows(grounds.contradicted)]),
            ("No", [*_said(grounds.no), *_sections(grounds.lacking)]),
        )
        return tuple(Rival(text, arranged(places)) for text, places in sides if places)

    def _reason(self) -> str:
        grounds = self._grounds
        if self._status is Status.CONFLICTED:
            return _conflict(grounds)
        if self._status is Status.STATED:
            said = f"Stated in {titles(_said(grounds.yes or grounds.no))}"
            if self._support is Support.YES and grounds.lacking:
                lacking = titles(_sections(grounds.lacking))
                return f"{said}; that the table of {lacking} lacks the row yields to it."
            return f"{said}."
        if self._support is Support.NO:
            return f"The table of {titles(_sections(grounds.lacking))} lists everything but this."
        row = _first(grounds.deciding or grounds.rows)
        others = sorted(self._name_of(other) for other in row.models if other != self._model)
        if self._support is Support.YES:
            return f"The table of '{row.title}' has the row, and {', '.join(others)} lacks it."
        models = ", ".join([self._name_of(self._model), *others])
        return (
            f"The table of '{row.title}' has the row for one of {models} or more; none says which."
        )


def _conflict(grounds: Grounds) -> str:
    if grounds.contradicted:
        row = _first(grounds.contradicted)
        return f"The table of '{row.title}' has the row, which other sources deny all its models."
    return f"{titles(_said(grounds.yes))} says yes, {titles(_said(grounds.no))} says no."


def _first(rows: Sequence[Row]) -> Row:
    return min(rows, key=lambda row: (row.title, row.evidence.start, row.evidence.document))


def _said(statements: Sequence[Statement]) -> list[Place]:
    return [(statement.title, statement.evidence) for statement in statements]


def _rows(rows: Sequence[Row]) -> list[Place]:
    return [(row.title, row.evidence) for row in rows]


def _sections(sections: Sequence[Section]) -> list[Place]:
    return [(section.title, section.evidence) for section in sections]
