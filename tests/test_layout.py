"""The repository keeps its own rules: what a lock, a module and a name may be."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.txt", "requirements-dev.txt"]
CLIENTS = ROOT / "tests" / "clients"
_LONGEST_FILE = 400
_VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
_FRAMEWORKS = ("sqlalchemy", "psycopg", "fastapi", "starlette", "strawberry")


def _modules() -> list[Path]:
    folders = (ROOT / name for name in ("service", "migrations", "tests", "bench"))
    modules = [path for folder in folders for path in folder.rglob("*.py")]
    return [path for path in modules if "node_modules" not in path.parts]


@pytest.mark.parametrize("name", [*LOCKS, "tests/clients/python/requirements.txt"])
def test_a_lock_pins_every_package_by_hash_and_names_no_server(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in lock.splitlines() if not line.lstrip().startswith("#")]
    pins = [line for line in lines if line and not line.startswith(" ")]
    assert [pin for pin in pins if not re.match(r"[a-z0-9-]+==\S+( ; .+)? \\$", pin)] == []
    assert len(re.findall(r"\\\n    --hash=sha256:", lock)) >= len(pins)
    assert re.findall(r"\w+://|^--|@ ", lock, re.M) == []


def test_the_lock_of_npm_packages_pins_each_by_its_hash_and_names_no_server() -> None:
    lock = json.loads((CLIENTS / "node" / "package-lock.json").read_text(encoding="utf-8"))
    declared = lock["packages"].pop("")["dependencies"]
    assert [version for version in declared.values() if not version[0].isdigit()] == []
    unpinned = {
        name: package
        for name, package in lock["packages"].items()
        if not package["integrity"].startswith("sha512-") or "resolved" in package
    }
    assert unpinned == {}


def test_what_runs_is_locked_alike_for_tests() -> None:
    runtime, development = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.M))
        for name in LOCKS
    )
    assert runtime - development == set()


def test_modules_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _modules()}
    assert {path: length for path, length in lengths.items() if length > _LONGEST_FILE} == {}


def test_modules_are_named_for_what_they_are() -> None:
    names = {path: path.relative_to(ROOT).with_suffix("").parts for path in _modules()}
    assert [path for path, parts in names.items() if not _VAGUE_NAMES.isdisjoint(parts)] == []


@pytest.mark.parametrize("module", ["service.domain.consolidation", "service.ingest.sources"])
def test_pure_code_loads_no_framework(module: str) -> None:
    program = (
        f"import sys, {module}; print([name for name in {_FRAMEWORKS} if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert loaded.stdout == "[]\n"
