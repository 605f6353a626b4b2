"""Plans: what an operation became; a plan and a request's variables become a statement."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from graphql import GraphQLError
from graphql.execution.values import VariableValues

from service.planner.finishing import Finish, Finisher
from service.planner.inputs import Input, Question
from service.planner.mutations import Mutates, encode_outcome
from service.planner.problems import located
from service.planner.selection import Field
from service.planner.sql import encode
from service.planner.tally import Tally

Complain = Callable[[Any], Sequence[GraphQLError]]


@dataclass(frozen=True, slots=True)
class PlannedStatement:
    """What goes to PostgreSQL: the text, and $1, $2, ... in text format."""

    sql: str
    parameters: tuple[str | None, ...]

    def behind(self, parameter: str) -> PlannedStatement:
        """The statement with a first parameter."""
        return PlannedStatement(self.sql, (parameter, *self.parameters))


@dataclass(frozen=True, slots=True)
class Binding:
    """How a request's variables give one parameter.

    Attributes:
        slow: whether `clean` may take milliseconds.
    """

    source: Input
    clean: Callable[[Any], Any] | None
    field: Field
    slow: bool = False

    def value(self, values: VariableValues) -> str | None:
        """The parameter in text format.

        Raises:
            GraphQLError: the value is not one that the field takes.
        """
        value = self.source.read(values)
        try:
            cleaned = self.clean(value) if self.clean and value is not None else value
            return encode(cleaned)
        except GraphQLError as error:
            raise located(error, self.field.nodes, self.field.path) from None
        except ValueError as error:
            message = f"Argument {self.source.name!r}: {error}."
            raise self.field.problem("BAD_ARGUMENT", message) from None


@dataclass(frozen=True, slots=True)
class Check:
    """A column of the statement that is null unless something is wrong with the request."""

    column: int
    complain: Complain


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An operation, ready to serve every request that gives the same answers.

    Attributes:
        answers: what planning asked of the variables.
        sql: None where no field reads the database.
        bindings: one for each parameter, behind those that are reserved.
        unsent: of values that the statement does not read; they are checked all the same.
        columns: response key to the statement's column, for fields that the statement reads.
        stamp: the stamp's column; None where there is none.
        fixed: response key to JSON, for __typename.
        computed: fields that Python computes.
        keys: all response keys, in order.
        checks: columns to look at before answering.
        tally: of the nodes that the answer can hold.
        finishes: fields that Python finishes; their numbers are those of the marks.
        steps: of a mutation, in their order; it has no statement of its own.
    """

    answers: Sequence[tuple[Input, Question, Hashable]]
    sql: str | None
    bindings: Sequence[Binding]
    unsent: Sequence[Binding]
    columns: Mapping[str, int]
    stamp: int | None
    fixed: Mapping[str, bytes]
    computed: Mapping[str, Field]
    keys: Sequence[str]
    checks: Sequence[Check]
    tally: Tally
    finishes: Sequence[Finish]
    steps: Sequence[Step] = ()

    def serves(self, values: VariableValues) -> bool:
        """Whether planning would have come to the same for these variables."""
        return all(ask(source.read(values)) == answer for source, ask, answer in self.answers)

    @cached_property
    def is_slow(self) -> bool:
        """Whether what looks at a request's arguments may take milliseconds."""
        return bool(self.finishes) or any(each.slow for each in (*self.bindings, *self.unsent))

    def cost(self, values: VariableValues) -> int:
        """How many nodes the answer can hold."""
        return self._fixed_cost if self._fixed_cost is not None else self.tally.count(values)

    @cached_property
    def _fixed_cost(self) -> int | None:
        return self.tally.count(VariableValues({}, {})) if self.tally.is_fixed else None

    def statement(self, values: VariableValues) -> PlannedStatement | None:
        if self.sql is None:
            return None
        for each in self.unsent:
            each.value(values)
        return PlannedStatement(self.sql, tuple(each.value(values) for each in self.bindings))

    def finishers(self, values: VariableValues) -> Sequence[Finisher]:
        """What finishes the answer to one request.

        Raises:
            GraphQLError: an argument has a value that its field does not take.
        """
        return [each.ready(values) for each in self.finishes]


@dataclass(frozen=True, slots=True)
class Step:
    """One root field of a mutation: what it does, and how its payload is read afterwards.

    Attributes:
        plan: of a statement whose first column is the payload and whose first parameter, which is
            reserved, is the outcome.
    """

    field: Field
    mutates: Mutates
    plan: Plan

    async def act(self, context: Any, values: VariableValues) -> str:
        """Do it; gives the outcome in text format."""
        arguments = {name: source.read(values) for name, source in self.field.inputs.items()}
        return encode_outcome(await self.mutates.act(context, arguments))

    def payload(self, values: VariableValues) -> PlannedStatement:
        """What to run behind the outcome, which goes before its parameters."""
        return cast(PlannedStatement, self.plan.statement(values))
