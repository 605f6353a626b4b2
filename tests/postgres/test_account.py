"""Whom PostgreSQL runs as, and how far folders are opened to it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from service.errors import DataFolderUnusable
from service.postgres.account import Account, account_for, let_in, open_programs
from service.postgres.folder import default_folder, prepare_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL an account")
as_ordinary_user = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")

STRANGER = Account(uid=4_000_001, gid=4_000_002, lent=True)


def _mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.mark.parametrize(
    ("uid", "gid", "mode", "may_enter"),
    [
        (os.geteuid(), 4_000_002, 0o700, True),
        (os.geteuid(), 4_000_002, 0o077, False),
        (4_000_001, os.getegid(), 0o710, True),
        (4_000_001, os.getegid(), 0o701, False),
        (4_000_001, 4_000_002, 0o701, True),
        (4_000_001, 4_000_002, 0o770, False),
    ],
)
def test_owner_group_and_others_enter_by_their_own_permission(
    tmp_path: Path, uid: int, gid: int, mode: int, may_enter: bool
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    os.chown(folder, os.geteuid(), os.getegid())
    folder.chmod(mode)
    assert Account(uid, gid, lent=True).may_enter(folder) is may_enter


@as_root
@pytest.mark.parametrize(
    ("before", "after"),
    [(0o700, "0o710"), (0o750, "0o751"), (0o711, "0o711"), (0o755, "0o755")],
)
def test_a_closed_parent_opens_no_further_than_to_pass_through(
    new_folder: Path, before: int, after: str
) -> None:
    parent = new_folder.parent
    parent.chmod(before)
    let_in(STRANGER, new_folder)
    assert _mode(parent) == after
    assert STRANGER.may_enter(parent)


@as_root
def test_a_server_runs_as_the_owner_of_its_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 4_000_001, 4_000_002)
    assert account_for(tmp_path) == STRANGER


@as_root
def test_a_new_folder_of_roots_becomes_the_servers(new_folder: Path) -> None:
    account = prepare_folder(new_folder)
    assert (account.lent, account.uid == 0) == (True, False)
    assert (new_folder.stat().st_uid, _mode(new_folder)) == (account.uid, "0o700")


@as_root
def test_roots_default_folder_is_the_machines_where_its_home_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "site"))
    assert default_folder() == tmp_path / "site" / "modelgraph"


@as_ordinary_user
def test_the_default_folder_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "modelgraph"


@as_ordinary_user
def test_a_folder_that_cannot_be_written_is_refused(new_folder: Path) -> None:
    new_folder.mkdir(mode=0o500)
    with pytest.raises(DataFolderUnusable) as refused:
        prepare_folder(new_folder)
    assert str(refused.value) == f"{new_folder} is not yours to write; set MODELGRAPH_DATA_DIR"


@as_ordinary_user
def test_a_folder_that_cannot_be_made_is_refused(new_folder: Path) -> None:
    new_folder.mkdir(mode=0o500)
    with pytest.raises(DataFolderUnusable) as refused:
        prepare_folder(new_folder / "data")
    assert str(refused.value) == f"{new_folder / 'data'}: Permission denied"


def test_programs_installed_under_a_strict_umask_are_opened(tmp_path: Path) -> None:
    installation, libraries = tmp_path / "install", tmp_path / "libs"
    program, library = installation / "bin" / "postgres", libraries / "libpq.so"
    for path, mode in ((program, 0o700), (library, 0o600)):
        path.parent.mkdir(parents=True)
        path.touch()
        path.chmod(mode)
        path.parent.chmod(0o700)
    installation.chmod(0o700)
    open_programs(installation, libraries)
    found = [installation, installation / "bin", program, libraries, library]
    assert [_mode(path) for path in found] == ["0o755", "0o755", "0o755", "0o755", "0o644"]
