"""Operations that were asked for, with their plans, for as long as there is room for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

from graphql import FragmentDefinitionNode, OperationDefinitionNode
from graphql.execution.values import VariableValues

from service.planner.plan import Plan

Key: TypeAlias = tuple[str, str | None]
"""A document's text, and which of its operations."""


@dataclass
class Operation:
    """One valid operation of a document, with the plans made for it so far.

    Attributes:
        text: of the document.
        elements: how many the lists in its arguments have.
        plans: they differ by what they asked of the variables; the latest used comes first.
    """

    text: str
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    elements: int
    plans: Sequence[Plan] = ()

    @property
    def characters(self) -> int:
        """How much room it takes."""
        return len(self.text) + sum(len(plan.sql or "") for plan in self.plans)

    def plan_for(self, values: VariableValues) -> Plan | None:
        """A plan that serves a request with such variables."""
        plan = next((plan for plan in self.plans if plan.serves(values)), None)
        if plan is not None and plan is not self.plans[0]:
            self.plans = _put_first(plan, self.plans)
        return plan

    def keep(self, plan: Plan, most: int) -> None:
        """Remember a plan, and at most so many."""
        self.plans = _put_first(plan, self.plans)[:most]


def _put_first(plan: Plan, plans: Sequence[Plan]) -> Sequence[Plan]:
    return (plan, *(other for other in plans if other is not plan))


class Cache:
    """The operations used last; several threads may use it."""

    def __init__(self, most: int, characters: int) -> None:
        """Begin empty; `characters` limits all texts and statements together."""
        self._most = most
        self._characters = characters
        self._known: OrderedDict[Key, Operation] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key) -> Operation | None:
        with self._lock:
            operation = self._known.get(key)
            if operation is not None:
                self._known.move_to_end(key)
            return operation

    def keep(self, key: Key, operation: Operation) -> None:
        """Remember an operation, or that it has grown; forget those not used for longest."""
        with self._lock:
            self._known[key] = operation
            self._known.move_to_end(key)
            kept = sum(each.characters for each in self._known.values())
            while len(self._known) > self._most or kept > self._characters:
                _, forgotten = self._known.popitem(last=False)
                kept -= forgotten.characters
