"""Generate pages, run the loader over them, and print its faults by kind."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from .cases import Outcome, cases, excerpt, run
from .pages import VARIANTS, Page
from .score import EMPTY, Fault


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    variants = list(VARIANTS) if options.variant == "all" else options.variant.split(",")
    chosen = list(cases(options.seed, options.pages, variants, hard=options.hard))
    if options.write:
        for case in chosen:
            _write(Path(options.write) / f"{case.seed}-{case.variant}", case.write()[1])
        return 0
    from .loader import answer, answer_alone  # writing pages needs no loader

    loader = answer_alone if options.no_vocabulary else answer
    outcomes = [run(case, loader) for case in chosen]
    _report(outcomes, options.show if options.report else 0)
    return 1 if any(outcome.score.wrong for outcome in outcomes) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.generated", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--variant", default="all", help=f"all, or some of: {','.join(VARIANTS)}")
    parser.add_argument("--hard", action="store_true", help="rarer and nastier writing")
    parser.add_argument("--no-vocabulary", action="store_true", help="pages alone")
    parser.add_argument("--report", action="store_true", help="print the faults, not numbers alone")
    parser.add_argument("--show", type=int, default=4, help="faults to print of each kind")
    parser.add_argument("--write", metavar="FOLDER", help="only write the pages there")
    return parser


def _write(folder: Path, pages: Sequence[Page]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (folder / page.file).write_bytes(page.content)


def _report(outcomes: Sequence[Outcome], show: int) -> None:
    total = sum((outcome.score for outcome in outcomes), EMPTY)
    by_kind: dict[str, list[tuple[Outcome, Fault]]] = defaultdict(list)
    for outcome in outcomes:
        for fault in (*outcome.score.wrong, *outcome.score.missed):
            by_kind[fault.kind].append((outcome, fault))
    for kind, count in sorted(total.kinds.items()):
        print(f"{count:6} {kind}")
        for outcome, fault in by_kind[kind][:show]:
            print(f"  seed {outcome.case.seed} {outcome.case.variant}: {fault}")
            print(excerpt(outcome, fault))
    pages = sum(len(outcome.pages) for outcome in outcomes)
    print(
        f"{pages} pages: {len(total.wrong)} wrong; support {total.support_recall:.4f}"
        f" of {total.decided}; scalars {total.scalar_recall:.4f} of {total.scalars}"
    )


if __name__ == "__main__":
    sys.exit(main())
