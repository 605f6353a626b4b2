"""How many nodes an answer can hold: the items of its lists and pages, each counted once.

The rule is GitHub's: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits. An
object that a field leads to without a list counts nothing, nor does what wraps a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from graphql.execution.values import VariableValues

Size: TypeAlias = int | Callable[[VariableValues], int]
"""The most items that a list can have, where a request's variables decide: given these."""


class Tally:
    """The lists of one object and of those that it leads to without a list."""

    def __init__(self) -> None:
        self._lists: list[tuple[Size, Tally]] = []
        self._choices: list[Sequence[Tally]] = []

    def list_of(self, most: Size) -> Tally:
        """Add a list; returns the tally of one of its items."""
        item = Tally()
        self._lists.append((most, item))
        return item

    def one_of(self, kinds: int) -> Sequence[Tally]:
        """Add an object that is of one of several kinds; returns the tally of each."""
        choice = [Tally() for _ in range(kinds)]
        self._choices.append(choice)
        return choice

    def count(self, values: VariableValues) -> int:
        """The most nodes."""
        listed = sum(_read(most, values) * (1 + item.count(values)) for most, item in self._lists)
        chosen = sum(max(kind.count(values) for kind in choice) for choice in self._choices)
        return listed + chosen

    @property
    def is_fixed(self) -> bool:
        """Whether it is the same for all variables."""
        return all(isinstance(most, int) and item.is_fixed for most, item in self._lists) and all(
            kind.is_fixed for choice in self._choices for kind in choice
        )


def _read(most: Size, values: VariableValues) -> int:
    return most if isinstance(most, int) else most(values)
