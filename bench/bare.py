"""Runs the planner's own statement by pgbench, prepared, with the parameters that questions rotate.

A parameter is found again by its value: the statement is planned once for known variables. pgbench
makes numbers up, not lists, so a list of slugs becomes an ARRAY of parameters; the rest is
verbatim.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from bench.questions import Numbers, Question
from bench.world import FIRST_SLUG
from service.api.schema import plan
from service.planner.execute import SESSION_SETTINGS
from service.postgres import program

_PARAMETER = re.compile(r"\$(\d+)")
_OWN_VARIABLE = re.compile(r"(?<!:):(?=\w)")


class NotForPgbench(Exception):
    """The statement holds what pgbench would take for a variable of its own."""


def script(question: Question) -> str:
    """Write a pgbench script that asks a question.

    Raises:
        NotForPgbench: the statement cannot be written as one.
    """
    chosen = question.choose(Random(0))  # noqa: S311  # no secret
    planned = plan(question.query, chosen)
    if _OWN_VARIABLE.search(planned.sql):
        raise NotForPgbench(planned.sql)
    values = dict(_values(question.variables, chosen))
    pieces = [_piece(text, values) for text in planned.parameters]
    statement = _PARAMETER.sub(lambda match: pieces[int(match[1]) - 1], planned.sql)
    return f"{''.join(_choices(question.variables))}{statement};\n"


def _names(name: str, numbers: Numbers) -> Sequence[str]:
    return [f"{name}_{index}" for index in range(numbers.several or 1)]


def _choices(variables: Mapping[str, Numbers]) -> Iterator[str]:
    for variable, numbers in variables.items():
        last = FIRST_SLUG + numbers.count - 1
        for name in _names(variable, numbers):
            yield f"\\set {name} random({FIRST_SLUG}, {last})\n"


def _values(
    variables: Mapping[str, Numbers], chosen: Mapping[str, str | list[str]]
) -> Iterator[tuple[str, str]]:
    """Pairs of a parameter's text and what stands in its place in the script."""
    for variable, numbers in variables.items():
        value, names = chosen[variable], [f":{name}" for name in _names(variable, numbers)]
        if isinstance(value, str):
            yield value, names[0]
        else:
            quoted = ",".join(f'"{slug}"' for slug in value)
            yield f"{{{quoted}}}", f"(ARRAY[{', '.join(names)}]::text[])"


def _piece(text: str | None, values: Mapping[str, str]) -> str:
    """What stands in place of a parameter: it may be made of a variable's value and more."""
    if text is None or text in values:
        return values.get(text or "", "NULL")
    for value, name in values.items():
        before, found, behind = text.partition(value)
        if found:
            return f"concat({_constant(before)}, {name}::text, {_constant(behind)})"
    return _constant(text)


def _constant(text: str) -> str:
    return "'{}'".format(text.replace("'", "''"))


def ask(written: str, url: str, connections: int, seconds: float) -> tuple[float, Sequence[float]]:
    """Run a script for some seconds, as many at a time as there are connections.

    Returns:
        seconds it took, latencies in seconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "script.sql").write_text(written, encoding="utf-8")
        finished = subprocess.run(  # noqa: S603  # no shell
            [
                *(str(program("pgbench")), "--no-vacuum", "--protocol=prepared", "--log"),
                *(f"--log-prefix={path / 'log'}", f"--file={path / 'script.sql'}"),
                *(f"--client={connections}", f"--time={max(1, round(seconds))}", url),
            ],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PGOPTIONS": _options()},
        )
        return _took(finished.stdout), _latencies(path)


def _options() -> str:
    return " ".join(f"-c {name}={value}" for name, value in SESSION_SETTINGS.items())


def _took(report: str) -> float:
    transactions = re.search(r"actually processed: (\d+)", report)
    rate = re.search(r"tps = ([\d.]+)", report)
    if transactions is None or rate is None:
        raise ValueError(f"pgbench reports neither transactions nor tps: {report}")
    return int(transactions[1]) / float(rate[1])


def _latencies(folder: Path) -> Sequence[float]:
    """In pgbench's log, a line's third number is the transaction's time in microseconds."""
    return [
        int(line.split()[2]) / 1e6
        for log in folder.glob("log.*")
        for line in log.read_text().splitlines()
    ]
