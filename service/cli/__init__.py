"""The command line: `modelgraph up | serve | migrate | import | rebuild | check | psql | schema`.

- `commands`: what can be typed, a function a command.
- `ending`: how a command ends: exit statuses, errors, signals.
- `opening`: the database in use, migrated and with its vocabulary and seed documents.
- `importing`, `serving`: what the larger commands do.
- `telling`: what they print.
"""

from service.cli.commands import program
from service.cli.ending import run


def main() -> None:
    """Run the command that this process was started with, and exit with its status."""
    run(program)


__all__ = ["main"]
