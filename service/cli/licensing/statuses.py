"""How a check of licences ends, so that no failure can be taken for a verdict."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer

from service.cli.ending import ExitStatus, forget_output, status_of, told
from service.errors import ModelgraphError


class CheckStatus(IntEnum):
    """The exit statuses of a check: a verdict's, or that there is none."""

    YES = 0
    NO = 1
    WRONG_USAGE = 2
    CONDITIONAL = 3
    UNKNOWN = 4
    NO_VERDICT = 5


@contextmanager
def apart_from_verdicts() -> Iterator[None]:
    """Let a check that fails end with NO_VERDICT, where other commands end with 1 or 3.

    What is printed is written out in here, so that it counts whether somebody reads it.
    """
    try:
        yield
        sys.stdout.flush()
    except (typer.Exit, typer.BadParameter):
        raise
    except ModelgraphError as error:
        print(f"error: {told(error)}", file=sys.stderr)
        is_usage = status_of(error) is ExitStatus.WRONG_USAGE
        raise typer.Exit(CheckStatus.WRONG_USAGE if is_usage else CheckStatus.NO_VERDICT) from None
    except BrokenPipeError:
        forget_output()
        raise typer.Exit(CheckStatus.NO_VERDICT) from None
    except Exception:
        traceback.print_exc()
        raise typer.Exit(CheckStatus.NO_VERDICT) from None
