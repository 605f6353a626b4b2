"""Facts about tasks and features, each with its reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.domain.consolidation.names import Key
from service.domain.consolidation.scalars import arranged
from service.domain.consolidation.support import Grounds, Row, Section, Statement
from service.domain.projection import Evidence, Fact, Rival
from service.domain.values import Status, Support

_TEXT = {Support.YES: "Yes", Support.NO: "No", Support.UNKNOWN: None}


def support_fact(
    model: Key,
    entity: Key,
    slug: str,
    label: str,
    position: int,
    grounds: Grounds,
    name_of: Callable[[Key], str],
    denials: Callable[[Row, Key], Sequence[tuple[str, Evidence]]],
) -> Fact:
    """The fact about one model's task or feature.

    Args:
        name_of: the name to show of a model.
        denials: what denies a row to all its models but one.
    """
    support, status = grounds.verdict
    return Fact(
        model=model.id,
        property=f"{entity.kind.value}:{slug}",
        position=position,
        section=entity.kind.value.upper(),
        label=label,
        text=_TEXT[support],
        status=status,
        reason=_reason(model, grounds, support, status, name_of),
        support=support,
        object=entity.id,
        evidence=_evidence(model, grounds, support, status, denials),
        rivals=_rivals(grounds, status),
        notes=tuple(sorted({row.note for row in grounds.rows if row.note})),
    )


def _evidence(
    model: Key,
    grounds: Grounds,
    support: Support,
    status: Status,
    denials: Callable[[Row, Key], Sequence[tuple[str, Evidence]]],
) -> tuple[Evidence, ...]:
    if status is Status.CONFLICTED:
        return arranged([*_said(grounds.yes), *_rows(grounds.contradicted)])
    if status is Status.STATED:
        return arranged(_said(grounds.yes or grounds.no))
    if support is Support.NO:
        return arranged(_sections(grounds.lacking))
    if support is Support.YES:
        decided = [(row.title, row.evidence) for row in grounds.deciding]
        why = [place for row in grounds.deciding for place in denials(row, model)]
        return (*arranged(decided)[:5], *arranged(why)[:5])
    return arranged(_rows(grounds.rows))


def _rivals(grounds: Grounds, status: Status) -> tuple[Rival, ...]:
    """Both sides of a conflict."""
    if status is not Status.CONFLICTED:
        return ()
    sides = (
        ("Yes", [*_said(grounds.yes), *_rows(grounds.contradicted)]),
        ("No", [*_said(grounds.no), *_sections(grounds.lacking)]),
    )
    return tuple(Rival(text, arranged(places)) for text, places in sides if places)


def _said(statements: Sequence[Statement]) -> list[tuple[str, Evidence]]:
    return [(statement.title, statement.evidence) for statement in statements]


def _rows(rows: Sequence[Row]) -> list[tuple[str, Evidence]]:
    return [(row.title, row.evidence) for row in rows]


def _sections(sections: Sequence[Section]) -> list[tuple[str, Evidence]]:
    return [(section.title, section.evidence) for section in sections]


def _reason(
    model: Key,
    grounds: Grounds,
    support: Support,
    status: Status,
    name_of: Callable[[Key], str],
) -> str:
    if status is Status.CONFLICTED:
        return _conflict(grounds)
    if status is Status.STATED:
        said = f"Stated in {_titles(_said(grounds.yes or grounds.no))}"
        if support is Support.YES and grounds.lacking:
            lacking = _titles(_sections(grounds.lacking))
            return f"{said}; that the table of {lacking} lacks the row yields to it."
        return f"{said}."
    if support is Support.NO:
        return f"The table of {_titles(_sections(grounds.lacking))} lists everything and lacks it."
    if support is Support.YES:
        row = min(grounds.deciding, key=lambda row: (row.title, row.evidence.start))
        others = ", ".join(sorted(name_of(other) for other in row.models if other != model))
        return f"The table of '{row.title}' has the row, and {others} is known to lack it."
    return _open(model, grounds, name_of)


def _conflict(grounds: Grounds) -> str:
    if grounds.contradicted:
        row = min(grounds.contradicted, key=lambda row: (row.title, row.evidence.start))
        return (
            f"The table of '{row.title}' has the row, but other sources deny it to all its models."
        )
    yes, no = _titles(_said(grounds.yes)), _titles(_said(grounds.no))
    return f"{yes} says yes, {no} says no."


def _open(model: Key, grounds: Grounds, name_of: Callable[[Key], str]) -> str:
    row = min(grounds.rows, key=lambda row: (row.title, row.evidence.start))
    others = " and ".join(sorted(name_of(other) for other in row.models if other != model))
    return (
        f"The table of '{row.title}' has the row without saying for which model: "
        f"{name_of(model)}, {others} or both."
    )


def _titles(places: Sequence[tuple[str, Evidence]]) -> str:
    titles = sorted({title for title, _ in places})
    more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
    return f"'{titles[0]}'{more}"
