"""How a command ends: its exit status, and one clear line where it could not do its work."""

from __future__ import annotations

import inspect
import os
import signal
import sys
from collections.abc import Callable
from enum import IntEnum
from types import FrameType

from service.errors import (
    DatabaseError,
    DocumentRefused,
    ModelgraphError,
    OperationsRefused,
    SettingsError,
)


class ExitStatus(IntEnum):
    """What a script can tell from how a command ended; a signal's is 128 and its number."""

    DONE = 0
    REFUSED = 1
    WRONG_USAGE = 2
    NO_DATABASE = 3


class Stopped(BaseException):
    """Somebody asked this process to stop. No error, so that nothing takes it for one.

    Attributes:
        status: the exit status of a command that was stopped before it was done.
    """

    def __init__(self, number: int) -> None:
        self.status = 128 + number
        super().__init__(signal.Signals(number).name)


_STATUSES: tuple[tuple[type[ModelgraphError], ExitStatus], ...] = (
    (SettingsError, ExitStatus.WRONG_USAGE),
    (OperationsRefused, ExitStatus.WRONG_USAGE),
    (DatabaseError, ExitStatus.NO_DATABASE),
    (ModelgraphError, ExitStatus.REFUSED),
)


def run(program: Callable[[], object]) -> None:
    """Run a program that ends by SystemExit, or by one of the errors that are told to a person."""
    listen_for_stop()
    try:
        program()
    except ModelgraphError as error:
        print(f"error: {told(error)}", file=sys.stderr)
        sys.exit(status_of(error))
    except Stopped as stopped:
        sys.exit(stopped.status)
    except BrokenPipeError:
        forget_output()
        sys.exit(ExitStatus.REFUSED)


def listen_for_stop() -> None:
    """Let SIGINT and SIGTERM raise `Stopped`, once; cleaning up is not interrupted."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)


def status_of(error: ModelgraphError) -> ExitStatus:
    """The exit status of a command that ended with an error."""
    return next(status for kind, status in _STATUSES if isinstance(error, kind))


def told(error: ModelgraphError) -> str:
    """An error as a person reads it: what it is, from its class, then this one's particulars."""
    if isinstance(error, DocumentRefused):
        return str(error)
    summary = (inspect.getdoc(type(error)) or "").split("\n", 1)[0].removesuffix(".")
    return f"{summary}: {error}" if str(error) else summary


def _stop(number: int, _: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)


def forget_output() -> None:
    """Nobody reads any more, so that the interpreter's last flush must not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
