"""Settings: what may be set, what cannot be used, and that the page about them is complete."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path

import pytest

from service.api.access.rate import Rate
from service.errors import SettingsError
from service.settings import Settings, read_settings

ROOT = Path(__file__).parents[1]
_ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?P<default>[^|]+) \| (?P<meaning>[^|]+) \|$", re.M)


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_page_lists_every_setting_with_its_default_and_meaning() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    listed = {
        row["name"]: (row["default"].strip("`"), row["meaning"]) for row in _ROW.finditer(page)
    }
    assert listed == {
        name.upper(): (_DEFAULTS.get(name, str(field.default)), field.description)
        for name, field in Settings.model_fields.items()
    }


_DEFAULTS = {
    "modelgraph_data_dir": "a folder of the user's",
    "database_url": "unset",
    "modelgraph_allowed_origins": "none",
    "modelgraph_rate_per_token": "none",
    "modelgraph_rate_per_address": "none",
    "modelgraph_trusted_proxies": "none",
}


def test_the_example_has_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^# ([A-Z_]+)=", example, re.M)
    assert named == [name.upper() for name in Settings.model_fields]


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert (settings.modelgraph_data_dir, settings.database_url) == (None, None)


def test_the_command_line_wins_over_the_environment_and_that_over_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("HOST=file\nPORT=1\nMODELGRAPH_DATA_DIR=data\nUNKNOWN=x\n")
    monkeypatch.setenv("PORT", "2")
    monkeypatch.setenv("HOST", "environment")
    settings = read_settings(port=3, host=None)
    assert (settings.host, settings.port) == ("environment", 3)
    assert settings.modelgraph_data_dir == Path.cwd() / "data"


def test_an_empty_variable_is_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert read_settings() == Settings()


def test_a_home_folder_may_be_written_as_a_tilde(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MODELGRAPH_DATA_DIR", "~/registry")
    assert read_settings().modelgraph_data_dir == tmp_path / "registry"


def test_a_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann:hunter2@db/registry")
    settings = read_settings()
    assert "hunter2" not in repr(settings)
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://ann:hunter2@db/registry"


def test_origins_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELGRAPH_ALLOWED_ORIGINS", "https://a.example, http://localhost:3000")
    origins = read_settings().modelgraph_allowed_origins
    assert origins == ("https://a.example", "http://localhost:3000")


@pytest.mark.parametrize(
    "origins",
    [
        "a.example",
        "https://",
        "https://a.example/",
        "https://A.example",
        "https://a.example,",
        "**",
    ],
)
def test_an_origin_that_no_browser_would_send(
    monkeypatch: pytest.MonkeyPatch, origins: str
) -> None:
    monkeypatch.setenv("MODELGRAPH_ALLOWED_ORIGINS", origins)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert str(refused.value) == (
        "MODELGRAPH_ALLOWED_ORIGINS: Value error, An origin is * or such as https://models.example"
    )


@pytest.mark.parametrize(
    ("port", "complaint"),
    [
        ("eighty", "PORT: Input should be a valid integer, unable to parse string as an integer"),
        ("-1", "PORT: Input should be greater than or equal to 0"),
        ("65536", "PORT: Input should be less than or equal to 65535"),
    ],
)
def test_a_port_that_is_none(monkeypatch: pytest.MonkeyPatch, port: str, complaint: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert str(refused.value) == complaint


def test_rates_and_proxies_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELGRAPH_RATE_PER_TOKEN", "1000/hour")
    monkeypatch.setenv("MODELGRAPH_RATE_PER_ADDRESS", "60/minute")
    monkeypatch.setenv("MODELGRAPH_TRUSTED_PROXIES", "10.1.2.3/8, ::1")
    settings = read_settings()
    assert settings.modelgraph_rate_per_token == Rate(1_000, 3_600)
    assert settings.modelgraph_rate_per_address == Rate(60, 60)
    networks = (ip_network("10.0.0.0/8"), ip_network("::1/128"))
    assert settings.modelgraph_trusted_proxies == networks


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("MODELGRAPH_READING", "none", "Input should be 'open' or 'token'"),
        ("MODELGRAPH_RATE_PER_TOKEN", "10/day",
         "Value error, A rate is written 100/second, 100/minute or 100/hour"),
        ("MODELGRAPH_TRUSTED_PROXIES", "10.0.0.0/8,proxy.example",
         "Value error, A proxy is an address or a network such as 10.0.0.0/8"),
        ("MODELGRAPH_LIMIT_REQUESTS", "0", "Input should be greater than 0"),
    ],
)  # fmt: skip
def test_limits_that_are_none(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, complaint: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert str(refused.value) == f"{name}: {complaint}"
