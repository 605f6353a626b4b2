"""Expressions of one licence that allow more than a plain id: exceptions, later versions."""

from __future__ import annotations


def plain(expression: str) -> str:
    """The licence without its exception and without the choice of a later version."""
    return expression.partition(" WITH ")[0].removesuffix("+")
