"""The variables of a request, as they came: none of them may be too large to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.planner.problems import problem
from service.planner.sql import surrogate_fault

_BITS = 1_024
"""The length of the largest whole number; a longer one is not even a float."""


def check_variables(variables: Mapping[str, Any], elements: int, most: int) -> None:
    """Refuse lists that have more elements together than `most`, and values that no type takes.

    `elements` is how many the lists in the document have.

    Raises:
        GraphQLError: with the code TOO_MANY_LIST_ELEMENTS or BAD_VARIABLES.
    """
    for name, variable in variables.items():
        for value in _nested(variable):
            if isinstance(value, list):
                elements += len(value)
            elif fault := _fault(value):
                raise problem("BAD_VARIABLES", f"Variable {name!r}: {fault}.")
    if elements > most:
        message = f"The lists in arguments and variables have more than {most} elements."
        raise problem("TOO_MANY_LIST_ELEMENTS", message)


def _nested(variable: Any) -> Iterator[Any]:
    """The value and those inside of it. They may be nested deeper than calls can be."""
    waiting = [variable]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())


def _fault(value: Any) -> str | None:
    if isinstance(value, int) and value.bit_length() > _BITS:
        return "a number is too large"
    if isinstance(value, str):
        return surrogate_fault(value)
    return None
