"""What an answer may lead to: licences by their expressions, models by their slugs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import FromClause, Select, Subquery, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from service.planner.mapping import Condition, Expression, Place, Reads
from service.planner.sql import correlated, json_pool
from service.tables.graph import entities, licenses
from service.tables.licensing import license_atoms, model_terms

NAMED, CANDIDATES, MODELS = "named", "candidates", "models"

Asked: TypeAlias = Callable[[Place], FromClause]
"""Gives a new FROM with a row for each model that is asked about: id, and n, their order."""


@dataclass(frozen=True)
class Materials:
    """What goes into a question, as far as the statement knows.

    Attributes:
        models: that are asked about.
        expressions: gives those of the licences that are named, as text[]; None: none are.
        makes_one: gives whether candidates are asked for; None: they are.
    """

    models: Asked
    expressions: Callable[[], Expression] | None = None
    makes_one: Callable[[], Expression] | None = None

    @property
    def pools(self) -> Mapping[str, Reads]:
        return {
            NAMED: _Licenses(self._is_named, self._binds),
            CANDIDATES: _Licenses(self._is_candidate, self._binds),
            MODELS: _Models(self.models),
        }

    def _is_named(self, place: Place, expression: Expression) -> Condition:
        """Whether a licence is named, or binds one of the models."""
        atoms = place.table(license_atoms)
        binding = correlated(select(atoms.c.expression), [atoms])
        binds = expression.in_(binding.where(self._binds(place, atoms.c.license_id)))
        if self.expressions is None:
            return binds
        return or_(expression == func.any(self.expressions()), binds)

    def _binds(self, place: Place, license_id: Expression) -> Condition:
        """Whether it is the very licence of one of the models, or of one that they come from."""
        terms = place.table(model_terms)
        found = correlated(select(terms.c.license_id), [terms])
        return license_id.in_(found.where(terms.c.model_id.in_(_ids(self.models(place)))))

    def _is_candidate(self, _: Place, expression: Expression) -> Condition:
        is_known = expression.is_not(None)
        return is_known if self.makes_one is None else is_known & self.makes_one()


@dataclass(frozen=True)
class _Licenses:
    """Licences by their expressions; of several with the same one, the first by name.

    Attributes:
        condition: that their expressions meet.
        preferred: a condition on their ids: those that meet it come before others.
    """

    condition: Callable[[Place, Expression], Condition]
    preferred: Callable[[Place, Expression], Condition]

    def sql(self, place: Place) -> Expression:
        first = self._first(place)
        license_ = place.child()
        license_.require()
        item = correlated(select(place.object(license_)), [license_.source()])
        item = item.where(license_.key == first.c.id)
        pool = json_pool(first.c.expression, item.scalar_subquery())
        return correlated(select(pool), [first]).scalar_subquery()

    def _first(self, place: Place) -> Subquery:
        own, named = place.table(licenses), place.table(entities)
        expression = own.c.spdx_expression
        source = own.join(named, named.c.id == own.c.id)
        found = correlated(select(own.c.id, expression.label("expression")), [source])
        found = found.where(self.condition(place, expression)).ext(distinct_on(expression))
        others_last = self.preferred(place, own.c.id).desc()
        return found.order_by(expression, others_last, named.c.sort_name, own.c.id).subquery()


@dataclass(frozen=True)
class _Models:
    """The models that are asked about, and those whose licences bind them."""

    models: Asked

    def sql(self, place: Place) -> Expression:
        found, named = self._found(place), place.table(entities)
        model = place.child()
        model.require()
        item = correlated(select(place.object(model)), [model.source()])
        item = item.where(model.key == found.c.id)
        source = found.join(named, named.c.id == found.c.id)
        pool = json_pool(named.c.slug, item.scalar_subquery())
        return correlated(select(pool), [source]).scalar_subquery()

    def _found(self, place: Place) -> Subquery:
        terms = place.table(model_terms)
        ancestors = correlated(select(terms.c.ancestor_id), [terms]).where(
            terms.c.model_id.in_(_ids(self.models(place))), terms.c.ancestor_id.is_not(None)
        )
        return _ids(self.models(place)).union(ancestors).subquery()


def _ids(asked: FromClause) -> Select[tuple[int]]:
    return correlated(select(asked.c.id), [asked])
