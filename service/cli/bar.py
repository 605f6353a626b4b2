"""Progress on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as ProgressBar

from service.cli.telling import described
from service.ingest.report import Progress, Stage, Step


@contextmanager
def progress_bar(total: int) -> Iterator[Progress]:
    """Show a run's steps as a bar on standard error, which is gone when the run ends.

    Args:
        total: the number of documents.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
    )
    with ProgressBar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Steps(bar, total)


class _Steps:
    """Moves the bar by one document whenever the next begins."""

    def __init__(self, bar: ProgressBar, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task("Starting", total=total)
        self._begun = 0

    def __call__(self, step: Step) -> None:
        self._bar.update(self._task, description=described(step), completed=self._begun)
        self._begun += step.stage is Stage.READ
