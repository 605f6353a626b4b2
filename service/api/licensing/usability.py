"""Which models may be put to uses: worked out by the statement from what each licence comes to.

docs/decisions/0044-filters-by-use.md says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import (
    CTE,
    FromClause,
    Integer,
    Select,
    Subquery,
    Text,
    and_,
    case,
    column,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    values,
)

from service.api.licensing.asking import read_context, read_uses
from service.domain.licensing.plans import MAKES_ONE
from service.domain.licensing.usability import Usability, Way, usabilities
from service.domain.licensing.verdicts import Artifact, Context, Use, Verdict
from service.planner.inputs import Input
from service.planner.mapping import Condition, Expression, Place
from service.planner.sql import correlated
from service.tables.graph import models
from service.tables.licensing import license_atoms, model_terms

_KEPT: Final = 64

_NO, _UNKNOWN, _CONDITIONAL = (
    verdict.rank for verdict in (Verdict.NO, Verdict.UNKNOWN, Verdict.CONDITIONAL)
)
_BITS: Final = {artifact.value: 1 << bit for bit, artifact in enumerate(Artifact)}
_ALL_BITS: Final = sum(_BITS.values())
_VERSION_SUFFIX: Final = "-(only|or-later)$"


@dataclass(frozen=True)
class AskedUses:
    """A plan that a request brings: a list of uses, and who asks."""

    uses: Input
    context: Input

    def is_given(self, place: Place) -> bool:
        """Whether there is any use; the plan depends on it."""
        return bool(place.ask(self.uses, bool))

    def bind(self, place: Place, type_name: str, read: Callable[[Usability], Any]) -> Expression:
        """Something of every licence of the library, as a parameter that is a list."""

        def clean(both: tuple[Any, Any]) -> Sequence[Any]:
            uses, context = both
            return [read(each) for each in _judged(read_uses(uses), read_context(context))]

        return place.bind(self._both, type_name, clean, slow=True)

    def makes_one(self, place: Place) -> Expression:
        """Whether all materials become one work."""
        return place.bind(self.uses, "bool", lambda uses: bool(read_uses(uses) & MAKES_ONE))

    @property
    def _both(self) -> Input:
        uses, context = self.uses, self.context
        return Input(
            context.name,
            lambda given: (uses.read(given), context.read(given)),
            uses.constant and context.constant,
        )


@lru_cache(_KEPT)
def _judged(uses: frozenset[Use], context: Context) -> Sequence[Usability]:
    return tuple(usabilities(uses, context))


def is_usable(place: Place, asked: AskedUses) -> Condition:
    """That a row of models may be put to the uses."""
    return _Usability(place, asked).is_allowed()


def usability(place: Place, asked: AskedUses) -> Condition:
    """The same, but null where it is not known."""
    found = _Usability(place, asked)
    return case((found.is_allowed(), true()), (found.is_forbidden(), false()))


class _Usability:
    """What the licences that bind a row of models come to."""

    def __init__(self, place: Place, asked: AskedUses) -> None:
        self._place = place
        self._makes_one = asked.makes_one(place)
        self._licenses = _licenses(place, asked, self._makes_one)

    def is_allowed(self) -> Condition:
        """Every label allows it, and that of every rival does; of one work there is one licence."""
        terms = self._place.table(model_terms)
        each = func.bool_and(self._is_one_of(terms, self._licenses.c.rank >= _CONDITIONAL))
        license_id = terms.c.license_id
        agree = or_(self._makes_one.is_(false()), func.min(license_id) == func.max(license_id))
        found = correlated(select(and_(each, agree)), [terms])
        return found.where(terms.c.model_id == models.c.id).scalar_subquery()

    def is_forbidden(self) -> Condition:
        """There is a label that does not allow it, and none of its rivals does."""
        terms = self._place.table(model_terms)
        label = terms.c.n - terms.c.rival
        none = func.bool_and(self._is_one_of(terms, self._licenses.c.rank == _NO))
        found = correlated(select(literal_column("1")), [terms])
        return exists(found.where(terms.c.model_id == models.c.id).group_by(label).having(none))

    def _is_one_of(self, terms: FromClause, condition: Condition) -> Condition:
        """Whether a label's licence meets a condition, and was written for what is labelled."""
        way = case(
            (terms.c.ancestor_id.is_(None), Way.OWN.value),
            (terms.c.flow == Way.LEARNED.flow.value, Way.LEARNED.value),
            else_=Way.DERIVED.value,
        )
        label = tuple_(terms.c.license_id, way, terms.c.artifact)
        return func.coalesce(label.in_(self._written_for(condition)), false())

    def _written_for(self, condition: Condition) -> Select[Any]:
        """The licences that meet a condition, each with a way and an artifact."""
        license_ = self._licenses
        bits = values(column("artifact", Text), column("bit", Integer), name="artifacts")
        artifact = bits.data(list(_BITS.items()))
        covers = license_.c.covers.bitwise_and(artifact.c.bit) > 0
        found = select(license_.c.license_id, license_.c.way, artifact.c.artifact)
        return found.select_from(license_.join(artifact, covers)).where(condition)


def _licenses(place: Place, asked: AskedUses, makes_one: Expression) -> CTE:
    """The registry's licences by way: the verdict's rank, and the artifacts they were written for.

    A licence is the worst of its clauses; see `license_atoms`. Whether several licences in it may
    go together into one work is not known here; of one choice it is that of the chosen one.
    """
    clause = _clauses(place, asked)
    worst, covers = func.min(clause.c.rank), func.bit_and(clause.c.covers)
    is_choice = and_(func.count() == 1, func.bool_and(clause.c.mode == "BEST"))
    is_one = func.min(clause.c.first) == func.max(clause.c.last)
    decided = or_(makes_one.is_(false()), is_choice, is_one)
    rank = case((decided, worst), else_=func.least(worst, _UNKNOWN))
    found = select(clause.c.license_id, clause.c.way, rank.label("rank"), covers.label("covers"))
    return found.group_by(clause.c.license_id, clause.c.way).cte()


def _clauses(place: Place, asked: AskedUses) -> Subquery:
    atoms, known = place.table(license_atoms), _library(place, asked)
    names = values(column("way", Text), name="ways").data([(way.value,) for way in Way])
    same = and_(known.c.expression == atoms.c.expression, known.c.way == names.c.way)
    source = atoms.join(names, true()).outerjoin(known, same)
    rank = func.coalesce(known.c.rank, _UNKNOWN)
    decided = or_(atoms.c.mode == "BEST", func.min(rank) == func.max(rank))
    # What may be carried on under later versions may go together with that version alone.
    version = func.regexp_replace(atoms.c.expression, _VERSION_SUFFIX, "")
    columns = [
        atoms.c.license_id,
        names.c.way,
        atoms.c.mode,
        case((decided, func.max(rank)), else_=_UNKNOWN).label("rank"),
        func.bit_and(func.coalesce(known.c.covers, _ALL_BITS)).label("covers"),
        func.min(version).label("first"),
        func.max(version).label("last"),
    ]
    found = correlated(select(*columns), [source])
    return found.group_by(atoms.c.license_id, atoms.c.clause, atoms.c.mode, names.c.way).subquery()


def _library(place: Place, asked: AskedUses) -> FromClause:
    """The licences of the library by way."""
    columns: Mapping[str, tuple[str, Any, Callable[[Usability], Any]]] = {
        "expression": ("text[]", Text, attrgetter("expression")),
        "way": ("text[]", Text, attrgetter("way.value")),
        "rank": ("int[]", Integer, attrgetter("verdict.rank")),
        "covers": ("int[]", Integer, _covers),
    }
    lists = [asked.bind(place, type_name, read) for type_name, _, read in columns.values()]
    listed = func.unnest(*lists).table_valued(*(column(n, t) for n, (_, t, _) in columns.items()))
    return listed.render_derived()


def _covers(usability: Usability) -> int:
    """The artifacts that the licence was written for; a label without one is of any."""
    return sum(_BITS[artifact.value] for artifact in {*usability.covers, Artifact.UNSPECIFIED})
