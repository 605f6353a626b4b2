"""A selection becomes a plan; a plan and a request's variables become a statement."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from graphql import (
    FragmentDefinitionNode,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    is_object_type,
)
from graphql.execution.values import VariableValues
from sqlalchemy import ColumnElement, case, literal, select

from service.planner.inputs import Input, Question, Questions
from service.planner.limits import Limits
from service.planner.mapping import Place, Reads
from service.planner.problems import Path, problem
from service.planner.row import Row, Rows
from service.planner.selection import Collector, Field
from service.planner.sql import JsonObject, Parameter, correlated, encode, render

Complain = Callable[[Any], Sequence[GraphQLError]]


class Declared(Protocol):
    """What the schema's owner declares."""

    def reads(self, parent: GraphQLObjectType, field: str) -> Reads | None:
        """How a field is read; None for one that Python computes."""

    def rows(self, type_: GraphQLNamedType) -> Rows:
        """The tables behind a type."""


@dataclass(frozen=True, slots=True)
class PlannedStatement:
    """What goes to PostgreSQL: the text, and $1, $2, ... in text format."""

    sql: str
    parameters: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """How a request's variables give one parameter."""

    source: Input
    clean: Callable[[Any], Any] | None
    path: Path

    def value(self, values: VariableValues) -> str | None:
        """The parameter in text format.

        Raises:
            GraphQLError: the value is not one that the field takes.
        """
        value = self.source.read(values)
        try:
            cleaned = self.clean(value) if self.clean and value is not None else value
            return encode(cleaned)
        except ValueError as error:
            message = f"Argument {self.source.name!r}: {error}."
            raise problem("BAD_ARGUMENT", message, path=self.path) from None


@dataclass(frozen=True, slots=True)
class Check:
    """A column of the statement that is null unless something is wrong with the request."""

    column: int
    complain: Complain


@dataclass(frozen=True)
class Plan:
    """An operation, ready to serve every request that gives the same answers.

    Attributes:
        answers: what planning asked of the variables.
        sql: None where no field reads the database.
        bindings: one for each parameter.
        columns: response key to the statement's column, for fields that the statement reads.
        fixed: response key to JSON, for __typename.
        computed: fields that Python computes.
        keys: all response keys, in order.
        checks: columns to look at before answering.
    """

    answers: Sequence[tuple[Input, Question, Hashable]]
    sql: str | None
    bindings: Sequence[Binding]
    columns: Mapping[str, int]
    fixed: Mapping[str, bytes]
    computed: Mapping[str, Field]
    keys: Sequence[str]
    checks: Sequence[Check]

    def serves(self, values: VariableValues) -> bool:
        """Whether planning would have come to the same for these variables."""
        return all(ask(source.read(values)) == answer for source, ask, answer in self.answers)

    def statement(self, values: VariableValues) -> PlannedStatement | None:
        if self.sql is None:
            return None
        return PlannedStatement(self.sql, tuple(each.value(values) for each in self.bindings))


@dataclass
class Planning:
    """The statement of one operation while it is being built."""

    schema: GraphQLSchema
    mapping: Declared
    collector: Collector
    questions: Questions
    limits: Limits
    bindings: list[Binding] = field(default_factory=list)
    checks: list[tuple[ColumnElement[Any], Complain]] = field(default_factory=list)
    weight: int = 0

    def rows(self, type_: GraphQLNamedType) -> Rows:
        return self.mapping.rows(type_)

    def bind(
        self,
        source: Input,
        type_name: str,
        clean: Callable[[Any], Any] | None,
        path: Path,
    ) -> Parameter:
        """A new parameter; see `Place.bind`."""
        self.bindings.append(Binding(source, clean, path))
        return Parameter(len(self.bindings), type_name)

    def check(self, found: ColumnElement[Any], complain: Complain) -> None:
        """Refuse the request if the expression, which is JSON, is not null once it ran."""
        self.checks.append((found, complain))

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
        objects = {
            kind: self._object_of_kind(of, cast(GraphQLObjectType, self.schema.type_map[name]), row)
            for kind, name in names.items()
        }
        return case(objects, value=row[column])

    def concrete_object(self, of: Field, type_: GraphQLObjectType, row: Row) -> ColumnElement[Any]:
        """The JSON object where the row is known to be of an object type."""
        self._weigh(row)
        fields = self.collector.fields(of, type_)
        self._check_fields()
        return JsonObject({each.key: self._value(each, row) for each in fields})

    def root(self, fields: Sequence[Field]) -> Mapping[str, ColumnElement[Any]]:
        """The values of the root fields that the database answers."""
        row = Row(Rows(()))
        return {
            each.key: reads.sql(Place(self, each, row))
            for each in fields
            if (reads := self.mapping.reads(each.parent, each.name)) is not None
        }

    def _object_of_kind(self, of: Field, type_: GraphQLObjectType, row: Row) -> ColumnElement[Any]:
        """The object of one kind, read from the interface's row and tables of the kind's own."""
        shared = {table: row.place(table) for table in row.rows.tables}
        share = max(1, row.weight // len(self.possible_types(of.type)))
        own = Row(self.rows(type_), given=shared, weight=share, reader=row.reader)
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

    def _weigh(self, row: Row) -> None:
        self.weight += row.weight
        if self.weight > self.limits.rows:
            message = (
                f"The operation's pages and lists could hold more than {self.limits.rows} objects."
            )
            raise problem("TOO_MANY_ROWS", message)


def plan_operation(
    schema: GraphQLSchema,
    mapping: Declared,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    values: VariableValues,
    limits: Limits,
) -> Plan:
    """Plan an operation for variables like these.

    Raises:
        GraphQLError: the operation asks for more than the limits allow, or a value that planning
            had to look at is not one that its field takes.
    """
    questions = Questions(values)
    collector = Collector(schema, fragments, questions)
    planning = Planning(schema, mapping, collector, questions, limits)
    query_type = cast(GraphQLObjectType, schema.query_type)
    fields = collector.root(operation.selection_set, query_type)
    return _finish(planning, fields, planning.root(fields))


def _finish(
    planning: Planning, fields: Sequence[Field], values: Mapping[str, ColumnElement[Any]]
) -> Plan:
    found = [expression for expression, _ in planning.checks]
    columns = [*values.values(), *found]
    checks = [
        Check(len(values) + index, complain) for index, (_, complain) in enumerate(planning.checks)
    ]
    fixed = {
        each.key: f'"{each.parent.name}"'.encode() for each in fields if each.name == "__typename"
    }
    return Plan(
        answers=tuple(planning.questions.answers),
        sql=render(select(*columns)) if columns else None,
        bindings=tuple(planning.bindings),
        columns={key: index for index, key in enumerate(values)},
        fixed=fixed,
        computed={
            each.key: each for each in fields if each.key not in values and each.key not in fixed
        },
        keys=tuple(each.key for each in fields),
        checks=tuple(checks),
    )
