"""Parsed, validated and planned documents, cached by their text."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    get_operation_ast,
    get_variable_values,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.values import VariableValues
from graphql.validation import OverlappingFieldsCanBeMergedRule
from sqlalchemy import ColumnElement

from service.planner.cache import Cache, Operation
from service.planner.finishing import Finisher
from service.planner.limits import Limits
from service.planner.merging import check_merging
from service.planner.plan import Plan, PlannedStatement, Step
from service.planner.planning import Declared, Planner
from service.planner.problems import coded, problem
from service.planner.size import check_size
from service.planner.sql import surrogate_fault
from service.planner.variables import check_variables

_TOO_LONG = "Syntax Error: Document contains more than"
T = TypeVar("T")

_NO_VARIABLES: Mapping[str, Any] = {}
_RULES = [rule for rule in specified_rules if rule is not OverlappingFieldsCanBeMergedRule]


class RequestRefused(Exception):
    """The request is answered with errors alone; no statement ran."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        self.errors = errors
        super().__init__("; ".join(error.message for error in errors))


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation with the plan and the variables of one request.

    Attributes:
        cost: how many nodes the answer can hold.
    """

    operation: Operation
    plan: Plan
    values: VariableValues
    cost: int

    @property
    def is_mutation(self) -> bool:
        return self.operation.node.operation is OperationType.MUTATION

    @property
    def is_subscription(self) -> bool:
        """Whether it is to be run anew for each event."""
        return self.operation.node.operation is OperationType.SUBSCRIPTION

    @property
    def scopes(self) -> frozenset[str]:
        """What the client must hold; whoever runs the operation checks it before."""
        scopes = (step.mutates.scope for step in self.plan.steps)
        return frozenset(scope for scope in scopes if scope is not None)

    def statement(self) -> PlannedStatement | None:
        """What to run, or None if the database has no part in the answer.

        Raises:
            RequestRefused: an argument has a value that its field does not take.
        """
        try:
            return self.plan.statement(self.values)
        except GraphQLError as error:
            raise RequestRefused([error]) from None

    def ready(self) -> tuple[PlannedStatement | None, Sequence[Finisher]]:
        """The statement, and what finishes the answer once it ran.

        Raises:
            RequestRefused: an argument has a value that its field does not take.
        """
        try:
            return self.plan.statement(self.values), self.plan.finishers(self.values)
        except GraphQLError as error:
            raise RequestRefused([error]) from None

    def steps(self) -> Sequence[tuple[Step, PlannedStatement, Sequence[Finisher]]]:
        """A mutation's fields, each with the statement that reads its payload and what finishes it.

        Raises:
            RequestRefused: an argument has a value that its field does not take.
        """
        try:
            return [
                (step, step.payload(self.values), step.plan.finishers(self.values))
                for step in self.plan.steps
            ]
        except GraphQLError as error:
            raise RequestRefused([error]) from None


class Operations:
    """Prepares requests against one schema."""

    def __init__(
        self,
        schema: GraphQLSchema,
        declared: Declared,
        limits: Limits,
        stamp: ColumnElement[Any] | None = None,
    ) -> None:
        """Begin with an empty cache.

        `stamp` is a whole number that each statement reads beside the data, in the same snapshot.
        """
        self.schema = schema
        self.declared = declared
        self.limits = limits
        self._planner = Planner(schema, declared, limits, stamp)
        self._cache = Cache(limits.documents, limits.kept_text)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="planner")

    def prepare(
        self, query: str, variables: Mapping[str, Any] | None, name: str | None = None
    ) -> Prepared:
        """Find or make the plan for a request.

        Raises:
            RequestRefused: the document, the variables or an argument are not ones to answer.
        """
        with _refusing():
            operation = self._cache.find((query, name)) or self._read(query, name)
            values = self._coerce(operation, variables)
            plan = operation.plan_for(values)
            if plan is None:
                plan = self._planner.plan(operation.node, operation.fragments, values)
                operation.keep(plan, self.limits.plans)
                self._cache.keep((query, name), operation)
            return self._affordable(operation, plan, values)

    async def prepare_aside(
        self, query: str, variables: Mapping[str, Any] | None, name: str | None = None
    ) -> Prepared:
        """The same; what is not known yet is read and planned by another thread.

        There is one such thread. Who asks what is known does not wait for it.
        """
        with _refusing():
            operation = self._cache.find((query, name))
            if operation is not None:
                values = self._coerce(operation, variables)
                plan = operation.plan_for(values)
                if plan is not None:
                    return self._affordable(operation, plan, values)
        return await self.aside(self.prepare, query, variables, name)

    async def aside(self, work: Callable[..., T], *arguments: Any) -> T:
        """Have the other thread do what would keep everybody waiting."""
        return await get_running_loop().run_in_executor(self._thread, work, *arguments)

    def check(self, query: str) -> None:
        """Make sure that a document is one of this schema and not too large; plan nothing.

        Raises:
            RequestRefused: it is not.
        """
        with _refusing():
            self._read_document(query)

    def _read(self, query: str, name: str | None) -> Operation:
        document, elements = self._read_document(query)
        node = get_operation_ast(document, name)
        if node is None:
            raise _no_operation(name)
        own = elements[node.name.value if node.name else None]
        operation = Operation(query, node, _fragments(document), own)
        self._cache.keep((query, name), operation)
        return operation

    def _read_document(self, query: str) -> tuple[DocumentNode, Mapping[str | None, int]]:
        document = self._parse(query)
        elements = check_size(document, self.limits)
        self._validate(document)
        return document, elements

    def _validate(self, document: DocumentNode) -> None:
        errors = validate(
            self.schema,
            document,
            _RULES,
            max_errors=self.limits.errors,
            hide_suggestions=not self.limits.suggestions,
        )
        if errors:
            raise RequestRefused([coded(error, "INVALID_DOCUMENT") for error in errors])
        try:
            check_merging(self.schema, document)
        except GraphQLError as error:
            raise coded(error, "INVALID_DOCUMENT") from None

    def _parse(self, query: str) -> DocumentNode:
        if len(query) > self.limits.source:
            message = f"The document has more than {self.limits.source} characters."
            raise problem("DOCUMENT_TOO_LONG", message)
        if fault := surrogate_fault(query):
            raise problem("SYNTAX_ERROR", f"Syntax Error: {fault}.")
        most = self.limits.tokens
        try:
            return parse(query, max_lexical_tokens=most, max_comments=most)
        except GraphQLError as error:
            too_long = error.message.startswith(_TOO_LONG)
            raise coded(error, "TOO_MANY_TOKENS" if too_long else "SYNTAX_ERROR") from None

    def _coerce(self, operation: Operation, variables: Mapping[str, Any] | None) -> VariableValues:
        variables = variables or _NO_VARIABLES
        check_variables(variables, operation.elements, self.limits.list_elements)
        values = get_variable_values(
            self.schema,
            operation.node.variable_definitions or (),
            dict(variables),
            max_errors=self.limits.errors,
            hide_suggestions=not self.limits.suggestions,
        )
        if isinstance(values, VariableValues):
            return values
        raise RequestRefused([coded(error, "BAD_VARIABLES") for error in values])

    def _affordable(self, operation: Operation, plan: Plan, values: VariableValues) -> Prepared:
        cost, most = plan.cost(values), self.limits.nodes
        if cost > most:
            message = f"The answer could hold {cost} nodes; at most {most} are answered."
            raise problem("TOO_MANY_NODES", message)
        return Prepared(operation, plan, values, cost)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except GraphQLError as error:
        raise RequestRefused([error]) from None


def _fragments(document: DocumentNode) -> Mapping[str, FragmentDefinitionNode]:
    return {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }


def _no_operation(name: str | None) -> GraphQLError:
    message = (
        f"The document has no operation named {name!r}."
        if name
        else "The document has several operations; operationName must say which."
    )
    return problem("NO_OPERATION", message)
