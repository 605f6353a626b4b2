"""Which models a page holds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

import strawberry
from sqlalchemy import and_, false, or_, true

from service.api.conditions import CAPABILITIES, CONDITIONS, how_many
from service.api.licensing.usability import AskedUses, is_usable, usability
from service.api.licensing.words import LicenseContext, LicenseUse
from service.api.scalars import BigInt
from service.planner.inputs import Input
from service.planner.mapping import Condition, Place
from service.planner.matching import Narrowed
from service.tables.graph import models

_DEEPEST = 5
_MOST_FILTERS = 50
_MOST_PLANS = 5


def _option(description: str, default: Any = strawberry.UNSET, name: str | None = None) -> Any:
    return strawberry.field(description=description, default=default, name=name)


@strawberry.input(
    description="All conditions must hold. Lists are of slugs, but for modality and category. A "
    "condition on something that is not known of a model is neither true nor false of it, and so "
    "is one that names a slug which leads nowhere: neither the condition nor its contrary finds "
    "the model. To be one of an empty list is false of models whose value is known; to have every "
    "one of an empty list is true of all models."
)
class ModelFilter:
    organization: list[str] | None = _option(
        "Made by one of these; an empty list: by none, false where the maker is known."
    )
    license: list[str] | None = _option(
        "Under one of these licences; an empty list: under none, false where the licence is known."
    )
    tasks: list[str] | None = _option(
        "Support YES for every one of these, ten at most; true for an empty list."
    )
    features: list[str] | None = _option(
        "Support YES for every one of these, ten at most; true for an empty list."
    )
    tasks_unknown: list[str] | None = _option(
        "Support for each of these is not decided: UNKNOWN, or nothing is said at all; ten at "
        "most; true for an empty list."
    )
    features_unknown: list[str] | None = _option(
        "Support for each of these is not decided: UNKNOWN, or nothing is said at all; ten at "
        "most; true for an empty list."
    )
    modality: list[str] | None = _option(
        "Of one of these modalities, in words as facets give them, such as vision; upper and lower "
        "case are the same. A word that no model has is another modality than the model's; an "
        "empty list: of none. Both are false where the modality is known."
    )
    category: list[str] | None = _option(
        "Of one of these categories, in words as facets give them: open, closed; upper and lower "
        "case are the same. A word that no model has is another category than the model's; an "
        "empty list: of none. Both are false where the category is known."
    )
    dataset: list[str] | None = _option(
        "Trained on one of these. True or unknown, never false: no document lists all data. "
        "Unknown for an empty list."
    )
    benchmark: list[str] | None = _option(
        "Measured on one of these. True or unknown, never false. Unknown for an empty list."
    )
    framework: list[str] | None = _option(
        "Available in one of these. True or unknown, never false. Unknown for an empty list."
    )
    text: str | None = _option(
        "Words to find in names, aliases and summaries; each may be the beginning of a word there. "
        "20 words and 500 characters at most."
    )
    released_after: datetime.date | None = _option(
        "Released on this day or later. Of a date known by its month or year, every day must be."
    )
    released_before: datetime.date | None = _option(
        "Released on this day or earlier. Of a date known by its month or year, every day must be."
    )
    min_parameters: BigInt | None = _option(
        "This many weights or more, by a range's maximum; models of unknown size are left out."
    )
    max_parameters: BigInt | None = _option(
        "No more weights than this, by a range's maximum; models of unknown size are left out."
    )
    min_context_window: BigInt | None = _option(
        "This many tokens or more; models of unknown context window are left out."
    )
    usable_for: list[LicenseUse] | None = _option(
        "May be put to these uses, which are one plan: verdict YES or CONDITIONAL, by the licences "
        "of the model and of those that it comes from. False where the verdict is NO, unknown "
        "where it is UNKNOWN; true for an empty list. Never more than licenseCheck says; where "
        "several licences would have to go together, it is unknown. 5 times in one filter at most."
    )
    context: LicenseContext | None = _option("Who asks; for usableFor.")
    has_conflicts: bool | None = _option(
        "True: sources disagree on a fact about the model; false: on none."
    )
    include_stubs: bool | None = _option(
        "Also models that documents only mention. Of the outermost filter alone.", False
    )
    and_: list[ModelFilter] | None = _option(
        "Every one of these must hold, too, which is true for an empty list; they stand 5 levels "
        "deep at most.",
        name="and",
    )
    or_: list[ModelFilter] | None = _option(
        "At least one of these must hold, too; none of an empty list does.", name="or"
    )
    not_: ModelFilter | None = _option(
        "This must be known not to hold. `not: {tasks: [...]}` finds the models whose support for "
        "the task is NO; `not: {license: [...]}` those whose licence is known and another.",
        name="not",
    )


def narrow_models(place: Place, source: Input) -> Narrowed:
    """The models that an argument of the type ModelFilter, or null, asks for.

    Raises:
        GraphQLError: it asks for too much.
    """
    _check_shape(place, source)
    conditions = [*_plain(place, source), *_nested(place, source)]
    joins = []
    lacking = place.ask(source["not"], _lone_capability)
    if lacking is None:
        conditions += _negated(place, source)
    for name, capability in CAPABILITIES.items():
        asked = [("YES", source[name], index) for index in range(how_many(place, source[name]))]
        if name == lacking:
            asked.append(("NO", source["not"][name], 0))
        for support, slugs, index in asked:
            supported = place.table(capability.table)
            named = capability.named(place, slugs, index)
            conditions.append(supported.c[capability.object_id] == named)
            joins.append((supported, supporting(supported, support)))
    if (uses := _uses(source)).is_given(place):
        conditions.append(is_usable(place, uses))
    if not place.ask(source["includeStubs"], bool):
        conditions.append(described())
    return Narrowed(conditions, joins)


def described() -> Condition:
    """That documents describe the model and do not only mention it."""
    return models.c.is_stub.is_(False)


def supporting(supported: Any, support: str = "YES") -> Condition:
    """Joins support to models; with the name, so that both are read in the order of pages."""
    return and_(
        supported.c.model_id == models.c.id,
        supported.c.sort_name == models.c.sort_name,
        supported.c.support == support,
    )


def _whole(place: Place, source: Input) -> Condition:
    """A filter inside of another as one condition."""
    capabilities = (
        capability.all_had(place, source[name])
        for name, capability in CAPABILITIES.items()
        if place.given(source[name])
    )
    usable = [usability(place, uses)] if (uses := _uses(source)).is_given(place) else []
    others = *_plain(place, source), *_nested(place, source), *_negated(place, source)
    return and_(true(), *capabilities, *usable, *others)


def _uses(source: Input) -> AskedUses:
    return AskedUses(source["usableFor"], source["context"])


def _plain(place: Place, source: Input) -> Iterator[Condition]:
    for name, condition in CONDITIONS.items():
        if place.given(source[name]):
            yield condition(place, source[name])


def _nested(place: Place, source: Input) -> Iterator[Condition]:
    if place.given(source["and"]):
        yield and_(true(), *_each(place, source["and"]))
    if place.given(source["or"]):
        yield or_(false(), *_each(place, source["or"]))


def _negated(place: Place, source: Input) -> Iterator[Condition]:
    if place.given(source["not"]):
        # SQLAlchemy's own negation turns `= ANY` into `<> ANY`, which means something else.
        yield _whole(place, source["not"]) == false()


def _lone_capability(filter_: Any) -> str | None:
    """The field of a filter that names one task or feature and asks for nothing else."""
    given = {name: value for name, value in (filter_ or {}).items() if value is not None}
    given.pop("includeStubs", None)
    (name, *others) = given or (None,)
    is_lone = name in CAPABILITIES and not others and len(given[name]) == 1
    return name if is_lone else None


def _each(place: Place, source: Input) -> Iterator[Condition]:
    for index in range(place.ask(source, len)):
        yield _whole(place, source.item(index))


def _check_shape(place: Place, source: Input) -> None:
    fault = place.ask(source, _fault)
    if fault is not None:
        raise place.problem("BAD_ARGUMENT", f"Argument {source.name!r}: {fault}.")


def _fault(filter_: Any) -> str | None:
    """What keeps a filter from being answered, whatever its conditions."""
    level, count, plans = [filter_] if filter_ else [], 0, 0
    for depth in range(1, _DEEPEST + 2):
        if not level:
            return None
        count += len(level)
        plans += sum(bool(each.get("usableFor")) for each in level)
        if depth > _DEEPEST:
            return f"filters stand more than {_DEEPEST} levels deep"
        if count > _MOST_FILTERS:
            return f"more than {_MOST_FILTERS} filters"
        # Each takes ten times as long to plan as another condition, and brings a whole library.
        if plans > _MOST_PLANS:
            return f"usableFor more than {_MOST_PLANS} times"
        level = [inner for outer in level for inner in _inner(outer)]
        if any(inner.get("includeStubs") for inner in level):
            return "includeStubs belongs to the outermost filter"
    return None


def _inner(filter_: Any) -> Sequence[Any]:
    negated = filter_.get("not")
    return [
        *(filter_.get("and") or ()),
        *(filter_.get("or") or ()),
        *([] if negated is None else [negated]),
    ]
