"""The options of a service, by its settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from service.api.access.gate import AccessOptions
from service.api.http.caching import CacheOptions
from service.api.http.manifests import check_operations, parse_operations
from service.api.http.options import HttpOptions
from service.api.importer import ImportOptions
from service.api.schema import open_operations
from service.app import Options
from service.cli.connection import ConnectionLimits
from service.errors import OperationsRefused
from service.planner.limits import Limits
from service.settings import Settings


def options_of(settings: Settings, operations: Path | None = None) -> Options:
    """What the settings say.

    Arguments:
        operations: a file that lists the only operations that are answered; None for any.

    Raises:
        OperationsRefused: the file cannot be used.
    """
    limits = _limits(settings)
    listed = _read_operations(operations, limits) if operations else None
    return Options(
        limits=limits,
        http=_http_options(settings, listed),
        access=_access_options(settings),
        pool_seconds=settings.modelgraph_limit_pool_seconds,
        streams=settings.modelgraph_limit_streams,
        cache=_cache_options(settings),
        imports=_import_options(settings),
    )


def connection_limits(settings: Settings) -> ConnectionLimits:
    """What the settings say about connections."""
    return ConnectionLimits(
        head=settings.modelgraph_limit_headers,
        request_seconds=settings.modelgraph_limit_request_seconds,
        idle_seconds=settings.modelgraph_limit_idle_seconds,
        connections=settings.modelgraph_limit_connections,
    )


def _limits(settings: Settings) -> Limits:
    return Limits(
        tokens=settings.modelgraph_limit_tokens,
        operations=settings.modelgraph_limit_operations,
        depth=settings.modelgraph_limit_depth,
        fields=settings.modelgraph_limit_fields,
        aliases=settings.modelgraph_limit_aliases,
        directives=settings.modelgraph_limit_directives,
        directives_in_place=settings.modelgraph_limit_directives_in_place,
        mutation_fields=settings.modelgraph_limit_mutation_fields,
        list_elements=settings.modelgraph_limit_list_elements,
        page=settings.modelgraph_limit_page,
        compared=settings.modelgraph_limit_compared,
        nodes=settings.modelgraph_limit_nodes,
        statement_seconds=settings.modelgraph_limit_statement_seconds,
        introspection=settings.modelgraph_introspection,
        suggestions=settings.modelgraph_suggestions,
    )


def _access_options(settings: Settings) -> AccessOptions:
    return AccessOptions(
        closed=settings.modelgraph_reading == "token",
        per_token=settings.modelgraph_rate_per_token,
        per_address=settings.modelgraph_rate_per_address,
        proxies=settings.modelgraph_trusted_proxies,
        requests=settings.modelgraph_limit_requests,
    )


def _cache_options(settings: Settings) -> CacheOptions:
    return CacheOptions(
        bytes=settings.modelgraph_cache_bytes,
        max_age=settings.modelgraph_cache_max_age,
        is_public=settings.modelgraph_reading == "open",
    )


def _import_options(settings: Settings) -> ImportOptions:
    return ImportOptions(
        documents=settings.modelgraph_limit_documents,
        file_bytes=settings.modelgraph_limit_upload_file,
        upload_bytes=settings.modelgraph_limit_upload,
        waiting=settings.modelgraph_limit_waiting_imports,
        lock_seconds=settings.modelgraph_limit_import_wait_seconds,
    )


def _http_options(settings: Settings, operations: Mapping[str, str] | None) -> HttpOptions:
    return HttpOptions(
        body=settings.modelgraph_limit_body,
        import_body=settings.modelgraph_limit_import_body,
        batch=settings.modelgraph_limit_batch,
        origins=frozenset(settings.modelgraph_allowed_origins),
        automatic=settings.modelgraph_persisted_operations,
        operations=operations,
    )


def _read_operations(file: Path, limits: Limits) -> Mapping[str, str]:
    try:
        content = file.read_bytes()
    except OSError as failure:
        raise OperationsRefused(f"{file}: {failure.strerror}") from None
    listed = parse_operations(str(file), content)
    check_operations(str(file), listed, open_operations(limits))
    return listed
