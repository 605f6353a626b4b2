"""The GraphQL schema, and planning against it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import strawberry
from sqlalchemy import select
from strawberry.schema.config import StrawberryConfig

from service.api.entities import (
    Benchmark,
    Dataset,
    Feature,
    Framework,
    License,
    Organization,
    Task,
)
from service.api.facts import Document
from service.api.fields import StrawberryDeclarations
from service.api.imports import Import
from service.api.models import Model
from service.api.mutations import Mutation
from service.api.query import Query
from service.api.realtime.subscription import Subscription
from service.api.scalars import SCALARS
from service.planner.limits import Limits
from service.planner.operations import Operations
from service.planner.plan import PlannedStatement
from service.tables.sources import registry_state

_KINDS = (
    Model,
    Organization,
    License,
    Task,
    Feature,
    Dataset,
    Benchmark,
    Framework,
    Document,
    Import,
)


@cache
def _schema() -> strawberry.Schema:
    config = StrawberryConfig(scalar_map=SCALARS)
    return strawberry.Schema(Query, Mutation, Subscription, types=_KINDS, config=config)


def open_operations(limits: Limits) -> Operations:
    """A new cache of planned operations on the schema; they are stamped with the version."""
    version = select(registry_state.c.version).scalar_subquery()
    return Operations(_schema()._schema, StrawberryDeclarations(), limits, stamp=version)


def print_sdl() -> str:
    """The schema in GraphQL's schema definition language, as schema.graphql keeps it."""
    return f"{_schema().as_str()}\n"


def plan(
    query: str, variables: Mapping[str, Any] | None = None, name: str | None = None
) -> PlannedStatement:
    """The statement that a request would run, with its parameters in PostgreSQL's text format.

    Raises:
        RequestRefused: the request would be answered with errors.
        ValueError: the request would be answered without the database.
    """
    statement = open_operations(Limits()).prepare(query, variables, name).statement()
    if statement is None:
        raise ValueError("the operation reads nothing from the database")
    return statement
