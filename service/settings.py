"""What an operator may set, by environment variables or a `.env` file in the working folder.

`docs/settings.md` lists the same variables for a reader; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import SettingsError


class Settings(BaseSettings):
    """The settings of one process. Environment variables win over `.env`; empty means unset."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    modelgraph_data_dir: Path | None = Field(
        default=None,
        description="Folder of the embedded PostgreSQL server; made if it is not there.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="Address of a PostgreSQL 17 or newer to use instead of the embedded server.",
    )
    host: str = Field(default="127.0.0.1", description="Address to serve on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to serve on; 0: any free.")

    @field_validator("modelgraph_data_dir")
    @classmethod
    def _absolute(cls, folder: Path | None) -> Path | None:
        return folder.expanduser().absolute() if folder else None


def read_settings(**chosen: object) -> Settings:
    """Read the settings of this process.

    Arguments:
        chosen: what the command line sets, by field; None leaves the setting as it is.

    Raises:
        SettingsError: a setting has a value that cannot be used. The value is not repeated, since
            it may hold a password.
    """
    given = {key: value for key, value in chosen.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks what callers chose
    except ValidationError as invalid:
        raise SettingsError("; ".join(_complaints(invalid))) from None


def _complaints(invalid: ValidationError) -> list[str]:
    return [f"{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in invalid.errors()]
