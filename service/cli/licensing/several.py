"""Options that take several values one after the other: `--models sam-clip clip`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from typer.core import TyperCommand


class SeveralValues(TyperCommand):
    """A command whose repeatable options take all values that follow; it has no arguments."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what is typed, as if each value had its option before it."""
        several = {name for each in self.params if each.multiple for name in each.opts}
        return super().parse_args(ctx, list(repeated(args, several)))


def repeated(arguments: Iterable[str], several: Collection[str]) -> Iterator[str]:
    """The arguments, with one of these options named again before each further value of it.

    What follows another option is left alone, so that too many values are a usage error.
    """
    option, is_taken = None, False
    for argument in arguments:
        if argument.startswith("-"):
            name, equals, _ = argument.partition("=")
            option, is_taken = name if name in several else None, bool(equals)
        elif option is not None:
            if is_taken:
                yield option
            is_taken = True
        yield argument
