"""Which processes use a folder's server, kept by the kernel so that a killed process leaves none.

Two advisory locks (flock): the gate, held alone and briefly by whoever starts or stops the server,
and the lease, shared by everybody who uses it. Who leaves and can have the lease alone is the last.
A starter takes its lease inside the gate, so it never meets a server that is being stopped.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service.postgres.account import Account

_LEASE_FILE = "modelgraph.lease"


@contextmanager
def gate(folder: Path) -> Iterator[None]:
    """Be the only one who starts or stops the folder's server; waits for its turn.

    The lock is on the folder itself, since initdb wants it empty.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Lease:
    """One process's use of a folder's server."""

    descriptor: int

    def is_last(self) -> bool:
        """Tell whether nobody else uses the server. Ask inside the gate, before `end`."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def end(self) -> None:
        """Stop using the server."""
        os.close(self.descriptor)


def take_lease(folder: Path, account: Account) -> Lease:
    """Use the folder's server. Ask inside the gate."""
    descriptor = os.open(folder / _LEASE_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    if account.lent:
        os.fchown(descriptor, account.uid, account.gid)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return Lease(descriptor)
