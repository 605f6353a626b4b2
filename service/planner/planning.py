"""A selection becomes a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol, cast

from graphql import (
    FragmentDefinitionNode,
    GraphQLAbstractType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    is_object_type,
)
from graphql.execution.values import VariableValues
from sqlalchemy import ColumnElement, case, literal, select

from service.planner.finishing import Finish
from service.planner.inputs import Input, Questions
from service.planner.introspection import count_introspection, measure_schema
from service.planner.limits import Limits
from service.planner.mapping import Place, Reads
from service.planner.mutations import Mutates
from service.planner.plan import Binding, Check, Complain, Plan, Step
from service.planner.problems import problem
from service.planner.row import Row, Rows
from service.planner.selection import Collector, Field
from service.planner.shapes import Tells
from service.planner.sql import JsonObject, Parameter, correlated, render
from service.planner.tally import Tally

_INTROSPECTION = ("__schema", "__type")


class Declared(Protocol):
    """What the schema's owner declares."""

    def reads(self, parent: GraphQLObjectType, field: str) -> Reads | None:
        """How a field is read; None for one that Python computes."""

    def tells(self, parent: GraphQLObjectType, field: str) -> Tells | None:
        """How a field is read from an object of Python's; None for one of rows."""

    def rows(self, type_: GraphQLNamedType) -> Rows:
        """The tables behind a type."""


@dataclass
class Planning:
    """One statement while it is being built.

    Attributes:
        reserved: how many parameters come before those of the bindings.
    """

    schema: GraphQLSchema
    mapping: Declared
    collector: Collector
    questions: Questions
    limits: Limits
    bindings: list[Binding] = field(default_factory=list)
    checks: list[tuple[ColumnElement[Any], Complain]] = field(default_factory=list)
    finishes: list[Finish] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    reserved: int = 0

    def rows(self, type_: GraphQLNamedType) -> Rows:
        return self.mapping.rows(type_)

    def bind(
        self,
        source: Input,
        type_name: str,
        clean: Callable[[Any], Any] | None,
        field: Field,
        *,
        slow: bool,
    ) -> Parameter:
        """A new parameter; see `Place.bind`."""
        self.bindings.append(Binding(source, clean, field, slow))
        return Parameter(self.reserved + len(self.bindings), type_name)

    def parted(self, positions: Sequence[int]) -> tuple[Sequence[Binding], Sequence[Binding]]:
        """The bindings of the parameters in these positions, in their order, and all others."""
        bound = dict(enumerate(self.bindings, self.reserved + 1))
        sent = [bound.pop(position) for position in positions if position in bound]
        return sent, tuple(bound.values())

    def check(self, found: ColumnElement[Any], complain: Complain) -> None:
        """Refuse the request if the expression, which is JSON, is not null once it ran."""
        self.checks.append((found, complain))

    def finish(self, finish: Finish) -> int:
        """Have Python finish a field; gives the number for its mark."""
        self.finishes.append(finish)
        return len(self.finishes) - 1

    def possible_types(self, type_: GraphQLNamedType) -> Sequence[GraphQLObjectType]:
        if is_object_type(type_):
            return (type_,)
        return tuple(self.schema.get_possible_types(cast(GraphQLAbstractType, type_)))

    def object(self, of: Field, row: Row) -> ColumnElement[Any]:
        """The JSON object that a field's sub-selection asks of a row."""
        type_ = of.type
        if is_object_type(type_):
            return self.concrete_object(of, type_, row)
        kinds = self.rows(type_).kinds
        if kinds is None:
            raise TypeError(f"no column tells the kinds of {type_.name} apart")
        column, names = kinds
        tallies = row.tally.one_of(len(names))
        objects = {
            kind: self._object_of_kind(
                of, cast(GraphQLObjectType, self.schema.type_map[name]), row, tally
            )
            for (kind, name), tally in zip(names.items(), tallies, strict=True)
        }
        return case(objects, value=row[column])

    def concrete_object(self, of: Field, type_: GraphQLObjectType, row: Row) -> ColumnElement[Any]:
        """The JSON object where the row is known to be of an object type."""
        return JsonObject({each.key: self._value(each, row) for each in self.fields(of, type_)})

    def fields(self, of: Field, type_: GraphQLObjectType) -> Sequence[Field]:
        """A field's sub-selection, where its object is of the given type.

        Raises:
            GraphQLError: the operation selects too much.
        """
        fields = self.collector.fields(of, type_)
        self._check_fields()
        return fields

    def root(self, fields: Sequence[Field]) -> Mapping[str, ColumnElement[Any]]:
        """The values of the root fields that the database answers."""
        row = Row(Rows(()), tally=self.tally)
        return {
            each.key: reads.sql(Place(self, each, row))
            for each in fields
            if (reads := self.mapping.reads(each.parent, each.name)) is not None
        }

    def _object_of_kind(
        self, of: Field, type_: GraphQLObjectType, row: Row, tally: Tally
    ) -> ColumnElement[Any]:
        """The object of one kind, read from the interface's row and tables of the kind's own."""
        shared = {table: row.place(table) for table in row.rows.tables}
        own = Row(self.rows(type_), given=shared, tally=tally, reader=row.reader)
        value = self.concrete_object(of, type_, own)
        if not own.split:
            return value
        return correlated(select(value), [own.source()]).where(own.link()).scalar_subquery()

    def _value(self, each: Field, row: Row) -> ColumnElement[Any]:
        if each.name == "__typename":
            return literal(each.parent.name)
        reads = self.mapping.reads(each.parent, each.name)
        if reads is None:
            raise TypeError(f"{each.parent.name}.{each.name} declares no mapping")
        return reads.sql(Place(self, each, row))

    def _check_fields(self) -> None:
        if self.collector.collected > self.limits.fields * 4:
            message = "The operation selects too many fields, counting each possible type."
            raise problem("TOO_MANY_FIELDS", message)


@dataclass(frozen=True)
class Planner:
    """What operations are planned against.

    Attributes:
        stamp: what each statement reads beside the data, from the same snapshot: a whole number.
    """

    schema: GraphQLSchema
    declared: Declared
    limits: Limits
    stamp: ColumnElement[Any] | None = None

    def plan(
        self,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        values: VariableValues,
    ) -> Plan:
        """Plan an operation for variables like these.

        Raises:
            GraphQLError: the operation asks for more than the limits allow, or a value that
                planning had to look at is not one that its field takes.
        """
        questions = Questions(values)
        collector = Collector(self.schema, fragments, questions)
        planning = Planning(self.schema, self.declared, collector, questions, self.limits)
        root = cast(GraphQLObjectType, self.schema.get_root_type(operation.operation))
        fields = collector.root(operation.selection_set, root)
        for each in fields:
            if each.name in _INTROSPECTION:
                count_introspection(each, collector, self._lengths, planning.tally)
        if operation.operation is OperationType.MUTATION:
            return self._mutation(planning, fields)
        return self._finish(planning, fields, planning.root(fields))

    @cached_property
    def _lengths(self) -> Mapping[str, int]:
        return measure_schema(self.schema)

    def _mutation(self, whole: Planning, fields: Sequence[Field]) -> Plan:
        """A statement for each field; they count into one tally."""
        steps = []
        for each in fields:
            mutates = self.declared.reads(each.parent, each.name)
            if isinstance(mutates, Mutates):
                planning = replace(whole, bindings=[], checks=[], finishes=[], reserved=1)
                plan = self._finish(planning, [each], planning.root([each]))
                steps.append(Step(each, mutates, plan))
        return replace(self._finish(whole, fields, {}), steps=tuple(steps))

    def _finish(
        self,
        planning: Planning,
        fields: Sequence[Field],
        values: Mapping[str, ColumnElement[Any]],
    ) -> Plan:
        found = [expression for expression, _ in planning.checks]
        read = [*values.values(), *found]
        stamp = [self.stamp] if read and self.stamp is not None else []
        fixed = _fixed(fields)
        sql, positions = render(select(*read, *stamp), planning.reserved) if read else (None, ())
        sent, unsent = planning.parted(positions)
        return Plan(
            answers=tuple(planning.questions.answers),
            sql=sql,
            bindings=sent,
            unsent=unsent,
            columns={key: index for index, key in enumerate(values)},
            stamp=len(read) if stamp else None,
            fixed=fixed,
            computed={each.key: each for each in fields if each.key not in {*values, *fixed}},
            keys=tuple(each.key for each in fields),
            checks=_checks(planning, len(values)),
            tally=planning.tally,
            finishes=tuple(planning.finishes),
        )


def _fixed(fields: Sequence[Field]) -> Mapping[str, bytes]:
    names = {each.key: each.parent.name for each in fields if each.name == "__typename"}
    return {key: f'"{name}"'.encode() for key, name in names.items()}


def _checks(planning: Planning, first: int) -> Sequence[Check]:
    complaints = [complain for _, complain in planning.checks]
    return [Check(first + index, complain) for index, complain in enumerate(complaints)]
