"""What an operator may set, by environment variables or a `.env` file in the working folder.

`docs/settings.md` lists the same variables for a reader; a test compares the two.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from service.api.access.rate import Rate
from service.errors import SettingsError

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#@\sA-Z]+")


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

    modelgraph_allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Origins whose pages may ask, parted by commas; `*`: every one.",
    )
    modelgraph_persisted_operations: bool = Field(
        default=True,
        description="Whether clients may send hashes in place of operations sent before.",
    )
    modelgraph_limit_body: int = Field(
        default=262_144, gt=0, description="Bytes of a request's body."
    )
    modelgraph_limit_import_body: int = Field(
        default=16_777_216,
        gt=0,
        description="Bytes of a request's body from a bearer with the scope `import`.",
    )
    modelgraph_limit_batch: int = Field(default=10, gt=0, description="Requests of a batch.")
    modelgraph_limit_streams: int = Field(
        default=500,
        gt=0,
        description="WebSockets and event streams at the same time; fewer than connections, so"
        " that they leave some.",
    )

    modelgraph_reading: Literal["open", "token"] = Field(
        default="open",
        description="Who may read. `open`: everybody; `token`: bearers of tokens alone.",
    )
    modelgraph_rate_per_token: Annotated[Rate | None, NoDecode] = Field(
        default=None, description="Requests of one token, such as `1000/hour`."
    )
    modelgraph_rate_per_address: Annotated[Rate | None, NoDecode] = Field(
        default=None, description="Requests of one address without a token, such as `60/minute`."
    )
    modelgraph_trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        default=(),
        description="Addresses and networks whose `X-Forwarded-For` is believed, parted by commas.",
    )
    modelgraph_limit_requests: int = Field(
        default=200, gt=0, description="Requests under way at the same time."
    )
    modelgraph_limit_pool_seconds: float = Field(
        default=5, gt=0, description="Seconds for which a request waits for a connection."
    )

    modelgraph_limit_headers: int = Field(
        default=65_536, gt=0, description="Bytes of a request's line and headers."
    )
    modelgraph_limit_request_seconds: float = Field(
        default=10,
        gt=0,
        description="Seconds from a request's first byte to its last; a body has as many for each"
        " megabyte.",
    )
    modelgraph_limit_idle_seconds: float = Field(
        default=75, gt=0, description="Seconds for which a connection waits for its next request."
    )
    modelgraph_limit_connections: int = Field(
        default=1_000, gt=0, description="Connections at the same time."
    )
    modelgraph_cache_bytes: int = Field(
        default=67_108_864, ge=0, description="Bytes of memory to keep answers in; 0: keep none."
    )
    modelgraph_cache_max_age: int = Field(
        default=0,
        ge=0,
        description="Seconds for which browsers and proxies may repeat an answer without asking.",
    )

    modelgraph_limit_documents: int = Field(
        default=1_000, gt=0, description="Documents of one import over the API."
    )
    modelgraph_limit_upload: int = Field(
        default=67_108_864, gt=0, description="Bytes of an upload's body."
    )
    modelgraph_limit_upload_file: int = Field(
        default=10_000_000, gt=0, description="Bytes of one uploaded file."
    )
    modelgraph_limit_waiting_imports: int = Field(
        default=8, ge=0, description="Imports that wait while another one runs."
    )
    modelgraph_limit_import_wait_seconds: float = Field(
        default=60, gt=0, description="Seconds for which an import waits for another process's."
    )

    modelgraph_limit_tokens: int = Field(
        default=4_000, gt=0, description="Lexical tokens of a document."
    )
    modelgraph_limit_operations: int = Field(
        default=20, gt=0, description="Operations of a document."
    )
    modelgraph_limit_depth: int = Field(
        default=15, gt=0, description="Levels of fields; a root field is the first."
    )
    modelgraph_limit_fields: int = Field(
        default=1_000,
        gt=0,
        description="Fields of an operation, those of a fragment once for each use.",
    )
    modelgraph_limit_aliases: int = Field(default=80, ge=0, description="Aliases of an operation.")
    modelgraph_limit_directives: int = Field(
        default=50, ge=0, description="Directives of an operation."
    )
    modelgraph_limit_directives_in_place: int = Field(
        default=4,
        ge=0,
        description="Directives of one field, fragment, spread, variable or operation.",
    )
    modelgraph_limit_mutation_fields: int = Field(
        default=10, gt=0, description="Root fields of a mutation."
    )
    modelgraph_limit_list_elements: int = Field(
        default=1_000,
        ge=0,
        description="Elements of all lists in the arguments and variables of an operation.",
    )
    modelgraph_limit_page: int = Field(
        default=100, gt=0, description="Rows of a page, and ids of one `nodes`."
    )
    modelgraph_limit_compared: int = Field(default=10, ge=2, description="Models of a comparison.")
    modelgraph_limit_nodes: int = Field(
        default=500_000, gt=0, description="Items that the pages and lists of an answer could hold."
    )
    modelgraph_limit_statement_seconds: float = Field(
        default=10, gt=0, description="Seconds that the database may take for an operation."
    )
    modelgraph_introspection: bool = Field(
        default=True, description="Whether the schema may be asked for: `__schema` and `__type`."
    )
    modelgraph_suggestions: bool = Field(
        default=True, description="Whether errors suggest names of the schema."
    )

    @field_validator("modelgraph_allowed_origins", mode="before")
    @classmethod
    def _listed(cls, origins: object) -> object:
        if not isinstance(origins, str):
            return origins
        return [origin.strip() for origin in origins.split(",")]

    @field_validator("modelgraph_trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return [ip_network(each.strip(), strict=False) for each in value.split(",")]
        except ValueError:
            raise ValueError("A proxy is an address or a network such as 10.0.0.0/8") from None

    @field_validator("modelgraph_rate_per_token", "modelgraph_rate_per_address", mode="before")
    @classmethod
    def _rate(cls, value: object) -> object:
        return Rate.parse(value) if isinstance(value, str) else value

    @field_validator("modelgraph_allowed_origins")
    @classmethod
    def _origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise ValueError("An origin is * or such as https://models.example")
        return origins

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
