"""Expressions of one licence that allow more than a plain id: exceptions, later versions."""

from __future__ import annotations

from typing import Final

_RESTRICTING: Final = frozenset({"freertos-exception-2.0"})
"""SPDX's exceptions that not only allow more: this one forbids to use it for comparisons."""


def restricts(expression: str) -> bool:
    """Whether the exception takes something away, so that the plain licence says too much."""
    return expression.partition(" WITH ")[2] in _RESTRICTING


def plain(expression: str) -> str:
    """The licence without its exception and without the choice of a later version."""
    return expression.partition(" WITH ")[0].removesuffix("+")
