"""The command line: `modelgraph up | serve | migrate | import | revert | rebuild | check | psql |
schema | token | license`.

- `commands`: what can be typed, a function a command.
- `tokens`, `licensing`: the commands of `modelgraph token` and `modelgraph license`.
- `ending`: how a command ends: exit statuses, errors, signals.
- `opening`: the database in use, migrated and with its vocabulary and seed documents.
- `serving`, `querying`: what `up`, `serve` and `psql` do.
- `options`: what the settings say, for those who do it.
- `connection`, `incoming`, `faults`, `alarms`, `lingering`, `sockets`: clients' connections.
- `telling`, `bar`: what is printed.
- `loading`: importing all of it quickly.
"""

from service.cli.ending import run
from service.cli.loading import loading


def main() -> None:
    """Run the command that this process was started with, and exit with its status."""
    run(_run_command)


def _run_command() -> None:
    with loading():
        from service.cli.commands import program
    program()


__all__ = ["main"]
