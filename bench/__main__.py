"""Measure the service against pgbench on a generated registry in a scratch database."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from bench.drift import Drift, measure_drift
from bench.fill import fill, is_filled
from bench.importing import generated_pages, seed_pages, time_import
from bench.licensing import Checks, measure_checks
from bench.measure import Effort, Result, measure
from bench.questions import questions
from bench.repeats import Repeats, measure_repeats
from bench.serving import serving
from service.cli.opening import migrate_registry
from service.ingest.submission import Submission
from service.postgres import Database, embedded_server
from service.postgres.postmaster import Socket

_SERVER = {"shared_buffers": "1GB", "max_wal_size": "2GB", "fsync": "off"}
"""The registry fits into memory, so that both sides are measured without the disk."""

_REPEATS = "repeats"
"""What `--only` calls the question that is asked again and again."""

_LICENSES = "licenses"
"""What `--only` calls checks of licences, which need no registry."""

_DRIFT = "drift"
"""What `--only` calls the projection of licences through the lineage."""

_ROW = "{:<12}{:>10}{:>10}{:>10}{:>12}{:>10}{:>10}{:>8}{:>8}  {}"
_HEADINGS = ("", "http/s", "p50 ms", "p99 ms", "pgbench/s", "p50 ms", "p99 ms", "ratio", "target")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    results: list[Result | Repeats | Checks | Drift] = []
    if options.only is None or _LICENSES in options.only:
        results += _check()
    if options.only != [_LICENSES]:
        results += _measure(options)
    return 0 if all(result.is_good for result in results) else 1


def _check() -> Sequence[Checks]:
    checks = measure_checks()
    for check in checks:
        print(check, flush=True)
    return checks


def _measure(options: argparse.Namespace) -> Sequence[Result | Repeats | Drift]:
    """All that takes a registry."""
    with _folder(options.keep) as folder, embedded_server(folder, _SERVER) as socket:
        results: list[Result | Repeats | Drift] = []
        if options.only != [_DRIFT]:
            url = _database(socket, f"bench_{options.models}", fresh=False)
            _ensure_filled(url, options.models)
            results.extend(_ask(url, options))
            if options.only is None or _REPEATS in options.only:
                results.append(_repeat(url, options))
        if options.only is None or _DRIFT in options.only:
            results.append(_project(socket, options.models))
        if not options.no_imports:
            _import(socket, "seed pages", seed_pages())
            _import(socket, "generated pages", generated_pages(300))
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--models", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3, help="of HTTP and pgbench in turn")
    parser.add_argument("--seconds", type=float, default=5.0, help="of a round")
    parser.add_argument("--connections", type=int, default=8, help="that ask at the same time")
    parser.add_argument("--only", action="append", help="a question's name; may be repeated")
    parser.add_argument("--no-imports", action="store_true", help="leave the imports out")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the database there for the next run"
    )
    return parser


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept
    else:
        with tempfile.TemporaryDirectory(prefix="modelgraph-bench-") as folder:
            yield Path(folder) / "postgres"


def _database(socket: Socket, name: str, *, fresh: bool) -> str:
    """Make a database where it is missing; remove an earlier one if it is to be fresh."""
    with psycopg.connect(socket.conninfo("postgres"), autocommit=True) as connection:
        identifier = sql.Identifier(name)
        if fresh:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(identifier))
        exists = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if exists.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
    return socket.conninfo(name)


def _ensure_filled(url: str, models: int) -> None:
    migrate_registry(Database(url))
    if not is_filled(url):
        fill(
            url, models, lambda done: print(f"\r{done:,} of {models:,} models", end="", flush=True)
        )
        print()


def _ask(url: str, options: argparse.Namespace) -> Sequence[Result]:
    effort = Effort(options.rounds, options.seconds, options.connections)
    asked = [
        question
        for question in questions(options.models)
        if options.only is None or question.name in options.only
    ]
    print(_ROW.format(*_HEADINGS, ""))
    # What is compared is the way to the database, so nothing may be answered from memory.
    with serving(url, MODELGRAPH_CACHE_BYTES="0") as port:
        return [_told(measure(question, url, port, effort)) for question in asked]


def _repeat(url: str, options: argparse.Namespace) -> Repeats:
    repeats = measure_repeats(questions(options.models)[0], url, options.rounds, options.seconds)
    print(repeats, flush=True)
    return repeats


def _project(socket: Socket, models: int) -> Drift:
    drift = measure_drift(_database(socket, "bench_drift", fresh=True), models)
    print(drift, flush=True)
    return drift


def _told(result: Result) -> Result:
    figures = [
        f"{figure:,.1f}"
        for sample in (result.http, result.pgbench)
        for figure in (sample.rate, sample.percentile(50) * 1e3, sample.percentile(99) * 1e3)
    ]
    ratio, target = f"{result.ratio:.2f}", f"{result.question.target:.2f}"
    verdict = "" if result.is_good else "too slow"
    print(_ROW.format(result.question.name, *figures, ratio, target, verdict), flush=True)
    return result


def _import(socket: Socket, what: str, documents: Sequence[Submission]) -> None:
    took = time_import(_database(socket, "bench_import", fresh=True), documents)
    print(f"Import of {len(documents)} {what}: {took:.2f} s")


if __name__ == "__main__":
    sys.exit(main())
