"""Arguments of a planned field: not their values, but how each request's values are read.

A plan serves many requests. Whatever planning learns from a value (is it given? how many?) it must
learn through `Questions.ask`, so that the plan is used again only where the answers are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    Undefined,
    ValueNode,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.values import VariableValues
from graphql.utilities.coerce_input_value import coerce_default_value, coerce_input_literal

from service.planner.tally import Size

Question = Callable[[Any], Hashable]

_NO_VARIABLES = VariableValues({}, {})


@dataclass(frozen=True, slots=True)
class Input:
    """A value that a request brings, or that the document fixes.

    Attributes:
        name: of the argument or input field, for messages.
        read: gives the coerced value; None where it is absent or null.
        constant: True where no variable takes part.
    """

    name: str
    read: Callable[[VariableValues], Any]
    constant: bool

    def __getitem__(self, name: str) -> Input:
        """A field of this input object."""
        return Input(name, partial(_read_member, self.read, name), self.constant)

    def item(self, index: int) -> Input:
        """An item of this list, which is long enough."""
        return Input(self.name, partial(_read_item, self.read, index), self.constant)

    def size(self, count: Callable[[Any], int]) -> Size:
        """How many items of a list the value stands for."""
        if self.constant:
            return count(self.read(_NO_VARIABLES))
        return lambda values: count(self.read(values))


class Questions:
    """What planning asked about one request's variables, and the answers it got."""

    def __init__(self, values: VariableValues) -> None:
        self.values = values
        self.answers: list[tuple[Input, Question, Hashable]] = []

    def ask(self, source: Input, question: Question) -> Any:
        """Let the plan depend on an answer; another request shares it if it answers the same."""
        answer = question(source.read(self.values))
        if not source.constant:
            self.answers.append((source, question, answer))
        return answer

    def given(self, source: Input) -> bool:
        """Whether the request brings a value other than null."""
        return bool(self.ask(source, is_given))


def is_given(value: Any) -> bool:
    return value is not None


def read_inputs(field: GraphQLField, node: FieldNode) -> Mapping[str, Input]:
    """The arguments of a field by name, absent ones with their defaults."""
    nodes = {argument.name.value: argument.value for argument in node.arguments or ()}
    return {
        name: _read_argument(name, argument, nodes.get(name))
        for name, argument in field.args.items()
    }


def constant(name: str, value: Any) -> Input:
    return Input(name, lambda _: value, constant=True)


def _read_argument(name: str, argument: GraphQLArgument, node: ValueNode | None) -> Input:
    default = _default(argument)
    if node is None:
        return constant(name, default)
    if isinstance(node, VariableNode):
        return Input(name, partial(_read_variable, node.name.value, default), constant=False)
    if not _has_variable(node):
        return constant(name, _given(coerce_input_literal(node, argument.type)))
    return Input(name, partial(_read_literal, node, argument), constant=False)


def _default(argument: GraphQLArgument) -> Any:
    return _given(coerce_default_value(argument))


def _given(value: Any) -> Any:
    return None if value is Undefined else value


def _read_variable(name: str, default: Any, values: VariableValues) -> Any:
    return values.coerced.get(name, default)


def _read_literal(node: ValueNode, argument: GraphQLArgument, values: VariableValues) -> Any:
    return _given(coerce_input_literal(node, argument.type, values))


def _read_member(read: Callable[[VariableValues], Any], name: str, values: VariableValues) -> Any:
    value = read(values)
    return None if value is None else value.get(name)


def _read_item(read: Callable[[VariableValues], Any], index: int, values: VariableValues) -> Any:
    return read(values)[index]


class _VariableFinder(Visitor):
    found = False

    def enter_variable(self, *_: Any) -> None:
        self.found = True


def _has_variable(node: ValueNode) -> bool:
    finder = _VariableFinder()
    visit(node, finder)
    return finder.found
